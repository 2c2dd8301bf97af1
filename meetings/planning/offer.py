"""Starts to offer for one conference: the best ones over several days, and those that harm nobody.

Everything that has a time stays. What is safe is guard.py; polls are poll.py. Holding a start and
letters are not here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from meetings.planning.byhand import Verdict
from meetings.planning.explain import Cause, explain
from meetings.planning.grid import span
from meetings.planning.guard import Guard, Waiting, unasked, waiting
from meetings.planning.problem import Person, Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.regret import losers
from meetings.planning.reseat import Present, pinned
from meetings.planning.score import score
from meetings.planning.vacant import vacant_starts

#: Points for each conference without a time that would lose its last start.
REGRET = 20
#: Only so many of the cheapest starts are asked whom they harm, the best few of each day first.
LOOKED_AT = 30
A_DAY = 3


class Standing(StrEnum):
    """How a start suits one person."""

    PREFERRED = "preferred"
    POSSIBLE = "possible"
    IF_NEEDED = "if_needed"
    IN_CLASS = "in_class"
    #: The calendar could not be read, or the family has given no times.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One start that a family may be shown."""

    placement: Placement
    #: What the whole plan would cost more.
    points: int
    #: The same part by part; negative where the plan gets cheaper. Empty in `safe_starts`.
    parts: Mapping[str, int]
    standings: Mapping[str, Standing]
    #: From 0 to 1: the share of those who come of whom it is known that they can.
    confidence: float = 1.0
    #: Conferences without a time that would have no start left (regret); `best_starts` alone asks.
    harms: tuple[str, ...] = ()
    #: Taking it lowers how many can be placed in all; `safe_starts` alone asks.
    lowers: bool = False
    #: The policy does not show it to the family.
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """Best offers first, on different days as far as there are any; empty with a reason."""

    offers: tuple[Offer, ...]
    sentence: str = ""
    remedy: str = ""


def best_starts(problem: Problem, present: Present, conference: str, top: int = 5) -> Shortlist:
    """Give the best starts for one conference, with how they suit each person."""
    lawful = [v for v in vacant_starts(problem, present, conference) if v.placement is not None]
    if not lawful:
        return _nothing(problem, conference)
    looked_at = _some_of_each_day(problem, lawful)[:LOOKED_AT]
    others = [p for p in present if p.conference != conference]
    harm = losers(problem, others, conference)
    offers = [replace(o, harms=harm(o.placement)) for o in _offers(problem, looked_at)]
    offers.sort(key=lambda o: (o.points + REGRET * len(o.harms), o.placement.start))
    first_of_day: dict[int, Offer] = {}
    for offer in offers:
        first_of_day.setdefault(problem.grid.day(offer.placement.start), offer)
    spread = list(first_of_day.values())
    rest = [o for o in offers if o not in spread]
    cost = _parts(problem, others)
    return Shortlist(
        offers=tuple(replace(o, parts=cost(o.placement)) for o in [*spread, *rest][:top])
    )


def _some_of_each_day(problem: Problem, lawful: Iterable[Verdict]) -> list[Verdict]:
    """Order starts by cost, those beyond the best few of a day behind all others."""
    seen: Counter[int] = Counter()
    ranked = []
    for verdict in sorted(lawful, key=lambda v: (v.points, v.start)):
        day = problem.grid.day(verdict.start)
        ranked.append((seen[day] >= A_DAY, verdict.points, verdict.start, verdict))
        seen[day] += 1
    return [one[3] for one in sorted(ranked, key=lambda one: one[:3])]


def safe_starts(
    problem: Problem, present: Present, conference: str, guard: Guard = Guard.WITHHOLD
) -> tuple[Offer, ...]:
    """Give all lawful starts with what the guard says of each.

    Ascending; `show_last` puts those that lower the number of the placed behind. What is withheld
    is among them, marked, so that staff can be told.
    """
    offers = tuple(_offers(problem, vacant_starts(problem, present, conference)))
    if guard is Guard.OFF:
        return offers
    queue = waiting(problem, present, conference)
    judged = (_judged(o, queue, guard) for o in offers)
    if guard is Guard.WITHHOLD:
        return tuple(judged)
    return tuple(sorted(judged, key=lambda o: (o.lowers, o.placement.start)))


def _judged(offer: Offer, queue: Waiting, guard: Guard) -> Offer:
    lowers = queue.lowers(offer.placement)
    return replace(offer, lowers=lowers, withheld=lowers and guard is Guard.WITHHOLD)


def _offers(problem: Problem, verdicts: Iterable[Verdict]) -> Iterator[Offer]:
    for verdict in verdicts:
        placement = verdict.placement
        if placement is not None:
            people = [problem.person[p] for p in (*placement.team, *placement.optional)]
            talk = _talk(problem, placement)
            yield Offer(
                placement=placement,
                points=verdict.points,
                parts={},
                standings={p.key: _standing(problem, p, talk) for p in people},
                confidence=round(sum(_said(problem, p, talk) for p in people) / len(people), 3),
            )


def _talk(problem: Problem, placement: Placement) -> int:
    length = problem.grid.grains(problem.conference[placement.conference].length_minutes)
    return span(placement.start, placement.start + length)


def _standing(problem: Problem, person: Person, talk: int) -> Standing:
    found = standing(person, talk)
    sure = found is not Standing.POSSIBLE or _said(problem, person, talk)
    return found if sure else Standing.UNKNOWN


def _said(problem: Problem, person: Person, talk: int) -> bool:
    return not person.unknown & talk and not unasked(problem, person)


def standing(person: Person, talk: int) -> Standing:
    """Say how these grains suit a person; the worst one counts."""
    if person.in_class & talk:
        return Standing.IN_CLASS
    if person.unknown & talk:
        return Standing.UNKNOWN
    if (person.if_needed | person.soft_busy) & talk:
        return Standing.IF_NEEDED
    return Standing.POSSIBLE if talk & ~person.preferred else Standing.PREFERRED


def _parts(problem: Problem, others: list[Placement]) -> Callable[[Placement], Mapping[str, int]]:
    """Prepare the question what a placement costs more, part by part."""
    without = score(problem, others).parts

    def ask(placement: Placement) -> Mapping[str, int]:
        beside = score(problem, [*others, placement]).parts
        more = {name: beside.get(name, 0) - without.get(name, 0) for name in {*beside, *without}}
        return {name: more[name] for name in sorted(more) if more[name]}

    return ask


def _nothing(problem: Problem, conference: str) -> Shortlist:
    """Say whether nobody could come at all, or only that others hold what would suit."""
    alone = pinned(problem, {}, (conference,))
    empty = Proposal(placements=(), unplaced=(conference,), stages=())
    reason = explain(alone, empty, conference)
    if reason.cause is Cause.NO_COMMON_START:
        return Shortlist(offers=(), sentence=reason.sentence, remedy=reason.remedy)
    return Shortlist(
        offers=(),
        sentence="Every start that suits is held by another conference.",
        remedy="Plan anew and let proposed ones move, or ask for further times.",
    )
