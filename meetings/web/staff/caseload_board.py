"""The caseload as a week board: what stands now, and mending it when something happens.

Somebody is ill, the school or a room is closed: the plan is mended with as few moves as can be, as
a proposal with before and after (run_page.py). Nobody is moved before it is accepted.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy import insert

from meetings.planner import policy
from meetings.planner.replanning import Away, DayClosed, Happened, Mend, RoomClosed, replan
from meetings.planning.reseat import Ring
from meetings.store import Session, locks
from meetings.store.tables import room_closed
from meetings.web.answers import AnyRequest, Frame, NotYoursError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from meetings.web.staff import questions
from meetings.web.staff.cards import Shelf, of_lines
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.run_page import board
from meetings.web.staff.runs_seen import asked_showing, people_of
from meetings.web.staff.school_settings import MAY_CHANGE
from meetings.web.staff.showing import Showing
from meetings.web.times_kept import school_year

HERE = "/caseload/week"
WHATS = (
    ("ill", "A person is away"),
    ("closed", "The school is closed"),
    ("room", "A room is closed"),
)
RINGS = (
    ("1", "Also times that are only offered"),
    ("0", "Nobody else"),
    ("2", "Also confirmed ones of the same specialist"),
    ("3", "Also those of other specialists"),
)
NOBODY = "Nobody has lost a time by this, so nothing has to move."
KEPT_FREE = f"{NOBODY} The day is now kept free of conferences."
#: So far ahead a day can be closed.
AHEAD = timedelta(days=2 * 366)


@get(HERE, sync_to_thread=True)
def show_week(
    site: NamedDependency[Site], frame: NamedDependency[Frame], request: AnyRequest
) -> Response[str]:
    return _week_page(site, frame, asked_showing(request), EMPTY)


def _week_page(
    site: Site, frame: Frame, showing: Showing, form: Form, note: str = ""
) -> Response[str]:
    with site.store.read() as connection:
        rows = {row.case.id: row for row in lines_of(site.store, connection, frame)}
        shelf = Shelf(
            zone=frame.zone,
            locale=frame.locale,
            rows=rows,
            locks=locks.of_cases(connection, rows),
            initials=showing.initials,
        )
        cards = of_lines(shelf, rows.values())
        known = people_of(connection, {one for card in cards for one in card.people})
        rooms = questions.rooms(connection)
    on = today(frame.at, frame.zone)
    shown = showing if showing.week else replace(showing, week=on)
    values = {
        "board": board(frame, cards, shown, known),
        "form": form,
        "note": note,
        "whats": WHATS,
        "rings": RINGS,
        "people": list(known.names.items()),
        "rooms": rooms,
        "on": on,
        "waiting": sum(row.meets in ("draft", "unanswered") for row in rows.values()),
    }
    return page(frame, "staff/week.html", values, 422 if form.faults else 200)


@post("/caseload/mending", sync_to_thread=True)
def mend(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Queues a mended plan; a closed day or room is also kept for every later plan."""
    with site.store.read() as connection:
        rooms = questions.rooms(connection)
    happened = _happened(form, rooms)
    closed = happened.on if isinstance(happened, DayClosed) else None
    if closed is not None:
        _check_closing(site, (viewer, frame), form, closed)
    if happened is None or form.faults:
        return _week_page(site, frame, Showing(path=HERE), form)
    ring = form.chosen("widest", dict(RINGS)) or "1"
    wanted = Mend(happened=happened, by=viewer.person_id, widest=Ring(int(ring)))
    if closed is not None:
        # The days of the mended plan are those that are left, or it could not be accepted.
        site.store.write(lambda session: _close_day(session, closed))
    run_id = replan(site.store, wanted, at)
    if isinstance(happened, RoomClosed):
        said = viewer.person_id, at
        site.store.write(lambda session: _close_room(session, happened, said, frame.zone))
    site.poke()
    if run_id is None:
        return _week_page(site, frame, Showing(path=HERE), EMPTY, KEPT_FREE if closed else NOBODY)
    return go(f"/proposals/{run_id}")


def _happened(form: Form, rooms: tuple[str, ...]) -> Happened | None:
    what = form.chosen("what", dict(WHATS), "Say what happened.")
    on = form.on("on", "Say on which day.")
    if what == "ill" and not form.whole("person"):
        form.fault("person", "Choose who is away.")
    if what == "room" and form.line("room") not in rooms:
        form.fault("room", "Choose the room.")
    if form.faults or on is None:
        return None
    match what:
        case "ill":
            return Away(person_id=form.whole("person") or 0, on=on)
        case "room":
            return RoomClosed(room=form.line("room"), on=on)
        case _:
            return DayClosed(on=on)


def _check_closing(site: Site, who: tuple[Viewer, Frame], form: Form, on: date) -> None:
    """As the settings of planning, for the day is kept there; faults for what is no school day."""
    viewer, frame = who
    if not viewer.has_role(*MAY_CHANGE):
        raise NotYoursError
    now = today(frame.at, frame.zone)
    if on < now:
        form.fault("on", "This day is over. Choose a later one.")
    elif on - now > AHEAD:
        form.fault("on", "This day is too far away.")
    else:
        with site.store.read() as connection:
            school = site.store.school(connection, school_year(on))
        if not school.is_school_day(on):
            form.fault("on", "There is no school on this day anyway.")


def _close_day(session: Session, on: date) -> None:
    known = policy.decided(session.connection)
    days = tuple(sorted({*known.blackout, on}))
    policy.decide(session.connection, msgspec.structs.replace(known, blackout=days))


def _close_room(
    session: Session, happened: RoomClosed, said: tuple[int, datetime], zone: str
) -> None:
    by, at = said
    if happened.on is None:
        return
    begins, ends = (
        datetime.combine(happened.on, wall, ZoneInfo(zone)) for wall in (time(0), time(23, 59))
    )
    row = {"room": happened.room, "starts_at": begins, "ends_at": ends, "by_person": by}
    session.connection.execute(insert(room_closed).values(row | {"said_at": at}))
