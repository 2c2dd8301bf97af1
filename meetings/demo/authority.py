"""The authority for disagreements in the demo: it hears the family, then decides."""

from datetime import datetime, timedelta

from meetings.demo.school import ADMINISTRATOR_ID
from meetings.demo.stage import Stage, local
from workflow.commands import Hear, Revise, Uphold
from workflow.plan import Case


def morning(stage: Stage, at: datetime) -> None:
    for case in stage.cases():
        if case.plan().facts.get("hold") == "asked" and case.dispute is not None:
            _decide(stage, case, at)


def _decide(stage: Stage, case: Case, at: datetime) -> None:
    person = stage.world.ids[ADMINISTRATOR_ID]
    dispute = case.dispute
    if dispute is None or local(at) < dispute.objected_on + timedelta(days=6):
        return
    me = stage.as_(person, "authority", "password")
    if dispute.heard_on is None:
        stage.ask(case.id, Hear(**me, on=local(at), notes="Both sides were heard."), at)
        return
    version = stage.case(case.id).version
    decision = "The goal is challenging enough." if case.id % 2 else "The goal is to be harder."
    kind = Uphold if case.id % 2 else Revise
    stage.ask(case.id, kind(**me, seen=version, decision=decision), at)
