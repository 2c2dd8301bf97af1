"""When somebody can come: a painted week, one week of its own, single days; said and understood.

The same page serves families (/family/times), teachers (/teacher/times), all staff (/me/times) and
the office for whoever called (/people/<id>/times). How the form is read: web/painted_form.py.
"""

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from meetings.store.availability import Word
from meetings.web import hours as words
from meetings.web.answers import Frame, go, page
from meetings.web.family.replies import pressed_too_fast
from meetings.web.forms import Form
from meetings.web.hours import Heading
from meetings.web.painted_form import CODES, Scope, cells_typed, painted_of, scope_of
from meetings.web.painting import (
    DAYS,
    Cells,
    Hours,
    said_now,
    usual_cells,
    week_cells,
)
from meetings.web.site import Site, Viewer
from meetings.web.times_kept import CHANGED, Known, Place, Press, keep, known_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One half hour of one day, as a list of its own; of a closed day one cell for all."""

    name: str
    labelled: str
    code: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    code: str
    at: str
    words: str
    cells: tuple[Cell, ...]


@get("/family/times", sync_to_thread=True)
def show_times(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    week: FromQuery[str] = "",
) -> Response[str]:
    """`week` is the Monday of one week; without it every week is shown."""
    return times_page(site, frame, place_of(viewer, frame), Form(values={"shown": (week,)}))


@post("/family/times", sync_to_thread=True)
def send_times(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    place = place_of(viewer, frame)
    if pressed_too_fast(site, viewer, at):
        return times_page(site, frame, place, form, note=words.AGAIN)
    return save_times(site, (viewer, frame), place, form)


@get("/family/times/done", sync_to_thread=True)
def times_done(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    called: FromQuery[str] = "",
) -> Response[str]:
    return done_page(site, frame, place_of(viewer, frame), called=bool(called))


def place_of(viewer: Viewer, frame: Frame) -> Place:
    """One's own times, at the address that was opened."""
    return Place(
        person_id=viewer.person_id,
        url=frame.path.removesuffix("/done"),
        may_call=viewer.kind == "family",
    )


def save_times(
    site: Site, who: tuple[Viewer, Frame], place: Place, form: Form
) -> Response[str] | Redirect:
    """Written and told in words; or the page again, with everything as it was painted."""
    viewer, frame = who
    known = known_of(site, frame, place)
    scope = scope_of(form, known.mondays)
    painted = painted_of(form, known.hours, (_cells(known, scope.monday), known.today), scope)
    call = place.may_call and form.ticked("call")
    if not call and not said_now(known.sheet, painted, known.hours) and not form.faults:
        form.fault("paint", words.NOTHING)
    if form.faults:
        return times_page(site, frame, place, form)
    word = Word(person_id=place.person_id, source=place.source, by=viewer.person_id, at=frame.at)
    press = Press(word=word, painted=painted, known=known, seen=form.line("seen"), call=call)
    answer = site.store.write(lambda session: keep(session, press))
    if answer:
        return times_page(site, frame, place, form, note=answer)
    site.poke()
    return go(f"{place.url}/done{'?called=yes' if call else ''}")


def _cells(known: Known, monday: date | None) -> Cells:
    if monday is None:
        return usual_cells(known.sheet, known.hours)
    return week_cells(known.sheet, monday, known.hours)


def times_page(
    site: Site, frame: Frame, place: Place, form: Form, *, note: str = ""
) -> Response[str]:
    """409 with a note that others changed it, 422 with faults; what was painted is still there."""
    known = known_of(site, frame, place)
    shown = _monday(form.typed("shown"), known)
    closed = words.closed_days(known.calendar, shown, known.today) if shown else ("",) * len(DAYS)
    columns = words.headings(frame, shown, closed)
    sent = form.has("seen")
    cells = cells_typed(form, known.hours, _cells(known, shown)) if sent else _cells(known, shown)
    scope = scope_of(form, known.mondays) if sent else Scope(monday=shown)
    values = {
        "place": place,
        "known": known,
        "form": form,
        "note": note,
        "columns": columns,
        "rows": _rows(frame, known.hours, columns, cells),
        "codes": tuple((code, words.BRUSHES[kind]) for kind, code in CODES.items()),
        "said": words.understood(frame, known.sheet, known.today),
        "shown": shown.isoformat() if shown else "",
        "scope": scope,
        "weeks": [(one.isoformat(), words.day_of_month(frame, one)) for one in known.mondays],
        "remote": form.typed("how") == "remote" if sent else known.sheet.remote,
        "zone": form.typed("zone") if sent else known.sheet.zone,
        "zone_words": words.zone_name(frame, known.sheet.zone or frame.zone),
        "zones": words.zones(frame, known.sheet.zone),
        "whats": words.WHATS,
        "days_open": any(row.typed("on") or row.typed("from") for row in form.rows("day")),
    }
    status = 422 if form.faults else 409 if note == CHANGED else 200
    return page(frame, "family/times.html", values, status)


def _monday(text: str, known: Known) -> date | None:
    return next((one for one in known.mondays if one.isoformat() == text), None)


def _rows(
    frame: Frame, hours: Hours, columns: tuple[Heading, ...], cells: Cells
) -> tuple[Row, ...]:
    starts = hours.starts()
    told = zip(starts, words.half_hours(frame, starts), strict=True)
    return tuple(
        Row(
            code=code,
            at=at,
            words=said,
            cells=tuple(
                Cell(
                    name=f"c{n}-{code}",
                    labelled=f"d{n} t{code}",
                    code=CODES.get(cells.get((n, start), ""), ""),
                    closed=column.closed,
                )
                for n, column in enumerate(columns)
                if not column.closed or start == starts[0]
            ),
        )
        for start, (code, at, said) in told
    )


def done_page(site: Site, frame: Frame, place: Place, *, called: bool = False) -> Response[str]:
    known = known_of(site, frame, place)
    values = {
        "place": place,
        "said": words.understood(frame, known.sheet, known.today),
        "called": called,
        "zone_words": words.zone_name(frame, frame.zone),
    }
    return page(frame, "family/times_done.html", values)


# The same page at the addresses of staff, behind their guards.
show_teacher_times = get("/teacher/times", sync_to_thread=True)(show_times.fn)
send_teacher_times = post("/teacher/times", sync_to_thread=True)(send_times.fn)
teacher_times_done = get("/teacher/times/done", sync_to_thread=True)(times_done.fn)
show_my_times = get("/me/times", sync_to_thread=True)(show_times.fn)
send_my_times = post("/me/times", sync_to_thread=True)(send_times.fn)
my_times_done = get("/me/times/done", sync_to_thread=True)(times_done.fn)
