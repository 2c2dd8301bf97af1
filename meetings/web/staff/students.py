"""The page of one student: the years, the guardians with their rights, what the roster says."""

from dataclasses import dataclass

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from meetings.store import cases, people
from meetings.web.answers import Frame, NotSeenError, page
from meetings.web.guards import may_see, today
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.words import standing_said
from workflow.content import STRENGTH_AREAS

KINDS = (
    ("", "Everybody"),
    ("student", "Students"),
    ("guardian", "Guardians"),
    ("staff", "Staff"),
    ("interpreter", "Interpreters"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    words: str
    #: good, warn (nobody told) or plain.
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianShown:
    row: people.Person
    tie: people.Tie
    rights: tuple[Right, ...]


@get("/students/{student_id:int}", sync_to_thread=True)
def show_student(
    site: NamedDependency[Site], frame: NamedDependency[Frame], student_id: FromPath[int]
) -> Response[str]:
    viewer, on = frame.viewer, today(frame.at, frame.zone)
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    with site.store.read() as connection:
        found = people.person(connection, student_id)
        years = questions.cases_of_student(connection, student_id)
        newest = cases.load(connection, years[0][0]) if years else None
        if found is None or found.kind != "student" or (newest and not may_see(viewer, newest, on)):
            raise NotSeenError
        guardians = people.guardians_of(connection, student_id)
    values = {
        "student": found,
        "areas": [STRENGTH_AREAS.get(code, code) for code in found.areas],
        "years": [(case_id, year, standing_said(word)) for case_id, year, word in years],
        "guardians": tuple(
            GuardianShown(row=one.person, tie=one.tie, rights=rights_of(one.tie))
            for one in guardians
        ),
    }
    return page(frame, "staff/student.html", values)


def rights_of(row: people.Tie) -> tuple[Right, ...]:
    """What this guardian may do here; a right that nobody told is to be asked for."""
    asked = (
        (row.education_rights, "decides and signs", "has no education rights"),
        (row.may_contact, "may be contacted", "is not to be contacted"),
        (row.receives_copy, "receives copies", "receives no copies"),
    )
    rights = [_right(*one) for one in asked]
    if row.address_confidential:
        rights.append(Right(words="address is confidential", tone="warn"))
    return tuple(rights)


def _right(told: bool | None, yes: str, no: str) -> Right:  # noqa: FBT001  a column of the roster
    if told is None:
        return Right(words=f"not known whether: {yes}", tone="warn")
    return Right(words=yes, tone="good") if told else Right(words=no, tone="plain")


@get("/people", sync_to_thread=True)
def show_people(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    kind: FromQuery[str] = "",
    words: FromQuery[str] = "",
) -> Response[str]:
    with site.store.read() as connection:
        found = questions.people_found(connection, kind, words[:100])
    values = {"people": found, "kind": kind, "words": words, "kinds": KINDS}
    return page(frame, "staff/people.html", values)
