"""One conference and its members, and what opens if some of them could do more: masks alone.

Made once for a conference and asked by unlock.py and asking.py. Nothing is in words here.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from meetings.planning.grid import span
from meetings.planning.ground import Ground, starts_of
from meetings.planning.members import CHAIR, common, starts_by_member
from meetings.planning.problem import Conference, Kind, SeatRule


class Scene:
    """What the members can serve now, and what would open."""

    def __init__(self, ground: Ground, conference: Conference, room: int = -1) -> None:
        self.ground, self.problem, self.conference = ground, ground.problem, conference
        #: Starts at which the chair is still free, by the plan as it stands.
        self.room = room
        self.length = ground.problem.grid.grains(conference.length_minutes)
        self.masks = starts_by_member(ground, conference)
        self.now = common(self.problem, self.masks, self.masks)

    def opened(self, masks: Mapping[str, int]) -> int:
        """Mark what opens if the members could serve these starts."""
        return common(self.problem, masks, masks) & ~self.now

    def without(self, *members: str) -> int:
        """Mark what opens if these members could serve every start."""
        return self.opened({name: m for name, m in self.masks.items() if name not in members})

    def instead(self, conference: Conference) -> int:
        """Mark what opens if the conference were like this."""
        return self.opened(starts_by_member(self.ground, conference))

    def freed(self, free: Mapping[str, int], idle: tuple[str, ...] = ()) -> int:
        """Mark what opens if these people were free in these grains; idle ones teach nobody."""
        more = replace(self.ground, free={**self.ground.free, **free})
        return self.opened(starts_by_member(more, self.conference, idle))

    def talks(self, starts: int) -> int:
        """Mark all grains of talks that begin at these starts."""
        mask = 0
        for start in starts_of(starts):
            mask |= span(start, start + self.length)
        return mask

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Give the people of each group that has to be filled; the chair is the last one."""
        groups: dict[str, tuple[str, ...]] = {}
        for seat in self.conference.seats:
            if seat.rule is not SeatRule.OPTIONAL:
                groups[seat.group] = (*groups.get(seat.group, ()), *seat.people)
        groups.setdefault(CHAIR, (self.conference.chair,))
        return groups

    def staff(self, group: str) -> tuple[str, ...]:
        """Name the members of staff in a group."""
        person = self.problem.person
        return tuple(p for p in self.groups[group] if person[p].kind is Kind.STAFF)
