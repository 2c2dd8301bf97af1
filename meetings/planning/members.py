"""Who has to be there for a conference, and at which starts each of them could be.

A member is a group of the table, the specialist, the room, the interpreter, the class cover, or the
conference's own days. Works on masks alone; sets without a common start are blocking.py.
"""

from collections.abc import Collection, Iterable, Mapping

from meetings.planning.grid import Grid, every
from meetings.planning.ground import Ground, lawful_starts, places, whole
from meetings.planning.problem import Conference, Kind, Place, Problem, Seat, SeatRule

DAYS, CHAIR, ROOM, INTERPRETER, COVER = "days", "specialist", "room", "interpreter", "class cover"


def starts_by_member(
    ground: Ground, conference: Conference, idle: Collection[str] = ()
) -> Mapping[str, int]:
    """Mark for each member the starts that it could serve if nobody else mattered.

    Idle people are taken to teach nobody and to be in the building.
    """
    problem = ground.problem
    length = problem.grid.grains(conference.length_minutes)
    masks = {
        DAYS: lawful_starts(problem, conference),
        CHAIR: whole(_chair_free(ground, conference, idle), length),
    }
    for seat in conference.seats:
        if seat.rule is not SeatRule.OPTIONAL:
            able = _seat_starts(ground, seat, length)
            masks[seat.group] = masks.get(seat.group, able) & able
    if conference.rooms is not None and Place.VIDEO not in places(conference):
        masks[ROOM] = _unit_starts(ground, conference, conference.rooms)
    if conference.interpreters is not None:
        masks[INTERPRETER] = _unit_starts(ground, conference, conference.interpreters)
    if conference.cover is not None:
        masks[COVER] = _cover_starts(ground, conference, idle)
    return masks


def _chair_free(ground: Ground, conference: Conference, idle: Collection[str]) -> int:
    """Mark when the chair can lead it; a conference in a room is not led from elsewhere."""
    free = ground.free[conference.chair]
    elsewhere = Place.VIDEO in places(conference) or conference.chair in idle
    return free if elsewhere else free & ~ground.problem.person[conference.chair].remote


def need_of(seat: Seat) -> int:
    """Say how many of a group have to come."""
    sizes = {SeatRule.ALL: len(seat.people), SeatRule.ONE_OF: 1, SeatRule.OPTIONAL: 0}
    return sizes.get(seat.rule, seat.k)


def _seat_starts(ground: Ground, seat: Seat, length: int) -> int:
    able = (whole(ground.free[key], length) for key in seat.people)
    return at_least(ground.problem, able, need_of(seat))[need_of(seat)]


def at_least(problem: Problem, masks: Iterable[int], most: int) -> list[int]:
    """Mark by n, up to the most, where n or more of these masks are set."""
    counted = [every(problem.grid), *([0] * most)]
    for mask in masks:
        for count in range(most, 0, -1):
            counted[count] |= counted[count - 1] & mask
    return counted


def _unit_starts(ground: Ground, conference: Conference, pool: str) -> int:
    """Mark where one unit of the pool serves; a room is held until the chair's buffer is over."""
    grid, in_room = ground.problem.grid, pool == conference.rooms
    length = grid.grains(conference.length_minutes)
    hold = length + (grid.grains(conference.buffer_minutes) if in_room else 0)
    travels = Place.VIDEO not in places(conference)
    mask = 0
    for kind in ground.like[pool]:
        if not in_room or kind.suits(conference):
            away = kind.away.get(conference.school or "", 0) if travels else 0
            free = every(grid) & ~kind.taken & ~away
            mask |= whole(kind.usable & free, length) & _buffered(grid, free, (length, hold))
    return mask


def _buffered(grid: Grid, free: int, lengths: tuple[int, int]) -> int:
    """Mark the starts after whose talk the buffer is free; it ends with the day."""
    mask = every(grid)
    for grain in range(*lengths):
        # A grain that lies beyond the day of its start is not asked for.
        a_day = ((1 << grid.per_day) - 1) & ~((1 << max(0, grid.per_day - grain)) - 1)
        beyond = sum(a_day << (day * grid.per_day) for day in range(len(grid.dates)))
        mask &= free >> grain | beyond
    return mask


def _cover_starts(ground: Ground, conference: Conference, idle: Collection[str]) -> int:
    """Mark where the classes of those who must come are covered, or they have none."""
    problem = ground.problem
    cover = problem.cover[conference.cover or ""]
    length = problem.grid.grains(conference.length_minutes)
    must = {
        conference.chair,
        *(p for s in conference.seats if s.rule is SeatRule.ALL for p in s.people),
    }
    in_class = {p: 0 if p in idle else _in_class(problem, p, length) for p in people_of(conference)}
    away = [in_class[key] for key in sorted(must)]
    for seat in conference.seats:
        if seat.rule in {SeatRule.ONE_OF, SeatRule.K_OF}:
            away += _least_away(ground, seat, (length, in_class))
    counted = at_least(problem, away, cover.size + 1)
    nobody = every(problem.grid) & ~counted[1]
    return nobody | whole(cover.usable, length) & ~counted[cover.size + 1]


def people_of(conference: Conference) -> tuple[str, ...]:
    """Name the chair and everybody who may be needed; sorted."""
    needed = (s for s in conference.seats if s.rule is not SeatRule.OPTIONAL)
    return tuple(sorted({conference.chair, *(p for s in needed for p in s.people)}))


def _in_class(problem: Problem, key: str, length: int) -> int:
    """Mark the starts at which this person would leave a class."""
    person = problem.person[key]
    if person.kind is not Kind.STAFF:
        return 0
    return every(problem.grid) & ~whole(every(problem.grid) & ~person.in_class, length)


def _least_away(ground: Ground, seat: Seat, of: tuple[int, Mapping[str, int]]) -> list[int]:
    """Mark, one mask for each who has to come, where that one would have to leave a class."""
    (length, in_class), need, problem = of, need_of(seat), ground.problem
    able = [whole(ground.free[key], length) for key in seat.people]
    idle = [mask & ~in_class[key] for mask, key in zip(able, seat.people, strict=True)]
    can, without = at_least(problem, able, need), at_least(problem, idle, need)
    return [can[need] & ~without[n] for n in range(1, need + 1)]


def common(problem: Problem, masks: Mapping[str, int], members: Iterable[str]) -> int:
    """Mark the starts that all of these could serve: lawful starts in open hours."""
    # Whoever is asked, a conference begins at a start of the grid, in an open hour.
    grid = problem.grid
    one_day = sum(1 << offset for offset in range(0, grid.per_day, grid.step))
    mask = sum(one_day << (day * grid.per_day) for day in range(len(grid.dates))) & ~grid.closed
    for member in members:
        mask &= masks[member]
    return mask


def listed(names: Iterable[str]) -> str:
    """Put names in a row: "guardian", "guardian and the specialist"."""
    *first, last = names
    return f"{', the '.join(first)} and the {last}" if first else last
