"""Whom to become first: the office, and families whose year shows something."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meetings.demo.families import MadeUp
from meetings.demo.habits import Habits
from meetings.demo.school import (
    ADMINISTRATOR_ID,
    COORDINATOR_ID,
    SPECIALIST_ID,
    teacher_id,
)
from meetings.demo.world import World
from meetings.roster.people import Guardian, Student
from meetings.web.demo.play import Met, Telling

OFFICE = (
    (SPECIALIST_ID, "The gifted specialist: plans all 86 conferences and holds them."),
    (teacher_id(0), "A teacher: is asked for a few lines, comes, signs."),
    (ADMINISTRATOR_ID, "The administrator: decides when a family disagrees."),
    (COORDINATOR_ID, "The district's coordinator: looks at the whole."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    student: Student
    guardians: tuple[Guardian, ...]
    #: Other children of the same guardians.
    siblings: tuple[Student, ...]
    #: Where the parents live: one name a home.
    households: frozenset[str]
    habits: Habits

    @property
    def is_ordinary(self) -> bool:
        """At one home, with mail, in English: only its habits are told."""
        first = self.guardians[0]
        alone = not self.siblings and len(self.households) == 1
        return alone and bool(first.email) and first.language == "en"

    def lives(self, story: str) -> bool:
        return self.is_ordinary and self.habits.story == story


_Fits = Callable[[_Family], bool]
STORIES: tuple[tuple[str, str, _Fits], ...] = (
    (
        "An ordinary family",
        "They read their letters and answer within days.",
        lambda f: f.lives("plain") and f.habits.answers_by == "link",
    ),
    (
        "Another time, please",
        "They cannot come when they are asked to, say so by mail, and a new time is found.",
        lambda f: f.lives("declines_time"),
    ),
    (
        "Two homes",
        "Both parents are asked and both sign; neither sees the other's address.",
        lambda f: len(f.households) > 1,
    ),
    (
        "In Spanish",
        "Letters and pages speak Spanish, and an interpreter is planned in.",
        lambda f: f.guardians[0].language == "es" and bool(f.guardians[0].email),
    ),
    (
        "Without e-mail",
        "Everything goes by post, and they sign on paper.",
        lambda f: not f.guardians[0].email,
    ),
    (
        "Two children",
        "One family, two plans, two conferences.",
        lambda f: bool(f.siblings),
    ),
    (
        "They disagree",
        "They do not agree with a goal, so the authority of the district has to decide.",
        lambda f: f.lives("disagrees"),
    ),
    (
        "Grown up in October",
        "The student turns 18 during the year, and the rights change hands.",
        lambda f: (
            f.student.grade == "12"
            and f.student.birth_on is not None
            and (f.student.birth_on.year, f.student.birth_on.month) == (2008, 10)
        ),
    ),
)


def office(world: World) -> tuple[Met, ...]:
    staff = {one.source_id: one for one in world.made.roster.staff}
    return tuple(
        Met(
            person_id=world.ids[number],
            name=f"{staff[number].given_name} {staff[number].family_name}",
            what=what,
        )
        for number, what in OFFICE
        if number in world.ids
    )


def tellings(world: World) -> tuple[Telling, ...]:
    """One family a story, the first that fits; a seed without such a family has no such story."""
    families = tuple(_families(world.made))
    found = []
    for title, words, fits in STORIES:
        family = next((one for one in families if fits(one)), None)
        if family is not None:
            found.append(Telling(title=title, words=words, people=_people(world, family)))
    return tuple(found)


def _families(made: MadeUp) -> Iterator[_Family]:
    roster = made.roster
    guardians = {one.source_id: one for one in roster.guardians}
    for student in roster.students:
        ties = sorted(
            (tie for tie in roster.ties if tie.student_id == student.source_id),
            key=lambda tie: tie.contact_order or 0,
        )
        mine = {tie.guardian_id for tie in ties}
        others = {
            tie.student_id
            for tie in roster.ties
            if tie.guardian_id in mine and tie.student_id != student.source_id
        }
        yield _Family(
            student=student,
            guardians=tuple(guardians[tie.guardian_id] for tie in ties),
            siblings=tuple(one for one in roster.students if one.source_id in others),
            households=frozenset(tie.household for tie in ties),
            habits=made.habits[student.source_id],
        )


def _people(world: World, family: _Family) -> tuple[Met, ...]:
    child = family.student
    parents = tuple(_met(world, one, f"family of {child.given_name}") for one in family.guardians)
    children = tuple(
        _met(world, one, f"student, grade {one.grade}") for one in (child, *family.siblings)
    )
    return parents + children


def _met(world: World, person: Guardian | Student, what: str) -> Met:
    return Met(
        person_id=world.ids[person.source_id],
        name=f"{person.given_name} {person.family_name}",
        what=what,
    )
