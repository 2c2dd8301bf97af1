"""Whether a change places one more conference: tried on the plan as it stands, never guessed.

A few conferences may move to make room, but none that is confirmed, and none becomes late by it.
What is found is asked of the independent checker (rules.py). Not found is no proof of the contrary.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from meetings.planning.greedy import Ledger
from meetings.planning.grid import every, span
from meetings.planning.ground import must_come, whole
from meetings.planning.hold import Hold
from meetings.planning.options import Option, Table, table
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches_of
from meetings.planning.seating import placements
from meetings.planning.whatif import Change, Covered, Known, Window, changed

#: Options looked at for each conference, and looks in all, before the search gives up.
WIDTH, LOOKS = 60, 2_000

#: Whether a conference may leave one option for another one.
May = Callable[[Option, Option], bool]
Plan = Mapping[str, Option]


def plan_of(layout: Table, placed: Iterable[Placement]) -> dict[str, Option]:
    """Find the options of a plan; what was set by hand takes the nearest one at its start."""
    plan = {}
    for one in placed:
        there = [o for o in layout.options.get(one.conference, ()) if o.start == one.start]
        if there:
            plan[one.conference] = max(there, key=lambda o: _likeness(layout, o, one))
    return plan


def _likeness(layout: Table, option: Option, placement: Placement) -> tuple[int, ...]:
    return (
        option.team.required == placement.team,
        _holds(layout, option.room, placement.room),
        _holds(layout, option.interpreter, placement.interpreter),
        option.place is placement.place,
        option.team.optional == placement.optional,
    )


def _holds(layout: Table, kind: str | None, unit: str | None) -> bool:
    if kind is None:
        return unit is None
    return any(u.key == unit for u in layout.like[kind].units)


@dataclass(slots=True)
class Trial:
    """A plan into which one more is squeezed."""

    ledger: Ledger
    may: May
    _day: Mapping[int, tuple[str, ...]]
    #: So many looks for each one that is placed.
    most: int
    _looks: int = 0

    @classmethod
    def of(cls, layout: Table, plan: Plan, may: May, most: int = LOOKS) -> "Trial":
        """Set up a plan; it stays as it is until one more is found."""
        ledger = Ledger(layout)
        days: dict[int, list[str]] = defaultdict(list)
        for key, option in sorted(plan.items()):
            ledger.put(option)
            days[option.day].append(key)
        return cls(ledger, may, {day: tuple(keys) for day, keys in days.items()}, most)

    def one_more(self, key: str, options: Iterable[Option]) -> bool:
        """Place it, if need be by moving one or two others; if False, nothing has changed."""
        self._looks = self.most
        tried = tuple(options)[:WIDTH]
        return self._direct(tried) or any(self._around(o, 1, {key}) for o in tried)

    def _direct(self, options: Iterable[Option]) -> bool:
        found = next((o for o in options if self.ledger.fits(o)), None)
        if found is not None:
            self.ledger.put(found)
        return found is not None

    def _around(self, option: Option, depth: int, seen: Collection[str]) -> bool:
        """Put this option where one other stands, which goes elsewhere."""
        for other in self._in_the_way(option, seen):
            before = self.ledger.placed[other]
            self.ledger.put(before, -1)
            if self.ledger.fits(option):
                self.ledger.put(option)
                if self._elsewhere(before, depth, {*seen, other}):
                    return True
                self.ledger.put(option, -1)
            self.ledger.put(before)
            self._looks -= 1
            if self._looks < 0:
                return False
        return False

    def _elsewhere(self, before: Option, depth: int, seen: Collection[str]) -> bool:
        layout = self.ledger.table
        options = [o for o in layout.options[before.conference][:WIDTH] if self.may(before, o)]
        self._looks -= len(options)
        if self._direct(options):
            return True
        return depth > 0 and any(self._around(o, depth - 1, seen) for o in options)

    def _in_the_way(self, option: Option, seen: Collection[str]) -> list[str]:
        """Name who alone keeps this option from fitting; several, where it is not clear who."""
        there = [k for k in self._day.get(option.day, ()) if k in self.ledger.placed]
        barred, crowding = [], []
        for key in there:
            met = (self._met(hold, option) for hold in self.ledger.placed[key].holds)
            shared = [thing for thing in met if thing]
            if any(self.ledger.table.capacity.get(thing, 1) == 1 for thing in shared):
                barred.append(key)
            elif shared:
                crowding.append(key)
        if len(barred) > 1:
            return []
        conference = self.ledger.table.problem.conference
        return [k for k in barred or crowding if k not in seen and conference[k].fixed is None]

    def _met(self, hold: Hold, option: Option) -> str:
        """Name the thing that both hold at one time; "" if there is none."""
        meets = (
            h.key == hold.key and h.start < hold.end and hold.start < h.end for h in option.holds
        )
        return hold.key if any(meets) else ""


def harmless(problem: Problem) -> May:
    """Let nobody move who is confirmed, or who would be late."""
    now = {c.key for c in problem.conferences if c.now is not None and c.now.confirmed}

    def may(before: Option, after: Option) -> bool:
        late = before.on_time and not after.on_time
        moved = before.conference in now and before.start != after.start
        return not late and not moved

    return may


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A plan and its options: what every change is tried on."""

    layout: Table
    plan: Plan
    #: Conferences without a time.
    waiting: tuple[str, ...]

    def gains(self, change: Change, first: str) -> tuple[str, ...]:
        """Name those without a time that find one after this change; () if the first does not."""
        problem = changed(self.layout.problem, change)
        touched = self._touched(change, first)
        layout = self._after(problem, {first, *touched})
        trial = Trial.of(layout, self.plan, harmless(problem))
        if not trial.one_more(first, layout.options[first]):
            return ()
        more = [k for k in touched if k != first and k in self.waiting]
        found = (first, *(k for k in more if trial.one_more(k, layout.options[k])))
        return found if self._lawful(trial, layout) else ()

    def room(self, conference: Conference) -> int:
        """Mark the starts at which nobody who must come is in another conference of the plan."""
        problem, held = self.layout.problem, 0
        for key in must_come(conference):
            held |= self._held.get(key, 0)
        grid = problem.grid
        mask = whole(every(grid) & ~held, grid.grains(conference.length_minutes))
        days = Counter(o.day for o in self.plan.values() if o.chair == conference.chair)
        for day, count in days.items():
            if count >= problem.policy.max_per_day:
                mask &= ~span(day * grid.per_day, (day + 1) * grid.per_day)
        return mask

    @cached_property
    def _held(self) -> Mapping[str, int]:
        """Mark for each person the time that the plan takes, with the buffer."""
        held: dict[str, int] = defaultdict(int)
        for one in self.plan.values():
            for key in (*one.team.required, *one.team.optional):
                held[key] |= span(one.start, one.free_again if key == one.chair else one.end)
        return held

    def with_change(self, change: Change, keys: Collection[str]) -> Table:
        """Lay out the options after a change, for these conferences; all others keep theirs."""
        return self._after(changed(self.layout.problem, change), keys)

    def _touched(self, change: Change, first: str) -> tuple[str, ...]:
        """Name the conferences whose options a change may widen, and all that wait if it is big."""
        conferences = self.layout.problem.conferences
        if isinstance(change, Window | Covered | Known):
            people = set(change.people)
            wanting = (c for c in conferences if not people.isdisjoint(wanted(c)))
            near = tuple(c.key for c in wanting if c.fixed is None)
            return near if len(near) <= len(self.waiting) else self.waiting
        one = getattr(change, "conference", None)
        return (first,) if one is not None else self.waiting

    def _after(self, problem: Problem, keys: Collection[str]) -> Table:
        """Lay out the options of a few anew; all others keep theirs."""
        few = table(problem.with_conferences(tuple(_only(c, keys) for c in problem.conferences)))
        anew = {key: few.options[key] for key in keys}
        return replace(few, problem=problem, options={**self.layout.options, **anew})

    def _lawful(self, trial: Trial, layout: Table) -> bool:
        placed = placements(layout, trial.ledger.placed)
        others = {k: o for k, o in trial.ledger.placed.items() if self.plan.get(k) is not o}
        return not any(
            breaches_of(layout.problem, placed, p) for p in placed if p.conference in others
        )


def wanted(conference: Conference) -> frozenset[str]:
    """Name everybody whom a conference may need."""
    return frozenset({conference.chair, *(p for s in conference.seats for p in s.people)})


def _only(conference: Conference, keys: Collection[str]) -> Conference:
    """Leave a conference as it is, or without any day; its people stay wanted."""
    if conference.key in keys or conference.fixed is not None:
        return conference
    return replace(conference, only_on=date.min)
