"""Who pays for a plan and who is left out: pulls, wishes met, windows given against placed.

Read off a proposal; nothing is solved. Families are conferences here: no person's name is needed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from meetings.planning import saying
from meetings.planning.grid import every, span
from meetings.planning.ground import starts_of
from meetings.planning.offer import Standing, standing
from meetings.planning.problem import Conference, Kind, Problem
from meetings.planning.proposal import Placement, Proposal

#: A family that gave fewer windows is asked again before the final run.
FEW = 3
QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How much time a family gave for one conference, and whether that was enough."""

    conference: str
    #: Times without a gap at which all of the family who must come could come.
    windows: int
    #: False: they have not answered, and count as free whenever staff are.
    answered: bool
    placed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """What a proposal asks of whom."""

    #: Conferences for which somebody is taken out of class, by person; most first.
    pulls: Mapping[str, int]
    #: Conferences at a preferred, a possible, an only-if-needed time of the family.
    wishes: Mapping[Standing, int]
    given: tuple[Given, ...]
    #: Share of the placed, from the quarter that gave least to the quarter that gave most.
    by_quarter: tuple[float, ...]
    #: Conferences whose families gave few windows: those without a time first.
    ask_again: tuple[str, ...]
    sentence: str

    @property
    def most_pulls(self) -> int:
        return max(self.pulls.values(), default=0)

    @property
    def preferred_share(self) -> float:
        """Share of families who meet at a time that they like best; 1.0 where nobody is placed."""
        met = self.wishes.get(Standing.PREFERRED, 0)
        return met / sum(self.wishes.values()) if self.wishes else 1.0


def fairness(problem: Problem, proposal: Proposal) -> Fairness:
    """Count what each pays, and what each has given."""
    pulls = Counter(key for p in proposal.placements for key in _pulled(problem, p))
    wishes = Counter(w for p in proposal.placements if (w := _wish(problem, p)) is not None)
    placed = {p.conference for p in proposal.placements}
    given = tuple(_given(problem, c, c.key in placed) for c in problem.conferences if _family(c))
    few = sorted(
        (g for g in given if g.answered and g.windows < FEW),
        key=lambda g: (g.placed, g.windows, g.conference),
    )
    return Fairness(
        pulls=dict(sorted(pulls.items(), key=lambda one: (-one[1], one[0]))),
        wishes={w: wishes[w] for w in Standing if wishes[w]},
        given=given,
        by_quarter=_by_quarter(given),
        ask_again=tuple(g.conference for g in few),
        sentence=_say(pulls, wishes, len(few)),
    )


def _talk(problem: Problem, placement: Placement) -> int:
    length = problem.grid.grains(problem.conference[placement.conference].length_minutes)
    return span(placement.start, placement.start + length)


def _pulled(problem: Problem, placement: Placement) -> Iterator[str]:
    talk, person = _talk(problem, placement), problem.person
    return (p for p in placement.team if person[p].kind is Kind.STAFF and person[p].in_class & talk)


def _wish(problem: Problem, placement: Placement) -> Standing | None:
    """Say how the time suits the family; the one whom it suits least counts."""
    talk, order = _talk(problem, placement), list(Standing)
    family = (problem.person[p] for p in placement.team)
    found = [standing(p, talk) for p in family if p.kind is Kind.FAMILY]
    return max(found, key=order.index, default=None)


def _family(conference: Conference) -> bool:
    return bool(conference.seats)


def _given(problem: Problem, conference: Conference, placed: bool) -> Given:  # noqa: FBT001 -- a column
    open_hours = every(problem.grid) & ~problem.grid.closed
    family = [
        problem.person[p]
        for seat in conference.seats
        for p in seat.people
        if problem.person[p].kind is Kind.FAMILY
    ]
    common = open_hours
    for person in family:
        common &= person.usable
    # Who has not answered is taken to be free at every hour that is not known to be busy.
    answered = not any(p.usable & ~p.unknown & open_hours == open_hours for p in family)
    windows = _runs(problem, common, problem.grid.grains(conference.length_minutes))
    return Given(conference=conference.key, windows=windows, answered=answered, placed=placed)


def _runs(problem: Problem, mask: int, length: int) -> int:
    """Count the times without a gap that are long enough; a night is a gap."""
    grains = enumerate(starts_of(mask))
    runs = groupby(grains, key=lambda g: (g[1] - g[0], g[1] // problem.grid.per_day))
    return sum(len(list(run)) >= length for _, run in runs)


def _by_quarter(given: tuple[Given, ...]) -> tuple[float, ...]:
    told = sorted((g for g in given if g.answered), key=lambda g: (g.windows, g.conference))
    if len(told) < QUARTERS:
        return ()
    edges = [len(told) * n // QUARTERS for n in range(QUARTERS + 1)]
    quarters = (told[edges[n] : edges[n + 1]] for n in range(QUARTERS))
    return tuple(round(sum(g.placed for g in some) / len(some), 3) for some in quarters)


def _say(pulls: Counter[str], wishes: Counter[Standing], few: int) -> str:
    most = max(pulls.values(), default=0)
    away = (
        "No class is left"
        if not pulls
        else f"Classes are left {saying.many(sum(pulls.values()), 'time')}, "
        f"one teacher's {saying.many(most, 'time')} at most"
    )
    met, asked = wishes[Standing.PREFERRED], sum(wishes.values())
    liked = f"{met} of {saying.many(asked, 'family', 'families')} meet at a time they prefer"
    again = (
        f"; {saying.many(few, 'family', 'families')} gave fewer than {FEW} times and should be "
        "asked again"
        if few
        else ""
    )
    return f"{away}; {liked}{again}."
