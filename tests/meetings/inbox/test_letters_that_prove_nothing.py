"""Forged answers, strangers, words, bounces: kept with a reason, and no conference changes."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from meetings import inbox
from meetings.courier import round  # noqa: A004  the courier's word
from meetings.courier.office import Office
from meetings.demo.mailed import Mailed
from meetings.store import Store, letters
from meetings.store.cases import rows_of
from meetings.store.tables import letter, outbox, seat
from tests.meetings.inbox.invited import (
    AT,
    LATER,
    LEADS,
    MINA,
    MS_OKAFOR,
    ROSA,
    SLOT,
    TOMAS,
    address_of,
    answers,
    case_in,
    invitation_of,
    kept,
    mailed,
    move,
    say,
)
from workflow.commands import ChangeParty, Convene
from workflow.plan import Party
from workflow.refusals import Refused

REPLIES = Path(__file__).parents[2] / "golden" / "replies"
MX = "mx.alp.example"
ACCEPTS = Mailed(client="google", partstat="ACCEPTED", at=LATER)
PROOF = b"Authentication-Results: mx.alp.example; dmarc=pass header.from=family.example\r\n"


def arrives(store: Store, raw: bytes, mx: str = MX) -> inbox.Outcome:
    return inbox.work(store, inbox.take(store, raw, LATER), LATER, mx)


def token_in(store: Store, person_id: int) -> bytes:
    return invitation_of(store, person_id).split(b"conf+")[1][:16]


def without_token(store: Store, raw: bytes, person_id: int = ROSA) -> bytes:
    """As from a program that answers to the plain address of the desk."""
    return raw.replace(b"conf+" + token_in(store, person_id) + b"@", b"desk@")


def accepts(store: Store, person_id: int = ROSA) -> bytes:
    return mailed(store, person_id, ACCEPTS)


def forged(store: Store) -> dict[str, tuple[bytes, str]]:
    """Raw letter, and what its reason ends with."""
    own, bare = accepts(store), without_token(store, accepts(store))
    rosa, tomas = (address_of(who).encode() for who in (ROSA, TOMAS))
    token, other = token_in(store, ROSA), token_in(store, TOMAS)
    unproved = "Nothing proves who sent it. Ask the person, or count it."
    return {
        "wrong token": (
            own.replace(token, b"a" * 16),
            "The address that it was sent to is none that we gave. Ask the person, or count it.",
        ),
        "another's token": (
            own.replace(token, other),
            "The invitation went to another address. Ask who will come, or count it.",
        ),
        "another's address": (
            own.replace(b"mailto:" + rosa, b"mailto:" + tomas),
            "The invitation went to another address. Ask who will come, or count it.",
        ),
        "two tokens": (
            own.replace(b"To: conf+" + token, b"To: conf+" + other),
            "The letter and its calendar name two different seats.",
        ),
        "no token, no proof": (bare, unproved),
        "proof by a stranger": (
            PROOF.replace(b"mx.alp", b"mx.evil") + bare,
            unproved,
        ),
        "proof below another": (
            b"Authentication-Results: mx.evil.example; dmarc=fail\r\n" + PROOF + bare,
            unproved,
        ),
        "proof of another domain": (
            PROOF.replace(b"family.example", b"evil.example") + bare,
            unproved,
        ),
        "a stranger": (
            PROOF + bare.replace(rosa, b"mallory@family.example"),
            "Add a seat and invite, or count it as somebody's answer.",
        ),
        "the assistant without the token": (
            PROOF + bare.replace(b"ATTENDEE;", b'ATTENDEE;SENT-BY="mailto:pa@family.example";'),
            unproved,
        ),
    }


FORGERIES = (
    "wrong token", "another's token", "another's address", "two tokens", "no token, no proof",
    "proof by a stranger", "proof below another", "proof of another domain", "a stranger",
    "the assistant without the token",
)  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_answer_waits_for_a_person_and_changes_nothing(store: Store, name: str) -> None:
    raw, reason = forged(store)[name]
    before = case_in(store)

    outcome = arrives(store, raw)

    assert outcome.state == "held"
    assert outcome.reason.endswith(reason)
    assert outcome.case_id == 1
    assert case_in(store) == before


def test_an_answer_without_a_token_counts_when_our_own_mail_server_vouches_for_it(
    store: Store,
) -> None:
    raw = PROOF + without_token(store, accepts(store))

    assert arrives(store, raw).state == "applied"
    assert answers(store)[ROSA] == "accepted"


def test_nobody_vouches_where_no_mail_server_is_named(store: Store) -> None:
    raw = PROOF + without_token(store, accepts(store))

    assert arrives(store, raw, mx="").state == "held"


def test_the_token_in_the_envelope_proves_the_seat_where_the_headers_lost_it(
    store: Store,
) -> None:
    raw = without_token(store, accepts(store))
    own = f"conf+{token_in(store, ROSA).decode()}@alp.example"

    letter_id = inbox.take(store, raw, LATER, own)

    assert inbox.work(store, letter_id, LATER).state == "applied"
    assert letter_id == inbox.take(store, raw, LATER, own)


def test_an_answer_to_a_conference_that_we_do_not_know_is_dead_and_kept(store: Store) -> None:
    raw = without_token(store, accepts(store))
    uid = raw.split(b"UID:")[1][:36]

    outcome = arrives(store, raw.replace(uid, b"0" * 36))

    assert outcome == inbox.Outcome(
        kind="answer",
        state="dead",
        reason="rosa@family.example accepted. It answers no invitation that we sent.",
        case_id=None,
        person_id=None,
        words="",
    )
    assert kept(store) == [("answer", "dead")]


def test_a_token_with_a_foreign_conference_waits_for_a_person(store: Store) -> None:
    raw = accepts(store)
    uid = raw.split(b"UID:")[1][:36]

    outcome = arrives(store, raw.replace(uid, b"0" * 36))

    assert outcome.state == "held"
    assert "name two different conferences" in outcome.reason


def test_words_of_a_parent_wait_for_the_specialist_beside_the_parents_name(store: Store) -> None:
    raw = (
        b"From: Rosa Park <Rosa@Family.example>\r\nSubject: Re: ALP conference\r\n\r\n"
        b"Could we meet at the library instead?\r\n"
    )

    outcome = arrives(store, raw)

    assert outcome == inbox.Outcome(
        kind="words",
        state="held",
        reason="A person wrote this.",
        case_id=1,
        person_id=ROSA,
        words="Could we meet at the library instead?\r\n",
    )


def test_a_holiday_answer_is_recorded_and_is_no_answer(store: Store) -> None:
    own = b"conf+" + token_in(store, ROSA) + b"@alp.example"
    raw = (
        b"From: rosa@family.example\r\nTo: " + own + b"\r\nAuto-Submitted: auto-replied\r\n"
        b"Subject: Away\r\n\r\nI am away.\r\n"
    )

    outcome = arrives(store, raw)

    assert (outcome.kind, outcome.state) == ("auto_reply", "recorded")
    assert (outcome.case_id, outcome.person_id) == (1, ROSA)
    assert answers(store)[ROSA] == "needs_action"


def test_letters_of_every_program_about_other_schools_are_kept_and_change_nothing(
    store: Store,
) -> None:
    before = case_in(store)
    letters_seen = sorted(REPLIES.glob("*.eml"))

    states = {path.stem: arrives(store, path.read_bytes()).state for path in letters_seen}

    assert len(states) > 15
    assert set(states.values()) <= {"dead", "held", "recorded"}
    assert case_in(store) == before
    assert len(kept(store)) == len(states)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"Content-Type: multipart/mixed\r\n\r\n"])
def test_bytes_that_are_no_letter_are_kept_and_stop_nothing(store: Store, raw: bytes) -> None:
    outcome = arrives(store, raw)

    assert outcome.state == "held"
    assert outcome.reason


def test_a_calendar_that_is_cut_short_waits_for_a_person(store: Store) -> None:
    raw = accepts(store)

    outcome = arrives(store, raw.replace(b"END:VEVENT", b"").replace(b"END:VCALENDAR", b""))

    assert (outcome.kind, outcome.state) == ("unreadable", "held")
    assert outcome.person_id == ROSA


@pytest.mark.parametrize(
    ("was", "said", "reason"),
    [
        (b"ATTENDEE;", b"ATTENDEE;DELEGATED-FROM=x@family.example;",
         "It answers for somebody else. Ask both, then count it."),
        (b"SUMMARY:", b"REQUEST-STATUS:3.7;Invalid user\r\nSUMMARY:",
         "Their calendar program reports that it could not use the invitation. Ask the person."),
    ],
)  # fmt: skip
def test_an_answer_that_a_person_must_weigh_is_held(
    store: Store, was: bytes, said: bytes, reason: str
) -> None:
    outcome = arrives(store, accepts(store).replace(was, said))

    assert outcome.state == "held"
    assert outcome.reason.endswith(reason)


def test_an_answer_that_says_neither_yes_nor_no_is_recorded(store: Store) -> None:
    raw = accepts(store).replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=NEEDS-ACTION")

    assert arrives(store, raw).state == "recorded"
    assert answers(store)[ROSA] == "needs_action"


def test_a_wish_to_send_somebody_else_is_told_to_the_specialist(store: Store) -> None:
    delegated = b'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:aunt@family.example"'

    outcome = arrives(store, accepts(store).replace(b"PARTSTAT=ACCEPTED", delegated))

    assert (outcome.kind, outcome.state) == ("delegation", "applied")
    assert answers(store)[ROSA] == "needs_action"
    with store.read() as connection:
        assert rows_of(connection, 1)[-1].command == "ask_to_delegate"


def test_a_program_that_asks_for_copies_again_and_again_gets_one_an_hour(store: Store) -> None:
    before = case_in(store).version
    for minute in range(3):
        said = replace(ACCEPTS, at=LATER + timedelta(minutes=minute))
        raw = mailed(store, ROSA, said).replace(b"METHOD:REPLY", b"METHOD:REFRESH")
        assert arrives(store, raw).state == "applied"

    assert case_in(store).version == before + 1


def test_a_wish_to_send_nobody_in_particular_is_held(store: Store) -> None:
    outcome = arrives(store, accepts(store).replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED"))

    assert outcome.state == "held"
    assert outcome.reason.endswith("It does not say who would come instead. Ask the person.")


def test_a_proposal_without_an_end_lasts_as_long_as_the_conference(store: Store) -> None:
    """As from a phone that writes the new time into the answer's attendee line."""
    told = b'PARTSTAT=TENTATIVE;TO-ALL-PROPOSED-NEW-TIME="DTSTART:20260904T200000Z"'
    raw = accepts(store).replace(b"PARTSTAT=ACCEPTED", told)

    outcome = arrives(store, re.sub(rb"DTEND:[^\r]*\r\n", b"", raw))

    assert (outcome.kind, outcome.state) == ("proposal", "applied")
    proposed = case_in(store).conferences[-1].proposals[0]
    assert proposed.ends_at - proposed.starts_at == timedelta(minutes=30)


