"""What a reason claims, in numbers, and a checker that proves it again from the problem alone.

The checker shares nothing with blocking.py, contention.py or the masks of members.py: it counts
start by start (recount.py), plans a group anew by itself, and asks rules.py about every placement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from meetings.planning.options import Option, table
from meetings.planning.problem import Problem
from meetings.planning.recount import Recount
from meetings.planning.rules import breaches
from meetings.planning.seating import placements, without_clashes
from meetings.planning.solve import load_model

#: Units for planning a group anew.
PROOF_DT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Members of one conference without a common start; each of them is needed for that."""

    members: tuple[str, ...]
    #: Starts that suit all but one of them, in the order of the members; none is 0.
    without: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A claim about one conference: no common start, or too few places for a group."""

    conference: str
    shortages: tuple[Shortage, ...] = ()
    #: Conferences of which all but any one can be placed, beside those that are fixed.
    group: tuple[str, ...] = ()
    #: Of all that the claim rests on.
    digest_sha256: str


def digest_of(problem: Problem, keys: Iterable[str]) -> str:
    """Digest the part of a problem that speaks of these conferences, masks included."""
    return part_of(problem, keys).digest_sha256


def part_of(problem: Problem, keys: Iterable[str]) -> Problem:
    """Give the problem with these conferences, those that are fixed, and their people alone."""
    asked = set(keys)
    wanted = tuple(c for c in problem.conferences if c.key in asked or c.fixed is not None)
    there = {c.key for c in wanted}
    people = {p for c in wanted for p in (c.chair, *(p for s in c.seats for p in s.people))}
    people |= {p for c in wanted if c.fixed is not None for p in c.fixed.team}
    return replace(
        problem,
        conferences=wanted,
        people=tuple(p for p in problem.people if p.key in people),
        pairs=tuple(pair for pair in problem.pairs if there.issuperset(pair)),
    )


def confirms(problem: Problem, certificate: Certificate) -> bool:
    """Prove a certificate again; False if anything in it is not so, or the problem is another."""
    keys = {certificate.conference, *certificate.group}
    if not keys <= set(problem.conference):
        return False
    if digest_of(problem, keys) != certificate.digest_sha256:
        return False
    conference = problem.conference[certificate.conference]
    if certificate.group:
        return certificate.conference in certificate.group and _contend(problem, certificate.group)
    counted = Recount(problem, conference)
    return bool(certificate.shortages) and all(_short(counted, s) for s in certificate.shortages)


def _short(counted: Recount, claim: Shortage) -> bool:
    """Say whether these have no start together, and exactly so many without each one."""
    members = claim.members
    if not members or not set(members) <= set(counted.serves) or counted.together(members):
        return False
    without = tuple(len(counted.together(m for m in members if m != one)) for one in members)
    return without == claim.without and all(without)


def _contend(problem: Problem, group: tuple[str, ...]) -> bool:
    """Plan the group anew by itself, then each group that is smaller by one."""
    if _all_placed(problem, group) is not False:
        return False
    return all(_all_placed(problem, rest) for rest in combinations(group, len(group) - 1))


def _all_placed(problem: Problem, keys: tuple[str, ...]) -> bool | None:
    """Say whether these can all be placed; None if the search ended before it was known."""
    part = part_of(problem, keys)
    layout, first = without_clashes(table(part))
    plan: Mapping[str, Option] = dict(first.placed)
    if not set(keys) <= set(plan):
        model = load_model(layout)
        found = None if model is None else model.solve(model.placed(), plan, PROOF_DT, _go_on)
        if found is None:
            return None
        if not set(keys) <= set(found.options):
            return False if found.proven and not layout.cut else None
        plan = found.options
    return breaches(part, placements(layout, plan)) == ()


def _go_on(_value: int, _bound: int) -> bool:
    return True
