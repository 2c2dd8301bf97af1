"""`alp plan`: a problem from a file, planned, as JSON (meetings/planning/problem.schema.json)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from meetings.planning.form import Faults, explained_form, proposal_form, read_problem
from meetings.planning.previous import read_previous
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.replan import Replan, Shift, replan
from meetings.planning.solve import solve

T = TypeVar("T")


class BadProblem(ValueError):  # noqa: N818  named for what was found
    """The file is no planning problem, or no proposal; one sentence a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line wants to know."""

    problem: Path
    #: With advice that was solved anew for the whole caseload.
    explain: bool = False
    #: With a bound for the points that comes from elsewhere than the search.
    bound: bool = False
    #: An earlier proposal, from which as few as can be shall move.
    previous: Path | None = None


def answer(asked: Asked) -> dict[str, object]:
    """The proposal in its documented form. Raises BadProblem, or OSError for a file."""
    problem = _read(asked.problem, read_problem)
    if asked.previous is None:
        return _told(problem, solve(problem), asked)
    again = replan(problem, _read(asked.previous, read_previous))
    return {**_told(again.problem, again.proposal, asked), **_changes(again)}


def _read(path: Path, read: Callable[[bytes], T | Faults]) -> T:
    found = read(path.read_bytes())
    if isinstance(found, Faults):
        raise BadProblem("\n".join(f"{path.name}: {said}" for said in found.sentences))
    return found


def _told(problem: Problem, proposal: Proposal, asked: Asked) -> dict[str, object]:
    further: Mapping[str, object] = {}
    if asked.bound:
        proposal, further = _bounded(problem, proposal)
    form = explained_form if asked.explain else proposal_form
    return {**form(problem, proposal), **further}


def _bounded(problem: Problem, proposal: Proposal) -> tuple[Proposal, Mapping[str, object]]:
    """The proposal with the better bound, and how far its points are from it."""
    from meetings.planning.bound import bound_of, tightened  # noqa: PLC0415  loads a second solver

    found = bound_of(problem, proposal)
    better = tightened(proposal, found)
    stage = better.stage("points")
    points = 0 if stage is None else stage.value
    bound = found.value if stage is None else stage.bound
    gap = (points - bound) / points if points else 0.0
    return better, {
        "points_bound": bound,
        "points_gap": round(gap, 4),
        "relaxation_bound": found.value,
    }


def _changes(again: Replan) -> Mapping[str, object]:
    return {
        "moved": [_shift(one) for one in again.moved],
        "kept": list(again.kept),
        "new": list(again.new),
        "gone": list(again.gone),
    }


def _shift(one: Shift) -> Mapping[str, object]:
    return {
        "conference": one.conference,
        "from": one.from_at.isoformat(),
        "to": None if one.to_at is None else one.to_at.isoformat(),
        "reason": one.reason,
        "confirmed": one.confirmed,
    }


def written(said: Mapping[str, object]) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False)


def kept_in(path: Path, said: Mapping[str, object]) -> str:
    """Write it into a file; what to tell about it. Raises OSError."""
    path.write_text(written(said) + "\n", encoding="utf-8")
    asked = said.get("unplaced")
    left = len(asked) if isinstance(asked, list) else 0
    return (
        f"placed: {said['placed_count']}\nunplaced: {left}\n{said['forecast']}\nWritten to {path}."
    )
