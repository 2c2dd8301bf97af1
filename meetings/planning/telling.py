"""Reasons, fairness, forecast, advice and differences as plain JSON values. Fields only.

The proposal around them is form.py; a change is changeform.py.
"""

from meetings.planning.advice import Advice
from meetings.planning.certificate import Certificate
from meetings.planning.changeform import change_form
from meetings.planning.explain import Reason
from meetings.planning.fairness import Fairness
from meetings.planning.forecast import Forecast
from meetings.planning.ownform import for_family
from meetings.planning.problem import Problem


def reason_form(problem: Problem, reason: Reason) -> dict[str, object]:
    """Tell why one conference has no time, and what would help."""
    own = for_family(problem, reason)
    change, proof = reason.change, reason.certificate
    return {
        "conference": reason.conference,
        "cause": reason.cause.value,
        "reason": reason.sentence,
        "remedy": reason.remedy,
        "opens": reason.opens,
        "gains": reason.gains,
        "change": None if change is None else change_form(problem, change),
        "members": list(reason.members),
        "sets": [list(members) for members in reason.sets],
        "others": list(reason.others),
        "unlocks": [
            {"if": u.sentence, "opens": u.opens, "change": change_form(problem, u.change)}
            for u in reason.unlocks
        ],
        "verified": reason.verified,
        "certificate": None if proof is None else certificate_form(proof),
        "for_family": own.sentence,
    }


def certificate_form(proof: Certificate) -> dict[str, object]:
    """Tell what is claimed, so that another program can prove it again."""
    return {
        "shortages": [
            {"members": list(one.members), "starts": 0, "without": list(one.without)}
            for one in proof.shortages
        ],
        "group": list(proof.group),
        "fits": max(0, len(proof.group) - 1),
        "masks_sha256": proof.digest_sha256,
    }


def fairness_form(found: Fairness) -> dict[str, object]:
    """Tell who pays for the plan."""
    return {
        "sentence": found.sentence,
        "pulls": dict(found.pulls),
        "most_pulls": found.most_pulls,
        "wishes": {wish.value: count for wish, count in found.wishes.items()},
        "preferred_share": round(found.preferred_share, 3),
        "placed_by_quarter": list(found.by_quarter),
        "ask_again": list(found.ask_again),
    }


def late_form(outlook: Forecast) -> list[dict[str, object]]:
    """Tell who misses the due date, and why."""
    return [
        {
            "conference": one.conference,
            "due_on": one.due_on.isoformat(),
            "held_on": None if one.held_on is None else one.held_on.isoformat(),
            "reason": one.sentence,
        }
        for one in outlook.late_because
    ]


def advice_form(problem: Problem, found: Advice) -> dict[str, object]:
    """Tell one change that helps the whole caseload."""
    return {
        "advice": found.sentence,
        "gains": found.gains,
        "proven": found.proven,
        "conferences": list(found.conferences),
        "change": change_form(problem, found.change),
    }
