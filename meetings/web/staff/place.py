"""One conference inside a proposal: how it suits everybody, where else it could be, what is locked.

Also what a dragged card asks: the lawful starts, and the verdict on one time, as JSON. Reading
alone; the steps are edits.py.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy import Connection

from meetings.planner.questions import why_not
from meetings.planner.runs import Placed, Sitting, case_id
from meetings.planning.grid import starts_at
from meetings.planning.why import PARTS
from meetings.store.locks import HERE
from meetings.web.answers import Frame, NotSeenError, page
from meetings.web.site import Site
from meetings.web.staff.cards import GROUPS, Shelf, before, lock_words
from meetings.web.staff.remedies import missing_of
from meetings.web.staff.runs_seen import Seen, people_of, run_seen
from meetings.web.staff.starts import (
    Opened,
    best_of,
    by_week,
    opened,
    rooms_of,
    starts_of,
    until,
    verdict_of,
)

STANDINGS = {
    "preferred": ("likes this time", "good"),
    "possible": ("can come", "good"),
    "if_needed": ("only if need be", "plain"),
    "in_class": ("leaves class", "warn"),
    "unknown": ("not known", "warn"),
    "busy": ("cannot come", "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A time that somebody named for a conference."""

    typed: str
    #: None where it is no time.
    at: datetime | None
    #: Whether it is also asked who would have to move for it.
    force: bool


@get("/proposals/{run_id:int}/conferences/{case_number:int}", sync_to_thread=True)
def show_place(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    run_id: FromPath[int],
    case_number: FromPath[int],
    start: FromQuery[str] = "",
    force: FromQuery[str] = "",
) -> Response[str]:
    asked = Asked(typed=start, at=moment_of(start, frame.zone), force=bool(force))
    return place_page(site, frame, (run_id, case_number), asked)


NOTHING = Asked(typed="", at=None, force=False)


def place_page(
    site: Site, frame: Frame, place: tuple[int, int], asked: Asked, refused: str = ""
) -> Response[str]:
    _, number = place
    with site.store.read() as connection:
        seen, one = _open(site, connection, frame, place)
        placed = _placed(seen, number)
        known = people_of(connection, {w.person_id for w in placed.sitting} if placed else set())
        moving = _moving(connection, seen, (number, asked), frame)
    shelf = seen.shelf(frame)
    values = {
        **_told(seen, one, shelf),
        "case_id": number,
        "sitting": tuple(_sits(who, known.names) for who in placed.sitting) if placed else (),
        "asked": verdict_of(one, shelf, asked.at) if asked.at else None,
        "typed": asked.typed[:16],
        "wrong": bool(asked.typed) and asked.at is None,
        "moving": moving,
        "forced": asked.force,
        "refused": refused,
    }
    return page(frame, "staff/place.html", values, 409 if refused else 200)


def _open(
    site: Site, connection: Connection, frame: Frame, place: tuple[int, int]
) -> tuple[Seen, Opened]:
    run_id, number = place
    seen = run_seen(site.store, connection, frame, run_id)
    one = opened(connection, run_id, number)
    if one is None or number not in seen.run.case_ids or number not in seen.rows:
        raise NotSeenError
    return seen, one


def _placed(seen: Seen, number: int) -> Placed | None:
    return next((one for one in seen.run.placed if one.case_id == number), None)


def moment_of(text: str, zone: str) -> datetime | None:
    """An instant as buttons send it, or a wall time as it is typed."""
    try:
        said = datetime.fromisoformat(text)
        return (said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _told(seen: Seen, one: Opened, shelf: Shelf) -> dict[str, Any]:
    number = case_id(one.key)
    starts, mine = starts_of(one, shelf), seen.locks.get(number, ())
    return {
        **_where(seen, one, shelf),
        "seen": seen,
        "run": seen.run,
        "student": shelf.student(number),
        "missing": next((m for m in missing_of(seen.run, shelf) if m.case_id == number), None),
        "locks": tuple((lock.kind, lock_words(shelf, lock)) for lock in mine),
        "is_here": any(lock.kind == HERE for lock in mine),
        "best": best_of(starts),
        "weeks": by_week(starts, shelf),
        "count": len(starts),
        "rooms": rooms_of(one),
        "fixed": one.problem.conference[one.key].fixed is not None,
    }


def _where(seen: Seen, one: Opened, shelf: Shelf) -> dict[str, Any]:
    """Empty words where it has no time."""
    placed = _placed(seen, case_id(one.key))
    on = shelf.local(placed.slot.starts_at).date() if placed else None
    stood = before(seen.run, placed) if placed else None
    parts = sorted(placed.parts.items()) if placed else ()
    return {
        "placed": placed,
        "when": shelf.when(placed.slot.starts_at) if placed else "",
        "until": until(one, shelf),
        "on": on,
        "day": shelf.day(on) if on else "",
        "before": shelf.when(stood) if stood else "",
        "parts": tuple((PARTS.get(name, name), points) for name, points in parts if points),
        "room": placed.slot.room if placed else "",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sits:
    """Somebody who takes part, and how the time suits them."""

    name: str
    group: str
    words: str
    tone: str


def _sits(who: Sitting, names: dict[int, str]) -> Sits:
    return sits(names.get(who.person_id, ""), who.group, who.standing)


def sits(name: str, group: str, standing: str) -> Sits:
    words, tone = STANDINGS.get(standing, (standing, "plain"))
    return Sits(name=name, group=GROUPS.get(group, group), words=words, tone=tone)


def _moving(
    connection: Connection, seen: Seen, wanted: tuple[int, Asked], frame: Frame
) -> tuple[str, ...]:
    """What it would take to be held then, and who would have to make room; one sentence each."""
    number, asked = wanted
    one = opened(connection, seen.run.id, number)
    if not asked.force or asked.at is None or one is None:
        return ()
    found = why_not(connection, seen.run.id, number, asked.at)
    if found is None:
        return ()
    shelf, grid = seen.shelf(frame), one.problem.grid
    moves = (
        f"{shelf.student(case_id(each.conference))} would move from "
        f"{shelf.when(starts_at(grid, each.was_at))} to "
        f"{shelf.when(starts_at(grid, each.would_be_at))}."
        for each in found.moved
    )
    return (found.sentence, *moves)


@get("/proposals/{run_id:int}/conferences/{case_number:int}/starts", sync_to_thread=True)
def list_starts(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    run_id: FromPath[int],
    case_number: FromPath[int],
) -> dict[str, list[dict[str, str | int]]]:
    """The lawful starts, as a dragged card needs them."""
    with site.store.read() as connection:
        seen, one = _open(site, connection, frame, (run_id, case_number))
    found = starts_of(one, seen.shelf(frame))
    return {
        "starts": [
            {
                "value": each.value,
                "on": each.at.date().isoformat(),
                "hour": each.at.hour,
                "points": each.points,
                "words": f"{each.time}: {each.price}",
            }
            for each in found
            if not each.here
        ]
    }


@get("/proposals/{run_id:int}/conferences/{case_number:int}/verdict", sync_to_thread=True)
def tell_verdict(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    run_id: FromPath[int],
    case_number: FromPath[int],
    start: FromQuery[str],
) -> dict[str, str | bool]:
    """Of one start: whether it is possible, and the sentence."""
    with site.store.read() as connection:
        seen, one = _open(site, connection, frame, (run_id, case_number))
    at = moment_of(start, frame.zone)
    if at is None:
        return {"possible": False, "when": "", "sentence": "This is no time."}
    said = verdict_of(one, seen.shelf(frame), at)
    return {"possible": said.possible, "when": said.when, "sentence": said.sentence}
