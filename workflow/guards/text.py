"""Conditions on the plan's text, its reviews and its disputes."""

from collections.abc import Callable

from workflow.ask import Ask
from workflow.chart import Law
from workflow.commands import WritePlan
from workflow.completeness import LACKS
from workflow.digests import rest_digest
from workflow.plan import Case
from workflow.refusals import Because


def complete(_law: Law, ask: Ask) -> Because | None:
    draft = ask.case.draft
    if draft is None:
        return Because(why="The plan has no text yet.", remedy="Write it, then finish the draft.")
    codes = (
        draft.missing
        if ask.word != "freeze" or engaged(ask.case)
        else (*draft.missing, "engagement")
    )
    if not codes:
        return None
    lacks = [LACKS[code] for code in dict.fromkeys(code.partition(":")[0] for code in codes)]
    return Because(
        why="The plan is not complete: " + "; ".join(lack.short for lack in lacks) + ".",
        remedy=lacks[0].remedy,
    )


def engaged(case: Case) -> bool:
    """A dated item shows this year's engagement of the family: input, attempt or conference."""
    family = any(given.role in {"parent", "student"} for given in case.inputs)
    return family or bool(case.attempts) or any(met.began_at for met in case.conferences)


def own_part(_law: Law, ask: Ask) -> Because | None:
    if not isinstance(ask.command, WritePlan) or ask.by.role != "student":
        return None
    draft = ask.case.draft
    if draft is not None and draft.rest_digest == rest_digest(ask.command.content):
        return None
    return Because(
        why="Students write their goals; the other parts belong to the specialist.",
        remedy="Change the goals only, and tell the specialist what else should change.",
    )


def tier_allows(_law: Law, ask: Ask) -> Because | None:
    if ask.case.tier == "asynchronous" and ask.case.kind != "initial":
        return None
    return Because(
        why="A conference is planned for this family.",
        remedy="Call it. Only a family that chose to read and sign at home goes without.",
    )


def uninformed(_law: Law, ask: Ask) -> Because | None:
    if ask.case.informed_at is None:
        return None
    return Because(why="The family was informed.", remedy="There is nothing to do.")


def may_amend(_law: Law, ask: Ask) -> Because | None:
    case = ask.case
    if case.draft is None or (case.in_force and case.draft.digest == case.in_force.digest):
        return Because(
            why="The text is the one that is in force: nothing was changed.",
            remedy="Write the amendment first, then freeze it.",
        )
    if case.amendment_agreed_by is not None or _talked_since(case):
        return None
    return Because(
        why="The family has not agreed to amend the plan without a meeting.",
        remedy="Hold a conference on the amendment, or ask a parent to agree in writing.",
    )


def _talked_since(case: Case) -> bool:
    """A conference was minuted after the text now in force took effect."""
    since = case.in_force.written_at if case.in_force else None
    covered = {one.conference_no for one in case.agreements if one.settled_at is not None}
    return any(
        meeting.minutes_settled_at is not None
        and (since is None or meeting.minutes_settled_at > since)
        and meeting.no not in covered
        for meeting in case.conferences
    )


def reviewed(_law: Law, ask: Ask) -> Because | None:
    kind = review_kind(ask.subject.state)
    staff = {party.person_id for party in ask.case.parties if party.role == "specialist"}
    done = {
        review.goal_key for review in ask.case.reviews if review.kind == kind and review.by in staff
    }
    goals = ask.case.in_force.goal_keys if ask.case.in_force else ()
    open_goals = [key for key in goals if key not in done]
    if not open_goals:
        return None
    return Because(
        why=f"{len(open_goals)} of {len(goals)} goals are not reviewed yet.",
        remedy="Say for each goal how it stands, then close the review.",
    )


def review_kind(state: str) -> str:
    return "midyear" if state == "midyear_due" else "year_end"


def heard(_law: Law, ask: Ask) -> Because | None:
    if ask.case.dispute is not None and ask.case.dispute.heard_on is not None:
        return None
    return Because(
        why="The family was not heard yet.",
        remedy="Hold the hearing and record it, then decide.",
    )


GUARDS: dict[str, Callable[[Law, Ask], Because | None]] = {
    "complete": complete,
    "own_part": own_part,
    "tier_allows": tier_allows,
    "uninformed": uninformed,
    "may_amend": may_amend,
    "reviewed": reviewed,
    "heard": heard,
}
