"""`alp plan`: a problem from a file, planned, as JSON (meetings/planning/problem.schema.json)."""

import json
from pathlib import Path

from meetings.planning.form import Faults, proposal_form, read_problem
from meetings.planning.solve import solve


class BadProblem(ValueError):  # noqa: N818  named for what was found
    """The file is no planning problem; one sentence a fault."""


def answer(path: Path) -> dict[str, object]:
    """The proposal in its documented form. Raises BadProblem, or OSError for the file."""
    problem = read_problem(path.read_bytes())
    if isinstance(problem, Faults):
        raise BadProblem("\n".join(problem.sentences))
    return proposal_form(problem, solve(problem))


def written(said: dict[str, object]) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False)
