"""A time for one conference: the five best starts with how each suits everybody; set, hold or ask.

Starts are asked of the planner again when something is pressed, so that nothing old is believed.
The poll that is opened here is poll_shown.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.planner.announcing import announce_poll, ask_times
from meetings.planner.suiting import Start, Starts, best
from meetings.planning.why import PARTS
from meetings.store import Session, cases, people, polls
from meetings.store.polls import Asked, Option
from meetings.web import told
from meetings.web.answers import Frame, after, go, page, refusal
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import today
from meetings.web.site import Site
from meetings.web.staff.place import Sits, sits
from meetings.web.staff.poll_shown import poll_values
from meetings.web.staff.saying import with_said
from meetings.web.staff.scene import Scene, scene_of
from meetings.web.staff.time_set import Undone, Wish, called, set_time
from meetings.web.time_tasks import still_sought
from workflow.ask import people_of, roles_of
from workflow.plan import Case, Slot

#: So many times are held for a family at once.
HELD = 3
#: Days until a poll closes if nothing else is said.
POLL_DAYS = 4
ACTS = ("set", "hold", "poll")
#: No poll or booking closes later than this.
MOST_DAYS = 730
GONE = "One of these times is gone. Choose among those that the page shows now."
HAS_TIME = "This conference has a time, so nobody would vote. Set another time to move it."


class _NotOpened(Exception):  # noqa: N818  named for what happened
    """No poll was opened, so no conference is called for it either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShown:
    value: str
    when: str
    room: str
    points: int
    parts: tuple[tuple[str, int], ...]
    people: tuple[Sits, ...]
    #: In percent: how many of them have said that they can.
    sure: int
    #: Students who would have no time left.
    harms: tuple[str, ...]


@get("/plans/{case_id:int}/times", sync_to_thread=True)
def show_times(
    site: NamedDependency[Site], frame: NamedDependency[Frame], case_id: FromPath[int]
) -> Response[str]:
    return times_page(site, frame, case_id, EMPTY)


def times_page(site: Site, frame: Frame, case_id: int, form: Form) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        found = best(site.store, connection, scene.case, frame.at)
        poll = poll_values(site.store, connection, frame, scene)
        shown = _shown(frame, connection, scene, found)
    running = scene.case.running("conference")
    conference = told.newest_conference(scene.case)
    slot = conference.slot if conference and running and running.state == "scheduled" else None
    closes = today(frame.at, frame.zone) + timedelta(days=POLL_DAYS)
    values = {
        "scene": scene,
        "student": scene.student,
        "now": told.span(frame, slot) if slot else "",
        "held": [told.span(frame, one) for one in conference.offered]
        if conference and running and running.state == "proposed"
        else [],
        "starts": shown,
        "sentence": found.sentence,
        "remedy": found.remedy,
        "poll": poll,
        "chosen": set(form.picked("start")),
        "closes": form.typed("closes_on") or closes.isoformat(),
        "form": form,
    }
    return page(frame, "staff/times.html", values, 422 if form.faults else 200)


def _shown(
    frame: Frame, connection: Connection, scene: Scene, found: Starts
) -> tuple[StartShown, ...]:
    harmed = {one for start in found.starts for one in start.harms}
    names = _students(connection, harmed)
    guests = {one for start in found.starts for one in start.standings} - set(scene.names)
    known = {**people.names(connection, tuple(sorted(guests))), **scene.names}
    return tuple(_start(frame, scene, start, (known, names)) for start in found.starts)


def _students(connection: Connection, ids: set[int]) -> dict[int, str]:
    found = [case for one in sorted(ids) if (case := cases.load(connection, one)) is not None]
    names = people.names(connection, tuple(case.student_id for case in found))
    return {case.id: names.get(case.student_id, "") for case in found}


def _start(
    frame: Frame,
    scene: Scene,
    start: Start,
    names: tuple[Mapping[int, str], Mapping[int, str]],
) -> StartShown:
    guests, students = names
    return StartShown(
        value=start.slot.starts_at.isoformat(),
        when=told.span(frame, start.slot),
        room=start.slot.room,
        points=start.points,
        parts=tuple((PARTS.get(name, name), by) for name, by in sorted(start.parts.items()) if by),
        people=tuple(
            sits(guests.get(one, ""), _role(scene, one), standing)
            for one, standing in start.standings.items()
        ),
        sure=round(start.confidence * 100),
        harms=tuple(students.get(one, "") for one in start.harms),
    )


