"""A family takes its own time, changes it, or gives it back, while its booking is open.

Taking is one transaction: the courier offers the time and the parent picks it, as the law has it.
Which starts are safe is suiting.py; what a booking is: store/bookings.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NoReturn

from sqlalchemy import Connection, select

from meetings import desk
from meetings.planner.building import language_needed
from meetings.planner.homes import not_asked
from meetings.planner.suiting import Start, Starts, safe
from meetings.store import Session, Store, bookings, cases, orders
from meetings.store.bookings import Booking
from meetings.store.orders import Ending
from meetings.store.tables import booking as booking_row
from workflow.ask import people_of
from workflow.chart import Law
from workflow.commands import (
    Actor,
    AskInterpreter,
    CallConference,
    Command,
    Move,
    Offer,
    Pick,
    Reply,
)
from workflow.deadlines import SchoolCalendar, day_after
from workflow.plan import Case, Conference, Slot
from workflow.refusals import Refused
from workflow.seats import declined

COURIER = Actor(person_id=0, role="courier")
#: So many of the nearest starts are shown where one was taken meanwhile.
NEAREST = 3
CLOSED = Refused(
    code="not_now",
    why="Choosing a time here is over.",
    remedy="Ask the school for a time, or tell it when you can come.",
)
TOO_LATE = Refused(
    code="not_now",
    why="Everybody has been told of this time, and it is close.",
    remedy="Answer the invitation that you cannot come, or call the school.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What a parent presses; the same key again changes nothing."""

    case_id: int
    #: The parent, in that role.
    by: Actor
    key: str
    at: datetime
    #: The start that is taken; None gives the time back.
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """It was taken meanwhile, or is no longer safe; nothing was written."""

    nearest: tuple[Slot, ...]


class _Undone(Exception):  # noqa: N818  named for what happens to the transaction
    def __init__(self, answer: Refused | Gone) -> None:
        super().__init__(str(answer))
        self.answer = answer


def offered(
    store: Store, connection: Connection, case: Case, in_booking: tuple[Booking, datetime]
) -> Starts:
    """What the family may be shown: the safe ones ascending, then those that cost others a place.

    The time that stands is not among them. Empty with the reason and what would help.
    """
    found = safe(store, connection, _anew(case, in_booking[1]), in_booking)
    now = standing_slot(case)
    shown = [
        one
        for one in found.starts
        if not one.withheld and (now is None or one.slot.starts_at != now.starts_at)
    ]
    shown.sort(key=lambda one: (one.lowers, one.slot.starts_at))
    return Starts(starts=tuple(shown), sentence=found.sentence, remedy=found.remedy)


def _anew(case: Case, at: datetime) -> Case:
    """The day of a time that a parent gave back is as good as any; that of others is lost."""
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    if running is None or known is None or known.slot is None or running.state == "scheduled":
        return case
    if not set(declined(known)) <= set(people_of(case, "parent", at.date())):
        return case
    fresh = tuple(
        replace(one, slot=None) if one.no == known.no else one for one in case.conferences
    )
    return replace(case, conferences=fresh)


def standing_slot(case: Case) -> Slot | None:
    """The time at which the running conference is set."""
    conference = _set_conference(case)
    return conference.slot if conference else None


def _set_conference(case: Case) -> Conference | None:
    running = case.running("conference")
    if running is None or running.state != "scheduled":
        return None
    return case.conference(running.no)


def may_change(law: Law, school: SchoolCalendar, case: Case, at: datetime) -> bool:
    """Until the notice of the time that stands would be too short, if it were given today."""
    conference = _set_conference(case)
    if conference is None or conference.slot is None:
        return False
    if conference.notice_waived_by is not None:
        return conference.slot.starts_at > at
    first = day_after(law.profile.span("notice_lead"), school.local(at), school)
    return school.local(conference.slot.starts_at) >= first


def take(store: Store, wanted: Taking) -> Case | Refused | Gone:
    """The case with its time; else nothing was written."""
    return _in_one(store, partial(_take, store, wanted=wanted))


def give_back(store: Store, wanted: Taking) -> Case | Refused | Gone:
    """The parent does not come at that time; nobody else seeks one while the booking is open.

    Where another parent is enough the time stays for the others.
    """
    return _in_one(store, partial(_give_back, store, wanted=wanted))


def _in_one(store: Store, work: partial[Case]) -> Case | Refused | Gone:
    try:
        return store.write(work)
    except _Undone as undone:
        return undone.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """One transaction with the desk: a refusal of any word undoes all of them."""

    session: Session
    wanted: Taking
    booking: Booking

    def say(self, command: Command) -> Case:
        answer = desk.submit(self.session, self.wanted.case_id, command, self.wanted.at)
        if isinstance(answer, Refused):
            raise _Undone(answer)
        return answer.case


