"""The door of letters: kept first, then read, then said to the desk; nothing is dropped.

`take` commits the bytes before anybody reads them; `work` decides once what becomes of a letter and
writes it down with its reason in the same transaction as the command. What a letter says is
`documents/reply`; whether it counts is the law's; who sees it is the web's.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Row

from documents import reply
from documents.reply import (
    Answer,
    AutoReply,
    Bounce,
    Delegation,
    Heard,
    Letter,
    Proposal,
    Refresh,
    Scheduling,
    Unreadable,
    Words,
)
from meetings import desk
from meetings.inbox import saying, whose
from meetings.inbox.byhand import CountedAs, count_as
from meetings.inbox.kept import keep, lock, note, pending, row_of
from meetings.inbox.returned import bounce
from meetings.inbox.verdict import KINDS, STATES, Place, Verdict
from meetings.store import Session, Store, cases
from workflow.plan import Case
from workflow.refusals import Refused

__all__ = [
    "CountedAs",
    "Outcome",
    "count_as",
    "kind_of",
    "pending",
    "receive",
    "take",
    "told",
    "words_in",
    "work",
    "work_all",
]

NEW_TIME = "Somebody who is needed cannot come, so a new time is sought."
BEFORE = "The same answer was counted before."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a letter was and what became of it, as it stands on the inbox page."""

    #: A key of verdict.KINDS; "" until it is read.
    kind: str
    #: A key of verdict.STATES.
    state: str
    reason: str
    case_id: int | None
    person_id: int | None
    #: What its writer said in words; "" where nothing.
    words: str


def take(store: Store, raw: bytes, at: datetime, rcpt: str = "") -> int:
    """Keeps the letter, committed on return; its number. The same bytes again are the same letter.

    `rcpt` is the envelope's recipient where the door knows it; it is kept as a Delivered-To line.
    """
    data = _traced(raw, rcpt)
    return store.write(lambda session: keep(session, data, at))


def _traced(raw: bytes, rcpt: str) -> bytes:
    address = re.sub(r"[^!-~]", "", rcpt)[:320]
    ending = b"\r\n" if b"\r\n" in raw[:1000] else b"\n"
    line = b"Delivered-To: " + address.encode() + ending
    return raw if not address or raw.startswith(line) else line + raw


def work_all(store: Store, at: datetime, mx: str = "") -> tuple[Outcome, ...]:
    with store.read() as connection:
        waiting = pending(connection)
    return tuple(work(store, letter_id, at, mx) for letter_id in waiting)


def work(store: Store, letter_id: int, at: datetime, mx: str = "") -> Outcome:
    """What became of the letter; decided the first time, the same ever after.

    `mx` is the name of our own mail server, whose Authentication-Results are believed; "" is none.
    Raises LookupError for a number that `take` never gave.
    """
    with store.read() as connection:
        row = row_of(connection, letter_id)
    if row is None:
        raise LookupError(f"There is no letter number {letter_id}.")
    # Read outside the transaction: a strange letter holds up no writer.
    heard = reply.read(row.raw)
    return store.write(lambda session: _decide(session, letter_id, _At(heard, at, mx)))


@dataclass(frozen=True, slots=True)
class _At:
    heard: Letter
    at: datetime
    mx: str


def _decide(session: Session, letter_id: int, reading: _At) -> Outcome:
    row = lock(session.connection, letter_id)
    if row is None:
        raise LookupError(f"There is no letter number {letter_id}.")
    if row.state == "stored":
        verdict = _verdict(session, row.received_at, reading)
        note(session.connection, letter_id, verdict, kind_of(reading.heard))
        row = row_of(session.connection, letter_id)
    return _outcome(row, reading.heard)


def kind_of(heard: Letter) -> str:
    """A key of KINDS: the name of the value, in small letters."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(heard).__name__).lower()


def _outcome(row: Row[tuple[object, ...]] | None, heard: Letter) -> Outcome:
    assert row is not None  # noqa: S101  letters are never deleted
    known = row._mapping  # noqa: SLF001  the documented way to read a row by name
    return Outcome(
        kind=known["class"],
        state=known["state"],
        reason=known["reason"],
        case_id=known["case_id"],
        person_id=known["person_id"],
        words=words_in(heard),
    )


def words_in(heard: Letter) -> str:
    match heard:
        case Words() | AutoReply():
            return heard.text
        case Scheduling():
            return heard.comment
        case _:
            return ""


def _verdict(session: Session, received_at: datetime, reading: _At) -> Verdict:
    heard = reading.heard
    match heard:
        case Answer() | Proposal() | Delegation() | Refresh():
            return _call(session, heard, received_at, reading)
        case Bounce():
            return bounce(session, heard, reading.at)
        case AutoReply():
            return _put(session, "recorded", heard)
        case Words() | Unreadable():
            return _put(session, "held", heard)
        case _:
            assert_never(heard)


def _put(session: Session, state: str, heard: Heard) -> Verdict:
    return Verdict(state=state, reason=heard.why, place=whose.about(session.connection, heard))


def _call(session: Session, heard: saying.Calling, received_at: datetime, reading: _At) -> Verdict:
    place = whose.seat_of(session.connection, heard, reading.mx)
    if isinstance(place, Verdict):
        return place
    case = cases.load(session.connection, place.case_id or 0)
    by = saying.speaker(session, case, place.person_id or 0, reading.at) if case else None
    if case is None or by is None:
        return Verdict(state="held", reason=f"{heard.why} {saying.SEAT_GONE}", place=place)
    scene = saying.Scene(case=case, place=place, by=by, received_at=received_at, at=reading.at)
    command = saying.command(heard, scene)
    if isinstance(command, Verdict):
        return command
    answer = desk.submit(session, case.id, command, reading.at)
    return _heard(heard, place, answer)


def _heard(heard: saying.Calling, place: Place, answer: desk.Answer | Refused) -> Verdict:
    if isinstance(answer, Refused):
        # Who may not answer by himself still said something: a person reads it.
        state = "held" if answer.code == "not_you" else "recorded"
        return Verdict(state=state, reason=f"{heard.why} {answer}", place=place)
    more = BEFORE if answer.repeated else _follows(heard, answer.case, place)
    return Verdict(state="applied", reason=f"{heard.why} {more}".strip(), place=place)


def _follows(heard: saying.Calling, case: Case, place: Place) -> str:
    """What the answer led to besides itself, in a sentence; "" where nothing."""
    subject = case.subject("conference", place.no or 0)
    is_lost = isinstance(heard, Answer) and subject is not None and subject.state == "draft"
    return NEW_TIME if is_lost else ""


def receive(store: Store, raw: bytes, at: datetime, mx: str = "") -> str:
    """Takes and works one letter, and says in sentences what it was and what was done."""
    return told(work(store, take(store, raw, at), at, mx))


def told(outcome: Outcome) -> str:
    what = KINDS.get(outcome.kind, "A letter")
    return f"{what}. {STATES[outcome.state]} {outcome.reason}".strip()