def test_two_people_who_share_an_address_are_told_apart_by_a_person(store: Store) -> None:
    store.write(
        lambda session: session.connection.execute(
            update(seat).where(seat.c.person_id == TOMAS).values(address=address_of(ROSA))
        )
    )

    outcome = arrives(store, PROOF + without_token(store, accepts(store)))

    assert outcome.state == "held"
    assert "share this address" in outcome.reason


def test_the_answer_of_somebody_who_lost_the_seat_waits_for_a_person(store: Store) -> None:
    raw = accepts(store, TOMAS)
    ended = Party(person_id=TOMAS, role="parent", since=date(2026, 8, 1), until=date(2026, 8, 19))
    say(store, ChangeParty(by=LEADS, key="gone", party=ended))

    outcome = arrives(store, raw)

    assert outcome.state == "held"
    assert "no longer has a seat" in outcome.reason
    assert answers(store)[TOMAS] == "needs_action"


def takes_another_seat(office: Office, role: str) -> None:
    """Tomas is no longer asked as a parent; he holds this seat, and everybody is invited anew."""
    as_parent = Party(person_id=TOMAS, role="parent", since=date(2026, 8, 1), until=AT.date())
    now = Party(person_id=TOMAS, role=role, since=date(2026, 8, 1))
    for number, party in enumerate((as_parent, now)):
        say(office.store, ChangeParty(by=LEADS, key=f"seat {number}", party=party))
    move(office, 7, AT)


