"""The book of a small school: one page for each student's plan, and what time it is there.

A page is told what is asked with `>>` and what must follow with `<<`; the steps are in playbook.py.
Everything is real: database, law, letters, papers and seals. Nothing is sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from meetings import clock, desk, enrolment, importing, keys
from meetings.archive import Archive
from meetings.courier import round as courier
from meetings.courier.office import Office
from meetings.identity import accounts
from meetings.roster.export import write_oneroster
from meetings.roster.gifted import Hints
from meetings.settings import Settings
from meetings.store import Session, Store, cases, people, values
from meetings.store.letters import Letter
from meetings.store.tables import cases as case_rows
from meetings.store.tables import letter
from tests.cast import AT, SECRET, Cast, roster, small_school
from workflow.commands import Actor, Command
from workflow.content import PlanContent
from workflow.plan import Agreement, Case, Conference
from workflow.refusals import Refused

DENVER = ZoneInfo("America/Denver")
FIRST_DAY = date(2026, 8, 17)
SAID = {
    "school_name": "Juniper Middle School",
    "authority": "Juniper School District",
    "contact": "Ms. Alvarez, 555-0142, office@juniper.example.org",
    "from_address": "office@juniper.example.org",
    "from_name": "Juniper Middle School",
}
#: What the accounts of the staff make them.
ROLES = {
    "Rosa Alvarez": ("specialist", "teacher"),
    "Daniel Osei": ("teacher",),
    "Helen Park": ("coordinator", "authority", "operator"),
}
STAFF = ("specialist", "chair", "teacher", "recorder", "coordinator", "authority")
Step = Callable[["Page"], None]


@dataclass(slots=True, kw_only=True)
class Book:
    """The school and what time it is there."""

    cast: Cast
    office: Office
    at: datetime = AT
    #: Letters that were there before the last `>>`.
    known: frozenset[str] = frozenset()
    refusal: str = ""

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def today(self) -> date:
        return self.at.astimezone(DENVER).date()

    def of(self, student: str) -> "Page":
        return Page(book=self, student=student)

    def work(self) -> None:
        clock.tick(self.store, self.at)
        courier.work(self.office, self.at)

    def live_until(self, at: datetime) -> None:
        """Every morning at seven the clock rings and the courier makes his round."""
        while self.at < at:
            seven = [local(self.today + timedelta(days=n), "07:00") for n in (0, 1)]
            self.at = min(at, next(hour for hour in seven if hour > self.at))
            self.work()

    def letters(self) -> list[Letter]:
        with self.store.read() as connection:
            rows = connection.execute(select(*_WITHOUT_BYTES).order_by(letter.c.dated_at)).all()
        return [Letter(**row._mapping) for row in rows]  # noqa: SLF001  the way to read by name

    def fresh(self) -> list[Letter]:
        """The letters that were written since the last `>>`."""
        return [one for one in self.letters() if one.id not in self.known]

    def raw(self, letter_id: str) -> bytes:
        with self.store.read() as connection:
            found: bytes = connection.execute(
                select(letter.c.raw).where(letter.c.id == letter_id)
            ).scalar_one()
        return found

    def name(self, person_id: int) -> str:
        return next(name for name, number in self.cast.ids.items() if number == person_id)


_WITHOUT_BYTES = tuple(column for column in letter.c if column.name != "raw")


@contextmanager
def book_of(cast: Cast) -> Iterator[Book]:
    """The book of this school, which prints, seals and keeps its letters in the house."""
    cast.store.write(_say_what_the_school_is)
    office = Office(
        store=cast.store,
        archive=Archive(Path(cast.store.folder) / "archive"),
        keys=keys.make_authority(SAID["authority"], AT - timedelta(days=30), SECRET).keys,
        settings=Settings(public_url="https://alp.juniper.example.org"),
    )
    try:
        yield Book(cast=cast, office=office)
    finally:
        office.store.close()


@contextmanager
def opened(folder: Path) -> Iterator[Book]:
    """The small school of cast.py with its families; every plan is opened, nothing is said yet."""
    with book_of(small_school(folder)) as book:
        yield book


def _say_what_the_school_is(session: Session) -> None:
    for name, value in SAID.items():
        values.put(session.connection, name, value)


def local(on: date, wall: str) -> datetime:
    """A wall time of the school as an instant."""
    return datetime.combine(on, time.fromisoformat(wall), DENVER).astimezone(UTC)


@dataclass(slots=True, kw_only=True)
class Page:
    """One student's plan in the book."""

    book: Book
    student: str

    def __rshift__(self, asked: Step) -> "Page":
        self.book.known = frozenset(one.id for one in self.book.letters())
        self.book.refusal = ""
        asked(self)
        self.book.work()
        return self

    def __lshift__(self, follows: Step) -> "Page":
        follows(self)
        return self

    def __bool__(self) -> bool:
        """True: each step looks for itself, and a story that came to its end is right."""
        return True

    @property
    def case(self) -> Case:
        return self.book.cast.plan(self.student)

    @property
    def conference(self) -> Conference:
        return self.case.conferences[-1]

    @property
    def agreement(self) -> Agreement:
        return self.case.agreements[-1]

    @property
    def text(self) -> PlanContent:
        """The plan as it reads now."""
        draft = self.case.draft
        with self.book.store.read() as connection:
            found = cases.passage_of(connection, draft.digest if draft else "", PlanContent)
        assert found is not None
        return found

    def actor(self, who: str) -> Actor:
        name, role = who.split(", ")
        if role == "courier":
            return Actor(person_id=0, role=role)
        by = "password" if role in STAFF else "link_code"
        return Actor(person_id=self.book.cast.id(name), role=role, identified_by=by)

    def ask(self, command: Command) -> desk.Answer | Refused:
        at, case_id = self.book.at, self.case.id
        return self.book.store.write(lambda session: desk.submit(session, case_id, command, at))


@contextmanager
def imported(folder: Path) -> Iterator[Book]:
    """The same school on its first day, taken in from roster files; enrolment opens the plans."""
    files = folder / "roster"
    files.mkdir()
    for name, data in write_oneroster(roster(), "1.2").items():
        (files / name).write_bytes(data)
    store = Store.open(folder, secret=SECRET)
    with book_of(Cast(store=store, ids={}, plans={})) as book:
        book.at = local(FIRST_DAY, "09:00")
        take_in(book, files)
        yield book


def take_in(book: Book, files: Path) -> tuple[str, ...]:
    """As `alp import` does; what it would tell."""
    shown = importing.preview(book.store, importing.files_at(files), Hints())
    assert importing.accept(book.store, shown, book.at) is None
    book.store.write(lambda session: _take_up(session, book))
    return shown.lines


def _take_up(session: Session, book: Book) -> None:
    found = people.everybody(session.connection)
    book.cast.ids.update({one.name: one.id for one in found})
    for one in found:
        if one.source_id in ROLES:
            account = accounts.Account(
                person_id=one.id,
                email=one.email,
                password_hash="",
                roles=ROLES[one.source_id],
                disabled=False,
            )
            accounts.put(session, account, book.at)
    enrolment.take_up(session, book.at)
    rows = session.connection.execute(select(case_rows.c.id, case_rows.c.student_id))
    book.cast.plans.update({book.name(row.student_id): row.id for row in rows})
