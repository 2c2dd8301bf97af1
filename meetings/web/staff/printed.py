"""A proposal on paper, a week a page, and as a table for a spreadsheet."""

import csv
import io

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from meetings.web import told
from meetings.web.answers import AnyRequest, Frame, page
from meetings.web.site import Site
from meetings.web.staff.board import Card, People, mondays_of, week_of
from meetings.web.staff.cards import of_run
from meetings.web.staff.runs_seen import Seen, asked_showing, people_of, run_seen
from meetings.web.staff.showing import Showing, initials_of

HEAD = ("plan", "student", "date", "from", "to", "room", "people", "points", "late", "remarks")
#: A spreadsheet would take what begins like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t")


@get("/proposals/{run_id:int}/print", sync_to_thread=True)
def show_printable(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    request: AnyRequest,
    run_id: FromPath[int],
) -> Response[str]:
    showing = asked_showing(request)
    seen, cards, known = _read(site, frame, run_id, showing)
    weeks = tuple(week_of(cards, one, showing.how, known) for one in mondays_of(cards))
    shelf = seen.shelf(frame)
    days = [on for week in weeks for on in week.days]
    values = {
        "seen": seen,
        "run": seen.run,
        "showing": showing,
        "weeks": weeks,
        "days": {on: told.day(frame, on) for on in days},
        "short_days": {on: shelf.day(on) for on in days},
        "unplaced": [
            seen.shelf(frame, initials=showing.initials).student(one.case_id)
            for one in seen.run.unplaced
        ],
    }
    return page(frame, "staff/printed.html", values)


def _read(
    site: Site, frame: Frame, run_id: int, showing: Showing
) -> tuple[Seen, tuple[Card, ...], People]:
    with site.store.read() as connection:
        seen = run_seen(site.store, connection, frame, run_id)
        people = {who.person_id for one in seen.run.placed for who in one.sitting}
        known = people_of(connection, people)
    if showing.initials:
        known = People(names=_initials(known.names), staff=_initials(known.staff))
    return seen, of_run(seen.shelf(frame, initials=showing.initials), seen.run), known


def _initials(names: dict[int, str]) -> dict[int, str]:
    return {one: initials_of(name) for one, name in names.items()}


@get("/proposals/{run_id:int}/table.csv", sync_to_thread=True)
def show_table(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    request: AnyRequest,
    run_id: FromPath[int],
) -> Response[bytes]:
    """Placed ones in the order of time, then those without a time."""
    showing = asked_showing(request)
    seen, cards, known = _read(site, frame, run_id, showing)
    shelf = seen.shelf(frame, initials=showing.initials)
    points = {one.case_id: one.points for one in seen.run.placed}
    rows = [
        _row(card, known.names, points)
        for card in sorted(cards, key=lambda one: (one.starts_at, one.student))
    ]
    rows += [
        (str(one.case_id), shelf.student(one.case_id), *[""] * 7, one.reason)
        for one in seen.run.unplaced
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *(tuple(map(_plain, row)) for row in rows)])
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="proposal-{run_id}.csv"'},
    )


def _row(card: Card, names: dict[int, str], points: dict[int, int]) -> tuple[str, ...]:
    return (
        str(card.case_id),
        card.student,
        card.on.isoformat(),
        f"{card.starts_at:%H:%M}",
        f"{card.ends_at:%H:%M}",
        card.room,
        "; ".join(names[one] for one in card.people if one in names),
        str(points.get(card.case_id, "")),
        "yes" if card.late else "",
        "; ".join(flag.words for flag in card.flags),
    )


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
