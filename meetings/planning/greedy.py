"""The instant answer: the most constrained conference first, each at its cheapest place.

Then single moves. Lawful, quick, never called proven. It needs no solver; model.py starts from it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from meetings.planning.grid import span
from meetings.planning.hold import Hold
from meetings.planning.options import Option, Table
from meetings.planning.score import nearness
from meetings.planning.travel import halves

#: Rounds of single moves; most instances are at rest after three.
ROUNDS = 6
#: So much an option that is late, or moves somebody, is put behind one that is not and does not.
LATE = 100_000
MOVED = 1_000


@dataclass(slots=True)
class Ledger:
    """What is held so far. The one value of this room that changes."""

    table: Table
    placed: dict[str, Option] = field(default_factory=dict)
    _used: Counter[tuple[str, int]] = field(default_factory=Counter)
    #: Grains at which nothing is left, by thing.
    _full: dict[str, int] = field(default_factory=dict)
    #: Who holds something of a thing, by thing and day.
    _holders: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    _pulls: Counter[str] = field(default_factory=Counter)
    _days: dict[tuple[str, int], list[Option]] = field(default_factory=lambda: defaultdict(list))
    _siblings: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the siblings once."""
        self._siblings = siblings(self.table)

    def fits(self, option: Option) -> bool:
        """Say whether everything that the option holds is still to be had."""
        return all(map(self._to_be_had, option.holds)) and self._one_school(option)

    def _to_be_had(self, hold: Hold) -> bool:
        if self._full.get(hold.key, 0) & span(hold.start, hold.end):
            return False
        return hold.amount == 1 or self._enough(hold)

    def _enough(self, hold: Hold) -> bool:
        used, most = self._used, self.table.holds_at_most
        return all(
            used[hold.key, grain] + hold.amount <= most(hold.key, grain)
            for grain in range(hold.start, hold.end)
        )

    def _one_school(self, option: Option) -> bool:
        """Say whether the chair is at no other school in this half of the day."""
        problem = self.table.problem
        if not problem.policy.one_school_a_half_day or option.school is None:
            return True
        # Fixed ones were agreed before.
        fixed = problem.conference[option.conference].fixed is not None
        mine = set(halves(problem, option.start, option.end))
        return all(
            other.school in {None, option.school}
            or mine.isdisjoint(halves(problem, other.start, other.end))
            or (fixed and problem.conference[other.conference].fixed is not None)
            for other in self._days.get((option.chair, option.day), ())
        )

    def in_the_way(self, option: Option) -> list[Option]:
        """Give the conferences that may move and hold what the option lacks; canonical order."""
        short = [h for h in option.holds if not self._to_be_had(h)]
        found = {
            key
            for hold in short
            for key in self._holders[hold.key, option.day]
            if any(
                h.key == hold.key and h.start < hold.end and hold.start < h.end
                for h in self.placed[key].holds
            )
        }
        if not self._one_school(option):
            found |= {o.conference for o in self._days[option.chair, option.day]}
        conference = self.table.problem.conference
        return [self.placed[key] for key in sorted(found) if conference[key].fixed is None]

    def held(self, key: str, grain: int) -> int:
        """Say how much of a thing is held at this grain."""
        return self._used[key, grain]

    def put(self, option: Option, sign: int = 1) -> None:
        """Enter an option; with -1 take it out again."""
        for hold in option.holds:
            full = self._full.get(hold.key, 0) & ~span(hold.start, hold.end)
            for grain in range(hold.start, hold.end):
                self._used[hold.key, grain] += sign * hold.amount
                left = self.table.holds_at_most(hold.key, grain) > self._used[hold.key, grain]
                full |= 0 if left else 1 << grain
            self._full[hold.key] = full
            holders = self._holders[hold.key, option.day]
            (holders.add if sign > 0 else holders.discard)(option.conference)
        for key in option.pulled:
            self._pulls[key] += sign
        day = self._days[option.chair, option.day]
        if sign > 0:
            self.placed[option.conference] = option
            day.append(option)
        else:
            del self.placed[option.conference]
            day.remove(option)

    def cost(self, option: Option) -> int:
        """Weigh an option: its points, and far above them that it is late or moves somebody."""
        late, moved = not option.on_time, moves(self.table, option)
        return self.points(option) + LATE * late + MOVED * moved

    def points(self, option: Option) -> int:
        """Say how many points the plan would cost more with this option."""
        problem = self.table.problem
        policy, weights = problem.policy, problem.policy.weights
        day = self._days.get((option.chair, option.day), [])
        above = sum(self._pulls[key] >= policy.pulls_unharmed for key in option.pulled)
        return (
            option.points
            + weights.pull_above * above
            + weights.above_comfortable * (len(day) >= policy.comfortable)
            + weights.block * (_blocks(self.table, [*day, option]) - _blocks(self.table, day))
            + weights.change_of_school * _changes(option, day)
            + weights.siblings_apart * self._apart(option)
        )

    def _apart(self, option: Option) -> int:
        others = self._siblings.get(option.conference, ())
        return sum(
            k in self.placed and not near(self.table, option, self.placed[k]) for k in others
        )


