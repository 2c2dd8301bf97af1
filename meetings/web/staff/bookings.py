"""Self-booking: open it for chosen families, see who has taken a time, close it, plan the rest.

What the family sees is web/family/booking.py; which times are safe is meetings/planner/suiting.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings import planner
from meetings.planner.announcing import announce_booking
from meetings.store import Session, bookings
from meetings.store.bookings import Booking
from meetings.store.caseload import Line
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.proposals import days_of, seeks
from meetings.web.staff.saying import with_said
from meetings.web.staff.times import closing

LIST = "/caseload/bookings"
GUARDS = (
    (
        "withhold",
        "Hide times that would leave another family without one",
        "So most families find a time.",
    ),
    ("show_last", "Show them last, with a sentence", ""),
    ("off", "Show every time that suits", "First come, first served."),
)
#: Days until a booking closes if nothing else is said.
OPEN_DAYS = 7
#: As many digits fit into a number of the database.
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingShown:
    id: int
    days: str
    closes: str
    open: bool
    taken: int
    all: int
    guard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShown:
    case_id: int
    student: str
    #: "" without a time.
    when: str
    url: str


@get(LIST, sync_to_thread=True)
def show_bookings(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    return _list_page(site, frame, EMPTY)


def _list_page(site: Site, frame: Frame, form: Form) -> Response[str]:
    with site.store.read() as connection:
        rows = {row.case.id: row for row in lines_of(site.store, connection, frame)}
        found = [one for one in bookings.everything(connection) if set(one.case_ids) & set(rows)]
    taken = {case for one in found if one.open_at(frame.at) for case in one.case_ids}
    closes = today(frame.at, frame.zone) + timedelta(days=OPEN_DAYS)
    values = {
        "bookings": [_shown(frame, one, rows) for one in found],
        "seekers": [row for row in rows.values() if seeks(row) and row.case.id not in taken],
        "chosen": set(form.picked("case")),
        "guards": GUARDS,
        "closes": form.typed("closes_on") or closes.isoformat(),
        "form": form,
    }
    return page(frame, "staff/bookings.html", values, 422 if form.faults else 200)


def _shown(frame: Frame, one: Booking, rows: dict[int, Line]) -> BookingShown:
    mine = [rows[case] for case in one.case_ids if case in rows]
    return BookingShown(
        id=one.id,
        days=f"{told.day(frame, one.first_on)} – {told.day(frame, one.last_on)}",
        closes=told.moment(frame, one.closed_at or one.closes_at),
        open=one.open_at(frame.at),
        taken=sum(not seeks(row) for row in mine),
        all=len(mine),
        guard=next((words for word, words, _ in GUARDS if word == one.guard), one.guard),
    )


@post(LIST, sync_to_thread=True)
def open_booking(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """The families are told at once; each takes its time by itself."""
    with site.store.read() as connection:
        mine = {row.case.id for row in lines_of(site.store, connection, frame) if seeks(row)}
    wanted = _wanted(form, (viewer.person_id, frame), mine)
    if wanted is None:
        return _list_page(site, frame, form)
    opened = site.store.write(lambda session: _open(session, wanted, at))
    if isinstance(opened, str):
        form.fault("case", opened)
        return _list_page(site, frame, form)
    site.poke()
    return go(with_said(f"{LIST}/{opened}", "sent"))


def _wanted(form: Form, who: tuple[int, Frame], mine: set[int]) -> bookings.Wanted | None:
    by, frame = who
    first_on, last_on = days_of(form)
    closes_at = closing(form, frame, "Say until when families may choose.")
    guard = form.chosen("guard", bookings.GUARDS, "Say how times are guarded.")
    ticked = (one for one in form.picked("case") if len(one) <= MOST_DIGITS and one.isdecimal())
    chosen = tuple(int(one) for one in ticked)
    if not set(chosen) & mine:
        form.fault("case", "Tick at least one plan that waits for a time.")
    if not first_on:
        form.fault("first_on", "Say from which day.")
    if not last_on:
        form.fault("last_on", "Say until which day.")
    if form.faults or not first_on or not last_on or not closes_at:
        return None
    return bookings.Wanted(
        case_ids=tuple(one for one in chosen if one in mine),
        first_on=first_on,
        last_on=last_on,
        closes_at=closes_at,
        guard=guard,
        by=by,
    )


def _open(session: Session, wanted: bookings.Wanted, at: datetime) -> int | str:
    number = bookings.open_booking(session.connection, wanted, at)
    if isinstance(number, int):
        announce_booking(session, number, at)
    return number


@get(LIST + "/{booking_id:int}", sync_to_thread=True)
def show_booking(
    site: NamedDependency[Site], frame: NamedDependency[Frame], booking_id: FromPath[int]
) -> Response[str]:
    one, rows = _seen(site, frame, booking_id)
    families = [_family(frame, rows[case]) for case in one.case_ids if case in rows]
    values = {
        "one": _shown(frame, one, rows),
        "taken": [each for each in families if each.when],
        "waiting": [each for each in families if not each.when],
    }
    return page(frame, "staff/booking.html", values)


def _seen(site: Site, frame: Frame, booking_id: int) -> tuple[Booking, dict[int, Line]]:
    """NotSeenError for one in which none of the viewer's students is."""
    with site.store.read() as connection:
        rows = {row.case.id: row for row in lines_of(site.store, connection, frame)}
        one = bookings.of_id(connection, booking_id)
    if one is None or not set(one.case_ids) & set(rows):
        raise NotSeenError
    return one, rows


def _family(frame: Frame, row: Line) -> FamilyShown:
    no = row.meeting.no if row.meeting else 0
    at = row.meets_at if row.meets == "scheduled" else None
    return FamilyShown(
        case_id=row.case.id,
        student=row.student,
        when=told.moment(frame, at) if at else "",
        url=f"/conferences/{row.case.id}/{no}" if no else f"/plans/{row.case.id}",
    )


@post(LIST + "/{booking_id:int}/closing", sync_to_thread=True)
def close_booking(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    booking_id: FromPath[int],
) -> Redirect:
    """What was taken stays; one that is closed stays closed."""
    _seen(site, frame, booking_id)
    site.store.write(lambda session: bookings.close(session.connection, booking_id, at))
    return go(with_said(f"{LIST}/{booking_id}", "done"))


@post(LIST + "/{booking_id:int}/rest", sync_to_thread=True)
def plan_rest(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    booking_id: FromPath[int],
) -> Response[str] | Redirect:
    """Closes it, and queues a run for those who have not taken a time."""
    one, rows = _seen(site, frame, booking_id)
    left = tuple(case for case in one.case_ids if case in rows and seeks(rows[case]))
    site.store.write(lambda session: bookings.close(session.connection, booking_id, at))
    if not left:
        return go(with_said(f"{LIST}/{booking_id}", "done"))
    run_id = planner.queue(site.store, planner.Wanted(case_ids=left, by=viewer.person_id), at)
    site.poke()
    return go(f"/proposals/{run_id}")
