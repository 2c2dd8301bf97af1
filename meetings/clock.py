"""The clock: what time it is, and ringing what is due. Nothing else asks the machine for the time.

A timer is a row and a question: the law is asked again when it rings, and may refuse. A ring that
was refused is used up all the same. A late repeating timer rings once.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from meetings import desk
from meetings.store import Session, Store, cases, timers
from meetings.store.tables import moment_text
from workflow.alarms import TimerDue
from workflow.ask import Moment
from workflow.commands import COMMANDS, Actor, Command
from workflow.plan import Case
from workflow.refusals import Refused
from workflow.timers import rung

CLOCK = Actor(person_id=0, role="clock")
#: So many rings share one transaction.
BATCH = 50


class Clock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class MovableClock:
    """A clock that stands still until somebody moves it: the demo's."""

    at: datetime
    moved: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def move_to(self, at: datetime) -> None:
        """Time runs forward only."""
        self.at = max(at, self.at)


def tick(store: Store, at: datetime) -> int:
    """Rings everything that is due at `at`; how many rings were heard or refused."""
    count = 0
    while True:
        with store.read() as connection:
            due = timers.due(connection, at, BATCH)
        if not due:
            return count
        store.write(partial(_ring_all, due=due, at=at))
        count += len(due)


def next_ring(store: Store) -> datetime | None:
    """Until when the clock may sleep, unless it is woken."""
    with store.read() as connection:
        return timers.next_due(connection)


def _ring_all(session: Session, due: tuple[timers.Ringing, ...], at: datetime) -> None:
    """One ring a case, in the order of the cases: two clocks never wait for each other."""
    for one in due:
        _ring(session, one, at)


def _ring(session: Session, ringing: timers.Ringing, at: datetime) -> None:
    kept = cases.lock(session.connection, ringing.case_id)
    current = _current(session, ringing)
    if current is None:
        return
    if kept is None:
        # Without its case it would ring for ever; `alp check` names it.
        timers.replace_one(session.connection, ringing.case_id, replace(current, due_at=None))
        return
    answer = desk.submit(session, ringing.case_id, _command(current), at)
    case = kept.case if isinstance(answer, Refused) else answer.case
    after = _current(session, ringing)
    if after is not None:
        _use_up(session, case, after, at)


def _current(session: Session, ringing: timers.Ringing) -> TimerDue | None:
    """The timer if it is still due then: another ring may have removed or moved it."""
    for one in timers.of_case(session.connection, ringing.case_id):
        if (one.name, one.due_at) == (ringing.timer.name, ringing.timer.due_at):
            return one
    return None


def _command(timer: TimerDue) -> Command:
    """The key holds the date: a ring counts once, whoever rings it."""
    due = moment_text(timer.due_at) if timer.due_at else ""
    key = f"{timer.chart}.{timer.no}.{timer.says}@{due}"
    return COMMANDS[timer.says](by=CLOCK, key=key, no=timer.no)


def _use_up(session: Session, case: Case, timer: TimerDue, at: datetime) -> None:
    """Its next date counts from now, so that a late one rings once."""
    moment = Moment(at=at, school=session.school(case.school_year))
    timers.replace_one(session.connection, case.id, rung(session.law, case, timer, moment))