def siblings(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Give the conferences of siblings, by conference, both ways."""
    both: dict[str, tuple[str, ...]] = {}
    for a, b in table.problem.pairs:
        both[a] = (*both.get(a, ()), b)
        both[b] = (*both.get(b, ()), a)
    return both


def near(table: Table, one: Option, two: Option) -> bool:
    """Say whether two conferences stand back to back, as the policy counts it."""
    first, second = sorted((one, two), key=lambda o: o.start)
    gap = table.problem.policy.sibling_gap_minutes // table.problem.grid.grain_minutes
    return one.day == two.day and 0 <= second.start - first.end <= gap


def moves(table: Table, option: Option) -> int:
    """Weigh whom this option moves: a confirmed conference more than all who would be told."""
    now = table.problem.conference[option.conference].now
    if now is None or now.start == option.start:
        return 0
    return 50 * now.confirmed + now.told * nearness(table.problem, now.start)


def _blocks(table: Table, day: Iterable[Option]) -> int:
    step, blocks, free_again = table.problem.grid.step, 0, -table.problem.grid.step
    for option in sorted(day, key=lambda o: o.start):
        blocks += option.start - free_again >= step
        free_again = option.free_again
    return blocks


def _changes(option: Option, day: Iterable[Option]) -> bool:
    """Say whether this brings the chair to one more school on a day."""
    schools = {other.school for other in day} - {None}
    return option.school is not None and bool(schools) and option.school not in schools


def greedy(table: Table) -> Ledger:
    """Place fixed conferences first, then by rank and by how few options are left."""
    ledger = Ledger(table)
    problem = table.problem

    def order(key: str) -> tuple[bool, int, int, str]:
        conference = problem.conference[key]
        return (conference.fixed is None, conference.rank, len(table.options[key]), key)

    for key in sorted(table.options, key=order):
        place(ledger, key)
    _make_room(ledger)
    return polish(ledger)


def polish(ledger: Ledger) -> Ledger:
    """Move one conference at a time to where it costs less, until nothing moves."""
    for _ in range(ROUNDS):
        moved = False
        for key in sorted(ledger.placed):
            before = ledger.placed[key]
            ledger.put(before, -1)
            place(ledger, key, or_else=before)
            moved = moved or ledger.placed[key] is not before
        if not moved:
            break
    return ledger


def place(ledger: Ledger, key: str, or_else: Option | None = None) -> None:
    """Put a conference where it costs least, if there is a place."""
    best, least = or_else, None if or_else is None else ledger.cost(or_else)
    block = ledger.table.problem.policy.weights.block
    for option in ledger.table.options[key]:
        # Options come cheapest first; at best one joins two blocks of the chair.
        if least is not None and option.points >= least + block:
            break
        if ledger.fits(option):
            cost = ledger.cost(option)
            if least is None or cost < least:
                best, least = option, cost
    if best is not None:
        ledger.put(best)


def _make_room(ledger: Ledger) -> None:
    """For each conference left over, let one that stands in its way move elsewhere."""
    table = ledger.table
    for key in sorted(set(table.options) - set(ledger.placed)):
        for option in table.options[key]:
            if key in ledger.placed:
                break
            for other in ledger.in_the_way(option):
                if _swap(ledger, option, other):
                    break


def _swap(ledger: Ledger, option: Option, other: Option) -> bool:
    ledger.put(other, -1)
    if ledger.fits(option):
        ledger.put(option)
        place(ledger, other.conference)
        if other.conference in ledger.placed:
            return True
        ledger.put(option, -1)
    ledger.put(other)
    return False
