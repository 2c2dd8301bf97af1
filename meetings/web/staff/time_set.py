"""Setting or offering a time by hand, in one transaction: called if need be, then set or held.

Whether it may be is the law's to say; a refusal undoes everything. A poll ends with a time that
is set, whoever sets it here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from meetings import desk
from meetings.planner.building import language_needed
from meetings.planner.homes import left_out
from meetings.store import Session, Store, cases, people, polls
from workflow.commands import Actor, AskInterpreter, CallConference, Command, Convene, Move, Offer
from workflow.plan import Case, Slot
from workflow.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a specialist presses; the same key again changes nothing."""

    case_id: int
    by: Actor
    key: str
    at: datetime
    #: One to be set, or up to three to be held for the family.
    slots: tuple[Slot, ...]
    #: True: the family chooses among them.
    offer: bool = False


class Undone(Exception):  # noqa: N818  named for what happens to the transaction
    """The desk refused a word, so nothing of the transaction stays."""

    def __init__(self, answer: Refused) -> None:
        super().__init__(str(answer))
        self.answer = answer


def set_time(store: Store, wish: Wish) -> Refused | None:
    """None is done, and everybody is told."""
    try:
        store.write(partial(set_in, wish=wish))
    except Undone as undone:
        return undone.answer
    return None


def set_in(session: Session, wish: Wish) -> None:
    """In a transaction that is open; whoever opened it is left with the refusal as an error."""
    if cases.is_pressed(session.connection, wish.case_id, wish.key):
        return
    case = called(session, wish)
    interpreted = any(one.interpreter_id for one in wish.slots)
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    language = language_needed(case, session.connection) if interpreted else ""
    if language and known is not None and language != known.interpreter_language:
        asking = AskInterpreter(by=wish.by, key=f"{wish.key}.interpreter", language=language)
        _say(session, wish, asking)
    scheduled = running is not None and running.state == "scheduled"
    _say(session, wish, _command(wish, scheduled=scheduled))
    if running is not None and not wish.offer:
        _end_poll(session, wish, running.no)


def _end_poll(session: Session, wish: Wish, conference_no: int) -> None:
    """Nobody votes on times of a conference that has one. Times that are only held end nothing."""
    found = polls.running(session.connection, wish.case_id, conference_no)
    if found is None:
        return
    (slot,) = wish.slots
    asked_about = any(one.starts_at == slot.starts_at for one in found.options)
    chosen_at = slot.starts_at if asked_about else None
    polls.settle(session.connection, found.id, chosen_at, wish.at)


def _command(wish: Wish, *, scheduled: bool) -> Command:
    if wish.offer:
        return Offer(by=wish.by, key=wish.key, slots=wish.slots)
    (slot,) = wish.slots
    if scheduled:
        return Move(by=wish.by, key=wish.key, slot=slot)
    return Convene(by=wish.by, key=wish.key, slot=slot, modalities={})


def called(session: Session, wish: Wish) -> Case:
    """The case with a running conference, called where none is; in a transaction that is open."""
    case = cases.load(session.connection, wish.case_id)
    if case is None:
        raise Undone(desk.UNKNOWN)
    if case.running("conference") is not None:
        return case
    minutes = 30
    if wish.slots:
        minutes = (wish.slots[0].ends_at - wish.slots[0].starts_at) // timedelta(minutes=1)
    tied = people.guardians_of(session.connection, case.student_id)
    on = session.school(case.school_year).local(wish.at)
    call = CallConference(
        by=wish.by,
        key=f"{wish.key}.call",
        kind="initial" if case.kind == "initial" else "annual",
        tier=case.tier or "full",
        length_minutes=minutes,
        left_out=left_out(tied, case, on),
    )
    return _say(session, wish, call)


def _say(session: Session, wish: Wish, command: Command) -> Case:
    answer = desk.submit(session, wish.case_id, command, wish.at)
    if isinstance(answer, Refused):
        raise Undone(answer)
    return answer.case
