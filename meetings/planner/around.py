"""The school around the cases of a run, in a fixed number of questions, however many they are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from meetings.planner.policy import Decided, decided
from meetings.store import cases, locks, people
from meetings.store.locks import Lock
from meetings.store.people import Person, Tied
from meetings.store.tables import cases as case_rows
from workflow.chart import Law
from workflow.plan import Case

AGREES = ("agree", "agree_with_comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a conference of any of these cases may need to know."""

    law: Law
    decided: Decided
    #: The first day of the run: seats are those of that day.
    on: date
    #: By student.
    students: dict[int, Person]
    guardians: dict[int, tuple[Tied, ...]]
    interpreters: tuple[Person, ...]
    #: By case.
    locks: dict[int, tuple[Lock, ...]]
    #: Students whose plan of last year no parent signed.
    unsigned: frozenset[int]
    #: More than one: people need time to get from one to another.
    schools: tuple[str, ...]

    def school_of(self, case: Case) -> str:
        """The roster's number of the student's school; "" where nobody told."""
        student = self.students.get(case.student_id)
        return student.school_id if student else ""

    def language_of(self, case: Case, said: str) -> str:
        """The language to be interpreted, "" for none."""
        spoken = {language for one in self.interpreters for language in one.languages}
        return language_of(self.guardians.get(case.student_id, ()), spoken, said)

    def apart(self, case: Case, parents: tuple[int, ...]) -> bool:
        """Two households come jointly: both are needed."""
        tied = self.guardians.get(case.student_id, ())
        return len({one.tie.household for one in tied if one.person.id in parents}) > 1


def around(connection: Connection, law: Law, found: Iterable[Case], on: date) -> Around:
    """Read it for these cases, those that are to be placed and those that stand."""
    told = tuple(found)
    ids = {case.student_id for case in told}
    students = people.people_named(connection, ids)
    return Around(
        law=law,
        decided=decided(connection),
        on=on,
        students=students,
        guardians=people.guardians_of_all(connection, ids),
        interpreters=people.interpreters(connection),
        locks=locks.of_cases(connection, (case.id for case in told)),
        unsigned=_unsigned(connection, told),
        schools=tuple(sorted({one.school_id for one in students.values() if one.school_id})),
    )


def _unsigned(connection: Connection, found: tuple[Case, ...]) -> frozenset[int]:
    """Students with a plan of the year before that was put to them and that no parent agreed to."""
    years = {(case.student_id, _year_before(case.school_year)) for case in found}
    rows = connection.execute(
        select(case_rows.c.student_id, case_rows.c.school_year, case_rows.c.body)
        .where(case_rows.c.student_id.in_(sorted({student for student, _ in years})))
        .where(case_rows.c.school_year.in_(sorted({year for _, year in years})))
    )
    return frozenset(
        row.student_id
        for row in rows
        if (row.student_id, row.school_year) in years and not _agreed(cases.decoded(row.body))
    )


def _year_before(school_year: str) -> str:
    starts = int(school_year[:4]) - 1
    return f"{starts}-{(starts + 1) % 100:02}"


def _agreed(case: Case) -> bool:
    return any(
        mark.role == "parent" and mark.meaning in AGREES
        for agreement in case.agreements
        for mark in agreement.standing_signatures()
    )


def language_of(guardians: Iterable[Tied], spoken: Collection[str], said: str = "") -> str:
    """The language to be interpreted; "" where nobody needs it or nobody here speaks it."""
    for tied in guardians:
        if said or (tied.person.interpreter and tied.person.language):
            wanted = said or tied.person.language
            if wanted in spoken:
                return wanted
    return ""
