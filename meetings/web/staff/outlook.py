"""The head of a proposal: when it ends, how good it is, who pays for it, what it would change now.

Values for the page, from what was worked out with the run; nothing is solved here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from meetings.planner.building import person_id
from meetings.planner.runs import Run, case_id
from meetings.planning.saying import many
from meetings.planning.why import PARTS
from meetings.web.staff.cards import Shelf

#: What is searched, from the most to the least important.
STAGES = {
    "": "The search begins",
    "on_time": "As many as can be on time",
    "placed": "As many as can be at all",
    "confirmed_moved": "As few confirmed times moved as can be",
    "told": "As few people told of a change as can be",
    "points": "As little burden as can be",
}
PROVEN = "PROVEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOne:
    student: str
    case_id: int
    due: str
    #: "" without a time.
    held: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One change that would help the whole caseload; its number is what the form sends."""

    number: int
    sentence: str
    #: Whose families would be asked.
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    forecast: str
    placed: int
    unplaced: int
    at_most: int
    #: No plan places more.
    most_proven: bool
    points: int
    #: How much less burden another plan could have, in words.
    gap: str
    #: Part in words and its points, the dearest first.
    parts: tuple[tuple[str, int], ...]
    late: tuple[LateOne, ...]
    fairness: str
    #: Teacher and how often they leave class.
    pulls: tuple[tuple[str, int], ...]
    #: Families who gave few times: name and case.
    ask_again: tuple[tuple[str, int], ...]
    #: What accepting it would change.
    now: tuple[str, ...]
    helps: tuple[Help, ...]


def pulled(run: Run) -> tuple[int, ...]:
    """Whose names the head will need."""
    return tuple(person_id(key) for key in run.form.get("fairness", {}).get("pulls", {}))


def outlook(run: Run, shelf: Shelf, names: dict[int, str]) -> Outlook:
    fair = run.form.get("fairness", {})
    placed = _level(run, "placed")
    proven = placed is not None and placed["status"] == PROVEN
    pulls = fair.get("pulls", {})
    return Outlook(
        forecast=run.forecast,
        placed=len(run.placed),
        unplaced=len(run.unplaced),
        at_most=run.bound,
        most_proven=proven or run.bound == len(run.placed),
        points=run.points,
        gap=_gap(run),
        parts=_parts(run),
        late=tuple(_late(run, shelf)),
        fairness=fair.get("sentence", ""),
        pulls=tuple((names.get(person_id(key), key), count) for key, count in pulls.items()),
        ask_again=tuple(
            (shelf.student(case_id(key)), case_id(key)) for key in fair.get("ask_again", ())
        ),
        now=tuple(_now(run)),
        helps=tuple(_helps(run, shelf)),
    )


def _level(run: Run, name: str) -> dict[str, Any] | None:
    return next((one for one in run.levels if one["name"] == name), None)


def _gap(run: Run) -> str:
    level = _level(run, "points")
    if level is None:
        return "not proven"
    if level["status"] == PROVEN:
        return "proven least"
    return f"another plan could have {level['bound']} at least"


def _parts(run: Run) -> tuple[tuple[str, int], ...]:
    said = sorted(run.points_by_part.items(), key=lambda one: (-one[1], one[0]))
    return tuple((PARTS.get(name, name), points) for name, points in said if points)


def _late(run: Run, shelf: Shelf) -> Iterator[LateOne]:
    for one in run.form.get("late", ()):
        number = case_id(one["conference"])
        if run.case_ids and number not in run.case_ids:
            continue
        yield LateOne(
            student=shelf.student(number),
            case_id=number,
            due=shelf.day(date.fromisoformat(one["due_on"])),
            held=shelf.day(date.fromisoformat(one["held_on"])) if one["held_on"] else "",
            reason=one["reason"],
        )


def _now(run: Run) -> Iterator[str]:
    """Counted against the times that stood as the plan was asked for."""
    before = {case: at for case, at in run.stood.items() if at}
    placed = {one.case_id: one.slot.starts_at.timestamp() for one in run.placed}
    stays = sum(_same(before[case], at) for case, at in placed.items() if case in before)
    moves = sum(case in before for case in placed) - stays
    loses = sum(case in before and case not in placed for case in run.case_ids)
    first = len(placed) - stays - moves
    if first:
        yield f"{many(first, 'conference')} {'gets' if first == 1 else 'get'} a time"
    if moves:
        yield f"{many(moves, 'conference')} {'moves' if moves == 1 else 'move'} to another time"
    if stays:
        yield f"{many(stays, 'conference')} {'keeps its' if stays == 1 else 'keep their'} time"
    if loses:
        yield f"{many(loses, 'conference')} {'loses its' if loses == 1 else 'lose their'} time"


def _same(iso: str, at: float) -> bool:
    return datetime.fromisoformat(iso).timestamp() == at


def _helps(run: Run, shelf: Shelf) -> Iterator[Help]:
    for number, one in enumerate(run.form.get("advice", ())):
        families = tuple(shelf.student(case_id(key)) for key in one["conferences"])
        yield Help(number=number, sentence=one["advice"], families=families)
