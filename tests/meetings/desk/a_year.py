"""A year of one family at the desk: from the draft to the sealed record, as far as one wants."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from meetings import desk
from meetings.clock import tick
from meetings.store import Store, cases
from tests.meetings.store.small_school import (
    MOTHER,
    MS_CRUZ,
    MS_LEE,
    SPECIALIST,
    STUDENT,
    TEACHER,
    opening,
)
from workflow import commands as say
from workflow.commands import Actor, Command
from workflow.content import (
    Evidence,
    Goal,
    MinutesContent,
    PlanContent,
    Profile,
    ProgrammingOption,
    StrengthArea,
)
from workflow.plan import Attendance, Case, Slot
from workflow.refusals import Refused

COURIER = Actor(person_id=0, role="courier")
ORIGINAL, RECORD = "d0" * 32, "d1" * 32
BEGINS = datetime(2026, 9, 1, 14, tzinfo=UTC)


def plan_text() -> PlanContent:
    """A complete plan with one goal of each kind."""
    goals = (
        Goal(
            key="a1",
            kind="achievement",
            statement="Ana proves three theorems.",
            area="math",
            standard="MA10-HS.4",
            measure="proofs",
            target="three",
            due_on=date(2027, 5, 1),
        ),
        Goal(
            key="f1",
            kind="affective",
            statement="Ana asks for help.",
            area="personal",
            measure="diary",
            target="weekly",
            due_on=date(2027, 5, 1),
        ),
    )
    return PlanContent(
        school_year="2026-27",
        profile=Profile(
            areas=(StrengthArea(area="math", evidence=(Evidence(kind="CogAT", result="97 %"),)),),
            interests=("proofs",),
            interests_year="2026-27",
        ),
        goals=goals,
        programming=(ProgrammingOption(option="Seminar", goal_keys=("a1", "f1"), who="Ms Lee"),),
        progress_schedule="with each report card",
    )


@dataclass(slots=True, kw_only=True)
class Year:
    """What is said to one case, in order; the time moves with it."""

    store: Store
    case_id: int = 1
    at: datetime = BEGINS
    said: int = 0

    @property
    def case(self) -> Case:
        with self.store.read() as connection:
            found = cases.load(connection, self.case_id)
        assert found is not None
        return found

    def state(self, chart: str) -> str:
        running = self.case.running(chart)
        return running.state if running else ""

    def open(self) -> "Year":
        student = STUDENT if self.case_id == 1 else 1000 + self.case_id
        wanted = opening(case_id=self.case_id, student_id=student)
        self.store.write(lambda session: desk.open_case(session, wanted, self.at))
        return self

    def asks(self, command: Command) -> desk.Answer | Refused:
        return self.store.write(
            lambda session: desk.submit(session, self.case_id, command, self.at)
        )

    def hears(self, kind: type[Command], by: Actor = MS_LEE, **words: object) -> desk.Answer:
        self.said += 1
        answer = self.asks(kind(by=by, key=f"k{self.said}", **words))  # type: ignore[arg-type]  # as said
        assert isinstance(answer, desk.Answer), answer
        return answer

    def refuses(self, kind: type[Command], by: Actor = MS_LEE, **words: object) -> Refused:
        self.said += 1
        answer = self.asks(kind(by=by, key=f"k{self.said}", **words))  # type: ignore[arg-type]  # as said
        assert isinstance(answer, Refused)
        return answer

    def rings(self, at: datetime) -> int:
        self.at = at
        return tick(self.store, at)

    def until(self, goal: str) -> "Year":
        for state, go in self._roads():
            go()
            if state == goal:
                return self
        raise LookupError(goal)

    def _roads(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("opened", self.open),
            ("drafting", lambda: self.hears(say.BeginDraft)),
            ("told", lambda: self.hears(say.GiveInput, MS_CRUZ, answers={"hopes": "music"})),
            ("written", lambda: self.hears(say.WritePlan, content=plan_text())),
            ("ready", lambda: self.hears(say.FinishDraft)),
            ("conferring", lambda: self.hears(say.CallConference)),
            ("scheduled", lambda: self.hears(say.Convene, slot=slot(), modalities={})),
            ("under_way", self._begin),
            ("finalizing", self._minutes),
            ("frozen", lambda: self.hears(say.Freeze)),
            ("out", self._file_original),
            ("signed", self._all_sign),
            ("in_effect", lambda: self.hears(say.FileMinutes, COURIER, sealed_sha256=RECORD)),
        ]

    def _begin(self) -> None:
        self.at = slot().starts_at
        self.hears(say.Begin)

    def _minutes(self) -> None:
        seats = ((STUDENT, "student"), (MOTHER, "parent"), (TEACHER, "teacher"))
        present = tuple(
            Attendance(person_id=person, role=role, mode="room")
            for person, role in (*seats, (SPECIALIST, "chair"))
        )
        self.hears(say.TakeAttendance, present=present)
        self.hears(say.TakeMinutes, content=MinutesContent(concerns=("time",)))
        self.hears(say.Close)
        self.hears(say.SettleMinutes)

    def _file_original(self) -> None:
        self.hears(say.FileOriginal, COURIER, original_sha256=ORIGINAL, pages=4)

    def _all_sign(self) -> None:
        seats = ((STUDENT, "student"), (MOTHER, "parent"), (TEACHER, "teacher"))
        for person, role in (*seats, (SPECIALIST, "chair")):
            by = Actor(person_id=person, role=role, identified_by="link_code")
            self.hears(say.Sign, by, meaning="agree", shown_sha256=ORIGINAL, name=role)


def slot(hour: int = 20, minute: int = 0, room: str = "12") -> Slot:
    """A half hour on 15 September 2026, in the early afternoon of Denver."""
    starts = datetime(2026, 9, 15, hour, minute, tzinfo=UTC)
    return Slot(starts_at=starts, ends_at=starts + timedelta(minutes=30), room=room)
