"""Where a case stands, in a sentence for people: the plan, with what runs beside it."""

from workflow.chart import Law
from workflow.plan import Case


def standing(law: Law, case: Case) -> str:
    """The plan's state, the running conference's and agreement's, and a dispute, in this order."""
    plan = case.plan()
    said = [law.charts["plan"].states[plan.state].says]
    for chart in ("conference", "agreement"):
        running = case.running(chart)
        if running is not None:
            said.append(_of(law, case, chart, running.state))
    if plan.facts.get("hold", "none") != "none":
        said.append("A part is disputed.")
    return " ".join(said)


def _of(law: Law, case: Case, chart: str, state: str) -> str:
    """With an interpreter asked for and not booked nothing is shown as scheduled."""
    if chart == "conference" and state == "scheduled":
        conference = case.conferences[-1]
        if conference.interpreter_language and conference.interpreter_id is None:
            return "A time is set, but no interpreter is booked yet."
    return law.charts[chart].states[state].says


def standing_word(case: Case) -> str:
    """The same as one word for lists and filters: the plan's state, or disputed."""
    plan = case.plan()
    return plan.state if plan.facts.get("hold", "none") == "none" else f"{plan.state} disputed"
