"""After the answer: what no plan can undercut, found in a second process; the plan is unchanged.

Where that process ends without an answer, the bound of the search stands.
"""

from dataclasses import replace
from typing import Any

from meetings.planner.apart import Listener, searched
from meetings.planner.jobs import Frame, Job, Limits
from meetings.planning.proposal import Proposal, Status

#: So few are looked over by eye.
FEW = 10


def tightened(job: Job, answer: Frame, limits: Limits, listen: Listener) -> Frame:
    """The same answer, with a better bound of its points if there is one."""
    proposal = answer.proposal
    if proposal is None or answer.form is None or job.anew is not None or not _open(proposal):
        return answer
    found = searched(replace(job, bounded=proposal), limits, listen).answer
    if found is None or found.proposal is None:
        return answer
    return replace(answer, proposal=found.proposal, form=_form(answer.form, found.proposal))


def _open(proposal: Proposal) -> bool:
    """The points are not proven, and there are enough conferences to ask how far they are off."""
    last = proposal.stage("points")
    many = len(proposal.placements) > FEW
    return many and last is not None and last.status is Status.LIMIT


def _form(form: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    by_name = {stage.name: stage for stage in proposal.stages}
    levels = [
        level | {"bound": by_name[level["name"]].bound, "status": by_name[level["name"]].status}
        for level in form["levels"]
    ]
    return form | {"levels": levels, "proven": proposal.proven}
