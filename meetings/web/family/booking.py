"""Self-booking: a family sees the times that are free for it, takes one, changes it, gives it back.

What is free, and that a time is taken once, is meetings/planner/booked.py. Nobody is told here who
else is busy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.planner import booked
from meetings.planner.booked import Gone, Taking
from meetings.planner.homes import not_asked
from meetings.planner.suiting import Start
from meetings.store import bookings, people
from meetings.store.bookings import Booking
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page, refusal
from meetings.web.family.replies import pressed_too_fast
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.hours import clock, day, short_day, zone_name
from meetings.web.site import Site, Viewer
from workflow.ask import roles_of
from workflow.plan import Case, Slot
from workflow.refusals import Refused

#: Up to so many times all days stand on one page.
ON_ONE_PAGE = 12
CHOOSE = "Please choose one of the times."
#: On the clock times that people expect; others only where these leave room.
ROUND = (0, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One family in its open booking; None where choosing is over."""

    case: Case
    child: str
    booking: Booking | None
    #: The time that stands, and whether it may still be changed here.
    slot: Slot | None
    may_change: bool

    @property
    def url(self) -> str:
        return f"/family/booking/{self.case.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    value: str
    words: str
    #: What the family said of this time, in a word; "" where nothing is to be said.
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    on: str
    words: str
    short: str
    count: int
    starts: tuple[Shown, ...]


HINTS = {"preferred": "best for you", "if_needed": "if need be, you said"}
LEAVES_FEWER = "leaves fewer times to others"


@get("/family/booking/{case_id:int}", sync_to_thread=True)
def show_booking(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    on: FromQuery[str] = "",
) -> Response[str]:
    """`on` is the day whose times are shown, where there are too many for one page."""
    return booking_page(
        site, frame, seat_of(site, viewer, frame, case_id), Form(values={"on": (on,)})
    )


