"""A story: people by name say things to the law, and the law answers. No database, no clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from workflow import commands as say
from workflow.alarms import TimerDue
from workflow.ask import Moment, asked
from workflow.chart import Law, load
from workflow.commands import COMMANDS, Actor, Command
from workflow.content import (
    Evidence,
    Goal,
    MinutesContent,
    PlanContent,
    Profile,
    ProgrammingOption,
    StrengthArea,
)
from workflow.deadlines import SchoolCalendar, SchoolDay
from workflow.decide import Decision, decide
from workflow.effects import Order
from workflow.events import Event
from workflow.opening import Opening, open_case
from workflow.plan import Attendance, Case, Party, Slot
from workflow.refusals import Refused
from workflow.timers import rung

#: The cast: who is who, and in which seats.
PEOPLE = {
    "Mina": 1,
    "Rosa": 2,
    "Tomas": 3,
    "Ms Okafor": 4,
    "Ms Reyes": 5,
    "Ms Lindqvist": 6,
    "Mr Haddad": 7,
}
SEATS = {
    "Mina": ("student",),
    "Rosa": ("parent",),
    "Tomas": ("parent",),
    "Ms Okafor": ("teacher",),
    "Ms Reyes": ("specialist", "chair"),
    "Ms Lindqvist": ("coordinator",),
    "Mr Haddad": ("authority",),
}
D0 = "d0" * 32
D1 = "d1" * 32
SCAN = "5c" * 32


def weekdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


@pytest.fixture(scope="session")
def law() -> Law:
    return load()


@pytest.fixture(scope="session")
def school() -> SchoolCalendar:
    """17 August 2026 to 28 May 2027, with two weeks off at the turn of the year."""
    off = set(weekdays(date(2026, 12, 21), date(2027, 1, 1))) | {date(2026, 9, 7)}
    days = [
        SchoolDay(on=day, kind="no_school" if day in off else "instruction")
        for day in weekdays(date(2026, 8, 17), date(2027, 5, 28))
    ]
    return SchoolCalendar(school_year="2026-27", zone="America/Denver", days=tuple(days))


def text(**more: object) -> PlanContent:
    """A complete plan with one goal of each kind."""
    goals = (
        Goal(
            key="a1",
            kind="achievement",
            statement="Mina proves three theorems.",
            area="math",
            standard="MA10-HS.4",
            measure="proofs",
            target="three",
            due_on=date(2027, 5, 1),
        ),
        Goal(
            key="f1",
            kind="affective",
            statement="Mina asks for help.",
            area="personal",
            measure="diary",
            target="weekly",
            due_on=date(2027, 5, 1),
        ),
    )
    whole = {
        "school_year": "2026-27",
        "profile": Profile(
            areas=(StrengthArea(area="math", evidence=(Evidence(kind="CogAT", result="97 %"),)),),
            interests=("proofs",),
            interests_year="2026-27",
        ),
        "goals": goals,
        "programming": (
            ProgrammingOption(option="Seminar", goal_keys=("a1", "f1"), who="Ms Okafor"),
        ),
        "progress_schedule": "with each report card",
    }
    return PlanContent(**(whole | more))  # type: ignore[arg-type]  # a test names its fields


@dataclass
class Story:
    law: Law
    school: SchoolCalendar
    case: Case
    at: datetime
    events: list[Event] = field(default_factory=list)
    orders: tuple[Order, ...] = ()
    timers: tuple[TimerDue, ...] = ()
    said: int = 0

    @property
    def moment(self) -> Moment:
        return Moment(at=self.at, school=self.school)

    @property
    def plan(self) -> str:
        return self.case.plan().state

    @property
    def hold(self) -> str:
        return self.case.plan().facts["hold"]

    def state(self, chart: str) -> str:
        """Of the running one; "" where none runs."""
        running = self.case.running(chart)
        return running.state if running else ""

    def last(self, chart: str) -> str:
        return [one for one in self.case.subjects if one.chart == chart][-1].state

    def later(self, **how: int) -> None:
        self.at += timedelta(**how)

    def on(self, day: date, hour: int = 17) -> None:
        self.at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    def ask(self, who: str, kind: type[Command], /, **words: object) -> Decision | Refused:
        self.said += 1
        role = who if who in {"clock", "courier"} else SEATS[who][0]
        person = PEOPLE.get(who, 0)
        by = Actor(person_id=person, role=role, identified_by="link_code")
        command = kind(by=by, key=f"k{self.said}", **words)  # type: ignore[arg-type]  # as said
        found = asked(self.law, self.case, command, self.moment)
        if isinstance(found, Refused):
            return found
        return decide(self.law, replace(found, timers=self.timers))

    def does(self, who: str, kind: type[Command], /, **words: object) -> "Story":
        """It is heard; the case moves on."""
        answer = self.ask(who, kind, **words)
        assert isinstance(answer, Decision), f"{who} {kind.__name__}: {answer}"
        self.case = answer.case
        self.events += answer.events
        self.orders = answer.orders
        self.timers = answer.timers
        return self

    def refused(self, who: str, kind: type[Command], /, **words: object) -> str:
        """It is refused; nothing changes. The sentence is returned."""
        answer = self.ask(who, kind, **words)
        assert isinstance(answer, Refused), f"{who} {kind.__name__} was heard"
        assert answer.why.endswith((".", "!"))
        assert answer.remedy.endswith(".")
        return f"{answer.code}: {answer.why}"

    def rings(self, command: str) -> TimerDue:
        return next(timer for timer in self.timers if timer.command == command)

    def ring(self, command: str) -> "Story":
        """The clock reaches that timer, and asks."""
        timer = self.rings(command)
        assert timer.due_at is not None, f"{command} is spent"
        self.at = max(self.at, timer.due_at)
        answer = self.ask("clock", COMMANDS[timer.says])
        if isinstance(answer, Decision):
            self.case, self.orders, self.timers = answer.case, answer.orders, answer.timers
            self.events += answer.events
        else:
            self.orders = ()
        self.timers = tuple(
            rung(self.law, self.case, one, self.moment) if one is timer else one
            for one in self.timers
        )
        return self

    def text(self, **more: object) -> PlanContent:
        return text(**more)

    def here(self) -> tuple[Attendance, ...]:
        return tuple(
            Attendance(person_id=PEOPLE[name], role=SEATS[name][0], mode="room")
            for name in ("Mina", "Rosa", "Ms Okafor", "Ms Reyes")
        )

    def minutes(self) -> MinutesContent:
        return MinutesContent(concerns=("time",))

    def owed(self) -> list[str]:
        """The kinds of orders of the last answer, with how many get it."""
        kinds = dict.fromkeys(order.kind for order in self.orders)
        return [f"{kind} {sum(o.kind == kind for o in self.orders)}" for kind in kinds]

    def slot(self, days: int, hour: int = 20) -> Slot:
        """A half hour so many days ahead, in the early afternoon of Denver."""
        start = (self.at + timedelta(days=days)).replace(hour=hour, minute=0)
        while start.weekday() > 4:
            start += timedelta(days=1)
        return Slot(starts_at=start, ends_at=start + timedelta(minutes=30), room="12")


@pytest.fixture
def begin(law: Law, school: SchoolCalendar) -> Callable[..., Story]:
    """Opens Mina's year; `without` leaves people out, `more` adds to the opening."""

    def opened(*without: str, **more: object) -> Story:
        at = datetime(2026, 8, 18, 17, tzinfo=UTC)
        parties = tuple(
            Party(person_id=PEOPLE[name], role=role, since=date(2026, 8, 1))
            for name, roles in SEATS.items()
            for role in roles
            if name not in without
        )
        opening = Opening(
            **{  # type: ignore[arg-type]  # a test names its fields
                "case_id": 1,
                "student_id": 1,
                "school_year": "2026-27",
                "parties": parties,
                "born_on": date(2011, 3, 4),
            }
            | more
        )
        decision = open_case(law, opening, Moment(at=at, school=school))
        return Story(
            law=law,
            school=school,
            case=decision.case,
            at=at,
            events=list(decision.events),
            timers=decision.timers,
        )

    return opened


