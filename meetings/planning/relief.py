"""The cheapest change that helps one conference to a time, tried on the plan as it stands.

Changes come from unlock.py; where several want the same times, one more room, adult or place of the
day may help too, or another family that gives more time. Whether a change helps is gains.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from meetings.planning.contention import Asked
from meetings.planning.gains import Standing
from meetings.planning.ground import ground, places
from meetings.planning.problem import Conference, Place
from meetings.planning.unlock import A_ROOM, ADULT, SOMEBODY, VIDEO, unlocks
from meetings.planning.unlocked import Effort, Unlock, Words
from meetings.planning.whatif import (
    Change,
    CoverMore,
    InterpreterMore,
    PerDay,
    Released,
    RoomMore,
    Video,
)

#: So many changes are tried for one conference.
TRIED = 8
#: So many of the others are asked, and so many that stay.
RIVALS = 3
#: Units for asking the solver where trying found nothing.
LAST_DT = 0.1

A_DAY = Words(
    Effort.PER_DAY,
    "the specialist held one conference more a day",
    "Allow one conference more a day",
)
RELEASE = Words(
    Effort.RELEASE,
    "a conference that stays might move",
    "Release the conference that stands in its way, then plan again",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """What was found for one conference."""

    #: None: no change is known that opens a start.
    best: Unlock | None
    #: How many more conferences have a time with it, at least; 0: others hold what it opens.
    gains: int
    unlocks: tuple[Unlock, ...]


def relief(
    standing: Standing,
    conference: Conference,
    opened: tuple[Unlock, ...],
    others: tuple[str, ...] | None = None,
) -> Relief:
    """Try what opens a start; where others contend (`others` is given), what makes room as well."""
    found = list(opened)
    if others is not None:
        found += _more(standing, conference)
        found.sort(key=lambda u: (u.effort, -u.opens))
    for one in (*found[:TRIED], *_of_others(standing, conference, others)):
        gained = standing.gains(one.change, conference.key)
        if gained:
            return Relief(best=one, gains=len(gained), unlocks=_ranked(found, one))
    widest = max(found, key=lambda u: u.opens, default=None)
    if widest is None:
        return Relief(best=None, gains=0, unlocks=())
    return Relief(
        best=widest, gains=_solved(standing, widest, conference.key), unlocks=tuple(found)
    )


def _ranked(found: list[Unlock], best: Unlock) -> tuple[Unlock, ...]:
    return tuple(found) if best in found else (best, *found)


def _solved(standing: Standing, unlock: Unlock, key: str) -> int:
    """Ask the solver where trying found nothing; here confirmed ones may move too."""
    layout = standing.with_change(unlock.change, {key})
    return int(Asked(layout, LAST_DT).conflict(frozenset({*standing.plan, key})) == frozenset())


def _plain(change: Change, words: Words) -> Unlock:
    return Unlock(
        change=change,
        effort=words.effort,
        condition=words.condition,
        request=words.request,
        starts=0,
    )


def _more(standing: Standing, conference: Conference) -> Iterator[Unlock]:
    """Give what would let two conferences stand where one stands now."""
    if Place.VIDEO not in places(conference) and conference.rooms is not None:
        yield _plain(Video(conference=conference.key), VIDEO)
        yield _plain(RoomMore(pool=conference.rooms), A_ROOM)
    if conference.interpreters is not None:
        yield _plain(InterpreterMore(pool=conference.interpreters), SOMEBODY)
    if conference.cover is not None:
        yield _plain(CoverMore(cover=conference.cover), ADULT)
    most = standing.layout.problem.policy.max_per_day
    yield _plain(PerDay(most=most + 1), A_DAY)


def _of_others(
    standing: Standing, conference: Conference, others: tuple[str, ...] | None
) -> Iterator[Unlock]:
    """Let a family of those who want the same give more time; or release one that stays."""
    problem = standing.layout.problem
    base = ground(problem) if others else None
    for key in (others or ())[:RIVALS]:
        if base is not None:
            found = unlocks(base, problem.conference[key])
            yield from (_of_rival(u) for u in found if u.effort is Effort.FAMILY)
    for key in _in_the_way(standing, conference)[:RIVALS] if others == () else ():
        yield _plain(Released(conference=key), RELEASE)


def _of_rival(unlock: Unlock) -> Unlock:
    return replace(
        unlock,
        effort=Effort.RIVAL,
        condition=f"in a conference that wants the same times {unlock.condition}",
        request=f"{unlock.request}, in a conference that wants the same times",
        starts=0,
        example="",
    )


def _in_the_way(standing: Standing, conference: Conference) -> list[str]:
    """Name the fixed ones that hold some of the things of its options, on the same days."""
    options = standing.layout.options[conference.key]
    held = {(o.day, h.key) for o in options for h in o.holds}
    fixed = standing.layout.problem.conference
    return [
        key
        for key, o in sorted(standing.plan.items())
        if fixed[key].fixed is not None and any((o.day, h.key) in held for h in o.holds)
    ]
