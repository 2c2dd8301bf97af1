"""Stories of homes: two households of one student, and a family that has no mailbox.

Each is told with the playbook: `>>` is what somebody asks, `<<` what must follow.
"""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from documents.verify import Trust, check
from meetings.checking import check as check_all
from tests.cast import minuted, scheduled
from tests.playbook import (
    among_letters,
    answered,
    answers,
    answers_by_mail,
    letters,
    refused,
    says,
    scan_of,
    signs,
    stands,
    tries,
)
from tests.scenarios.book import Book, Page, opened

KARINS, JONAS = "karin@example.org", "jonas@example.org"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path) as one:
        yield one


def frozen(book: Book, student: str) -> Page:
    """The conference was held, and the text goes out to be signed."""
    case = minuted(book.cast, student)
    settled_at = case.conferences[-1].minutes_settled_at
    assert settled_at is not None
    book.at = settled_at
    book.work()
    return book.of(student) >> says("Rosa Alvarez, chair", "freeze")


def words_to(book: Book, name: str) -> str:
    """Everything that was ever written to this person, headers and calendars, as it is read."""
    mine = [one for one in book.letters() if book.name(one.recipient_id) == name]
    parts = []
    for one in mine:
        message = message_from_bytes(book.raw(one.id), policy=default)
        parts += [f"{header}: {value}" for header, value in message.items()]
        parts += [
            (part.get_payload(decode=True) or b"").decode()  # type: ignore[union-attr]  # a leaf
            for part in message.walk()
            if not part.is_multipart()
        ]
    return "\n".join(parts).replace("\r\n ", "")


def test_neither_household_ever_reads_the_address_of_the_other(book: Book) -> None:
    scheduled(book.cast, "Leo Brandt")
    book.work()
    leo = book.of("Leo Brandt")
    leo = (
        leo
        >> answers_by_mail("Karin Brandt", "ACCEPTED", "google")
        >> answers_by_mail("Jonas Brandt", "DECLINED", "outlook", comment="I work that day.")
        << answered(karin="accepted", jonas="declined")
        << letters()
    )

    to_karin, to_jonas = words_to(book, "Karin Brandt"), words_to(book, "Jonas Brandt")

    assert KARINS in to_karin
    assert JONAS in to_jonas
    assert JONAS not in to_karin
    assert KARINS not in to_jonas
    assert "I work that day" not in to_karin


def test_both_households_get_their_own_letter_until_the_record_is_sealed(book: Book) -> None:
    leo = frozen(book, "Leo Brandt")

    assert (
        leo
        << letters(
            ask_for_signature="Daniel Osei, Jonas Brandt, Karin Brandt, Leo Brandt, Rosa Alvarez"
        )
        >> signs("Karin Brandt, parent")
        >> signs("Jonas Brandt, parent", "agree_with_comment", comment="More music, please.")
        << letters(receipt="Jonas Brandt")
        >> signs("Leo Brandt, student")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        << among_letters(
            send_copies="Daniel Osei, Jonas Brandt, Karin Brandt, Leo Brandt, Rosa Alvarez"
        )
    )
    assert JONAS not in words_to(book, "Karin Brandt")
    assert KARINS not in words_to(book, "Jonas Brandt")


def test_a_family_without_a_mailbox_is_written_to_and_answers_on_paper(book: Book) -> None:
    scheduled(book.cast, "Ida Novak")
    book.work()
    ida = book.of("Ida Novak")

    assert ida >> answers("Petra Novak, parent", source="paper") << answered(petra="accepted")
    to_petra = [one for one in book.letters() if book.name(one.recipient_id) == "Petra Novak"]
    assert {(one.name, one.channel, one.state, one.calendar_method) for one in to_petra} == {
        ("invite", "paper", "to_print", "")
    }
    assert "12 Juniper Lane" not in words_to(book, "Daniel Osei")


def test_a_signature_on_paper_counts_with_its_scan(book: Book) -> None:
    ida = frozen(book, "Ida Novak")
    sheet = {
        "person_id": book.cast.id("Petra Novak"),
        "meaning": "agree",
        "shown_sha256": ida.agreement.original_sha256,
        "dated_on": book.today,
        "witness_id": book.cast.id("Rosa Alvarez"),
    }

    assert (
        ida
        >> signs("Ida Novak, student")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        >> tries("Rosa Alvarez, specialist", "file_signed_paper", scan_sha256="", **sheet)
        << refused("A word on paper counts with its scan. Scan or photograph the page and add it.")
        >> says(
            "Rosa Alvarez, specialist",
            "file_signed_paper",
            scan_sha256=scan_of(ida, "Petra Novak"),
            **sheet,
        )
        << stands(agreement="sealed", plan="in_effect")
    )
    sealed = book.office.archive.get(ida.agreement.sealed_sha256)
    verdict = check(sealed, Trust(roots=(book.office.keys.root,)))
    methods = {one.name: one.method for one in verdict.facts.signers}
    assert verdict.unaltered
    assert "paper" in methods["Petra Novak"]
    assert check_all(book.store, book.office.archive) == ()
