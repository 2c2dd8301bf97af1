"""A run that is asked for: the problem frozen, an instant answer beside it, and the row that waits.

Nothing is searched here: a page may call it. The same problem with the same settings is the old run
again. Who takes the row is working.py.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sqlalchemy import Connection, insert, select, update

from meetings.planner.building import build, window_from
from meetings.planner.early import early
from meetings.planner.jobs import Anew
from meetings.planner.placed import slot_of_case
from meetings.planner.shown import shown_early
from meetings.planning.frozen import frozen, plain
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.solve import Budget
from meetings.store import Session, Store, cases
from meetings.store.tables import planning_run
from workflow.plan import Case

#: Runs that answer the same question again.
ALIVE = ("queued", "running", "proposed")
NOBODY = "No plan in this choice is waiting for a conference."
NO_DAYS = "There is no school day between these dates."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases, in which days; without days from the notice lead to near the year's end."""

    case_ids: tuple[int, ...]
    by: int
    first_on: date | None = None
    last_on: date | None = None
    budget: Budget | None = None
    #: caseload or district.
    mode: str = "caseload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run before it has a number."""

    #: caseload, district, replan or what_if.
    mode: str
    by: int
    case_ids: tuple[int, ...]
    #: None: there is nothing to plan, for the reason in `words`.
    problem: Problem | None
    budget: Budget = field(default_factory=Budget)
    anew: Anew | None = None
    base_run: int | None = None
    #: By case: when its conference stood as this was asked; "" where it had no time.
    stood: dict[int, str] = field(default_factory=dict)
    #: What was changed or what happened, as a sentence.
    words: str = ""

    @property
    def sha256(self) -> str:
        """Equal for the same problem with the same settings."""
        digest = self.problem.digest_sha256 if self.problem else self.words
        parts = (digest, frozen(self.budget), frozen(self.anew), frozen(versions()))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def queue(store: Store, wanted: Wanted, at: datetime) -> int:
    """Freezes the problem and lets the run wait for a worker; its number."""
    with store.read() as connection:
        asked = _asked(store, connection, wanted, at)
    return enqueue(store, asked, at)


def _asked(store: Store, connection: Connection, wanted: Wanted, at: datetime) -> Asked:
    found = [case for one in wanted.case_ids if (case := cases.load(connection, one)) is not None]
    built, words = None, NOBODY
    if found:
        usual = window_from(store, connection, at, found[0].school_year)
        window = replace(
            usual,
            first_on=wanted.first_on or usual.first_on,
            last_on=wanted.last_on or usual.last_on,
        )
        built, words = build(connection, store.law, found, window), NO_DAYS
    return Asked(
        mode=wanted.mode,
        by=wanted.by,
        case_ids=tuple(case.id for case in built.cases.values()) if built else wanted.case_ids,
        problem=built.problem if built else None,
        budget=wanted.budget or Budget(),
        stood=stood(found),
        words="" if built else words,
    )


def stood(found: Iterable[Case]) -> dict[int, str]:
    return {case.id: stands_at(case) for case in found}


def stands_at(case: Case) -> str:
    slot = slot_of_case(case)
    return "" if slot is None else slot.starts_at.isoformat()


def enqueue(store: Store, asked: Asked, at: datetime) -> int:
    """Writes the row with an instant answer, unless the same run is there already."""
    with store.read() as connection:
        known = _known(connection, asked)
    if known is not None:
        return known
    said = _instant(asked)
    return store.write(lambda session: _put(session, asked, said, at))


def _known(connection: Connection, asked: Asked) -> int | None:
    return connection.execute(
        select(planning_run.c.id)
        .where(planning_run.c.input_sha256 == asked.sha256)
        .where(planning_run.c.status.in_(ALIVE))
        .order_by(planning_run.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _instant(asked: Asked) -> dict[str, Any]:
    problem = asked.problem
    if problem is None:
        return nothing(asked.words)
    found = early(problem)
    return kept(shown_early(problem, found), found)


def kept(form: dict[str, Any], found: Proposal) -> dict[str, Any]:
    """As the column holds it: what is shown, and the value that can be asked and checked again."""
    return form | {"proven": form["proven"] and bool(found.stages), "frozen": plain(found)}


def nothing(why: str) -> dict[str, Any]:
    return {
        "placed": [],
        "unplaced": [],
        "placed_count": 0,
        "placed_bound": 0,
        "proven": True,
        "points": 0,
        "levels": [],
        "forecast": why,
    }


def _put(session: Session, asked: Asked, said: dict[str, Any], at: datetime) -> int:
    known = _known(session.connection, asked)
    if known is not None:
        return known
    dates = asked.problem.grid.dates if asked.problem else ()
    request = {
        "cases": list(asked.case_ids),
        "days": plain(dates[:1] + dates[-1:]),
        "words": asked.words,
        "stood": asked.stood,
    }
    empty = asked.problem is None
    made = session.connection.execute(
        insert(planning_run).values(
            made_at=at,
            by_person=asked.by,
            problem="" if asked.problem is None else frozen(asked.problem),
            proposal=text(said),
            input_sha256=asked.sha256,
            status="proposed" if empty else "queued",
            mode=asked.mode,
            request=text(request | {"anew": plain(asked.anew)}),
            settings=text({"budget": plain(asked.budget)}),
            versions=text(versions()),
            stage="",
            progress="{}",
            attempts=0,
            stop_asked=False,
            finished_at=at if empty else None,
            failure="",
            base_run=asked.base_run,
        )
    )
    (run_id,) = made.inserted_primary_key or (0,)
    if empty:
        outdate_others(session, int(run_id))
    return int(run_id)


def outdate_others(session: Session, run_id: int) -> None:
    """A newer answer takes the place of older ones that plan one of the same plans.

    Not of the one that it is compared with; and what was only asked takes nobody's place.
    """
    run = planning_run.c
    rows = session.connection.execute(
        select(run.id, run.mode, run.base_run, run.request)
        .where(run.id <= run_id)
        .where((run.id == run_id) | run.status.in_(("proposed", "stopped")))
    ).all()
    new = next(row for row in rows if row.id == run_id)
    mine = set(json.loads(new.request).get("cases", ()))
    older = [
        row.id
        for row in rows
        if row.id not in {run_id, new.base_run} and mine & set(json.loads(row.request)["cases"])
    ]
    if new.mode != "what_if" and older:
        session.connection.execute(
            update(planning_run).where(run.id.in_(older)).values(status="outdated")
        )


def versions() -> dict[str, str]:
    """Equal ones give equal bytes; with others the proven levels are equal."""
    return {name: _version(name) for name in ("alp-meetings", "ortools")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
