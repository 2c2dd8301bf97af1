"""Papers, files and letters are listed once, newest first, and their bytes stay as they were."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from meetings.store import Session, Store, letters, papers
from tests.meetings.people.a_school import AT, LATER, store_at

MINUTES = papers.NewPaper(
    case_id=1, kind="minutes", no=1, title="Minutes", file_sha256="a" * 64, pages=3
)
LETTER = letters.Letter(
    id="1.4.0.7",
    case_id=1,
    conference_no=1,
    recipient_id=7,
    name="invite",
    subject="Conference about Ada",
    channel="email",
    to_address="eva@families.example",
    env_from="alp@school.example",
    message_id="<1.4.0.7@school.example>",
    dated_at=AT,
    not_before=AT,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def print_paper(store: Store, paper: papers.NewPaper, hours: int = 0) -> int:
    return store.write(lambda session: papers.put(session, paper, AT + timedelta(hours=hours)))


def freeze(store: Store, letter: letters.Letter, words: bytes = b"words") -> letters.Letter:
    return store.write(lambda session: letters.put(session, letter, words))


def test_a_second_printing_of_the_same_paper_is_the_same_row(store: Store) -> None:
    first, again = print_paper(store, MINUTES), print_paper(store, MINUTES, 5)

    with store.read() as connection:
        (found,) = papers.of_case(connection, 1)
    assert first == again == found.id
    assert found.made_at == AT


def test_papers_of_a_case_come_newest_first(store: Store) -> None:
    print_paper(store, MINUTES)
    print_paper(store, replace(MINUTES, file_sha256="b" * 64), 1)
    print_paper(store, replace(MINUTES, kind="glance", no=0, file_sha256="c" * 64), 2)
    print_paper(store, replace(MINUTES, case_id=2), 3)

    with store.read() as connection:
        assert [one.kind for one in papers.of_case(connection, 1)] == [
            "glance",
            "minutes",
            "minutes",
        ]
        newest = papers.newest(connection, 1, "minutes", 1)
        assert newest is not None
        assert newest.file_sha256 == "b" * 64
        assert papers.newest(connection, 1, "record") is None
        assert [one.case_id for one in papers.with_file(connection, "a" * 64)] == [2, 1]
        assert [one.case_id for one in papers.of_kind(connection, "minutes")] == [2, 1, 1]


def test_a_file_is_listed_once_and_for_good(store: Store) -> None:
    file = papers.ArchiveFile(sha256="d" * 64, size=9, media="application/pdf", kind="sealed")

    def work(session: Session) -> None:
        papers.list_file(session, file, AT)
        papers.list_file(session, replace(file, kind="draft"), LATER)

    store.write(work)

    with store.read() as connection:
        assert papers.every_file(connection) == (file,)
        assert papers.listed(connection, "d" * 64) == file
        assert papers.listed(connection, "e" * 64) is None


def test_a_letter_is_frozen_once_with_the_digest_of_its_bytes(store: Store) -> None:
    first = freeze(store, LETTER)
    again = freeze(store, replace(LETTER, subject="Another"), b"other words")

    assert first == replace(LETTER, sha256=sha256(b"words").hexdigest())
    assert again == first
    with store.read() as connection:
        assert letters.one(connection, LETTER.id) == first
        assert letters.raw(connection, LETTER.id) == b"words"
        assert letters.by_message_id(connection, LETTER.message_id) == first
        assert letters.one(connection, "9.9.9.9") is None
        assert letters.raw(connection, "9.9.9.9") is None


def test_the_bytes_of_a_letter_cannot_be_changed(store: Store) -> None:
    freeze(store, LETTER)

    with pytest.raises(DatabaseError):
        store.write(
            lambda session: session.connection.exec_driver_sql("UPDATE letter SET raw = X'00'")
        )


def test_letters_are_found_by_reader_case_and_state_newest_first(store: Store) -> None:
    second = replace(LETTER, id="1.5.0.7", message_id="<2>", dated_at=LATER)
    other = replace(LETTER, id="2.1.0.8", message_id="<3>", case_id=2, recipient_id=8)
    for letter in (LETTER, second, other):
        freeze(store, letter)
    ending = letters.Ending(state="bounced", code=550, words="No such mailbox")
    store.write(lambda session: letters.settle(session, "2.1.0.8", ending, LATER))

    with store.read() as connection:
        assert [one.id for one in letters.of_person(connection, 7)] == ["1.5.0.7", "1.4.0.7"]
        assert [one.id for one in letters.of_case(connection, 1)] == ["1.5.0.7", "1.4.0.7"]
        (bounced,) = letters.by_state(connection, "bounced", "failed")
        assert (bounced.id, bounced.last_code, bounced.settled_at) == ("2.1.0.8", 550, LATER)
        assert letters.counts(connection) == {"bounced": 1, "frozen": 2}


def test_the_copy_of_a_letter_has_its_name() -> None:
    assert letters.file_name("1.4.0.7") == "1.4.0.7.eml"
