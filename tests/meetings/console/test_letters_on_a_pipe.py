"""`alp receive`: one letter on standard input, and a sentence that says what was done with it."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from meetings.courier.office import Office
from meetings.demo.mailed import Mailed
from tests.meetings.console.mailbox import YESTERDAY, invited_in, move, slot
from tests.meetings.console.terminal import Said, alp
from tests.meetings.inbox.invited import MINA, MS_OKAFOR, ROSA, TOMAS, answers, kept, mailed

NIGHT = YESTERDAY + timedelta(hours=3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = invited_in(tmp_path / "school")
    yield one
    one.store.close()


def piped(office: Office, raw: bytes) -> Said:
    return alp("receive", "--db", office.store.folder, given=raw)


def words_of_a_mother() -> bytes:
    letter = EmailMessage()
    letter["From"] = "rosa@family.example"
    letter["To"] = "office@school.example"
    letter["Subject"] = "Thursday"
    letter["Message-ID"] = "<thursday@family.example>"
    letter.set_content("Could we bring her grandmother?")
    return letter.as_bytes()


def test_a_mother_accepts_and_it_is_counted(office: Office) -> None:
    said = piped(
        office, mailed(office.store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=NIGHT))
    )

    assert (said.code, said.err) == (0, "")
    assert said.out == "An answer to an invitation. It was counted. rosa@family.example accepted.\n"
    assert answers(office.store)[ROSA] == "accepted"


def test_a_needed_teacher_declines_and_a_new_time_is_sought(office: Office) -> None:
    raw = mailed(office.store, MS_OKAFOR, Mailed(client="outlook", partstat="DECLINED", at=NIGHT))

    said = piped(office, raw)

    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(
        "ada@family.example declined. "
        "Somebody who is needed cannot come, so a new time is sought.\n"
    )


def test_a_father_proposes_another_time_and_it_is_told(office: Office) -> None:
    wished = slot(15).starts_at
    counter = Mailed(client="thunderbird", partstat="TENTATIVE", at=NIGHT, starts_at=wished)

    said = piped(office, mailed(office.store, TOMAS, counter))

    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("tomas@family.example proposes another time.\n")


def test_an_answer_to_the_old_time_is_kept_with_the_reason_and_counts_for_nothing(
    office: Office,
) -> None:
    late = mailed(office.store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=NIGHT))
    move(office)

    said = piped(office, late)

    assert (said.code, said.err) == (0, "")
    assert "rosa@family.example accepted." in said.out
    assert answers(office.store)[ROSA] == "needs_action"
    assert kept(office.store) == [("answer", "recorded")]


def test_a_letter_that_is_no_calendar_reply_waits_for_a_person(office: Office) -> None:
    said = piped(office, words_of_a_mother())

    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "A letter in words. It waits on the inbox page until somebody decides. "
        "A person wrote this.\n"
    )
    assert kept(office.store) == [("words", "held")]


def test_nothing_on_the_pipe_is_no_letter_and_it_is_said(office: Office) -> None:
    said = piped(office, b"")

    assert (said.code, said.out) == (2, "")
    assert said.err == "Nothing came on standard input. Hand over one whole letter.\n"
    assert kept(office.store) == []


def test_the_same_letter_twice_is_one_answer(office: Office) -> None:
    raw = mailed(office.store, MINA, Mailed(client="google", partstat="ACCEPTED", at=NIGHT))

    first, second = piped(office, raw), piped(office, raw)

    assert first == second
    assert kept(office.store) == [("answer", "applied")]


def test_a_letter_for_a_school_that_is_not_there_is_handed_back_to_the_mail_server(
    tmp_path: Path,
) -> None:
    said = alp("receive", "--db", tmp_path / "nowhere", given=words_of_a_mother())

    assert (said.code, said.out) == (75, "")
    assert said.err == (
        f"There is no installation at {tmp_path / 'nowhere'}. "
        "Give --db the data folder, or run `alp serve` once.\n"
    )
