"""The clock: what time it is, and ringing what is due. Nothing else asks the machine for the time.

A timer is a row and a question: the law is asked again when it rings, and may refuse. A ring that
was refused is used up all the same. A late repeating timer rings once.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from meetings import desk
from meetings.store import Session, Store, cases, timers
from workflow.ask import Moment
from workflow.commands import COMMANDS, Actor, Command
from workflow.plan import Case
from workflow.refusals import Refused
from workflow.timers import TimerDue, rung

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
        store.write(lambda session, due=due: [_ring(session, one, at) for one in due])  # type: ignore[misc]
        count += len(due)


def _ring(session: Session, ringing: timers.Ringing, at: datetime) -> None:
    kept = cases.lock(session.connection, ringing.case_id)
    current = _current(session, ringing)
    if kept is None or current is None:
        return
    command = _command(current, at)
    answer = desk.submit(session, ringing.case_id, command, at)
    case = kept.case if isinstance(answer, Refused) else answer.case
    after = _current(session, ringing)
    if after is not None and after.due_at == current.due_at:
        _use_up(session, case, after, at)


def _current(session: Session, ringing: timers.Ringing) -> TimerDue | None:
    """The timer as it is now: another ring of the same moment may have removed or moved it."""
    for one in timers.of_case(session.connection, ringing.case_id):
        if one.name == ringing.timer.name and one.due_at == ringing.timer.due_at:
            return one
    return None


def _command(timer: TimerDue, at: datetime) -> Command:
    kind = COMMANDS[timer.says]
    due = timer.due_at or at
    key = f"{timer.chart}.{timer.no}.{timer.says}@{due.isoformat()}"
    return kind(by=CLOCK, key=key, no=timer.no)


def _use_up(session: Session, case: Case, timer: TimerDue, at: datetime) -> None:
    moment = Moment(at=at, school=session.school(case.school_year))
    timers.replace_one(session.connection, case.id, rung(session.law, case, timer, moment))
