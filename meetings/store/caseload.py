"""The caseload: one line a plan, with what comes next, by when, what is missing, and what it needs.

A fixed number of questions, however many plans there are. The list and the counts of "what needs
me" come from the same lines. What comes next is reckoned in `next_act.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select

from meetings.store import cases, days
from meetings.store.next_act import NEEDS, Act, Sight, due_on, needed, next_act
from meetings.store.tables import cases as case_table
from meetings.store.tables import letter, party, person
from workflow.ask import people_of, roles_of
from workflow.chart import Law
from workflow.completeness import LACKS
from workflow.deadlines import SchoolCalendar
from workflow.plan import Case, Conference, Subject
from workflow.standing import standing, standing_word

#: While the plan is not yet written, who was asked and has not answered is missing.
WRITING = ("identified", "drafting")
ASKED = ("parent", "student", "teacher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    case: Case
    student: str
    grade: str
    #: The plan's state as one word, for filters, and the word "disputed" after it.
    word: str
    #: Where everything stands, in sentences.
    standing: str
    #: The running conference, and what runs of it and of the signatures; None where nothing does.
    conference: Conference | None
    meeting: Subject | None
    signing: Subject | None
    next_act: Act
    due_on: date | None
    #: Until then, by the school's calendar date; negative is late.
    days_left: int | None
    #: Whose input is not there, by name.
    missing_inputs: tuple[str, ...]
    #: What the draft lacks, in a few words each.
    lacks: tuple[str, ...]
    #: Names of next_act.NEEDS.
    needs: tuple[str, ...]

    @property
    def state(self) -> str:
        return self.case.plan().state

    @property
    def disputed(self) -> bool:
        return self.word != self.state

    @property
    def meets(self) -> str:
        """The state of the running conference; "" where none runs."""
        return self.meeting.state if self.meeting else ""

    @property
    def meets_at(self) -> datetime | None:
        """When the conference begins, where a time is set."""
        slot = self.conference.slot if self.conference else None
        return slot.starts_at if slot else None

    @property
    def late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def missing(self) -> tuple[str, ...]:
        """What the text lacks, and whose input is not there."""
        return (*self.lacks, *(f"no input of {name}" for name in self.missing_inputs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Which cases: those in which this person holds a seat, or all; running or archived ones."""

    person_id: int | None = None
    ended: bool = False


ALL = Whose()


def caseload_of(
    connection: Connection, law: Law, at: datetime, whose: Whose = ALL
) -> tuple[Line, ...]:
    """The earliest due first, then by name."""
    mine = case_table.c.ended == whose.ended
    if whose.person_id is not None:
        seats = select(party.c.case_id).where(party.c.person_id == whose.person_id)
        mine &= case_table.c.id.in_(seats)
    found = _cases(connection, mine)
    around = _Around(
        law=law,
        at=at,
        names=_names(connection, mine),
        bounced=_bounced(connection, mine),
        schools=_schools(connection, found),
    )
    lines = [_line(around, case, grade) for case, grade in found if _holds(around, case, whose)]
    return tuple(sorted(lines, key=_order))


def _holds(around: "_Around", case: Case, whose: Whose) -> bool:
    """A seat that has ended shows nothing any more."""
    on = around.schools[case.school_year].local(around.at)
    return whose.person_id is None or bool(roles_of(case, whose.person_id, on))


def needs(lines: Iterable[Line]) -> dict[str, int]:
    """How many plans have each need, by its name; 0 too."""
    said = [name for line in lines for name in line.needs]
    return {name: said.count(name) for name in NEEDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    law: Law
    at: datetime
    names: Mapping[int, str]
    bounced: frozenset[int]
    schools: Mapping[str, SchoolCalendar]


def _order(line: Line) -> tuple[date, str, int]:
    return line.due_on or date.max, line.student.casefold(), line.case.id


def _line(around: _Around, case: Case, grade: str) -> Line:
    school = around.schools[case.school_year]
    on, due = school.local(around.at), due_on(around.law, case)
    sight = Sight(
        case=case, at=around.at, on=on, school=school, due_on=due, bounced=case.id in around.bounced
    )
    return Line(
        case=case,
        student=around.names.get(case.student_id, ""),
        grade=grade,
        word=standing_word(case),
        standing=standing(around.law, case),
        conference=sight.conference,
        meeting=case.running("conference"),
        signing=case.running("agreement"),
        next_act=next_act(case, on, school),
        due_on=due,
        days_left=(due - on).days if due else None,
        missing_inputs=_missing_inputs(around, case, on),
        lacks=_lacks(case),
        needs=needed(sight),
    )


def _missing_inputs(around: _Around, case: Case, on: date) -> tuple[str, ...]:
    """Only people with a right to be asked: a guardian without education rights is not."""
    if case.plan().state not in WRITING:
        return ()
    given = {one.person_id for one in case.inputs}
    asked = dict.fromkeys(one for role in ASKED for one in people_of(case, role, on))
    return tuple(around.names.get(one, "") for one in asked if one not in given)


def _lacks(case: Case) -> tuple[str, ...]:
    if case.plan().state not in WRITING:
        return ()
    if case.draft is None:
        return ("no text yet",)
    kinds = dict.fromkeys(code.partition(":")[0] for code in case.draft.missing)
    return tuple(LACKS[kind].short for kind in kinds if kind in LACKS)


def _cases(connection: Connection, mine: ColumnElement[bool]) -> list[tuple[Case, str]]:
    """With the student's grade."""
    rows = connection.execute(
        select(case_table.c.body, person.c.grade)
        .join(person, person.c.id == case_table.c.student_id)
        .where(mine)
    )
    return [(cases.decoded(row.body), row.grade) for row in rows]


def _names(connection: Connection, mine: ColumnElement[bool]) -> dict[int, str]:
    """Of everybody in these cases, as they are called."""
    inside = (
        select(party.c.person_id).join(case_table, case_table.c.id == party.c.case_id).where(mine)
    )
    rows = connection.execute(select(person).where(person.c.id.in_(inside)))
    return {
        row.id: f"{row.preferred_name or row.given_name} {row.family_name}".strip() for row in rows
    }


def _bounced(connection: Connection, mine: ColumnElement[bool]) -> frozenset[int]:
    """Cases with a letter that came back from an address that is still the person's."""
    rows = connection.execute(
        select(letter.c.case_id)
        .join(case_table, case_table.c.id == letter.c.case_id)
        .join(person, person.c.id == letter.c.recipient_id)
        .where(mine)
        .where(letter.c.state.in_(("bounced", "failed")))
        .where(func.lower(letter.c.to_address) == func.lower(person.c.email))
        .distinct()
    )
    return frozenset(rows.scalars())


def _schools(connection: Connection, found: list[tuple[Case, str]]) -> dict[str, SchoolCalendar]:
    """One a school year: this year's and, in summer, the next."""
    years = sorted({case.school_year for case, _ in found})
    calendars = days.Calendars()
    return {year: calendars.of(connection, year) for year in years}