@pytest.mark.parametrize("role", ["counselor", "recorder", "interpreter"])
def test_whoever_is_invited_answers_for_himself(office: Office, role: str) -> None:
    takes_another_seat(office, role)

    outcome = arrives(office.store, mailed(office.store, TOMAS, ACCEPTS, 1))

    assert (outcome.state, outcome.person_id) == ("applied", TOMAS)
    assert answers(office.store)[TOMAS] == "accepted"


def test_who_has_a_seat_but_not_at_the_table_is_heard_by_a_person(office: Office) -> None:
    """Whoever decides disagreements is not invited, and no longer answers an old invitation."""
    raw = accepts(office.store, TOMAS)
    takes_another_seat(office, "authority")

    outcome = arrives(office.store, raw)

    assert outcome.state == "held"
    assert outcome.reason.startswith("tomas@family.example accepted. This is for ")
    assert TOMAS not in answers(office.store)


@pytest.mark.parametrize("bare", [False, True], ids=["with its token", "vouched for"])
def test_an_answer_to_an_invitation_that_was_withdrawn_is_recorded(
    office: Office, *, bare: bool
) -> None:
    store, said = office.store, accepts(office.store)
    raw = PROOF + without_token(store, said) if bare else said
    arrives(store, mailed(store, MS_OKAFOR, replace(ACCEPTS, partstat="DECLINED")))
    nobody_seeks_a_time(store)
    round.work(office, LATER)
    say(store, Convene(by=LEADS, key="anew", slot=SLOT, modalities={}), LATER)
    round.work(office, LATER)

    outcome = arrives(store, raw)

    assert outcome.state == "recorded"
    assert outcome.reason == (
        "rosa@family.example accepted. "
        "That invitation was withdrawn since; the newest one is what counts."
    )