def _role(scene: Scene, person_id: int) -> str:
    role = next(iter(roles_of(scene.case, person_id, scene.on)), "")
    return {"parent": "guardian", "chair": "specialist"}.get(role, role)


@post("/plans/{case_id:int}/times", sync_to_thread=True)
def choose_times(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    """Sets the ticked time, holds up to three for the family, or asks everybody in a poll."""
    act = form.chosen("act", ACTS, "Press one of the buttons.")
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        found = best(site.store, connection, scene.case, at)
    slots = _ticked(form, found)
    _count(form, act, slots)
    closes_at = closing(form, frame, "Say until when answers count.") if act == "poll" else at
    if form.faults or closes_at is None:
        return times_page(site, frame, case_id, form)
    wish = Wish(
        case_id=case_id,
        by=scene.actor("specialist"),
        key=form.key,
        at=at,
        slots=slots,
        offer=act == "hold",
    )
    if act == "poll":
        return _polled(site, frame, form, (wish, closes_at))
    outcome = set_time(site.store, wish)
    site.poke()
    return after(frame, outcome, with_said(f"/plans/{case_id}", "sent"))


def _ticked(form: Form, found: Starts) -> tuple[Slot, ...]:
    known = {one.slot.starts_at.isoformat(): one.slot for one in found.starts}
    picked = tuple(dict.fromkeys(form.picked("start")))
    if any(one not in known for one in picked):
        form.fault("start", GONE)
    return tuple(sorted((known[one] for one in picked if one in known), key=_begins))


def _begins(slot: Slot) -> datetime:
    return slot.starts_at


def _count(form: Form, act: str, slots: tuple[Slot, ...]) -> None:
    if form.wrong("start") or not act:
        return
    if not slots:
        form.fault("start", "Tick a time first.")
    elif act == "set" and len(slots) > 1:
        form.fault("start", "One time can be set. Tick one, or hold several for the family.")
    elif act == "hold" and len(slots) > HELD:
        form.fault("start", f"Up to {HELD} times can be held. Tick fewer.")


def closing(form: Form, frame: Frame, missing: str) -> datetime | None:
    """The end of the day `closes_on`; None is a fault of the form."""
    on = form.on("closes_on", missing)
    if on is None:
        return None
    if abs((on - today(frame.at, frame.zone)).days) > MOST_DAYS:
        form.fault("closes_on", "Choose a day within two years.")
        return None
    return datetime.combine(on, time(23, 59), ZoneInfo(frame.zone)).astimezone(UTC)


def _polled(
    site: Site, frame: Frame, form: Form, wanted: tuple[Wish, datetime]
) -> Response[str] | Redirect:
    """A poll is about a conference, so one is called where none is: both, or neither."""
    wish, closes_at = wanted
    try:
        site.store.write(lambda session: _open(session, wish, closes_at))
    except Undone as undone:
        return refusal(frame, undone.answer)
    except _NotOpened as wrong:
        form.fault("closes_on", str(wrong))
        return times_page(site, frame, wish.case_id, form)
    site.poke()
    return go(with_said(f"/plans/{wish.case_id}/times#poll", "sent"))


def _open(session: Session, wish: Wish, closes_at: datetime) -> None:
    case = called(session, wish)
    running = case.running("conference")
    if running is None or not still_sought(case, running.no):
        raise _NotOpened(HAS_TIME)
    asked = Asked(
        case_id=case.id,
        conference_no=running.no,
        options=tuple(
            Option(starts_at=one.starts_at, ends_at=one.ends_at, room=one.room)
            for one in wish.slots
        ),
        closes_at=closes_at,
        by=wish.by.person_id,
    )
    number = polls.open_poll(session.connection, asked, wish.at)
    if isinstance(number, str):
        raise _NotOpened(number)
    announce_poll(session, number, wish.at)


@post("/plans/{case_id:int}/times/question", sync_to_thread=True)
def ask_family(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Redirect:
    """A letter to the parents for further hours; once a day, however often it is pressed."""
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
    ask_parents(site, scene.case, at)
    return go(with_said(f"/plans/{case_id}/times", "sent"))


def ask_parents(site: Site, case: Case, at: datetime) -> None:
    def ask(session: Session) -> None:
        on = session.school(case.school_year).local(at)
        ask_times(session, case.id, people_of(case, "parent", on), at)

    site.store.write(ask)
    site.poke()
