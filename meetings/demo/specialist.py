"""The specialist's afternoon: what waits for her, case by case, and what she does about it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from meetings import planner
from meetings.demo import texts
from meetings.demo.arranging import arrange
from meetings.demo.collecting import collect
from meetings.demo.reviewing import finalize, mend, midyear, year_end
from meetings.demo.stage import Stage, local, me
from workflow.commands import (
    BeginDraft,
    CallConference,
    FinishDraft,
    InformFamily,
    TransferOut,
    WritePlan,
)
from workflow.plan import Case

#: So many plans she writes in one afternoon.
DRAFTS_A_DAY = 18
BEGINS_A_DAY = 30
#: After this day she writes without waiting for inputs that did not come.
WRITES_FROM = date(2026, 8, 20)
TRANSFERS_ON = date(2027, 2, 9)
TRANSFERS = "P044"


def afternoon(stage: Stage, at: datetime) -> None:
    """Everything that waits, in the order of the cases."""
    begun = written = 0
    for case in stage.cases():
        match case.plan().state:
            case "identified" if begun < BEGINS_A_DAY and case.school_year == "2026-27":
                begun += 1
                _begin(stage, case, at)
            case "drafting" if written < DRAFTS_A_DAY and _may_write(case, at):
                written += 1
                _write(stage, case, at)
            case state:
                _wait_on(stage, case, at, state)
    _propose(stage, at)


def _begin(stage: Stage, case: Case, at: datetime) -> None:
    stage.say(case.id, InformFamily(**me(stage)), at)
    stage.say(case.id, BeginDraft(**me(stage)), at)


def _may_write(case: Case, at: datetime) -> bool:
    given = {one.role for one in case.inputs}
    return local(at) >= WRITES_FROM or {"student", "parent", "teacher"} <= given


def _write(stage: Stage, case: Case, at: datetime) -> None:
    student = stage.student(case)
    content = texts.plan_of(student, case.school_year, local(at), stage.chance)
    stage.say(case.id, WritePlan(**me(stage), content=content), at)
    stage.say(case.id, FinishDraft(**me(stage)), at + timedelta(minutes=1))


def _propose(stage: Stage, at: datetime) -> None:
    """Every Thursday: a plan for all that are ready, once nobody drafts any more; accepted."""
    states = {case.id: case.plan().state for case in stage.cases()}
    ready = tuple(one for one, state in states.items() if state == "ready")
    if not ready or "drafting" in states.values() or "identified" in _now(stage):
        return
    store = stage.world.store
    run = planner.propose(store, planner.Wanted(case_ids=ready, by=stage.specialist), at)
    by = stage.as_(stage.specialist, "specialist", "password")["by"]
    refused = store.write(lambda session: planner.accept(session, run, by, at))
    stage.surprises += [f"{at:%Y-%m-%d} case {one}: {why}" for one, why in refused]
    with store.read() as connection:
        found = planner.run_of(connection, run)
    for one in found.unplaced if found else ():
        _call(stage, one.case_id, at)


def _now(stage: Stage) -> set[str]:
    return {case.plan().state for case in stage.cases() if case.school_year == "2026-27"}


def _call(stage: Stage, case_id: int, at: datetime) -> None:
    """No time was found in the plan of all: the family is asked for more windows."""
    kind = "initial" if stage.case(case_id).kind == "initial" else "annual"
    stage.ask(case_id, CallConference(**me(stage), kind=kind), at)


def _wait_on(stage: Stage, case: Case, at: datetime, state: str) -> None:
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    if running is not None and conference is not None:
        arrange(stage, case, conference, at)
    act = BY_STATE.get(state)
    if act is not None:
        act(stage, case, at)
    if state in LIVING and local(at) == TRANSFERS_ON and _is_transfer(stage, case):
        stage.say(case.id, TransferOut(**me(stage), to_school="Another district"), at)


def _is_transfer(stage: Stage, case: Case) -> bool:
    return stage.student(case).source_id == TRANSFERS


def _live(stage: Stage, case: Case, at: datetime) -> None:
    mend(stage, case, at)
    collect(stage, case, at)


def _live_midyear(stage: Stage, case: Case, at: datetime) -> None:
    _live(stage, case, at)
    midyear(stage, stage.case(case.id), at)


def _live_year_end(stage: Stage, case: Case, at: datetime) -> None:
    _live(stage, case, at)
    year_end(stage, stage.case(case.id), at)


LIVING = ("in_effect", "midyear_due", "midyear_done")
BY_STATE: dict[str, Callable[[Stage, Case, datetime], None]] = {
    "finalizing": finalize,
    "signing": collect,
    "in_effect": _live,
    "midyear_due": _live_midyear,
    "midyear_done": _live,
    "year_end_due": _live_year_end,
}
