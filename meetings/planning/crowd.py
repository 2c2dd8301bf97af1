"""Rules between conferences: nobody and nothing in two places, days and weeks, class cover.

Part of the independent checker (rules.py); shares nothing with model.py. Ways between schools are
journeys.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from meetings.planning.breach import Breach, against, breach, group_of
from meetings.planning.problem import Kind, Person, Problem
from meetings.planning.proposal import Placement


def encounters(problem: Problem, placed: Iterable[Placement]) -> list[tuple[Placement, Placement]]:
    """Give the pairs that share a person, a room, an interpreter or a chair on one day, once each.

    No others can get in each other's way; canonical order.
    """
    meeting: dict[tuple[str, str, int], list[Placement]] = defaultdict(list)
    for one in placed:
        day = problem.grid.day(one.start)
        for key in {*one.team, *one.optional}:
            meeting["person", key, day].append(one)
        for kind, unit in (("room", one.room), ("interpreter", one.interpreter)):
            if unit is not None:
                meeting[kind, unit, day].append(one)
        meeting["chair", problem.conference[one.conference].chair, day].append(one)
    found = {
        (a.conference, b.conference): (a, b)
        for crowd in meeting.values()
        for a, b in combinations(sorted(crowd, key=lambda p: p.conference), 2)
    }
    return [found[keys] for keys in sorted(found)]


def together(problem: Problem, first: Placement, second: Placement) -> Iterator[Breach]:
    """Check that nobody, no room and no interpreter is in two places."""
    one, two = problem.conference[first.conference], problem.conference[second.conference]
    shared = {*first.team, *first.optional} & {*second.team, *second.optional}
    for key in sorted(shared):
        if _overlap(problem, (first, key == one.chair), (second, key == two.chair)):
            sentence = f"The {group_of(one, key)} has another conference then. Choose another time."
            yield against("twice", first, second, sentence)
    same_room = first.room is not None and first.room == second.room
    if same_room and _overlap(problem, (first, True), (second, True)):
        sentence = "The room holds another conference then. Choose another room or time."
        yield against("room", first, second, sentence)
    same_one = first.interpreter is not None and first.interpreter == second.interpreter
    if same_one and _overlap(problem, (first, False), (second, False)):
        sentence = "The interpreter is in another conference then. Choose another time."
        yield against("interpreter", first, second, sentence)


def _overlap(
    problem: Problem, first: tuple[Placement, bool], second: tuple[Placement, bool]
) -> bool:
    """Compare two talks; a flag adds the buffer after that talk, which never outlasts its day."""
    (a_start, a_end), (b_start, b_end) = _held(problem, *first), _held(problem, *second)
    return a_start < b_end and b_start < a_end


def _held(problem: Problem, placement: Placement, with_buffer: bool) -> tuple[int, int]:  # noqa: FBT001 -- half of a pair
    grid, conference = problem.grid, problem.conference[placement.conference]
    end = placement.start + grid.grains(conference.length_minutes)
    if with_buffer:
        end = min(
            end + grid.grains(conference.buffer_minutes),
            (grid.day(placement.start) + 1) * grid.per_day,
        )
    return placement.start, end


def day_limits(problem: Problem, placed: Iterable[Placement]) -> Iterator[Breach]:
    """Check how many conferences each chair holds a day."""
    days: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in placed:
        chair = problem.conference[placement.conference].chair
        days[chair, problem.grid.day(placement.start)].append(placement)
    most = problem.policy.max_per_day
    for crowd in days.values():
        if len(crowd) > most:
            for placement in _not_fixed(problem, crowd):
                sentence = (
                    f"The specialist holds {most} conferences a day at most. Choose another day."
                )
                yield breach("max_per_day", placement, sentence)


def person_limits(problem: Problem, placed: Iterable[Placement]) -> Iterator[Breach]:
    """Check how many conferences each person has a day, and planning periods a week."""
    days: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    weeks: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in placed:
        start, end = _held(problem, placement, with_buffer=False)
        on = problem.grid.dates[problem.grid.day(start)]
        for key in problem.person.keys() & {*placement.team, *placement.optional}:
            person = problem.person[key]
            if person.max_per_day is not None:
                days[key, problem.grid.day(start)].append(placement)
            if any(person.planning >> g & 1 for g in range(start, end)):
                weeks[key, on.toordinal() - on.weekday()].append(placement)
    for (key, _), crowd in sorted(days.items()):
        most = problem.person[key].max_per_day
        if most is not None and len(crowd) > most:
            yield from _too_many(problem, key, crowd, f"{most} conferences a day")
    a_week = problem.policy.planning_a_week
    for (key, _), crowd in sorted(weeks.items()):
        if a_week is not None and len(crowd) > a_week:
            yield from _too_many(problem, key, crowd, f"{a_week} planning periods a week")


def _too_many(
    problem: Problem, key: str, crowd: Iterable[Placement], words: str
) -> Iterator[Breach]:
    for placement in _not_fixed(problem, crowd):
        group = group_of(problem.conference[placement.conference], key)
        sentence = f"The {group} gives {words} at most. Choose another day."
        yield breach("person_limit", placement, sentence)


def _not_fixed(problem: Problem, crowd: Iterable[Placement]) -> list[Placement]:
    """Leave out what was agreed before; only what comes on top of it is too much."""
    return [p for p in crowd if problem.conference[p.conference].fixed is None]


def cover_limits(problem: Problem, placed: Iterable[Placement]) -> Iterator[Breach]:
    """Check that each class whose teacher is away is taken by somebody."""
    needed: Counter[tuple[str, int]] = Counter()
    asking: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in placed:
        conference = problem.conference[placement.conference]
        start, end = _held(problem, placement, with_buffer=False)
        known = (problem.person[p] for p in placement.team if p in problem.person)
        away = sum(_away(person, range(start, end)) for person in known)
        if conference.cover is None or not away:
            continue
        cover, anyway = problem.cover[conference.cover], conference.fixed is not None
        if not anyway and any(not cover.usable >> g & 1 for g in range(start, end)):
            yield breach("cover", placement, "Nobody can take the class then. Choose another time.")
        for grain in range(start, end):
            needed[cover.key, grain] += away
            asking[cover.key, grain].append(placement)
    free = {c.key for c in problem.conferences if c.fixed is None}
    late = {
        p.conference: p
        for at, n in needed.items()
        if n > problem.cover[at[0]].size
        for p in asking[at]
        if p.conference in free
    }
    for placement in late.values():
        yield breach(
            "cover", placement, "Too few adults can take classes then. Choose another time."
        )


def _away(person: Person, talk: range) -> bool:
    return person.kind is Kind.STAFF and any(person.in_class >> g & 1 for g in talk)