@post("/family/booking/{case_id:int}", sync_to_thread=True)
def send_booking(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    seat = seat_of(site, viewer, frame, case_id)
    starts_at = _start(form)
    if starts_at is None:
        return booking_page(site, frame, seat, form)
    if pressed_too_fast(site, viewer, at):
        return booking_page(site, frame, seat, form, again=True)
    by = actor(viewer, seat.case, today(at, frame.zone), "parent")
    taking = Taking(case_id=case_id, by=by, key=form.key, at=at, starts_at=starts_at)
    return _answered(site, frame, seat, booked.take(site.store, taking))


def _answered(
    site: Site, frame: Frame, seat: Seat, answer: Case | Refused | Gone
) -> Response[str] | Redirect:
    match answer:
        case Gone(nearest=nearest):
            values = {
                "seat": seat,
                "nearest": [_shown(frame, slot, full=True) for slot in nearest],
            }
            return page(frame, "family/booking_gone.html", values, 409)
        case Refused():
            return refusal(frame, answer)
        case _:
            site.poke()
            return go(f"{seat.url}/done")


@get("/family/booking/{case_id:int}/done", sync_to_thread=True)
def booking_done(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str]:
    seat = seat_of(site, viewer, frame, case_id)
    return page(frame, "family/booking_done.html", _standing(frame, seat))


@get("/family/booking/{case_id:int}/back", sync_to_thread=True)
def show_giving_back(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    seat = seat_of(site, viewer, frame, case_id)
    if not seat.may_change or seat.booking is None:
        return go(seat.url)
    return page(frame, "family/booking_back.html", {**_standing(frame, seat), "again": False})


@post("/family/booking/{case_id:int}/back", sync_to_thread=True)
def give_back(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    seat = seat_of(site, viewer, frame, case_id)
    if pressed_too_fast(site, viewer, at):
        return page(frame, "family/booking_back.html", {**_standing(frame, seat), "again": True})
    by = actor(viewer, seat.case, today(at, frame.zone), "parent")
    taking = Taking(case_id=case_id, by=by, key=form.key, at=at)
    return _answered(site, frame, seat, booked.give_back(site.store, taking))


def seat_of(site: Site, viewer: Viewer, frame: Frame, case_id: int) -> Seat:
    """NotSeenError for whoever is no parent here, or whom this conference leaves out."""
    on = today(frame.at, frame.zone)
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, on)
        left_out = viewer.person_id in not_asked(connection, case, on)
        if left_out or "parent" not in roles_of(case, viewer.person_id, on):
            raise NotSeenError
        student = people.people_named(connection, (case.student_id,)).get(case.student_id)
        school = site.store.school(connection, case.school_year)
        return Seat(
            case=case,
            child=student.called if student else "",
            booking=bookings.of_case(connection, case_id, frame.at),
            slot=booked.standing_slot(case),
            may_change=booked.may_change(site.store.law, school, case, frame.at),
        )


def _start(form: Form) -> datetime | None:
    text = form.line("start", CHOOSE)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        form.fault("start", CHOOSE)
        return None
    return found


def booking_page(
    site: Site, frame: Frame, seat: Seat, form: Form, *, again: bool = False
) -> Response[str]:
    if seat.booking is None or (seat.slot is not None and not seat.may_change):
        return page(frame, "family/booking_done.html", _standing(frame, seat))
    with site.store.read() as connection:
        found = booked.offered(site.store, connection, seat.case, (seat.booking, frame.at))
    days = days_of(frame, found.starts)
    wanted = form.typed("on")
    many = sum(one.count for one in days) > ON_ONE_PAGE
    chosen = next((one for one in days if one.on == wanted), days[0] if days else None)
    values = {
        **_standing(frame, seat),
        "days": days,
        "many": many,
        "minutes": _minutes(found.starts),
        "open_days": [chosen] if many and chosen else days,
        "chosen": form.typed("start"),
        "sentence": found.sentence,
        "remedy": found.remedy,
        "again": again,
        "form": form,
    }
    return page(frame, "family/booking.html", values, 422 if form.faults else 200)


def _minutes(starts: Sequence[Start]) -> int:
    lengths = (one.slot.ends_at - one.slot.starts_at for one in starts)
    return max((int(length.total_seconds()) // 60 for length in lengths), default=0)


def days_of(frame: Frame, starts: Sequence[Start]) -> list[DayShown]:
    """In order; of times that overlap one is shown, those that cost others a place come last."""
    zone = ZoneInfo(frame.zone)
    by_day: dict[date, list[Start]] = {}
    for one in starts:
        by_day.setdefault(one.slot.starts_at.astimezone(zone).date(), []).append(one)
    return [
        DayShown(
            on=on.isoformat(),
            words=day(frame, on),
            short=short_day(frame, on),
            count=len(mine),
            starts=tuple(mine),
        )
        for on, told_of in sorted(by_day.items())
        for mine in ([_of_start(frame, one) for one in apart(told_of, zone)],)
    ]


def apart(starts: Iterable[Start], zone: ZoneInfo) -> list[Start]:
    """So that nobody has to choose among times that differ by a quarter of an hour."""
    kept: list[Start] = []
    ordered = sorted(
        starts,
        key=lambda one: (
            one.lowers,
            one.slot.starts_at.astimezone(zone).minute not in ROUND,
            one.slot.starts_at,
        ),
    )
    for one in ordered:
        if all(_clear(one.slot, other.slot) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.lowers, one.slot.starts_at))


def _clear(one: Slot, other: Slot) -> bool:
    return one.ends_at <= other.starts_at or other.ends_at <= one.starts_at


def _of_start(frame: Frame, one: Start) -> Shown:
    assert frame.viewer is not None  # noqa: S101  the router's guard demands a sign-in
    mine = HINTS.get(one.standings.get(frame.viewer.person_id, ""), "")
    hint = LEAVES_FEWER if one.lowers else mine
    return _shown(frame, one.slot, hint=frame.say(hint) if hint else "")


def _shown(frame: Frame, slot: Slot, *, hint: str = "", full: bool = False) -> Shown:
    begins = slot.starts_at.astimezone(ZoneInfo(frame.zone))
    words = told.span(frame, slot) if full else clock(frame, begins.time())
    return Shown(value=f"{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}", words=words, hint=hint)


def _standing(frame: Frame, seat: Seat) -> dict[str, object]:
    closes = seat.booking.closes_at if seat.booking else None
    return {
        "seat": seat,
        "when": told.span(frame, seat.slot) if seat.slot else "",
        "room": seat.slot.room if seat.slot else "",
        "interpreted": seat.slot is not None and seat.slot.interpreter_id is not None,
        "closes": told.moment(frame, closes) if closes else "",
        "zone_words": zone_name(frame, frame.zone),
        "form": EMPTY,
    }
