"""The page of one conference: its notice, its people and their answers; and moving it by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings import planner
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, after, page
from meetings.web.asking import ask
from meetings.web.forms import Form
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.choices import CHANNELS, CONFERENCE_KINDS, EXCUSALS, RESULTS, TIERS
from meetings.web.staff.filled import slot_of
from meetings.web.staff.saying import asking_of, status_of, with_said
from meetings.web.staff.scene import Scene, of_chart, offered, scene_of, with_return
from workflow.commands import Command, Convene, Move
from workflow.plan import Conference, Subject
from workflow.seats import participants

ANSWERS = {
    "accepted": ("Comes", "good"),
    "tentative": ("Perhaps", "warn"),
    "declined": ("Cannot come", "bad"),
    "needs_action": ("No answer yet", "plain"),
}
PROPOSAL_STATES = {
    "open": "open",
    "accepted": "taken up",
    "refused": "not possible",
    "obsolete": "out of date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    person_id: int
    name: str
    role: str
    answer: str
    tone: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One conference of an opened plan."""

    scene: Scene
    conference: Conference
    subject: Subject

    @property
    def url(self) -> str:
        return f"/conferences/{self.scene.case.id}/{self.conference.no}"


def opened(scene: Scene, no: int) -> Opened:
    conference, subject = scene.case.conference(no), scene.case.subject("conference", no)
    if conference is None or subject is None:
        raise NotSeenError
    return Opened(scene=scene, conference=conference, subject=subject)


@get("/conferences/{case_id:int}/{no:int}", sync_to_thread=True)
def show_conference(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str]:
    with site.store.read() as connection:
        one = opened(scene_of(site.store, connection, frame, case_id), no)
    scene, conference = one.scene, one.conference
    found = of_chart(offered(scene), "conference", no)
    extra = tuple(o for o in offered(scene) if o.command == "record_attempt")
    values = {
        "one": one,
        "scene": scene,
        "conference": conference,
        "says": scene.law.charts["conference"].states[one.subject.state].says,
        "kind": dict(CONFERENCE_KINDS).get(one.subject.kind, "Conference"),
        "tier": dict(TIERS).get(conference.tier, conference.tier),
        "when": told.span(frame, conference.slot) if conference.slot else "",
        "held": [told.span(frame, slot) for slot in conference.offered],
        "options": with_return((*found, *extra), one.url),
        "seats": seats_of(one),
        "attempts": _attempts(frame, scene),
        "excusals": _excusals(frame, one),
        "proposals": _proposals(frame, one),
        "interpreter": scene.names.get(conference.interpreter_id or 0, ""),
        "noticed": told.moment(frame, conference.noticed_at) if conference.noticed_at else "",
    }
    return page(frame, "staff/conference.html", values)


def seats_of(one: Opened) -> tuple[Seat, ...]:
    """Everybody who is invited, with their answer to the newest invitation."""
    invited = participants(one.scene.case, one.scene.on, one.conference)
    answers = {answer.person_id: answer for answer in one.conference.answers}
    seats = []
    for person_id, role in {**invited, **{p: "" for p in answers if p not in invited}}.items():
        answer = answers.get(person_id)
        words, tone = ANSWERS.get(answer.partstat if answer else "", ("Not invited yet", "plain"))
        how = told.MODES.get(answer.modality, "") if answer else ""
        if answer and answer.source:
            how = f"{how}, said by {answer.source}"
        seats.append(
            Seat(
                person_id=person_id,
                name=one.scene.names.get(person_id, ""),
                role=told.ROLES.get(role, role or "no seat any more"),
                answer=words,
                tone=tone,
                how=how,
            )
        )
    return tuple(seats)


def _attempts(frame: Frame, scene: Scene) -> tuple[str, ...]:
    channels, results = dict(CHANNELS), dict(RESULTS)
    return tuple(
        f"{told.moment(frame, one.at)}: {scene.name(one.person_id)}, "
        f"{channels.get(one.channel, one.channel).lower()}, "
        f"{results.get(one.result, one.result).lower()} (by {scene.name(one.by)})"
        for one in scene.case.attempts
    )


def _excusals(frame: Frame, one: Opened) -> tuple[str, ...]:
    kinds = dict(EXCUSALS)
    return tuple(
        f"{one.scene.name(each.person_id)}: {kinds.get(each.kind, each.kind).lower()}, "
        + (
            f"agreed on {told.moment(frame, each.granted_at)}"
            if each.granted_at
            else "the family has not agreed yet"
        )
        for each in one.conference.excusals
    )


