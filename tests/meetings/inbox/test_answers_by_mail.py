"""Answers that come by mail: what three calendar programs send is counted once, and explained."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import func, select

from documents.letters import calendar_in
from meetings import inbox
from meetings.courier import round  # noqa: A004  the courier's word
from meetings.courier.office import Office
from meetings.demo.mailed import Mailed
from meetings.store import Store
from meetings.store.cases import passage_of
from meetings.store.tables import history, letter_in, outbox
from tests.meetings.inbox.invited import (
    AT,
    LATER,
    MINA,
    MS_OKAFOR,
    MS_REYES,
    ROSA,
    SLOT,
    TOMAS,
    answer_from,
    answers,
    case_in,
    invitation_of,
    kept,
    mailed,
    move,
    office_in,
)

CLIENTS = ("thunderbird", "google", "outlook")
ASKED = {
    MINA: "needs_action",
    ROSA: "needs_action",
    TOMAS: "needs_action",
    MS_OKAFOR: "needs_action",
    MS_REYES: "accepted",
}


def arrives(store: Store, raw: bytes, rcpt: str = "") -> inbox.Outcome:
    return inbox.work(store, inbox.take(store, raw, LATER, rcpt), LATER)


def history_length(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(history)).scalar_one()


def owed(store: Store) -> list[str]:
    """Kinds of what became owed by the newest row of history."""
    with store.read() as connection:
        newest = select(func.max(outbox.c.seq)).scalar_subquery()
        return list(
            connection.execute(
                select(outbox.c.kind).where(outbox.c.seq == newest).distinct()
            ).scalars()
        )


@pytest.mark.parametrize("client", CLIENTS)
def test_a_parent_accepts_in_her_calendar_and_it_is_counted(store: Store, client: str) -> None:
    said = Mailed(client=client, partstat="ACCEPTED", at=LATER, comment="We look forward to it.")

    outcome = arrives(store, mailed(store, ROSA, said))

    assert outcome == inbox.Outcome(
        kind="answer",
        state="applied",
        reason="rosa@family.example accepted.",
        case_id=1,
        person_id=ROSA,
        words="We look forward to it.",
    )
    assert answers(store) == ASKED | {ROSA: "accepted"}
    assert answer_from(store, ROSA).source == "mail"


def test_the_words_of_an_answer_are_kept_beside_the_history_and_can_be_read(store: Store) -> None:
    said = Mailed(client="outlook", partstat="ACCEPTED", at=LATER, comment="Grandmother comes.")

    arrives(store, mailed(store, ROSA, said))

    with store.read() as connection:
        body = connection.execute(
            select(history.c.body).order_by(history.c.seq.desc()).limit(1)
        ).scalar_one()
        words = passage_of(connection, body.split('"words":"')[1][:64], str)
    assert words == "Grandmother comes."
    assert "Grandmother" not in body


@pytest.mark.parametrize("client", CLIENTS)
def test_a_needed_teacher_who_declines_voids_the_time_and_a_new_one_is_sought(
    store: Store, client: str
) -> None:
    said = Mailed(client=client, partstat="DECLINED", at=LATER)

    outcome = arrives(store, mailed(store, MS_OKAFOR, said))

    assert (outcome.kind, outcome.state) == ("answer", "applied")
    assert outcome.reason == (
        "ada@family.example declined. Somebody who is needed cannot come, so a new time is sought."
    )
    assert case_in(store).subject("conference", 1).state == "draft"  # type: ignore[union-attr]
    assert set(owed(store)) == {"uninvite", "find_times"}


def test_after_the_decline_the_courier_finds_a_time_and_invites_anew_to_the_same_meeting(
    office: Office,
) -> None:
    store = office.store
    arrives(store, mailed(store, MS_OKAFOR, Mailed(client="google", partstat="DECLINED", at=LATER)))

    round.work(office, LATER)

    conference = case_in(store).conferences[-1]
    first = invitation_of(store, ROSA)
    anew = invitation_of(store, ROSA, conference.sequence)
    assert case_in(store).subject("conference", 1).state == "scheduled"  # type: ignore[union-attr]
    assert conference.slot is not None
    assert conference.slot.starts_at != SLOT.starts_at
    assert conference.sequence == 2
    assert calendar_in(first).split(b"UID:")[1][:36] == calendar_in(anew).split(b"UID:")[1][:36]
    assert answers(store) == ASKED | {MS_REYES: "needs_action"}
    again = Mailed(client="google", partstat="ACCEPTED", at=LATER)
    assert arrives(store, mailed(store, ROSA, again, 2)).state == "applied"


def test_one_of_two_parents_declines_and_the_time_stands(store: Store) -> None:
    outcome = arrives(
        store, mailed(store, TOMAS, Mailed(client="google", partstat="DECLINED", at=LATER))
    )

    assert outcome.reason == "tomas@family.example declined."
    assert answers(store) == ASKED | {TOMAS: "declined"}
    assert answer_from(store, TOMAS).modality == "video"
    assert case_in(store).subject("conference", 1).state == "scheduled"  # type: ignore[union-attr]


@pytest.mark.parametrize("client", CLIENTS)
def test_another_time_in_a_calendar_is_a_wish_that_the_specialist_is_told(
    store: Store, client: str
) -> None:
    wished = SLOT.starts_at + timedelta(days=1)
    said = Mailed(client=client, partstat="TENTATIVE", at=LATER, starts_at=wished)

    outcome = arrives(store, mailed(store, ROSA, said))

    assert (outcome.kind, outcome.state) == ("proposal", "applied")
    assert outcome.reason == "rosa@family.example proposes another time."
    proposed = case_in(store).conferences[-1].proposals
    assert [(one.person_id, one.starts_at) for one in proposed] == [(ROSA, wished)]
    assert answers(store) == ASKED
    assert owed(store) == ["nudge"]


def test_an_answer_to_the_old_time_is_recorded_with_the_reason_and_changes_nothing(
    office: Office,
) -> None:
    store = office.store
    late = mailed(store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=AT))
    move(office, 7, AT + timedelta(hours=1))

    outcome = arrives(store, late)

    assert outcome.state == "recorded"
    assert outcome.reason == (
        "rosa@family.example accepted. This answers an older invitation; the time has changed "
        "since. Open the newest invitation and answer that one."
    )
    assert answers(store) == ASKED
    fresh = Mailed(client="google", partstat="ACCEPTED", at=LATER)
    assert arrives(store, mailed(store, ROSA, fresh, 1)).state == "applied"


def test_an_older_answer_that_comes_later_does_not_replace_a_newer_one(store: Store) -> None:
    newer = Mailed(client="google", partstat="ACCEPTED", at=LATER - timedelta(minutes=1))
    older = Mailed(client="google", partstat="TENTATIVE", at=LATER - timedelta(minutes=9))

    arrives(store, mailed(store, ROSA, newer))
    outcome = arrives(store, mailed(store, ROSA, older))

    assert outcome.state == "recorded"
    assert outcome.reason.startswith(
        "rosa@family.example answered “maybe”. A newer answer of this person is already here."
    )
    assert answers(store)[ROSA] == "accepted"


def test_a_stamp_from_the_future_counts_as_the_moment_of_receipt(store: Store) -> None:
    ahead = Mailed(client="outlook", partstat="TENTATIVE", at=LATER + timedelta(days=300))
    letter_id = inbox.take(store, mailed(store, ROSA, ahead), LATER)

    inbox.work(store, letter_id, LATER + timedelta(hours=1))

    assert answer_from(store, ROSA).reply_stamp == LATER


def test_two_answers_with_one_stamp_that_contradict_each_other_wait_for_a_person(
    store: Store,
) -> None:
    arrives(store, mailed(store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=LATER)))
    other = Mailed(client="outlook", partstat="TENTATIVE", at=LATER)

    outcome = arrives(store, mailed(store, ROSA, other))

    assert outcome.state == "held"
    assert outcome.reason.endswith(
        "Another answer bears the very same time stamp. Ask the person which one holds."
    )
    assert answers(store)[ROSA] == "accepted"


def test_a_letter_that_is_delivered_three_times_is_one_letter_and_counts_once(
    store: Store,
) -> None:
    raw = mailed(store, ROSA, Mailed(client="thunderbird", partstat="ACCEPTED", at=LATER))
    before = history_length(store)

    outcomes = [arrives(store, raw) for _ in range(3)]

    assert outcomes[1:] == outcomes[:1] * 2
    assert kept(store) == [("answer", "applied")]
    assert history_length(store) == before + 1


def test_the_same_answer_in_another_envelope_is_kept_twice_and_counts_once(store: Store) -> None:
    raw = mailed(store, ROSA, Mailed(client="thunderbird", partstat="ACCEPTED", at=LATER))
    before = history_length(store)

    arrives(store, raw)
    outcome = arrives(store, b"Received: from a relay\r\n" + raw)

    assert outcome.reason == "rosa@family.example accepted. The same answer was counted before."
    assert kept(store) == [("answer", "applied")] * 2
    assert history_length(store) == before + 1


def test_a_decline_that_is_told_twice_seeks_a_new_time_once(store: Store) -> None:
    raw = mailed(store, MS_OKAFOR, Mailed(client="google", partstat="DECLINED", at=LATER))
    arrives(store, raw)
    before = history_length(store)

    outcome = arrives(store, b"Received: from a relay\r\n" + raw)

    assert outcome.reason == "ada@family.example declined. The same answer was counted before."
    assert history_length(store) == before


def test_four_letters_end_in_the_same_state_in_whatever_order_they_come(
    store: Store, invited_folder: Path, tmp_path: Path
) -> None:
    said = _four(store)
    ended = []
    for order in permutations(range(4)):
        folder = tmp_path / "".join(str(number) for number in order)
        copytree(invited_folder, folder)
        store = office_in(folder).store
        for which in order:
            arrives(store, said[which])
        conference = case_in(store).conferences[-1]
        ended.append((conference.answers, set(conference.proposals)))
        store.close()

    assert ended[1:] == ended[:1] * 23
    assert {one.person_id: one.partstat for one in ended[0][0]} == ASKED | {
        ROSA: "tentative",
        TOMAS: "declined",
    }
    assert len(ended[0][1]) == 1


def _four(store: Store) -> list[bytes]:
    """Rosa accepts, then thinks again; Tomas cannot come, and wishes for another day."""
    early, late = LATER - timedelta(minutes=9), LATER - timedelta(minutes=1)
    wished = SLOT.starts_at + timedelta(days=1)
    return [
        mailed(store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=early)),
        mailed(store, ROSA, Mailed(client="google", partstat="TENTATIVE", at=late)),
        mailed(store, TOMAS, Mailed(client="outlook", partstat="DECLINED", at=late)),
        mailed(
            store,
            TOMAS,
            Mailed(client="thunderbird", partstat="TENTATIVE", at=early, starts_at=wished),
        ),
    ]


def test_a_letter_that_was_kept_before_a_crash_is_read_at_the_next_turn(store: Store) -> None:
    raw = mailed(store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=LATER))
    inbox.take(store, raw, LATER)

    first = inbox.work_all(store, LATER)
    again = inbox.work_all(store, LATER)

    assert [one.state for one in first] == ["applied"]
    assert again == ()


def test_the_bytes_of_a_letter_are_kept_as_they_came(store: Store) -> None:
    raw = mailed(store, ROSA, Mailed(client="google", partstat="ACCEPTED", at=LATER))

    arrives(store, raw)

    with store.read() as connection:
        assert connection.execute(select(letter_in.c.raw)).scalar_one() == raw


@pytest.mark.parametrize(
    ("client", "partstat", "sentence"),
    [
        ("google", "ACCEPTED",
         "An answer to an invitation. It was counted. rosa@family.example accepted."),
        ("outlook", "DECLINED",
         "An answer to an invitation. It was counted. rosa@family.example declined."),
    ],
)  # fmt: skip
def test_the_command_line_says_what_came_and_what_was_done(
    store: Store, client: str, partstat: str, sentence: str
) -> None:
    raw = mailed(store, ROSA, Mailed(client=client, partstat=partstat, at=LATER))

    assert inbox.receive(store, raw, LATER) == sentence


def test_the_command_line_says_that_a_letter_answers_nothing(store: Store) -> None:
    raw = b"From: Rosa <rosa@family.example>\r\nSubject: Question\r\n\r\nMay I bring a friend?\r\n"

    assert inbox.receive(store, raw, LATER) == (
        "A letter in words. It waits on the inbox page until somebody decides. A person wrote this."
    )


def test_an_invitation_is_addressed_to_one_person_and_answered_at_its_own_address(
    store: Store,
) -> None:
    addresses = {
        line
        for person in (MINA, ROSA, TOMAS, MS_OKAFOR)
        for line in invitation_of(store, person).split(b"\r\n")
        if line.startswith(b"Reply-To:")
    }

    assert len(addresses) == 4
