"""One command with everything that follows from it: moves, facts, and what is owed; or a refusal.

The told charts are decided in the same call, by the role `law`. Nothing is written here: the desk
writes a Decision, whole, or nothing. `step.py` says which row hears; the chapters say which facts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from workflow import convening, disputing, drafting, living, meeting, signing
from workflow.alarms import TimerDue
from workflow.ask import Ask
from workflow.chart import Law, Row
from workflow.configuration import Place, entered, started
from workflow.digests import fingerprint
from workflow.effects import Order, orders
from workflow.events.happening import ChartStarted, Event, Moved, Stamp
from workflow.evolve import evolve
from workflow.hearing import Hearing
from workflow.plan import Case, Subject
from workflow.refusals import Refused
from workflow.repetition import stands
from workflow.sense import nonsense
from workflow.step import Move, step
from workflow.timers import timers

#: Which facts come of a word, by chapter. A word that is not here moves its chart and no more.
SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    **drafting.SAYS,
    **convening.SAYS,
    **meeting.SAYS,
    **signing.SAYS,
    **disputing.SAYS,
    **living.SAYS,
}
#: The facts that come of a chart that a row opens.
OPENS: dict[str, Callable[[Hearing, int], tuple[Event, ...]]] = {
    "conference": convening.called,
    "agreement": signing.frozen,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A row that was heard, of which subject, and which orders it gives."""

    row: Row
    no: int
    #: The state it was heard in.
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to write. Without events the thing asked for stands already, and nothing is written.

    `timers` are all rows that the case has from now on; those not among them are gone.
    """

    case: Case
    moves: tuple[Heard, ...] = ()
    events: tuple[Event, ...] = ()
    orders: tuple[Order, ...] = ()
    timers: tuple[TimerDue, ...] = ()

    @property
    def repeated(self) -> bool:
        return not self.events


def decide(law: Law, ask: Ask) -> Decision | Refused:
    """Refused leaves no trace; a telling that is not heard refuses the whole."""
    if stands(law, ask):
        return Decision(case=ask.case, timers=ask.timers)
    stamp = Stamp(seq=ask.case.version + 1, at=ask.moment.at, by=ask.by.person_id)
    course = _Course(law=law, case=ask.case, stamp=stamp)
    refused = course.hear(ask)
    if refused is not None:
        return refused
    return Decision(
        case=course.case,
        moves=tuple(course.moves),
        events=tuple(course.events),
        orders=orders(course.case, ask, tuple((heard.row, heard.no) for heard in course.moves)),
        timers=timers(law, course.case, ask.moment, ask.timers),
    )


@dataclass(slots=True, kw_only=True)
class _Course:
    """The decision as it grows; it never leaves this module."""

    law: Law
    case: Case
    stamp: Stamp
    moves: list[Heard] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def hear(self, ask: Ask) -> Refused | None:
        move = step(self.law, ask)
        if isinstance(move, Refused):
            return move
        because = nonsense(ask)
        if because is not None:
            return Refused(code="not_yet", why=because.why, remedy=because.remedy)
        if move.row is None:
            return None
        acting = replace(ask, by=replace(ask.by, role=move.by_role))
        return self._follow(acting, move, move.row)

    def _follow(self, ask: Ask, move: Move, row: Row) -> Refused | None:
        self.moves.append(Heard(row=row, no=ask.subject.no, state=ask.subject.state))
        heard = Hearing(law=self.law, ask=ask, row=row, stamp=self.stamp)
        facts = meeting.cancel(heard) if self._stops(row) else self._facts(heard)
        self._note((*facts, self._moved(ask, move, row)))
        for chart in self._stopped(row):
            refused = self._tell(ask, chart, "cancel")
            if refused is not None:
                return refused
        for chart in row.opens:
            self._open(heard, chart)
        for chart, word in row.tells:
            refused = self._tell(ask, chart, word)
            if refused is not None:
                return refused
        return None

    def _stops(self, row: Row) -> bool:
        return row.chart == "conference" and row.command == "cancel"

    def _facts(self, heard: Hearing) -> tuple[Event, ...]:
        says = SAYS.get(heard.row.command)
        return says(heard) if says else ()

    def _stopped(self, row: Row) -> Iterable[str]:
        charts = [name for name in self.law.charts if name != row.chart]
        wanted = charts if "all" in row.stops else row.stops
        return [name for name in wanted if self._may_stop(name)]

    def _may_stop(self, chart: str) -> bool:
        running = self.case.running(chart)
        return running is not None and (running.state, "cancel") in self.law.charts[chart].at

    def _tell(self, ask: Ask, chart: str, word: str) -> Refused | None:
        subject = self.case.plan() if chart == "plan" else self.case.running(chart)
        if subject is None:
            return Refused(
                code="not_now",
                why="What follows from this cannot be done: nothing is running that could hear it.",
                remedy="Tell the operator; nothing was changed.",
            )
        return self.hear(ask.told(self.case, subject, word))

    def _open(self, heard: Hearing, chart: str) -> None:
        no = 1 + max((one.no for one in self.case.subjects if one.chart == chart), default=0)
        place = started(self.law.charts[chart])
        subject = Subject(
            chart=chart,
            no=no,
            state=place.state,
            facts=dict(place.facts),
            entered_seq=self.stamp.seq,
            entered_at=self.stamp.at,
            kind=_kind_of(heard, chart),
        )
        now = replace(heard, ask=replace(heard.ask, case=self.case))
        self._note((ChartStarted(stamp=self.stamp, subject=subject), *OPENS[chart](now, no)))

    def _moved(self, ask: Ask, move: Move, row: Row) -> Moved:
        chart, subject = self.law.charts[row.chart], ask.subject
        place = entered(chart, Place(subject.state, tuple(sorted(subject.facts.items()))), row)
        return Moved(
            stamp=self.stamp,
            chart=row.chart,
            no=subject.no,
            command=row.command,
            finding=row.finding,
            state=place.state,
            facts=dict(place.facts),
            entered=move.entered,
            live=not chart.states[place.state].ends,
            done=_done(self.law, ask, row),
        )

    def _note(self, events: tuple[Event, ...]) -> None:
        self.events.extend(events)
        for event in events:
            self.case = evolve(self.case, event)


def _kind_of(heard: Hearing, chart: str) -> str:
    if chart != "conference":
        return ""
    kind = getattr(heard.ask.command, "kind", "")
    if kind:
        return str(kind)
    before = [one.kind for one in heard.case.subjects if one.chart == chart]
    return before[-1] if before else "annual"


def _done(law: Law, ask: Ask, row: Row) -> dict[str, str]:
    """What stands in the new state: the word that led there, and the words that only replace."""
    chart = law.charts[row.chart]
    kept = {
        said: mark
        for said, mark in ask.subject.done.items()
        if not row.target or said.partition(":")[0] in chart.replaces
    }
    mark = fingerprint(ask.command) if ask.command is not None else ""
    if mark and row.command not in chart.adds and ask.by.role != "clock":
        kept[f"{row.command}:{ask.by.person_id}"] = mark
    return kept