def _begun(store: Store, session: Session, wanted: Taking) -> tuple[Case, _Talk | None]:
    """The case kept from other writers, and the talk; None where this was pressed before."""
    connection = session.connection
    open_now = bookings.of_case(connection, wanted.case_id, wanted.at)
    if open_now is not None:
        # Two families of one booking decide one after the other: each start is safe by itself.
        connection.execute(
            select(booking_row.c.id).where(booking_row.c.id == open_now.id).with_for_update()
        )
    kept = cases.lock(connection, wanted.case_id)
    if kept is None:
        _undo(desk.UNKNOWN)
    if cases.is_pressed(connection, wanted.case_id, wanted.key):
        return kept.case, None
    if open_now is None:
        _undo(CLOSED)
    school = store.school(connection, kept.case.school_year)
    set_already = standing_slot(kept.case) is not None
    if set_already and not may_change(store.law, school, kept.case, wanted.at):
        _undo(TOO_LATE)
    return kept.case, _Talk(session=session, wanted=wanted, booking=open_now)


def _undo(answer: Refused | Gone) -> NoReturn:
    raise _Undone(answer)


def _take(store: Store, session: Session, *, wanted: Taking) -> Case:
    case, talk = _begun(store, session, wanted)
    if talk is None or wanted.starts_at is None:
        return case
    now = standing_slot(case)
    if now is not None and now.starts_at == wanted.starts_at:
        return case
    found = offered(store, session.connection, case, (talk.booking, wanted.at))
    chosen = next((one for one in found.starts if one.slot.starts_at == wanted.starts_at), None)
    others = Gone(nearest=nearest(found.starts, wanted.starts_at))
    if chosen is None:
        _undo(others)
    if now is not None:
        return _moved(talk, chosen.slot, others)
    return _picked(talk, _called(talk, case, chosen.slot), chosen.slot, others)


def nearest(starts: Iterable[Start], wanted: datetime) -> tuple[Slot, ...]:
    """The three that lie nearest to this moment, ascending."""
    near = sorted(
        (one.slot for one in starts if one.slot.starts_at != wanted),
        key=lambda slot: (abs(slot.starts_at - wanted), slot.starts_at),
    )
    return tuple(sorted(near[:NEAREST], key=lambda slot: slot.starts_at))


def _called(talk: _Talk, case: Case, slot: Slot) -> Case:
    """With a conference, asked for by who opened the booking; else it counts as closed."""
    if case.running("conference") is not None:
        return case
    on = talk.session.school(case.school_year).local(slot.starts_at)
    left_out = not_asked(talk.session.connection, case, on)
    call = CallConference(
        by=Actor(person_id=talk.booking.by, role="specialist", identified_by="booking"),
        key=f"{talk.wanted.key}.call",
        kind="initial" if case.kind == "initial" else "annual",
        tier=case.tier,
        length_minutes=int((slot.ends_at - slot.starts_at).total_seconds()) // 60,
        left_out=left_out,
    )
    answer = desk.submit(talk.session, case.id, call, talk.wanted.at)
    if isinstance(answer, Refused) or talk.wanted.by.person_id in left_out:
        _undo(CLOSED)
    return answer.case


def _picked(talk: _Talk, case: Case, slot: Slot, others: Gone) -> Case:
    by, key = talk.wanted.by, talk.wanted.key
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    asked = known.interpreter_language if known else ""
    language = language_needed(case, talk.session.connection) if slot.interpreter_id else ""
    if language and language != asked:
        talk.say(AskInterpreter(by=by, key=f"{key}.interpreter", language=language))
    _hold(talk, Offer(by=COURIER, key=f"{key}.offer", slots=(slot,)), others)
    return talk.say(Pick(by=by, key=key, starts_at=slot.starts_at))


def _hold(talk: _Talk, command: Command, others: Gone) -> Case:
    """A family is never told who else is busy, only that the time is gone."""
    try:
        return talk.say(command)
    except _Undone as undone:
        raise _Undone(others) from undone


def _moved(talk: _Talk, slot: Slot, others: Gone) -> Case:
    by, key = talk.wanted.by, talk.wanted.key
    reason = "The family chose another time itself."
    case = _hold(talk, Move(by=COURIER, key=f"{key}.move", slot=slot, reason=reason), others)
    conference = _set_conference(case)
    sequence = conference.sequence if conference else 0
    stamp = talk.wanted.at
    return talk.say(
        Reply(by=by, key=key, partstat="accepted", sequence=sequence, stamp=stamp, source="web")
    )


def _give_back(store: Store, session: Session, *, wanted: Taking) -> Case:
    case, talk = _begun(store, session, wanted)
    conference = _set_conference(case)
    if talk is None or conference is None:
        return case
    declined = Reply(
        by=wanted.by,
        key=wanted.key,
        no=conference.no,
        partstat="declined",
        sequence=conference.sequence,
        stamp=wanted.at,
    )
    after = talk.say(declined)
    if standing_slot(after) is None:
        _leave_the_search(session.connection, wanted)
    return after


def _leave_the_search(connection: Connection, wanted: Taking) -> None:
    note = "The family chooses another time itself."
    for row in orders.of_case(connection, wanted.case_id):
        if row.kind == "find_times" and row.done_at is None:
            orders.settle(connection, row.id, Ending(stage="moot", at=wanted.at, note=note))
