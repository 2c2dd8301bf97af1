"""The page of one student: the years, the guardians with their rights, what the roster says."""

from dataclasses import dataclass
from datetime import date

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases, people
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import may_see, today
from meetings.web.site import Site, Viewer
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

TOGETHER = "together"
#: As the form says it, and as the store keeps it.
WAYS = {TOGETHER: "", "apart": "apart", "copy": "copy"}
HOMES = (
    (TOGETHER, "With the others"),
    ("apart", "At a conference of their own, after the first one"),
    ("copy", "Not at all; is sent a copy, and may sign"),
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
    #: How they come to the conferences: a key of WAYS.
    way: str


@get("/students/{student_id:int}", sync_to_thread=True)
def show_student(
    site: NamedDependency[Site], frame: NamedDependency[Frame], student_id: FromPath[int]
) -> Response[str]:
    return _student_page(site, frame, student_id, EMPTY)


@post("/students/{student_id:int}/homes", sync_to_thread=True)
def set_homes(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    student_id: FromPath[int],
) -> Response[str] | Redirect:
    """How each guardian comes to the conferences that are called from now on."""
    viewer, on = frame.viewer, today(frame.at, frame.zone)
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    with site.store.read() as connection:
        _seen(connection, viewer, student_id, on)
        guardians = people.guardians_of(connection, student_id)
    names = [f"meets-{one.person.id}" for one in guardians]
    ways = [form.chosen(name, WAYS, "Choose how this guardian comes.") for name in names]
    if guardians and not form.faults and TOGETHER not in ways:
        form.fault(names[0], "Somebody has to come to the first conference. Let one come to it.")
    if form.faults or not guardians:
        return _student_page(site, frame, student_id, form)
    said = {one.person.id: WAYS[way] for one, way in zip(guardians, ways, strict=True)}
    site.store.write(lambda session: people.meet(session.connection, student_id, said))
    return go(f"/students/{student_id}")


def _student_page(site: Site, frame: Frame, student_id: int, form: Form) -> Response[str]:
    viewer, on = frame.viewer, today(frame.at, frame.zone)
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    with site.store.read() as connection:
        found = _seen(connection, viewer, student_id, on)
        years = questions.cases_of_student(connection, student_id)
        guardians = people.guardians_of(connection, student_id)
    values = {
        "student": found,
        "areas": [STRENGTH_AREAS.get(code, code) for code in found.areas],
        "years": [(case_id, year, standing_said(word)) for case_id, year, word in years],
        "guardians": tuple(
            GuardianShown(
                row=one.person,
                tie=one.tie,
                rights=rights_of(one.tie),
                way=form.typed(f"meets-{one.person.id}") or one.tie.meets or TOGETHER,
            )
            for one in guardians
        ),
        "ways": HOMES,
        "form": form,
    }
    return page(frame, "staff/student.html", values, 422 if form.faults else 200)


def _seen(connection: Connection, viewer: Viewer, student_id: int, on: date) -> people.Person:
    """The student; NotSeenError for whoever may not see the newest plan."""
    found = people.person(connection, student_id)
    years = questions.cases_of_student(connection, student_id)
    newest = cases.load(connection, years[0][0]) if years else None
    if found is None or found.kind != "student" or (newest and not may_see(viewer, newest, on)):
        raise NotSeenError
    return found


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
