"""Where one conference of a proposal could be instead: lawful starts with their price, or why not.

Everything else stays where it is, so the answer is instant: it is work on masks. Pressing a start
is edits.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from meetings import planner
from meetings.planner.building import case_key
from meetings.planning.byhand import move
from meetings.planning.grid import ends_at, grain_at, starts_at
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.vacant import vacant_starts
from meetings.planning.why import PARTS
from meetings.web.staff.cards import Shelf

OFF_THE_DAYS = "This moment lies outside the days and hours of the proposal."
BEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A run that can be asked, and one of its conferences."""

    problem: Problem
    proposal: Proposal
    key: str

    @property
    def now(self) -> Placement | None:
        return next((p for p in self.proposal.placements if p.conference == self.key), None)


def opened(connection: Connection, run_id: int, case_id: int) -> Opened | None:
    """None where the run cannot be read, or does not plan this case."""
    problem = planner.problem_of(connection, run_id)
    proposal = planner.proposal_of(connection, run_id)
    key = case_key(case_id)
    if problem is None or proposal is None or key not in problem.conference:
        return None
    return Opened(problem=problem, proposal=proposal, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    #: What the form sends: an instant.
    value: str
    #: The school's time.
    at: datetime
    time: str
    room: str
    #: More or fewer points than where it is now; None where it has no time.
    more: int | None
    points: int
    #: It is there now.
    here: bool

    @property
    def price(self) -> str:
        if self.here:
            return "now"
        if self.more is None:
            return f"{self.points} points"
        return f"{self.more:+d} points" if self.more else "as many points"


def starts_of(one: Opened, shelf: Shelf) -> tuple[Start, ...]:
    """Every lawful start, in the order of time."""
    found = vacant_starts(one.problem, one.proposal.placements, one.key)
    now = one.now.start if one.now else None
    base = next((each.points for each in found if each.start == now), None)
    return tuple(
        Start(
            value=starts_at(one.problem.grid, each.start).isoformat(),
            at=shelf.local(starts_at(one.problem.grid, each.start)),
            time=f"{shelf.local(starts_at(one.problem.grid, each.start)):%-I:%M %p}",
            room=(each.placement.room or "") if each.placement else "",
            more=None if base is None else each.points - base,
            points=each.points,
            here=each.start == now,
        )
        for each in found
    )


def best_of(found: Iterable[Start]) -> tuple[Start, ...]:
    """A few with the fewest points, each on a day of its own if there are so many days."""
    order = sorted((one for one in found if not one.here), key=lambda one: (one.points, one.at))
    first = {one.at.date(): one for one in reversed(order)}
    return tuple(sorted(first.values(), key=lambda one: (one.points, one.at))[:BEST])


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfStarts:
    on: date
    name: str
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfStarts:
    name: str
    days: tuple[DayOfStarts, ...]
    count: int
    #: The conference is in this week now.
    here: bool


def by_week(found: Iterable[Start], shelf: Shelf) -> tuple[WeekOfStarts, ...]:
    weeks: dict[date, list[Start]] = {}
    for one in found:
        on = one.at.date()
        weeks.setdefault(on - timedelta(days=on.weekday()), []).append(one)
    return tuple(
        WeekOfStarts(
            name=shelf.day(monday),
            days=tuple(_days(starts, shelf)),
            count=len(starts),
            here=any(one.here for one in starts),
        )
        for monday, starts in weeks.items()
    )


def _days(starts: list[Start], shelf: Shelf) -> Iterable[DayOfStarts]:
    days: dict[date, list[Start]] = {}
    for one in starts:
        days.setdefault(one.at.date(), []).append(one)
    return (DayOfStarts(on=on, name=shelf.day(on), starts=tuple(day)) for on, day in days.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Of one start that somebody named."""

    when: str
    value: str
    possible: bool
    sentence: str


def verdict_of(one: Opened, shelf: Shelf, at: datetime) -> Verdict:
    start = grain_at(one.problem.grid, at)
    if start is None:
        sentence, possible = OFF_THE_DAYS, False
    else:
        said = move(one.problem, one.proposal.placements, one.key, start)
        possible = said.placement is not None
        sentence = said.sentence or _price(said.points, said.parts or {})
    return Verdict(when=shelf.when(at), value=at.isoformat(), possible=possible, sentence=sentence)


def _price(points: int, parts: object) -> str:
    named = parts if isinstance(parts, dict) else {}
    because = ", ".join(f"{PARTS.get(name, name)} {by:+d}" for name, by in named.items() if by)
    return f"It can be held then: {points} points{f' ({because})' if because else ''}."


def rooms_of(one: Opened) -> tuple[str, ...]:
    """The rooms that it could have."""
    rooms = one.problem.conference[one.key].rooms
    return tuple(unit.key for unit in one.problem.pool[rooms].units) if rooms else ()


def until(one: Opened, shelf: Shelf) -> str:
    """When it ends where it is."""
    if one.now is None:
        return ""
    length = one.problem.grid.grains(one.problem.conference[one.key].length_minutes)
    return f"{shelf.local(ends_at(one.problem.grid, one.now.start + length)):%-I:%M %p}"
