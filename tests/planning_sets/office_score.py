"""What a timetable of an office costs: hard, medium and soft, each part counted anew.

Knows nothing of our planner, its grid or its checker. Parts are negative; hard 0 is lawful.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, combinations

from tests.planning_sets.office_meetings import Meeting, Office

#: Weights of the soft parts; all others weigh 1.
NO_BREAK, AT_ONCE = 100, 10
#: Somebody who changes rooms with less than so many steps between has to run.
RUN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One meeting with its place: steps [start, end) counted over all days."""

    meeting: Meeting
    start: int
    room: str

    @property
    def end(self) -> int:
        return self.start + self.meeting.steps

    def overlap(self, other: "Held") -> int:
        """So many steps both are running."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeScore:
    """The sums, and every part by its name."""

    hard: int
    medium: int
    soft: int
    parts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """All meetings of an office, placed."""

    office: Office
    held: tuple[Held, ...]

    @cached_property
    def score(self) -> OfficeScore:
        """Count every part."""
        hard, medium, soft = Counter[str](), Counter[str](), Counter[str]()
        for one in self.held:
            hard.update(self._alone(one))
            soft["late"] += one.end - 1
            soft["larger room left"] += self._larger(one)
        for one, two in combinations(self.held, 2):
            hard["room twice"] += one.overlap(two) * (one.room == two.room)
            for name, part, many in _people(one, two):
                (hard if part == "hard" else medium)[name] += many * one.overlap(two)
            soft["no break"] += NO_BREAK * ((one.end == two.start) + (two.end == one.start))
            soft["at once"] += AT_ONCE * one.overlap(two)
            soft["room changed"] += _changed(one, two)
        hard["not placed"] = len(self.office.meetings) - len({h.meeting.name for h in self.held})
        every = {name: -count for part in (hard, medium, soft) for name, count in part.items()}
        return OfficeScore(
            hard=-hard.total(), medium=-medium.total(), soft=-soft.total(), parts=every
        )

    def _alone(self, one: Held) -> Iterator[str]:
        ends = tuple(accumulate(self.office.days))
        days = [sum(end <= step for end in ends) for step in (one.start, one.end - 1)]
        yield from ["overtime"] * max(0, one.end - ends[-1])
        yield from ["over night"] * (days[0] != days[1])
        yield from ["no chair"] * max(0, one.meeting.size - self.office.rooms[one.room])

    def _larger(self, one: Held) -> int:
        chairs = self.office.rooms[one.room]
        return sum(max(0, other - chairs) for other in self.office.rooms.values())


def _people(one: Held, two: Held) -> Iterator[tuple[str, str, int]]:
    a, b = one.meeting, two.meeting
    yield "required twice", "hard", len(a.required & b.required)
    crossed = len(a.required & b.preferred) + len(a.preferred & b.required)
    yield "required and preferred", "medium", crossed
    yield "preferred twice", "medium", len(a.preferred & b.preferred)


def _changed(one: Held, two: Held) -> int:
    first, second = sorted((one, two), key=lambda h: h.start)
    if one.room == two.room or first.start == second.start or second.start - first.end > RUN:
        return 0
    everybody = [h.meeting.required | h.meeting.preferred for h in (one, two)]
    return len(everybody[0] & everybody[1])
