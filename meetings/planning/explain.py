"""Why a conference has no time: a verified cause, as small as can be, and a remedy, in words.

Sentences name groups ("the guardian"), never persons or their appointments. Sets without a common
start are blocking.py, groups that contend contention.py, changes that help unlock.py and gains.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from meetings.planning import saying
from meetings.planning.blocking import minimal_sets
from meetings.planning.certificate import Certificate, Shortage, digest_of
from meetings.planning.contention import Rivals
from meetings.planning.gains import Standing, plan_of
from meetings.planning.ground import Ground, ground
from meetings.planning.members import CHAIR, common, listed, starts_by_member
from meetings.planning.options import Table, table
from meetings.planning.priority import Priority, given_way
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Proposal, Status
from meetings.planning.relief import Relief, relief
from meetings.planning.rules import breaches_of
from meetings.planning.seating import placements, without_clashes
from meetings.planning.unlock import unlocks
from meetings.planning.unlocked import Unlock
from meetings.planning.whatif import Change, Released


class Cause(StrEnum):
    """Why a conference is left out."""

    #: No start suits all who must come.
    NO_COMMON_START = "no_common_start"
    #: A few conferences want the same few starts; not all of them fit.
    CONTENTION = "contention"
    #: The days are full: the run has proven that no plan places one more beside all of these.
    FULL = "full"
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
    #: Every such set that is as small as can be; `members` is the first of them.
    sets: tuple[tuple[str, ...], ...] = ()
    #: Conferences that cannot all be placed beside this one.
    others: tuple[str, ...] = ()
    sentence: str
    remedy: str
    #: How many starts the remedy opens; 0 where that is not counted.
    opens: int = 0
    #: What else would open starts, the cheapest first; the remedy is among them.
    unlocks: tuple[Unlock, ...] = ()
    #: The remedy as a change of the problem; None: it is no such change.
    change: Change | None = None
    #: How many more conferences find a time with the remedy, at least; tried and checked.
    gains: int = 0
    #: The cause has been proven, by masks or by solving anew.
    verified: bool = True
    certificate: Certificate | None = None


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
        self.problem, self.proposal = problem, proposal

    @cached_property
    def ground(self) -> Ground:
        return ground(self.problem)

    @cached_property
    def table(self) -> Table:
        return without_clashes(table(self.problem))[0]

    @cached_property
    def standing(self) -> Standing:
        plan = plan_of(self.table, self.proposal.placements)
        return Standing(layout=self.table, plan=plan, waiting=self.proposal.unplaced)

    @cached_property
    def rivals(self) -> Rivals:
        return Rivals(self.standing)

    def reason(self, conference: Conference) -> Reason:
        if conference.fixed is not None:
            return self._clash(conference)
        if not self.table.options[conference.key]:
            return self._no_common_start(conference)
        group = self.rivals.of(conference.key)
        if group is None:
            return self._full(conference) if self._proven else _unknown(conference)
        if not group:
            return self._priority(conference)
        return self._contention(conference, group)

    def _no_common_start(self, conference: Conference) -> Reason:
        found = minimal_sets(self.ground, conference)
        bare = Reason(
            conference=conference.key,
            cause=Cause.NO_COMMON_START,
            members=found[0].members,
            sets=tuple(f.members for f in found),
            sentence=found[0].sentence,
            remedy=f"Ask for further times: the {listed(found[0].members)}.",
            certificate=self._shortages(conference, [f.members for f in found]),
        )
        return _with(bare, relief(self.standing, conference, self._unlocks(conference)))

    def _shortages(self, conference: Conference, sets: Iterable[tuple[str, ...]]) -> Certificate:
        masks = starts_by_member(self.ground, conference)

        def without(members: tuple[str, ...], one: str) -> int:
            rest = [m for m in members if m != one]
            return common(self.problem, masks, rest).bit_count()

        shortages = (
            Shortage(members=members, without=tuple(without(members, m) for m in members))
            for members in sets
        )
        return Certificate(
            conference=conference.key,
            shortages=tuple(shortages),
            digest_sha256=digest_of(self.problem, (conference.key,)),
        )

    def _contention(self, conference: Conference, group: tuple[str, ...]) -> Reason:
        others = tuple(key for key in group if key != conference.key)
        starts = len({o.start for o in self.table.options[conference.key]})
        bare = Reason(
            conference=conference.key,
            cause=Cause.CONTENTION,
            others=others,
            sentence=_crowded(starts, len(others)),
            remedy=_ask_again(conference),
            certificate=Certificate(
                conference=conference.key,
                group=group,
                digest_sha256=digest_of(self.problem, group),
            ),
        )
        found = relief(self.standing, conference, self._unlocks(conference), others)
        return _with(bare, found)

    @cached_property
    def _proven(self) -> bool:
        """Say whether the run itself has proven that all these do not fit.

        Where nothing can be late, one more placed would have been more on time, and no plan is.
        """
        stages = (self.proposal.stage("on_time"), self.proposal.stage("placed"))
        known = all(s is not None and s.status is Status.PROVEN for s in stages)
        return known and all(o.on_time for o in self.table.all)

    def _full(self, conference: Conference) -> Reason:
        starts = len({o.start for o in self.table.options[conference.key]})
        placed = len(self.proposal.placements)
        many = saying.many(starts, "start suits", "starts suit")
        bare = Reason(
            conference=conference.key,
            cause=Cause.FULL,
            sentence=f"{many} this conference, but the days are full: it does not fit beside the "
            f"{placed} that have a time, however they are moved.",
            remedy=_ask_again(conference),
        )
        return _with(bare, relief(self.standing, conference, self._unlocks(conference), ()))

    def _unlocks(self, conference: Conference) -> tuple[Unlock, ...]:
        return unlocks(self.ground, conference, self.standing.room(conference))

    def _priority(self, conference: Conference) -> Reason:
        return _with_priority(conference, given_way(self.standing, conference.key))

    def _clash(self, conference: Conference) -> Reason:
        """Find the fixed conferences that hold what this one would need."""
        layout = table(self.problem)
        own = {key: options[0] for key, options in layout.options.items() if options}
        fixed = conference.fixed
        others: tuple[str, ...] = ()
        if conference.key in own and fixed is not None:
            mine = placements(layout, {conference.key: own[conference.key]})[0]
            broken = breaches_of(self.problem, self.proposal.placements, mine)
            others = tuple(sorted({b.against for b in broken if b.against is not None}))
        return Reason(
            conference=conference.key,
            cause=Cause.FIXED_CLASH,
            others=others,
            sentence="It is fixed at a time that another fixed conference holds.",
            remedy="Release one of the two, then plan again.",
            change=Released(conference=conference.key),
        )


def _with(reason: Reason, found: Relief) -> Reason:
    best = found.best
    if best is None:
        return replace(reason, unlocks=found.unlocks)
    return replace(
        reason,
        remedy=f"{best.advice}{_gained(found.gains)}",
        opens=best.opens,
        unlocks=found.unlocks,
        change=best.change,
        gains=found.gains,
    )


def _gained(gains: int) -> str:
    if not gains:
        return " That alone is not enough: other conferences hold these times."
    if gains == 1:
        return ""
    return f" Then {saying.many(gains, 'more conference')} find a time."


def _crowded(starts: int, others: int) -> str:
    many = saying.many(starts, "start suits", "starts suit")
    if not others:
        whose = "it is" if starts == 1 else "each is"
        return f"{many} this conference, and {whose} held by conferences that stay."
    rival = "another conference wants" if others == 1 else f"{others} others want"
    fits = f"only {others} of these {others + 1} {'fits' if others == 1 else 'fit'}"
    return f"{many} this conference, and {rival} the same; {fits}."


def _ask_again(conference: Conference) -> str:
    groups = [s.group for s in conference.seats if s.people] or [CHAIR]
    return f"Ask for further times of the {listed(groups)}, or let one of the others move."


def _with_priority(conference: Conference, found: Priority | None) -> Reason:
    bare = Reason(
        conference=conference.key,
        cause=Cause.PRIORITY,
        sentence="It would fit, but then another one would be late, or a confirmed one would move.",
        remedy="Choose a time by hand, or move a due date, then plan again.",
    )
    if found is None:
        return bare
    return replace(
        bare,
        others=found.others,
        sentence=found.sentence,
        remedy=found.remedy,
        change=found.change,
        gains=1,
    )


def _unknown(conference: Conference) -> Reason:
    return Reason(
        conference=conference.key,
        cause=Cause.UNKNOWN,
        sentence="There are starts that suit it, but the search ended before one was free.",
        remedy="Plan again with more time, or choose a time by hand.",
        verified=False,
    )
