"""Which members of a conference have no start in common: every smallest set of them, in words.

Works on the masks of members.py. What would open a start is unlock.py; the cheapest is told here.
"""

from dataclasses import dataclass
from itertools import combinations

from meetings.planning.ground import Ground
from meetings.planning.members import DAYS, common, listed, starts_by_member
from meetings.planning.problem import Conference
from meetings.planning.unlock import unlocks

#: More members than these are not looked at in all combinations; a conference has about six.
MEMBERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """A smallest set of members without a common start."""

    members: tuple[str, ...]
    sentence: str


def blocking(ground: Ground, conference: Conference) -> Blocking:
    """Find a smallest set; the first one in canonical order if there are several."""
    return minimal_sets(ground, conference)[0]


def minimal_sets(ground: Ground, conference: Conference) -> tuple[Blocking, ...]:
    """Find every set without a common start of which each member is needed; small ones first."""
    masks = starts_by_member(ground, conference)
    names = sorted(masks)
    found: list[frozenset[str]] = []
    for size in range(1, min(len(names), MEMBERS) + 1):
        for members in combinations(names, size):
            smaller = any(one.issubset(members) for one in found)
            if not smaller and not common(ground.problem, masks, members):
                found.append(frozenset(members))
    if not found:
        sentence = "No team can be put together at any start."
        return (Blocking(members=tuple(names), sentence=sentence),)
    return tuple(Blocking(members=tuple(sorted(s)), sentence=_say(tuple(sorted(s)))) for s in found)


def _say(members: tuple[str, ...]) -> str:
    if members == (DAYS,):
        return "No day of the window is open for this conference."
    if len(members) == 1:
        return f"The {members[0]} has no time at all that is long enough."
    if DAYS in members:
        rest = listed([m for m in members if m != DAYS])
        together = " together" if len(members) > 2 else ""  # noqa: PLR2004 -- a pair and the days
        return (
            f"On the days that are open for this conference, no start suits the {rest}{together}."
        )
    return f"No start suits the {listed(members)} together."


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would help, and how many starts it opens."""

    sentence: str
    opens: int


def remedy(ground: Ground, conference: Conference, found: Blocking) -> Remedy:
    """Choose the cheapest change that opens a start, whatever the other conferences hold."""
    cheapest = next(iter(unlocks(ground, conference)), None)
    if cheapest is None:
        asked = listed(found.members)
        return Remedy(sentence=f"Ask for further times: the {asked}.", opens=0)
    return Remedy(sentence=cheapest.advice, opens=cheapest.opens)
