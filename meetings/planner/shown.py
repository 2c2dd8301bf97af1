"""What a page shows of a proposal, worked out once and kept with it: JSON values.

The documented form, and of each placed conference who sits there, how the time suits them, and
where it stood before. No names: keys alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from meetings.planner.jobs import Anew
from meetings.planning.form import explained_form, proposal_form
from meetings.planning.grid import span, starts_at
from meetings.planning.moves import moves
from meetings.planning.offer import Standing
from meetings.planning.problem import Conference, Kind, Person, Problem
from meetings.planning.proposal import Placement, Proposal

#: With more that have no time, what would help all of them is not asked.
ADVISED = 30
NOT_YET = {
    "reason": "No reason is known yet: the search is not over.",
    "remedy": "Wait for its end, or plan again.",
}


def shown(problem: Problem, proposal: Proposal, anew: Anew | None = None) -> dict[str, Any]:
    """With reasons and advice, which ask the solver: this belongs into the process apart."""
    few = len(proposal.unplaced) <= ADVISED
    made = explained_form(problem, proposal) if few else proposal_form(problem, proposal)
    return _with_cards(problem, proposal, dict(made), anew)


def shown_early(problem: Problem, proposal: Proposal, anew: Anew | None = None) -> dict[str, Any]:
    """Without reasons, which need the solver."""
    made = proposal_form(problem, replace(proposal, unplaced=()))
    form = _with_cards(problem, proposal, dict(made), anew)
    left = [{"conference": key, "cause": "unknown", **NOT_YET} for key in proposal.unplaced]
    return form | {"unplaced": left, "proven": proposal.proven and not left}


def _with_cards(
    problem: Problem, proposal: Proposal, form: dict[str, Any], anew: Anew | None
) -> dict[str, Any]:
    why: dict[str, str] = {}
    if anew is not None:
        found = moves(problem, anew.present, proposal.placements, anew.why)
        why = {one.conference: one.reason for one in found if one.to_new_time}
    return form | {"placed": list(_cards(problem, proposal, form, why))}


def _cards(
    problem: Problem, proposal: Proposal, form: dict[str, Any], why: dict[str, str]
) -> Iterator[dict[str, Any]]:
    by_key = {one.conference: one for one in proposal.placements}
    for said in form["placed"]:
        placement = by_key[said["conference"]]
        conference = problem.conference[placement.conference]
        yield said | {
            "sitting": list(_sitting(problem, conference, placement)),
            "moved_from": _before(problem, conference, placement),
            "why": why.get(placement.conference, ""),
            "kept": conference.now is not None and conference.now.start == placement.start,
            "fixed": conference.fixed is not None,
        }


def _sitting(
    problem: Problem, conference: Conference, placement: Placement
) -> Iterator[dict[str, Any]]:
    talk = span(placement.start, placement.start + problem.grid.grains(conference.length_minutes))
    for key in (*placement.team, *placement.optional):
        yield {
            "person": key,
            "group": _group(conference, key),
            "standing": standing(problem.person[key], talk).value,
        }


def _group(conference: Conference, key: str) -> str:
    if key == conference.chair:
        return "specialist"
    return next((seat.group for seat in conference.seats if key in seat.people), "")


def standing(person: Person, talk: int) -> Standing:
    """The worst of it: a calendar that nobody could read, then class, then wishes."""
    if person.unknown & talk:
        return Standing.UNKNOWN
    if person.in_class & talk and person.kind is not Kind.FAMILY:
        return Standing.IN_CLASS
    if (person.if_needed | person.soft_busy) & talk:
        return Standing.IF_NEEDED
    return Standing.PREFERRED if person.preferred & talk == talk else Standing.POSSIBLE


def _before(problem: Problem, conference: Conference, placement: Placement) -> str | None:
    now = conference.now
    if now is None or now.start == placement.start:
        return None
    return starts_at(problem.grid, now.start).isoformat()
