"""The page of one planning run: how far the search is, else the proposal as a week board.

While it is searched the page comes again by itself; no script is needed. Reading alone: what is
done to a proposal is proposals.py and edits.py.
"""

from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from meetings.web import told
from meetings.web.answers import AnyRequest, Frame, page
from meetings.web.site import Site
from meetings.web.staff.board import Card, People, mondays_of, week_of
from meetings.web.staff.cards import Shelf, before, of_run
from meetings.web.staff.outlook import STAGES, outlook, pulled
from meetings.web.staff.remedies import missing_of
from meetings.web.staff.runs_seen import Seen, asked_showing, people_of, run_seen
from meetings.web.staff.showing import VIEWS, Showing, nearest
from workflow.refusals import Refused

#: Seconds until the page of a search comes again.
AGAIN = 3
Refusals = tuple[tuple[int, Refused], ...]


@get("/proposals/{run_id:int}", sync_to_thread=True)
def show_proposal(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    request: AnyRequest,
    run_id: FromPath[int],
) -> Response[str]:
    return run_page(site, frame, run_id, showing=asked_showing(request))


def run_page(
    site: Site,
    frame: Frame,
    run_id: int,
    refused: Refusals = (),
    showing: Showing | None = None,
) -> Response[str]:
    with site.store.read() as connection:
        seen = run_seen(site.store, connection, frame, run_id)
        people = {who.person_id for one in seen.run.placed for who in one.sitting}
        known = people_of(connection, people | set(pulled(seen.run)))
    if not seen.run.over:
        return _progress_page(frame, seen)
    shown = showing or Showing(path=f"/proposals/{run_id}")
    shelf = seen.shelf(frame, initials=shown.initials)
    values = {
        "seen": seen,
        "run": seen.run,
        "when": told.moment(frame, seen.run.made_at),
        "head": outlook(seen.run, shelf, known.names),
        "missing": missing_of(seen.run, shelf),
        "moves": _moves(seen, shelf),
        "board": board(frame, of_run(shelf, seen.run), shown, known),
        "refused": [(shelf.student(case), case, why) for case, why in refused],
        "stale": any(why.code == "changed" for _, why in refused),
    }
    return page(frame, "staff/proposal.html", values, 409 if refused else 200)


def _progress_page(frame: Frame, seen: Seen) -> Response[str]:
    run = seen.run
    values = {
        "seen": seen,
        "run": run,
        "when": told.moment(frame, run.made_at),
        "stage": STAGES.get(run.progress.stage, "") if run.status == "running" else "",
        "placed": max(run.progress.placed, len(run.placed)),
        "all": len(run.case_ids),
        "at_most": run.progress.at_most,
        "again": AGAIN,
    }
    answer = page(frame, "staff/progress.html", values)
    answer.headers["Refresh"] = str(AGAIN)
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveShown:
    """One conference that stood elsewhere."""

    student: str
    case_id: int
    before: str
    after: str
    why: str


def _moves(seen: Seen, shelf: Shelf) -> tuple[MoveShown, ...]:
    run = seen.run
    found = ((one, before(run, one)) for one in run.placed)
    return tuple(
        MoveShown(
            student=shelf.student(one.case_id),
            case_id=one.case_id,
            before=shelf.when(stood),
            after=shelf.when(one.slot.starts_at),
            why=one.why or (run.words if run.mode == "replan" else ""),
        )
        for one, stood in found
        if stood is not None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardShown:
    """Everything that the board and its choices need."""

    showing: Showing
    week: object
    mondays: tuple[tuple[date, str, int], ...]
    rooms: tuple[str, ...]
    people: dict[int, str]
    views: tuple[tuple[str, str], ...]
    days: dict[date, str]
    short_days: dict[date, str]
    #: Cards that the choice leaves out are not counted.
    shown: int
    all: int


def board(frame: Frame, cards: tuple[Card, ...], showing: Showing, known: People) -> BoardShown:
    kept = tuple(card for card in cards if showing.keeps(card))
    monday = nearest(mondays_of(kept), showing.week)
    week = week_of(kept, monday, showing.how, known) if monday else None
    shelf = Shelf(zone=frame.zone, locale=frame.locale, rows={}, locks={})
    days = week.days if week else ()
    return BoardShown(
        showing=showing,
        week=week,
        mondays=tuple(
            (one, shelf.day(one), sum(one == m for m in map(_monday, kept)))
            for one in mondays_of(kept)
        ),
        rooms=tuple(sorted({card.room for card in cards if card.room})),
        people={
            one: name for one, name in known.names.items() if any(one in c.people for c in cards)
        },
        views=VIEWS,
        days={on: told.day(frame, on) for on in days},
        short_days={on: shelf.day(on) for on in days},
        shown=len(kept),
        all=len(cards),
    )


def _monday(card: Card) -> date:
    (found,) = mondays_of((card,))
    return found
