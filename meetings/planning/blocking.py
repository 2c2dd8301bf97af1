"""Which members of a conference have no start in common, and what opens if one could do more.

A member is a group of the table, the specialist, the room, the interpreter, the class cover, or the
conference's own days. Works on masks alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from meetings.planning.grid import every, span, starts_at
from meetings.planning.ground import Ground, Like, lawful_starts, starts_of, whole
from meetings.planning.problem import Conference, Kind, Problem, Seat, SeatRule
from meetings.planning.teams import pulled

DAYS, CHAIR, ROOM, INTERPRETER, COVER = "days", "specialist", "room", "interpreter", "class cover"

#: Who is asked first to give way; groups of the table come between interpreter and specialist.
ORDER = (ROOM, INTERPRETER, COVER, DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """A smallest set of members without a common start."""

    members: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would help, and how many starts it opens."""

    sentence: str
    opens: int


def blocking(ground: Ground, conference: Conference) -> Blocking:
    """Find the smallest set; the first one in canonical order if there are several."""
    masks = starts_by_member(ground, conference)
    names = sorted(masks)
    for size in range(1, len(names) + 1):
        for members in combinations(names, size):
            if not _common(ground, masks, members):
                return Blocking(members=members, sentence=_say(members))
    return Blocking(members=tuple(names), sentence="No team can be put together at any start.")


def starts_by_member(ground: Ground, conference: Conference) -> Mapping[str, int]:
    """Mark for each member the starts that it could serve if nobody else mattered."""
    length = ground.problem.grid.grains(conference.length_minutes)
    masks = {
        DAYS: lawful_starts(ground.problem, conference),
        CHAIR: whole(ground.free[conference.chair], length),
    }
    for seat in conference.seats:
        if seat.rule is not SeatRule.OPTIONAL:
            masks[seat.group] = masks.get(seat.group, -1) & _seat_starts(ground, seat, length)
    if conference.rooms is not None:
        hold = length + ground.problem.grid.grains(conference.buffer_minutes)
        masks[ROOM] = _unit_starts(ground, ground.like[conference.rooms], (length, hold))
    if conference.interpreters is not None:
        masks[INTERPRETER] = _unit_starts(
            ground, ground.like[conference.interpreters], (length, length)
        )
    if conference.cover is not None:
        masks[COVER] = _cover_starts(ground, conference, length)
    return masks


def _seat_starts(ground: Ground, seat: Seat, length: int) -> int:
    """Mark where enough of a group can come: count up to k, person by person."""
    need = {SeatRule.ALL: len(seat.people), SeatRule.ONE_OF: 1}.get(seat.rule, seat.k)
    at_least = [every(ground.problem.grid), *([0] * need)]
    for key in seat.people:
        able = whole(ground.free[key], length)
        for count in range(need, 0, -1):
            at_least[count] |= at_least[count - 1] & able
    return at_least[need]


def _unit_starts(ground: Ground, kinds: Iterable[Like], lengths: tuple[int, int]) -> int:
    length, hold = lengths
    open_grains = every(ground.problem.grid) << 0
    mask = 0
    for kind in kinds:
        # Beyond the last grain nothing is taken.
        untaken = ~kind.taken & (
            open_grains | span(ground.problem.grid.size, ground.problem.grid.size + hold)
        )
        mask |= whole(kind.usable, length) & whole(untaken, hold)
    return mask


def _cover_starts(ground: Ground, conference: Conference, length: int) -> int:
    """Mark where the classes of those who must come are covered, or they have none."""
    cover = ground.problem.cover[conference.cover or ""]
    able = whole(cover.usable, length) if cover.size else 0
    must = {
        conference.chair,
        *(p for s in conference.seats if s.rule is SeatRule.ALL for p in s.people),
    }
    mask = 0
    for start in starts_of(lawful_starts(ground.problem, conference)):
        talk = span(start, start + length)
        away = sum(pulled(ground.problem.person[p], talk) for p in must)
        if away == 0 or (away <= cover.size and able >> start & 1):
            mask |= 1 << start
    return mask


def _common(ground: Ground, masks: Mapping[str, int], members: Iterable[str]) -> int:
    # Whoever is asked, a conference begins at a start of the grid, in an open hour.
    grid = ground.problem.grid
    one_day = sum(1 << offset for offset in range(0, grid.per_day, grid.step))
    common = sum(one_day << (day * grid.per_day) for day in range(len(grid.dates))) & ~grid.closed
    for member in members:
        common &= masks[member]
    return common


def _say(members: tuple[str, ...]) -> str:
    if members == (DAYS,):
        return "No day of the window is open for this conference."
    if len(members) == 1:
        return f"The {members[0]} has no time at all that is long enough."
    if DAYS in members:
        rest = listed([m for m in members if m != DAYS])
        return f"On the days that are open for this conference, no start suits the {rest}."
    return f"No start suits the {listed(members)} together."


def listed(names: Iterable[str]) -> str:
    """Put names in a row: "guardian", "guardian and the specialist"."""
    *first, last = names
    return f"{', the '.join(first)} and the {last}" if first else last


def remedy(ground: Ground, conference: Conference, found: Blocking) -> Remedy:
    """Choose the cheapest change of one member that opens a start."""
    masks = starts_by_member(ground, conference)
    covered = _with_classes_covered(ground, conference)
    if covered:
        sentence = f"Let a class be covered: {_starts(ground.problem, covered)}."
        return Remedy(sentence=sentence, opens=covered.bit_count())
    for member in sorted(found.members, key=_order):
        opens = _common(ground, masks, [m for m in masks if m != member])
        if opens:
            sentence = f"{_ask(member)}: {_starts(ground.problem, opens)}."
            return Remedy(sentence=sentence, opens=opens.bit_count())
    asked = listed(sorted(found.members, key=_order))
    return Remedy(
        sentence=f"One change is not enough. Ask for further times: the {asked}.", opens=0
    )


def _with_classes_covered(ground: Ground, conference: Conference) -> int:
    """Mark the starts that open if staff may be taken out of class."""
    problem = ground.problem
    if problem.policy.may_pull:
        return 0
    free = {p.key: p.usable if p.kind is Kind.STAFF else ground.free[p.key] for p in problem.people}
    masks = starts_by_member(replace(ground, free=free), conference)
    return _common(ground, masks, masks)


def _order(member: str) -> tuple[int, str]:
    if member == CHAIR:
        return len(ORDER) + 1, member
    return (ORDER.index(member), "") if member in ORDER else (len(ORDER), member)


def _ask(member: str) -> str:
    match member:
        case "room":
            return "Hold it by video, or find a room"
        case "interpreter":
            return "Find another interpreter"
        case "class cover":
            return "Find somebody who takes the class"
        case "days":
            return "Open further days, or have the notice waived"
        case _:
            return f"Ask the {member} for further times"


def _starts(problem: Problem, mask: int) -> str:
    """Say how many starts there are, and the first of up to three days."""
    first: dict[int, int] = {}
    for start in starts_of(mask):
        first.setdefault(problem.grid.day(start), start)
    some = [f"{starts_at(problem.grid, s):%A %Y-%m-%d %H:%M}" for s in list(first.values())[:3]]
    count = mask.bit_count()
    return f"{count} {'start opens' if count == 1 else 'starts open'}, among them {', '.join(some)}"
