"""The stage: how made-up people speak to the desk, what they mean to do, what lies in their mail.

Nothing here decides what they do; that is families.py's habits with reactions.py and specialist.py.
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from meetings import clock, desk
from meetings.courier import round as courier
from meetings.demo.habits import Habits
from meetings.demo.school import SPECIALIST_ID
from meetings.demo.world import ZONE, World
from meetings.roster.people import Student
from meetings.store import cases
from meetings.store.tables import letter
from workflow.commands import Actor, Command
from workflow.plan import Case
from workflow.refusals import Refused

Act = Callable[[datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter in somebody's hands."""

    id: str
    name: str
    case_id: int
    no: int
    recipient_id: int
    sequence: int
    by_paper: bool


@dataclass(slots=True)
class Stage:
    world: World
    chance: random.Random
    #: What people mean to do later: when, in which order it was thought of, what.
    later: list[tuple[datetime, int, Act]] = field(default_factory=list)
    thoughts: int = 0
    seen: set[str] = field(default_factory=set)
    read_until: datetime | None = None
    #: Refusals that nobody's habits explain: a finished year has none.
    surprises: list[str] = field(default_factory=list)
    presses: int = 0

    def plan(self, at: datetime, act: Act) -> None:
        self.thoughts += 1
        heapq.heappush(self.later, (at, self.thoughts, act))

    def do_until(self, at: datetime) -> None:
        """Everything that was planned for up to `at`, in order; what it entails is done as well."""
        while self.later and self.later[0][0] <= at:
            when, _, act = heapq.heappop(self.later)
            act(when)

    def work(self, at: datetime) -> None:
        """The clock rings and the courier carries out what is owed."""
        self.world.clock.move_to(at)
        clock.tick(self.world.store, at)
        courier.work(self.world.office, at)

    def case(self, case_id: int) -> Case:
        with self.world.store.read() as connection:
            found = cases.load(connection, case_id)
        if found is None:
            raise LookupError(f"There is no case {case_id}.")
        return found

    def cases(self) -> tuple[Case, ...]:
        with self.world.store.read() as connection:
            return cases.everything(connection)

    def say(self, case_id: int, command: Command, at: datetime) -> desk.Answer | Refused:
        """One command; a refusal is remembered as a surprise unless the caller expects it."""
        answer = self.ask(case_id, command, at)
        if isinstance(answer, Refused):
            self.surprises.append(f"{at:%Y-%m-%d} case {case_id} {command.word()}: {answer}")
        return answer

    def ask(self, case_id: int, command: Command, at: datetime) -> desk.Answer | Refused:
        """One command that may well be refused."""
        return self.world.store.write(lambda session: desk.submit(session, case_id, command, at))

    def as_(self, person_id: int, role: str, how: str = "link") -> dict[str, Any]:
        """Who speaks, with a key of its own: every press of the demo is a different one."""
        self.presses += 1
        actor = Actor(person_id=person_id, role=role, identified_by=how)
        return {"by": actor, "key": f"demo.{self.presses}"}

    def new_mail(self) -> list[Mail]:
        """Letters that nobody has looked at yet, in the order of their dates."""
        wanted = select(letter).order_by(letter.c.dated_at, letter.c.id)
        if self.read_until is not None:
            wanted = wanted.where(letter.c.dated_at >= self.read_until)
        with self.world.store.read() as connection:
            rows = connection.execute(
                wanted.with_only_columns(
                    letter.c.id, letter.c.name, letter.c.case_id, letter.c.conference_no,
                    letter.c.recipient_id, letter.c.sequence, letter.c.channel, letter.c.dated_at,
                )
            ).all()  # fmt: skip
        fresh = [row for row in rows if row.id not in self.seen]
        self.seen.update(row.id for row in fresh)
        if rows:
            self.read_until = rows[-1].dated_at - timedelta(days=1)
        return [
            Mail(
                id=row.id,
                name=row.name,
                case_id=row.case_id,
                no=row.conference_no,
                recipient_id=row.recipient_id,
                sequence=row.sequence,
                by_paper=row.channel == "paper",
            )
            for row in fresh
        ]

    def raw(self, mail: Mail) -> bytes:
        with self.world.store.read() as connection:
            found = connection.execute(
                select(letter.c.raw).where(letter.c.id == mail.id)
            ).scalar_one()
        return bytes(found)

    def student(self, case: Case) -> Student:
        return self._students[case.student_id]

    def habits(self, case: Case) -> Habits:
        """A student of a later year behaves as before; an unknown one plainly."""
        return self.world.made.habits.get(self.student(case).source_id, Habits())

    @property
    def _students(self) -> dict[int, Student]:
        ids = self.world.ids
        return {ids[one.source_id]: one for one in self.world.made.roster.students}

    @property
    def specialist(self) -> int:
        return self.world.ids[SPECIALIST_ID]


def me(stage: Stage, role: str = "specialist") -> dict[str, Any]:
    """The specialist speaks."""
    return stage.as_(stage.specialist, role, "password")


def local(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


def at_local(on: date, when: time) -> datetime:
    return datetime.combine(on, when, ZoneInfo(ZONE)).astimezone(UTC)


def seat(case: Case, person_id: int) -> str:
    """The first seat of somebody in a case."""
    return next((p.role for p in case.parties if p.person_id == person_id), "")


def holders(case: Case, role: str) -> tuple[int, ...]:
    return tuple(p.person_id for p in case.parties if p.role == role and p.until is None)
