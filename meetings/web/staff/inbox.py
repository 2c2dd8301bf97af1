"""The inbox: letters that came in, those first that nobody could apply; what one counts as."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings import inbox
from meetings.inbox import CountedAs
from meetings.store import people
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, after, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site, Viewer
from meetings.web.staff import post_book
from meetings.web.staff.choices import ANSWERS
from meetings.web.staff.letter_shown import letter_text
from meetings.web.staff.post_book import Received
from meetings.web.staff.saying import status_of, with_said
from meetings.web.staff.scene import Scene, scene_of
from workflow.seats import participants

STATES: dict[str, tuple[str, str]] = {
    "held": ("Needs a person", "warn"),
    "dead": ("Could not be read", "bad"),
    "stored": ("Not looked at yet", "act"),
    "applied": ("Applied", "good"),
    "recorded": ("Recorded", "good"),
}
KINDS = {
    "answer": "answer to an invitation",
    "proposal": "another time is proposed",
    "delegation": "somebody else is sent",
    "refresh": "asks for the invitation again",
    "bounce": "a letter came back",
    "auto_reply": "automatic answer",
    "words": "a letter in words",
    "unreadable": "not readable",
    "": "not looked at yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: int
    when: str
    kind: str
    word: str
    tone: str
    reason: str
    who: str


@get("/inbox", sync_to_thread=True)
def show_inbox(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    stands: FromQuery[str] = "",
) -> Response[str]:
    with site.store.read() as connection:
        mine = post_book.only_of(viewer)
        found = post_book.received(connection, mine, stands)
        counts = post_book.received_counts(connection, mine)
        names = people.names(connection, tuple(one.person_id for one in found if one.person_id))
    values = {
        "lines": tuple(_line(frame, one, names) for one in found),
        "states": [(key, word, counts.get(key, 0)) for key, (word, _) in STATES.items()],
        "state": stands,
        "all": sum(counts.values()),
    }
    return page(frame, "staff/inbox.html", values)


def _line(frame: Frame, one: Received, names: dict[int, str]) -> Line:
    word, tone = STATES.get(one.state, (one.state, "plain"))
    return Line(
        id=one.id,
        when=told.moment(frame, one.received_at),
        kind=KINDS.get(one.kind, one.kind),
        word=word,
        tone=tone,
        reason=one.reason,
        who=names.get(one.person_id or 0, ""),
    )


@get("/inbox/{letter_id:int}", sync_to_thread=True)
def show_received(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    letter_id: FromPath[int],
    conference: FromQuery[str] = "",
) -> Response[str]:
    return _letter_page(site, frame, letter_id, Form(values={"conference": (conference,)}))


@post("/inbox/{letter_id:int}", sync_to_thread=True)
def count_as(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    letter_id: FromPath[int],
) -> Response[str] | Redirect:
    """The letter counts as somebody's answer, or is put aside as read."""
    one = _received(site, frame, letter_id)
    if form.typed("read"):
        site.store.write(lambda session: post_book.put_aside(session, one.id))
        return go(with_said("/inbox", "done"))
    counted = _counted(form, _place(one, form))
    if counted is None:
        return _letter_page(site, frame, letter_id, form)
    # A case that is not for this person is not there.
    with site.store.read() as connection:
        scene_of(site.store, connection, frame, counted.case_id)
    outcome = site.store.write(lambda session: inbox.count_as(session, one.id, counted, at))
    site.poke()
    typed = {"Comment": counted.comment}
    return after(frame, outcome, with_said("/inbox", "done"), typed)


def _counted(form: Form, place: tuple[int, int] | None) -> CountedAs | None:
    """None, with the faults in the form, where something was not chosen."""
    person = form.whole("person", "Choose whose answer it is.")
    partstat = form.chosen("partstat", dict(ANSWERS), "Choose what the answer is.")
    if place is None or person is None or not partstat:
        return None
    return CountedAs(
        case_id=place[0],
        no=place[1],
        person_id=person,
        partstat=partstat,
        comment=form.text("comment"),
    )


def _received(site: Site, frame: Frame, letter_id: int) -> Received:
    assert frame.viewer is not None  # noqa: S101  the router's guard demands a sign-in
    mine = post_book.only_of(frame.viewer)
    with site.store.read() as connection:
        found = [one for one in post_book.received(connection, mine) if one.id == letter_id]
    if not found:
        raise NotSeenError
    return found[0]


def _place(one: Received, form: Form) -> tuple[int, int] | None:
    """Case and conference: chosen, else the one the letter names."""
    case_id, _, no = form.typed("conference").partition(".")
    if case_id.isdecimal() and no.isdecimal():
        return int(case_id), int(no)
    return (one.case_id, one.conference_no) if one.case_id and one.conference_no else None


def _letter_page(site: Site, frame: Frame, letter_id: int, form: Form) -> Response[str]:
    one = _received(site, frame, letter_id)
    place = _place(one, form)
    with site.store.read() as connection:
        raw = post_book.received_raw(connection, letter_id) or b""
        choices = post_book.scheduled(connection)
        scene = scene_of(site.store, connection, frame, place[0]) if place else None
    word, tone = STATES.get(one.state, (one.state, "plain"))
    values = {
        "letter": one,
        "kind": KINDS.get(one.kind, one.kind),
        "word": word,
        "tone": tone,
        "when": told.moment(frame, one.received_at),
        "shown": letter_text(raw),
        "conferences": [("", "Please choose"), *((f"{c}.{n}", who) for c, n, who in choices)],
        "conference": f"{place[0]}.{place[1]}" if place else "",
        "people": _invited(scene) if scene else [],
        "answers": ANSWERS,
        "open": one.state in ("held", "dead", "stored"),
        "form": form if form.faults else EMPTY,
    }
    return page(frame, "staff/received.html", values, status_of(form))


def _invited(scene: Scene) -> list[tuple[str, str]]:
    seats = participants(scene.case, scene.on, told.newest_conference(scene.case))
    named = [
        (str(person), f"{scene.names.get(person, '')} ({told.ROLES.get(role, role)})")
        for person, role in seats.items()
    ]
    return [("", "Please choose"), *named]
