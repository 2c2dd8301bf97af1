"""The next things for one person in one case: what a start page shows, read off the case.

Only what this person is asked for; what the law would allow besides is not listed here.
"""

from dataclasses import dataclass
from datetime import date

from workflow.ask import roles_of
from workflow.plan import Agreement, Case, Conference

#: While the plan is in one of these, inputs are still of use.
BEFORE_THE_CONFERENCE = ("identified", "drafting", "ready", "conferring")
BINDING = ("in_effect", "midyear_due", "midyear_done", "year_end_due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    #: reply, choose, questions, sign, self_check, progress; of web/time_tasks.py poll and times.
    what: str
    words: str
    url: str
    due_on: date | None = None


def tasks(case: Case, person_id: int, on: date) -> tuple[Task, ...]:
    """The most pressing first."""
    roles = roles_of(case, person_id, on)
    root = "/teacher" if "teacher" in roles else "/family"
    found = [
        *_signing(case, person_id, root),
        *_meeting(case, person_id, roles, root),
        *_inputs(case, person_id, roles),
        *_living(case, roles),
    ]
    return tuple(found)


def _signing(case: Case, person_id: int, root: str) -> list[Task]:
    agreement = open_agreement(case)
    if agreement is None or not must_sign(agreement, person_id):
        return []
    return [
        Task(
            what="sign",
            words="Read and sign the plan",
            url=f"{root}/sign/{case.id}/{agreement.no}",
            due_on=agreement.sign_by,
        )
    ]


def open_agreement(case: Case) -> Agreement | None:
    running = case.running("agreement")
    return case.agreement(running.no) if running and running.state == "out" else None


def must_sign(agreement: Agreement, person_id: int) -> bool:
    asked = any(signer.person_id == person_id for signer in agreement.signers)
    signed = any(mark.person_id == person_id for mark in agreement.standing_signatures())
    return asked and not signed


def _meeting(case: Case, person_id: int, roles: tuple[str, ...], root: str) -> list[Task]:
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    if running is None or conference is None or person_id in conference.left_out:
        return []
    url = f"{root}/reply/{case.id}/{running.no}"
    if running.state == "proposed" and "parent" in roles:
        return [Task(what="choose", words="Choose a time for the conference", url=url)]
    if running.state == "scheduled" and has_not_answered(conference, person_id):
        return [Task(what="reply", words="Answer the invitation", url=url)]
    return []


def has_not_answered(conference: Conference, person_id: int) -> bool:
    return any(
        one.person_id == person_id and one.partstat == "needs_action" for one in conference.answers
    )


def _inputs(case: Case, person_id: int, roles: tuple[str, ...]) -> list[Task]:
    given = any(each.person_id == person_id for each in case.inputs)
    if case.plan().state not in BEFORE_THE_CONFERENCE[:2] or given:
        return []
    due_on = case.dates.get("inputs_due_on")
    if "student" in roles:
        words, url = "Think about your goals", f"/student/reflect/{case.id}"
    elif "parent" in roles:
        words, url = "Answer a few questions about your child", f"/family/questions/{case.id}"
    elif "teacher" in roles:
        words, url = (
            "Say what you see, or that you have nothing to add",
            f"/teacher/plans/{case.id}",
        )
    else:
        return []
    return [Task(what="questions", words=words, url=url, due_on=due_on)]


def _living(case: Case, roles: tuple[str, ...]) -> list[Task]:
    state = case.plan().state
    if state == "midyear_due" and "student" in roles and case.self_checked_at is None:
        url = f"/student/self-check/{case.id}"
        return [Task(what="self_check", words="Check yourself at mid-year", url=url)]
    if state in BINDING and "student" in roles:
        url = f"/student/check-in/{case.id}"
        return [Task(what="progress", words="Check in: how is it going?", url=url)]
    if state in BINDING and "parent" in roles:
        url = f"/family/progress/{case.id}"
        return [Task(what="progress", words="Ask at dinner", url=url)]
    return []