@pytest.fixture
def year(begin: Callable[..., Story]) -> Callable[[str], Story]:
    """Mina's year as far as a state: drafting, ready, scheduled, under_way, finalizing, out, …."""
    return lambda state: _until(begin(), state)


def _until(story: Story, goal: str) -> Story:
    def meet() -> None:
        story.does("Ms Reyes", say.Convene, slot=story.slot(14), modalities={})

    def table() -> None:
        conference = story.case.conferences[-1]
        assert conference.slot is not None
        story.at = conference.slot.starts_at
        story.does("Ms Reyes", say.Begin)

    def minutes() -> None:
        _minutes(story)

    if goal == "new":
        return story
    roads: list[tuple[str, Callable[[], object]]] = [
        ("drafting", lambda: story.does("Ms Reyes", say.BeginDraft)),
        ("written", lambda: story.does("Ms Reyes", say.WritePlan, content=text())),
        ("ready", lambda: story.does("Ms Reyes", say.FinishDraft)),
        ("conferring", lambda: story.does("Ms Reyes", say.CallConference)),
        ("scheduled", meet),
        ("under_way", table),
        ("finalizing", minutes),
        ("frozen", lambda: story.does("Ms Reyes", say.Freeze)),
        ("out", lambda: story.does("courier", say.FileOriginal, original_sha256=D0, pages=4)),
        ("signed", lambda: _all_sign(story)),
        ("in_effect", lambda: story.does("courier", say.FileMinutes, sealed_sha256=D1)),
        ("midyear_due", lambda: story.ring("open_review")),
    ]
    for state, go in roads:
        go()
        if state == goal:
            return story
    raise LookupError(goal)


def _minutes(story: Story) -> None:
    story.does("Ms Reyes", say.TakeAttendance, present=story.here())
    story.does("Ms Reyes", say.TakeMinutes, content=story.minutes())
    story.does("Ms Reyes", say.Close)
    story.does("Ms Reyes", say.SettleMinutes)


def _all_sign(story: Story) -> None:
    for who in ("Mina", "Rosa", "Ms Okafor", "Ms Reyes"):
        story.does(who, say.Sign, meaning="agree", shown_sha256=D0, name=who)
