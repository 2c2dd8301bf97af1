"""What if: one change asked of a proposal, as a run of its own beside it. Nothing becomes a fact.

The change comes from the form (changes.py), or is one that the run itself worked out: a remedy of
one conference, or an advice for all.
"""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings import planner
from meetings.planner.questions import WhatIf, what_if
from meetings.planning.changeform import NoChange, read_change
from meetings.planning.problem import Problem
from meetings.web.answers import Frame, NotSeenError, go, page, refusal
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site, Viewer
from meetings.web.staff.changes import WEIGHTS, Around, Said, asked_change, people_in
from meetings.web.staff.remedies import advice_in, change_in
from meetings.web.staff.runs_seen import Seen, people_of, run_seen
from workflow.refusals import Refused

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
GONE = Refused(
    code="not_now",
    why="This change does not fit this proposal any more.",
    remedy="Open the newest proposal and try it there.",
)
#: So much a slider allows.
SLIDER = 40


@get("/proposals/{run_id:int}/what-if", sync_to_thread=True)
def show_what_if(
    site: NamedDependency[Site], frame: NamedDependency[Frame], run_id: FromPath[int]
) -> Response[str]:
    seen, around = _around(site, frame, run_id)
    return _what_if_page(frame, seen, around, EMPTY)


@post("/proposals/{run_id:int}/what-if", sync_to_thread=True)
def ask_what_if(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Response[str] | Redirect:
    """Queues the run; the same question gives the old run again."""
    seen, around = _around(site, frame, run_id)
    known = form.has("which") or form.has("advice")
    said = _offered(seen, around.problem, form) if known else asked_change(form, around)
    if said is None and known:
        return refusal(frame, GONE)
    if said is None:
        return _what_if_page(frame, seen, around, form)
    change, words = said
    asked = WhatIf(run_id=run_id, change=change, words=words, by=viewer.person_id)
    made = what_if(site.store, asked, at)
    if made is None:
        return refusal(frame, GONE)
    site.poke()
    return go(f"/proposals/{made}")


def _around(site: Site, frame: Frame, run_id: int) -> tuple[Seen, Around]:
    with site.store.read() as connection:
        seen = run_seen(site.store, connection, frame, run_id)
        problem = planner.problem_of(connection, run_id)
        proposal = planner.proposal_of(connection, run_id)
        if problem is None or proposal is None:
            raise NotSeenError
        people = people_of(connection, set(people_in(problem))).names
    students = {one: seen.rows[one].student for one in seen.run.case_ids if one in seen.rows}
    return seen, Around(
        problem=problem,
        students=dict(sorted(students.items(), key=_by_name)),
        people=people,
        unplaced=proposal.unplaced,
    )


def _by_name(one: tuple[int, str]) -> tuple[str, int]:
    return one[1].casefold(), one[0]


def _offered(seen: Seen, problem: Problem, form: Form) -> Said | None:
    """A change that the run itself offers."""
    if form.has("advice"):
        number = form.whole("advice")
        found = None if number is None else advice_in(seen.run, number)
    else:
        found = change_in(seen.run, form.whole("case") or 0, form.line("which"))
    if found is None:
        return None
    made, words = found
    case = seen.rows.get(form.whole("case") or 0)
    whose = f" ({case.student})" if case else ""
    try:
        return read_change(problem, made), f"What if: {words}?{whose}"
    except NoChange:
        return None


def _what_if_page(frame: Frame, seen: Seen, around: Around, form: Form) -> Response[str]:
    policy, problem = around.problem.policy, around.problem
    values = {
        "seen": seen,
        "run": seen.run,
        "form": form,
        "around": around,
        "per_day": form.typed("per_day") or policy.max_per_day,
        "may_pull": form.typed("may_pull") or ("yes" if policy.may_pull else "no"),
        "covers": [(one.key, f"{one.size} now") for one in problem.covers],
        "pools": [(one.key, _pool(one.key, len(one.units))) for one in problem.pools],
        "weekdays": [("", "–"), *((str(n), name) for n, name in enumerate(WEEKDAYS))],
        "sliders": sliders(policy.weights, form),
        "first": problem.grid.dates[0],
        "last": problem.grid.dates[-1],
    }
    return page(frame, "staff/what_if.html", values, 422 if form.faults else 200)


def _pool(key: str, units: int) -> str:
    name, _, rest = key.partition("-")
    what = "Interpreter" if name == "interpreters" else "Room"
    return f"{what}{f' ({rest})' if rest else ''}: {units} now"


def sliders(weights: object, form: Form) -> list[tuple[str, str, Any, str]]:
    """Name of the field, label, value, what is wrong."""
    return [
        (
            f"weight-{name}",
            label,
            form.typed(f"weight-{name}") or getattr(weights, name),
            form.wrong(f"weight-{name}"),
        )
        for name, label in WEIGHTS.items()
    ]
