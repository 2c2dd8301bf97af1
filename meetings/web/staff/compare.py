"""Two proposals side by side: who gains a time, who loses one, who moves, and what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from meetings.planner.questions import compare
from meetings.planner.runs import Run, case_id
from meetings.planning.why import PARTS
from meetings.web.answers import Frame, NotSeenError, page
from meetings.web.site import Site
from meetings.web.staff.cards import Shelf
from meetings.web.staff.runs_seen import run_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveShown:
    case_id: int
    student: str
    before: str
    after: str
    because: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    words: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return self.after - self.before


@get("/proposals/{before_id:int}/difference/{after_id:int}", sync_to_thread=True)
def show_proposals_compared(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    before_id: FromPath[int],
    after_id: FromPath[int],
) -> Response[str]:
    with site.store.read() as connection:
        before = run_seen(site.store, connection, frame, before_id)
        after = run_seen(site.store, connection, frame, after_id)
        found = compare(connection, before_id, after_id) if before.run.over else None
    if found is None or not after.run.over:
        raise NotSeenError
    shelf = after.shelf(frame)
    values = {
        "before": before,
        "after": after,
        "found": found,
        "gained": _named(shelf, found.newly_placed),
        "lost": _named(shelf, found.no_longer_placed),
        "moved": [
            MoveShown(
                case_id=case_id(one.conference),
                student=shelf.student(case_id(one.conference)),
                before=shelf.when(one.was_at),
                after=shelf.when(one.is_at),
                because=one.because,
                confirmed=one.confirmed,
            )
            for one in found.moved
        ],
        "parts": _parts(before.run, after.run),
        "times": _times(shelf, after.run),
    }
    return page(frame, "staff/compared.html", values)


def _named(shelf: Shelf, keys: Iterable[str]) -> tuple[tuple[int, str], ...]:
    return tuple((case_id(key), shelf.student(case_id(key))) for key in keys)


def _times(shelf: Shelf, run: Run) -> dict[int, str]:
    return {one.case_id: shelf.when(one.slot.starts_at) for one in run.placed}


def _parts(before: Run, after: Run) -> tuple[PartShown, ...]:
    old, new = before.points_by_part, after.points_by_part
    return tuple(
        PartShown(words=PARTS.get(name, name), before=old.get(name, 0), after=new.get(name, 0))
        for name in sorted({*old, *new}, key=lambda name: -max(old.get(name, 0), new.get(name, 0)))
    )
