"""The specialist of the demo in the living plan: mid-year, amendments, revisions, year end."""

from dataclasses import replace
from datetime import datetime, timedelta

from meetings.demo import texts
from meetings.demo.reactions import need_no_meeting
from meetings.demo.sitting import freeze, text_of
from meetings.demo.stage import Stage, me
from workflow.commands import CallConference, CloseReview, FinishYear, ReviewGoals, WritePlan
from workflow.content import PlanContent
from workflow.plan import Case
from workflow.refusals import Refused


def finalize(stage: Stage, case: Case, at: datetime) -> None:
    """A text that was opened again, or must be revised, is frozen anew."""
    if case.running("conference") is None and case.running("agreement") is None:
        freeze(stage, case.id, at)


def midyear(stage: Stage, case: Case, at: datetime) -> None:
    habits, plan = stage.habits(case), case.plan()
    if case.self_checked_at is None and at - plan.entered_at < timedelta(days=10):
        return
    met = any(s.kind == "midyear" and s.state == "minuted" for s in case.subjects)
    if not habits.midyear_without_meeting and not met:
        if case.running("conference") is None:
            call = CallConference(**me(stage), kind="midyear", tier="short", length_minutes=15)
            stage.ask(case.id, call, at)
        return
    if not met:
        need_no_meeting(stage, case, "review", at)
    reviews = texts.midyear(_in_force(stage, case), adjusts=habits.adjusts_at_midyear)
    stage.say(case.id, ReviewGoals(**me(stage), reviews=reviews), at)
    stage.say(case.id, CloseReview(**me(stage)), at)
    if habits.adjusts_at_midyear:
        _amend(stage, case, at)


def _in_force(stage: Stage, case: Case) -> PlanContent:
    return text_of(stage, replace(case, draft=case.in_force))


def _amend(stage: Stage, case: Case, at: datetime) -> None:
    """Smaller steps for the first goal: a new text, shown with its changes, signed again."""
    content = _in_force(stage, case)
    first, *rest = content.goals
    smaller = replace(first, target=f"{first.target}, reached in two smaller steps by April")
    text = replace(content, goals=(smaller, *rest))
    stage.say(case.id, WritePlan(**me(stage), content=text), at)
    need_no_meeting(stage, case, "amendment", at)
    freeze(stage, case.id, at + timedelta(minutes=5))


def year_end(stage: Stage, case: Case, at: datetime) -> None:
    if at - case.plan().entered_at < timedelta(days=4) or case.running("agreement"):
        return
    reviews = texts.year_end(_in_force(stage, case), stage.chance)
    reviewed = {one.goal_key for one in case.reviews if one.kind == "year_end"}
    if not {one.goal_key for one in reviews} <= reviewed:
        stage.say(case.id, ReviewGoals(**me(stage), reviews=reviews), at)
    answer = stage.ask(case.id, FinishYear(**me(stage)), at + timedelta(minutes=1))
    if isinstance(answer, Refused) and case.plan().facts.get("hold", "none") == "none":
        stage.surprises.append(f"{at:%Y-%m-%d} case {case.id} finish_year: {answer}")


def mend(stage: Stage, case: Case, at: datetime) -> None:
    """What the authority ordered: the disputed goal is written anew and signed again."""
    if case.plan().facts.get("hold") == "ordered" and case.running("agreement") is None:
        content = _in_force(stage, case)
        first, *rest = content.goals
        harder = replace(first, statement=f"{first.statement} I choose the harder ones.")
        text = replace(content, goals=(harder, *rest))
        stage.ask(case.id, WritePlan(**me(stage), content=text), at)
        freeze(stage, case.id, at + timedelta(minutes=5))
