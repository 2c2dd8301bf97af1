"""People who could open a start: who would give more time, whose class would be taken, who else.

For one conference, on masks alone. Things and rules that would help are unlock.py.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from meetings.planning.ground import free as free_of
from meetings.planning.ground import whole
from meetings.planning.members import CHAIR, at_least, listed, need_of
from meetings.planning.openings import openings
from meetings.planning.problem import Kind, Seat, SeatRule
from meetings.planning.scene import Scene
from meetings.planning.unlocked import Effort, Unlock, Words, anywhere
from meetings.planning.whatif import Another, Covered, Known, Window

#: More than so many members are not asked at once.
AT_ONCE = 3


def of_people(scene: Scene) -> Iterator[Unlock]:
    """Give every single change of people that opens a start."""
    yield from _read(scene)
    for group in scene.groups:
        yield from _taken_classes(scene, group)
    for seat in scene.conference.seats:
        yield from _another(scene, seat)
    for group in scene.groups:
        yield from _asked(scene, (group,))


def several(scene: Scene) -> tuple[Unlock, ...]:
    """Ask two members, or if that opens nothing three, to give more time at once."""
    for size in range(2, AT_ONCE + 1):
        sets = combinations(scene.groups, size)
        found = tuple(one for groups in sets for one in _asked(scene, groups))
        if found:
            return found
    return ()


def _read(scene: Scene) -> Iterator[Unlock]:
    """Suppose that unread calendars turn out to be free."""
    person = scene.problem.person
    unread = sorted({p for group in scene.groups.values() for p in group if person[p].unknown})
    if not scene.problem.policy.unknown_blocks:
        return
    free = {p: free_of(scene.problem, replace(person[p], unknown=0)) for p in unread}
    starts = scene.freed(free)
    if starts:
        words = Words(
            effort=Effort.READ,
            condition="the calendars that could not be read turned out to be free",
            request="Ask those whose calendars could not be read whether they are free",
        )
        change = Known(people=tuple(unread), mask=scene.talks(starts))
        yield anywhere(scene, change, words, starts)


def _taken_classes(scene: Scene, group: str) -> Iterator[Unlock]:
    """Suppose that somebody from outside took the classes of this group."""
    person = scene.problem.person
    people = tuple(sorted(p for p in scene.staff(group) if person[p].in_class))
    free = {p: free_of(scene.problem, replace(person[p], in_class=0)) for p in people}
    starts = scene.freed(free, people) if people else 0
    if starts:
        opening = openings(scene, starts, people)
        yield Unlock(
            change=Covered(people=people, mask=opening.mask),
            effort=Effort.COVER,
            asked=(group,),
            condition=f"the class of the {group} were taken {opening.words}",
            request=f"Let somebody take the class of the {group} {opening.words}",
            windows=opening.words,
            starts=opening.starts,
        )


def _another(scene: Scene, seat: Seat) -> Iterator[Unlock]:
    """Suppose that one of the same group from another table sat here."""
    if seat.rule not in {SeatRule.ONE_OF, SeatRule.K_OF}:
        return
    found = ((_seated(scene, seat, person), person) for person in _others(scene, seat))
    starts, person = max(found, key=lambda f: (f[0].bit_count(), f[1]), default=(0, ""))
    if starts:
        words = Words(
            effort=Effort.ANOTHER,
            condition=f"another {seat.group} of the school took part",
            request=f"Let another {seat.group} of the school take part",
        )
        change = Another(conference=scene.conference.key, group=seat.group, person=person)
        yield anywhere(scene, change, words, starts)


def _others(scene: Scene, seat: Seat) -> tuple[str, ...]:
    person = scene.problem.person
    same = (s for c in scene.problem.conferences for s in c.seats if s.group == seat.group)
    people = {p for s in same for p in s.people if person[p].kind is Kind.STAFF}
    return tuple(sorted(people.difference(seat.people, (scene.conference.chair,))))


def _seated(scene: Scene, seat: Seat, person: str) -> int:
    """Mark what opens with this person in the seat, where no class has to be left for it."""
    free, in_class = scene.ground.free, scene.problem.person[person].in_class
    able = [whole(free[key], scene.length) for key in seat.people]
    able.append(whole(free[person] & ~in_class, scene.length))
    mask = at_least(scene.problem, able, need_of(seat))[need_of(seat)]
    return scene.without(seat.group) & mask


def _asked(scene: Scene, groups: tuple[str, ...]) -> Iterator[Unlock]:
    """Suppose that these groups gave more time; staff are then free of class too."""
    people = tuple(sorted({p for group in groups for p in scene.groups[group]}))
    staff = tuple(p for p in people if scene.problem.person[p].kind is Kind.STAFF)
    starts = scene.freed(dict.fromkeys(people, -1), staff)
    if starts:
        opening = openings(scene, starts, people)
        yield Unlock(
            change=Window(people=people, mask=opening.mask),
            effort=_effort(scene, groups),
            asked=groups,
            condition=f"the {listed(groups)} could come {opening.words}",
            request=f"Ask the {listed(groups)} for further times, such as {opening.words}",
            windows=opening.words,
            starts=opening.starts,
        )


def _effort(scene: Scene, groups: tuple[str, ...]) -> Effort:
    if len(groups) > 1:
        return Effort.SEVERAL
    if groups == (CHAIR,):
        return Effort.CHAIR
    return Effort.STAFF if scene.staff(groups[0]) else Effort.FAMILY
