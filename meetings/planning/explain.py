"""Why a conference has no time: a verified cause, as small as can be, and a remedy, in words.

Sentences name groups ("the guardian"), never persons or their appointments. Which starts a member
could serve, and what opens if they could serve all, is blocking.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from meetings.planning.blocking import blocking, listed, remedy
from meetings.planning.ground import ground
from meetings.planning.options import Table, table
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Proposal
from meetings.planning.seating import without_clashes
from meetings.planning.solve import load_model

#: Units for one question whether some conferences fit together.
ASK_DT = 0.5

#: What one more of would help, by the beginning of its key; cheapest first.
MORE = (
    ("units:", "Give one more room or interpreter at these hours, or hold one of them by video."),
    ("cover:", "Give one more adult who can take a class at these hours."),
    ("day:", "Allow one conference more a day."),
)


class Cause(StrEnum):
    """Why a conference is left out."""

    #: No start suits all who must come.
    NO_COMMON_START = "no_common_start"
    #: A few conferences want the same few starts; not all of them fit.
    CONTENTION = "contention"
    #: All would fit, but then one would be late, or a confirmed one would move.
    PRIORITY = "priority"
    #: It is fixed where another fixed one stands.
    FIXED_CLASH = "fixed_clash"
    #: The search ended before it was known.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Certificate and words. Without any one of `members`, or of `others`, a place is found."""

    conference: str
    cause: Cause
    #: Groups of the table ("guardian", "specialist", "room") that have no start in common.
    members: tuple[str, ...] = ()
    #: Conferences that cannot all be placed beside this one.
    others: tuple[str, ...] = ()
    sentence: str
    remedy: str
    #: How many starts the remedy opens; 0 where that is not counted.
    opens: int = 0


def explain(problem: Problem, proposal: Proposal, conference: str) -> Reason:
    """Explain one conference that has no time in this proposal."""
    return _Desk(problem, proposal).reason(problem.conference[conference])


def explain_all(problem: Problem, proposal: Proposal) -> tuple[Reason, ...]:
    """Explain all that have no time, in canonical order; the model is built once."""
    desk = _Desk(problem, proposal)
    return tuple(desk.reason(problem.conference[key]) for key in proposal.unplaced)


class _Desk:
    """What several questions share, made when the first one needs it."""

    def __init__(self, problem: Problem, proposal: Proposal) -> None:
        self.problem = problem
        self.day = {p.conference: problem.grid.day(p.start) for p in proposal.placements}
        self.ground = ground(problem)

    @cached_property
    def table(self) -> Table:
        return without_clashes(table(self.problem))[0]

    def reason(self, conference: Conference) -> Reason:
        if conference.fixed is not None:
            return _clash(conference)
        if not self.table.options[conference.key]:
            return self._no_common_start(conference)
        group = self._rivals(conference.key)
        if group is None:
            return _unknown(conference)
        if not group:
            return _priority(conference)
        return self._contention(conference, _minimal(self.table, group))

    def _rivals(self, key: str) -> tuple[str, ...] | None:
        """Ask ever more of those who stand on the same days, until some cannot all be placed."""
        group, found = frozenset({key}), None
        while True:
            days = {o.day for k in group for o in self.table.options[k]}
            wider = group.union(k for k, day in self.day.items() if day in days)
            if wider == group:
                return found
            found = _conflict(self.table, wider)
            if found:
                return found
            group = wider

    def _no_common_start(self, conference: Conference) -> Reason:
        found = blocking(self.ground, conference)
        advice = remedy(self.ground, conference, found)
        return Reason(
            conference=conference.key,
            cause=Cause.NO_COMMON_START,
            members=found.members,
            sentence=found.sentence,
            remedy=advice.sentence,
            opens=advice.opens,
        )

    def _contention(self, conference: Conference, group: tuple[str, ...]) -> Reason:
        others = tuple(key for key in group if key != conference.key)
        starts = len({o.start for o in self.table.options[conference.key]})
        many = "start suits" if starts == 1 else "starts suit"
        rival = "another conference wants" if len(others) == 1 else f"{len(others)} others want"
        return Reason(
            conference=conference.key,
            cause=Cause.CONTENTION,
            others=others,
            sentence=f"{starts} {many} this conference, and {rival} the same; not all of them fit.",
            remedy=_more(self.table, group) or _ask_again(conference),
        )


def _minimal(layout: Table, group: tuple[str, ...]) -> tuple[str, ...]:
    """Take away every conference without which the rest still does not fit."""
    left = group
    for key in group:
        if key in left:
            left = _conflict(layout, [k for k in left if k != key]) or left
    return left


def _conflict(layout: Table, keys: Iterable[str]) -> tuple[str, ...] | None:
    """Give those that cannot be placed together; () if all can, None if nobody knows."""
    asked = set(keys)
    fixed = {k for k, c in layout.problem.conference.items() if c.fixed is not None}
    few = {k: o if k in asked | fixed else () for k, o in layout.options.items()}
    model = load_model(replace(layout, options=few))
    return None if model is None else model.conflict(sorted(asked), ASK_DT)


def _more(layout: Table, group: tuple[str, ...]) -> str | None:
    for prefix, sentence in MORE:
        held = {h.key for k in group for o in layout.options[k] for h in o.holds}
        more = {k: n + 1 for k, n in layout.capacity.items() if k in held and k.startswith(prefix)}
        if more and _conflict(replace(layout, capacity={**layout.capacity, **more}), group) == ():
            return sentence
    return None


def _ask_again(conference: Conference) -> str:
    groups = [s.group for s in conference.seats if s.people]
    return f"Ask for further times of the {listed(groups)}, or let one of the others move."


def _clash(conference: Conference) -> Reason:
    return Reason(
        conference=conference.key,
        cause=Cause.FIXED_CLASH,
        sentence="It is fixed at a time that another fixed conference holds.",
        remedy="Release one of the two, then plan again.",
    )


def _priority(conference: Conference) -> Reason:
    return Reason(
        conference=conference.key,
        cause=Cause.PRIORITY,
        sentence="It would fit, but then another one would be late, or a confirmed one would move.",
        remedy="Choose a time by hand, or move a due date, then plan again.",
    )


def _unknown(conference: Conference) -> Reason:
    return Reason(
        conference=conference.key,
        cause=Cause.UNKNOWN,
        sentence="There are starts that suit it, but the search ended before one was free.",
        remedy="Plan again with more time, or choose a time by hand.",
    )