def nobody_seeks_a_time(store: Store) -> None:
    store.write(
        lambda session: session.connection.execute(
            update(outbox).where(outbox.c.kind == "find_times").values(stage="moot", done_at=LATER)
        )
    )


def own_letter(store: Store) -> letters.Letter:
    with store.read() as connection:
        return next(
            one for one in letters.of_person(connection, ROSA) if one.calendar_method == "REQUEST"
        )


def report(to: str, action: str, about: str) -> bytes:
    return (
        f"From: MAILER-DAEMON@relay.example\r\nTo: {to}\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; relay.example\r\n\r\n"
        f"Final-Recipient: rfc822; rosa@family.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {about}\r\n\r\nx\r\n--b--\r\n"
    ).encode()


def state_of(store: Store, letter_id: str) -> str:
    with store.read() as connection:
        asked = select(letter.c.state).where(letter.c.id == letter_id)
        return str(connection.execute(asked).scalar_one())


def test_a_letter_that_came_back_to_its_own_address_is_marked_and_somebody_is_to_call(
    store: Store,
) -> None:
    ours = own_letter(store)

    outcome = arrives(store, report(ours.env_from, "failed", ours.message_id))

    assert (outcome.kind, outcome.state, outcome.person_id) == ("bounce", "applied", ROSA)
    assert outcome.reason == (
        "A letter to rosa@family.example came back: failed. "
        "Call this person, or correct the address."
    )
    with store.read() as connection:
        after = letters.one(connection, ours.id)
    assert after is not None
    assert (after.state, after.last_words) == ("bounced", "failed 5.1.1 rosa@family.example")


def test_a_letter_that_is_only_late_is_recorded(store: Store) -> None:
    ours = own_letter(store)

    assert arrives(store, report(ours.env_from, "delayed", ours.message_id)).state == "recorded"
    assert state_of(store, ours.id) == "captured"


def test_a_report_without_the_secret_address_marks_nothing(store: Store) -> None:
    ours = own_letter(store)

    named = arrives(store, report("desk@alp.example", "failed", ours.message_id))
    strange = arrives(store, report("desk@alp.example", "failed", "<other@alp.example>"))

    assert (named.state, named.person_id) == ("held", ROSA)
    assert strange.state == "dead"
    assert state_of(store, ours.id) == "captured"


def test_the_staff_counts_a_held_letter_as_somebodys_answer_once(store: Store) -> None:
    raw = b"From: rosa@family.example\r\n\r\nYes, we will come.\r\n"
    letter_id = inbox.take(store, raw, LATER)
    inbox.work(store, letter_id, LATER)
    counted = inbox.CountedAs(case_id=1, no=1, person_id=ROSA, partstat="accepted")

    first = store.write(lambda session: inbox.count_as(session, letter_id, counted, LATER))
    again = store.write(lambda session: inbox.count_as(session, letter_id, counted, LATER))

    assert not isinstance(first, Refused)
    assert isinstance(again, Refused)
    assert answers(store)[ROSA] == "accepted"
    outcome = inbox.work(store, letter_id, LATER)
    assert (outcome.kind, outcome.state) == ("words", "applied")
    assert outcome.reason == "Counted by hand as the answer of Rosa Park: accepted."


def test_a_letter_counts_for_nobody_without_a_seat(store: Store) -> None:
    letter_id = inbox.take(store, b"From: x@family.example\r\n\r\nYes.\r\n", LATER)
    counted = inbox.CountedAs(case_id=1, no=1, person_id=99, partstat="accepted")

    answer = store.write(lambda session: inbox.count_as(session, letter_id, counted, LATER))

    assert isinstance(answer, Refused)
    assert answer.why == "This person has no seat in this plan."


def test_mina_answers_for_herself(store: Store) -> None:
    assert arrives(store, accepts(store, MINA)).person_id == MINA
    assert answers(store)[MINA] == "accepted"
