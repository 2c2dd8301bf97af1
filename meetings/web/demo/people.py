"""Who lives in the demo, and becoming one of them: a sign-in without a password or a link."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.identity import accounts, faces, sessions
from meetings.store import people
from meetings.store.people import Person
from meetings.web.answers import AnyRequest, Frame, NotSeenError, home_of, page
from meetings.web.demo.mover import Mover
from meetings.web.demo.play import Play
from meetings.web.forms import Form
from meetings.web.signin import come_in, own_path
from meetings.web.site import Site, Viewer

#: So many people are listed; the search finds the others.
LISTED = 30
KINDS = (
    ("staff", "Staff"),
    ("guardian", "Parents and guardians"),
    ("student", "Students"),
    ("interpreter", "Interpreters"),
)
STAFF_ROLES = {
    "gt_specialist": "gifted specialist",
    "administrator": "administrator",
    "principal": "principal",
    "counselor": "counselor",
    "teacher": "teacher",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: int
    name: str
    what: str
    unread: int
    by_post: bool


@get("/demo", sync_to_thread=True)
def show_people(
    play: NamedDependency[Play],
    mover: NamedDependency[Mover],
    frame: NamedDependency[Frame],
    words: FromQuery[str] = "",
    kind: FromQuery[str] = "",
) -> Response[str]:
    with play.store.read() as connection:
        everybody = people.everybody(connection)
        whose = _children(connection, everybody)
    asked = words.strip().lower()[:80]
    order = [code for code, _ in KINDS]
    found = [
        each
        for each in sorted(everybody, key=lambda one: (order.index(one.kind), one.family_name))
        if kind in ("", each.kind) and asked in f"{each.name} {whose.get(each.id, '')}".lower()
    ]
    values = {
        "office": play.office,
        "tellings": play.tellings,
        "lines": [_line(each, whose, mover) for each in found[:LISTED]],
        "total": len(found),
        "kinds": KINDS,
        "kind": kind,
        "words": words,
    }
    return page(frame, "demo/people.html", values)


def _children(connection: Connection, everybody: tuple[Person, ...]) -> dict[int, str]:
    """Of each guardian, the names of the students."""
    students = {each.id: each.name for each in everybody if each.kind == "student"}
    found: dict[int, list[str]] = defaultdict(list)
    for student_id, tied in people.guardians_of_all(connection, students).items():
        for one in tied:
            found[one.person.id].append(students[student_id])
    return {guardian: ", ".join(names) for guardian, names in found.items()}


def _line(person: Person, whose: dict[int, str], mover: Mover) -> Line:
    return Line(
        id=person.id,
        name=person.name,
        what=_what(person, whose),
        unread=mover.unread(person.id),
        by_post=person.kind == "guardian" and person.by_letter,
    )


def _what(person: Person, whose: dict[int, str]) -> str:
    match person.kind:
        case "student":
            return f"student, grade {person.grade}"
        case "guardian":
            return f"family of {whose.get(person.id, '')}"
        case "interpreter":
            return f"interpreter: {', '.join(person.languages)}"
        case _:
            return STAFF_ROLES.get(person.staff_role, "district staff")


@post("/demo/become/{person_id:int}", sync_to_thread=True)
def become(
    request: AnyRequest,
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    person_id: FromPath[int],
) -> Redirect:
    """Ends the sign-in before; the new one counts as one that has entered its code."""
    with site.store.read() as connection:
        viewer = _viewer(connection, person_id, at)
    before = frame.viewer
    if before is not None:
        site.store.write(lambda session: sessions.end(session, before.session_id, at))
    arrival = sessions.Arrival(
        person_id=person_id,
        kind=viewer.kind,
        method="demo",
        browser=request.headers.get("user-agent", ""),
        code_passed_at=at,
    )
    return come_in(site, arrival, at, own_path(form.line("to")) or home_of(viewer))


def _viewer(connection: Connection, person_id: int, at: datetime) -> Viewer:
    person = people.person(connection, person_id)
    account = accounts.of_person(connection, person_id)
    if person is None or (person.kind == "staff" and account is None):
        raise NotSeenError
    return Viewer(
        person_id=person_id,
        name=person.name,
        kind=faces.viewer_kind(person),
        roles=account.roles if account else (),
        session_id=0,
        since=at,
        method="demo",
    )