def _proposals(frame: Frame, one: Opened) -> tuple[tuple[str, str, str], ...]:
    """Who, when in words, and the value that the move form takes."""
    zone = ZoneInfo(frame.zone)
    return tuple(
        (
            f"{one.scene.name(each.person_id)} ({PROPOSAL_STATES.get(each.state, each.state)})",
            told.moment(frame, each.starts_at),
            each.starts_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        )
        for each in one.conference.proposals
    )


@get("/conferences/{case_id:int}/{no:int}/move", sync_to_thread=True)
def show_move(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
    start: FromQuery[str] = "",
    room: FromQuery[str] = "",
    interpreter: FromQuery[str] = "",
) -> Response[str]:
    chosen = {"slot": start, "slot-room": room, "slot-interpreter": interpreter}
    form = Form(values={name: (value,) for name, value in chosen.items() if value})
    return _move_page(site, frame, (case_id, no), form)


@post("/conferences/{case_id:int}/{no:int}/move", sync_to_thread=True)
def send_move(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        one = opened(scene_of(site.store, connection, frame, case_id), no)
    command = _moving(site, one, form)
    if command is None:
        return _move_page(site, frame, (case_id, no), form)
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, with_said(one.url, "sent"), {"Why": form.text("reason")})


def _moving(site: Site, one: Opened, form: Form) -> Command | None:
    """The first time is set, a standing one is moved."""
    asking = asking_of(site, one.scene, form, one.conference.no)
    slot = slot_of(form, "slot", asking, "Choose a day and a time.")
    if slot is None or form.faults:
        return None
    by, no = one.scene.actor("specialist"), one.conference.no
    if one.subject.state == "scheduled":
        return Move(
            by=by, key=form.key, seen=form.seen, no=no, slot=slot, reason=form.text("reason")
        )
    modes = {str(answer.person_id): answer.modality for answer in one.conference.answers}
    return Convene(by=by, key=form.key, seen=form.seen, no=no, slot=slot, modalities=modes)


def _move_page(site: Site, frame: Frame, place: tuple[int, int], form: Form) -> Response[str]:
    with site.store.read() as connection:
        one = opened(scene_of(site.store, connection, frame, place[0]), place[1])
        found = planner.choices(site.store, connection, one.scene.case, frame.at)
        rooms = questions.rooms(connection)
    wanted = "move" if one.subject.state == "scheduled" else "convene"
    asked = next((o for o in offered(one.scene) if o.command == wanted), None)
    values = {
        "one": one,
        "scene": one.scene,
        "conference": one.conference,
        "when": told.span(frame, one.conference.slot) if one.conference.slot else "",
        "is_first": wanted == "convene",
        "blocked": asked.blocked if asked else "The time cannot be set now.",
        "form": form,
        "minutes": one.conference.length_minutes,
        "room": one.conference.slot.room if one.conference.slot else "",
        "rooms": rooms,
        "days": days_shown(frame, one, found),
    }
    return page(frame, "staff/move.html", values, status_of(form))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShown:
    url: str
    time: str
    room: str
    #: What it costs in points; less is better for everybody.
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    name: str
    starts: tuple[StartShown, ...]


def days_shown(
    frame: Frame, one: Opened, found: tuple[planner.Choice, ...]
) -> tuple[DayShown, ...]:
    """Lawful starts by day, in the order of time."""
    zone = ZoneInfo(frame.zone)
    days: dict[date, list[StartShown]] = {}
    for choice in sorted(found, key=lambda each: each.slot.starts_at):
        starts_at = choice.slot.starts_at.astimezone(zone)
        asked = {
            "start": f"{starts_at:%Y-%m-%dT%H:%M}",
            "room": choice.slot.room,
            "interpreter": choice.slot.interpreter_id or "",
        }
        shown = StartShown(
            url=f"{one.url}/move?{urlencode(asked)}",
            time=f"{starts_at:%-I:%M %p}",
            room=choice.slot.room,
            points=choice.points,
        )
        days.setdefault(starts_at.date(), []).append(shown)
    return tuple(DayShown(name=told.day(frame, on), starts=tuple(day)) for on, day in days.items())
