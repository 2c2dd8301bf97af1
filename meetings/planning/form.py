"""The public JSON form of planning: a problem is read, a proposal is written.

Each fault of a problem is a sentence with its JSON path; nothing is planned then. The fields are
sheet.py, their schema is problem.schema.json.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from meetings.planning.advice import what_would_help
from meetings.planning.explain import Reason, explain_all
from meetings.planning.fairness import fairness
from meetings.planning.faults import Fault, faults_of
from meetings.planning.forecast import forecast
from meetings.planning.grid import ends_at, starts_at
from meetings.planning.problem import Place, Problem
from meetings.planning.proposal import Placement, Proposal, Stage
from meetings.planning.reading import problem_of
from meetings.planning.score import score
from meetings.planning.sheet import ProblemSheet
from meetings.planning.telling import advice_form, fairness_form, late_form, reason_form

NAME = "alp-proposal/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Why a text is no planning problem."""

    faults: tuple[Fault, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(f"{f.path}: {f.sentence}" for f in self.faults)


def read_problem(text: str | bytes) -> Problem | Faults:
    """Read the JSON form of a problem."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        sentence = f"This is not JSON ({error}). Send one JSON object."
        return Faults(faults=(Fault(path="$", sentence=sentence),))
    shape = _shape_faults(raw)
    if shape:
        return Faults(faults=shape)
    sheet = msgspec.convert(raw, ProblemSheet)
    found = faults_of(sheet)
    return Faults(faults=found) if found else problem_of(sheet)


def _shape_faults(raw: object) -> tuple[Fault, ...]:
    """Check the shape; items of the long lists one by one, so that each gets its own sentence."""
    if not isinstance(raw, dict):
        return (Fault(path="$", sentence="A problem is one JSON object."),)
    faults = []
    rest = dict(raw)
    for name in ("people", "conferences", "days"):
        items = rest.get(name)
        if not isinstance(items, list):
            continue
        kind = msgspec.structs.fields(ProblemSheet)
        of = next(f.type for f in kind if f.name == name)
        bad = [f for n, item in enumerate(items) if (f := _fault([item], of, f"$.{name}[{n}]"))]
        if bad:
            faults += bad
            rest[name] = [] if name != "days" else [{"date": "2000-01-01"}]
    whole = _fault(rest, ProblemSheet, "$")
    return (*faults, whole) if whole else tuple(faults)


def _fault(value: object, kind: Any, path: str) -> Fault | None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        words, _, where = str(error).partition(" - at `")
        inner = where.removesuffix("`").removeprefix("$").removeprefix("[0]" if path != "$" else "")
        return Fault(path=path + inner, sentence=_in_words(words))
    return None


def _in_words(words: str) -> str:
    plain = words.replace("Object contains unknown field", "There is no field").replace("`", '"')
    plain = plain.replace("Object missing required field", "This field is missing:")
    plain = (
        plain.replace('"str"', "text")
        .replace('"int"', "a whole number")
        .replace('"bool"', "true or false")
    )
    plain = (
        plain.replace('"array"', "a list")
        .replace('"object"', "an object")
        .replace('"null"', "null")
    )
    return f"{plain}. See problem.schema.json for what belongs here."


def write_proposal(problem: Problem, proposal: Proposal) -> str:
    """Write the JSON form of a proposal; the same proposal gives the same bytes."""
    return json.dumps(proposal_form(problem, proposal), indent=2, ensure_ascii=False) + "\n"


def proposal_form(problem: Problem, proposal: Proposal) -> dict[str, object]:
    """Give a proposal as plain JSON values; a caller may add what it has measured."""
    return _form(problem, proposal, explain_all(problem, proposal))


def explained_form(problem: Problem, proposal: Proposal) -> dict[str, object]:
    """Give the form with advice for the whole caseload; each advice is solved anew."""
    reasons = explain_all(problem, proposal)
    advice = what_would_help(problem, proposal, reasons)
    told = [advice_form(problem, one) for one in advice]
    return {**_form(problem, proposal, reasons), "advice": told}


def _form(problem: Problem, proposal: Proposal, reasons: tuple[Reason, ...]) -> dict[str, object]:
    cost = score(problem, proposal.placements)
    outlook = forecast(problem, proposal)
    return {
        "form": NAME,
        "placed": [_placed(problem, p, cost.of[p.conference]) for p in proposal.placements],
        "unplaced": [reason_form(problem, r) for r in reasons],
        "placed_count": len(proposal.placements),
        "placed_bound": outlook.at_most,
        "proven": proposal.proven,
        "points": cost.points,
        "points_by_part": dict(cost.parts),
        "levels": [_level(s) for s in proposal.stages],
        "moved": list(proposal.moved),
        "kept": list(proposal.kept),
        "forecast": outlook.sentence,
        "late": late_form(outlook),
        "fairness": fairness_form(fairness(problem, proposal)),
        "problem_sha256": proposal.digest_sha256,
    }


def _placed(problem: Problem, placement: Placement, parts: Mapping[str, int]) -> dict[str, object]:
    conference = problem.conference[placement.conference]
    end = placement.start + problem.grid.grains(conference.length_minutes)
    due = conference.due_on
    return {
        "conference": placement.conference,
        "starts_at": starts_at(problem.grid, placement.start).isoformat(),
        "ends_at": ends_at(problem.grid, end).isoformat(),
        "room": placement.room,
        "interpreter": placement.interpreter,
        "place": _place(problem, placement),
        "remote": list(placement.remote),
        "people": list(placement.team),
        "optional": list(placement.optional),
        "late": due is not None and problem.grid.dates[problem.grid.day(placement.start)] > due,
        "points": sum(parts.values()),
        "parts": dict(parts),
    }


def _place(problem: Problem, placement: Placement) -> str:
    conference = problem.conference[placement.conference]
    nowhere = conference.rooms is None and conference.school is None
    return Place.VIDEO.value if nowhere else placement.place.value


def _level(stage: Stage) -> dict[str, object]:
    return {
        "name": stage.name,
        "status": stage.status.value,
        "value": stage.value,
        "bound": stage.bound,
        "dt": stage.dt,
    }
