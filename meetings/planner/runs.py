"""A run for a caseload, kept as a proposal; accepted, it becomes one command a conference."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from meetings import desk
from meetings.planner.apart import solved
from meetings.planner.building import (
    Window,
    build,
    case_key,
    language_needed,
    window_from,
)
from meetings.planner.finding import slot_of
from meetings.planning.solve import Budget
from meetings.store import Session, Store, cases
from meetings.store.tables import planning_run
from workflow.commands import Actor, AskInterpreter, CallConference, Command, Convene
from workflow.plan import Case, Slot
from workflow.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases, in which days; without days from the notice lead to near the year's end."""

    case_ids: tuple[int, ...]
    by: int
    first_on: date | None = None
    last_on: date | None = None
    budget: Budget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    case_id: int
    slot: Slot
    points: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    case_id: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stored proposal, read."""

    id: int
    made_at: datetime
    #: proposed, accepted, outdated.
    status: str
    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    #: No plan places more than so many; `proven` where that was shown.
    bound: int
    proven: bool
    points: int
    levels: tuple[dict[str, Any], ...]
    forecast: str


def propose(store: Store, wanted: Wanted, at: datetime) -> int:
    """Plans these cases, everything else where it is, and keeps the proposal; its number."""
    with store.read() as connection:
        chosen = [cases.load(connection, one) for one in wanted.case_ids]
        found = [case for case in chosen if case is not None]
        kept = _plan(store, connection, found, _Terms(wanted=wanted, at=at))
    return store.write(lambda session: _keep(session, wanted, kept, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    wanted: Wanted
    at: datetime


def _plan(store: Store, connection: Connection, found: list[Case], terms: _Terms) -> dict[str, Any]:
    if not found:
        return _empty("No plan in this choice is waiting for a conference.")
    usual = window_from(store, connection, terms.at, found[0].school_year)
    window = Window(
        first_on=terms.wanted.first_on or usual.first_on,
        last_on=terms.wanted.last_on or usual.last_on,
    )
    built = build(connection, store.law, found, window)
    if built is None:
        return _empty("There is no school day between these dates.")
    proposal, said = solved(built.problem, terms.wanted.budget)
    mine = set(built.cases)
    slots = {p.conference: slot_of(built.problem, p) for p in proposal.placements}
    placed = [one for one in _rows(said, "placed") if one["conference"] in mine]
    return said | {
        "placed": [one | _plain(slots[one["conference"]]) for one in placed],
        "placed_count": len(placed),
        "placed_bound": int(str(said["placed_bound"])) - len(proposal.placements) + len(placed),
    }


def _rows(said: dict[str, object], name: str) -> list[dict[str, Any]]:
    found = said[name]
    return found if isinstance(found, list) else []


def _plain(slot: Slot) -> dict[str, Any]:
    return {"room": slot.room, "interpreter_id": slot.interpreter_id}


def _empty(why: str) -> dict[str, Any]:
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


def _keep(session: Session, wanted: Wanted, said: dict[str, Any], at: datetime) -> int:
    text = json.dumps(said, ensure_ascii=False)
    request = json.dumps({"cases": list(wanted.case_ids)})
    session.connection.execute(
        update(planning_run).where(planning_run.c.status == "proposed").values(status="outdated")
    )
    made = session.connection.execute(
        insert(planning_run).values(
            made_at=at,
            by_person=wanted.by,
            problem=request,
            proposal=text,
            input_sha256=hashlib.sha256(request.encode()).hexdigest(),
            status="proposed",
        )
    )
    (run_id,) = made.inserted_primary_key or (0,)
    return int(run_id)


def run_of(connection: Connection, run_id: int) -> Run | None:
    row = connection.execute(select(planning_run).where(planning_run.c.id == run_id)).one_or_none()
    return None if row is None else _run(row)


def latest(connection: Connection) -> Run | None:
    row = connection.execute(
        select(planning_run).order_by(planning_run.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _run(row)


def _run(row: Row[Any]) -> Run:
    said = json.loads(row.proposal)
    return Run(
        id=row.id,
        made_at=row.made_at,
        status=row.status,
        placed=tuple(_placed(one) for one in said["placed"]),
        unplaced=tuple(
            Unplaced(case_id=_case_id(one), reason=one["reason"], remedy=one["remedy"])
            for one in said["unplaced"]
        ),
        bound=said["placed_bound"],
        proven=said["proven"],
        points=said["points"],
        levels=tuple(said["levels"]),
        forecast=said["forecast"],
    )


def _case_id(one: dict[str, Any]) -> int:
    return int(str(one["conference"])[1:])


def _placed(one: dict[str, Any]) -> Placed:
    return Placed(
        case_id=_case_id(one),
        slot=Slot(
            starts_at=datetime.fromisoformat(one["starts_at"]),
            ends_at=datetime.fromisoformat(one["ends_at"]),
            room=one["room"] or "",
            interpreter_id=one["interpreter_id"],
        ),
        points=one["points"],
        late=one["late"],
    )


def accept(
    session: Session, run_id: int, by: Actor, at: datetime
) -> tuple[tuple[int, Refused], ...]:
    """One command a conference, all in this transaction; those refused, with the sentences."""
    run = run_of(session.connection, run_id)
    if run is None or run.status == "accepted":
        return ()
    refused = []
    for one in run.placed:
        answer = _convene(session, run_id, one, _By(actor=by, at=at))
        if isinstance(answer, Refused):
            refused.append((one.case_id, answer))
    session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == run_id)
        .values(status="accepted", accepted_at=at)
    )
    return tuple(refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class _By:
    actor: Actor
    at: datetime


def _convene(session: Session, run_id: int, one: Placed, said: _By) -> desk.Answer | Refused:
    """Called where nothing is called yet, with an interpreter asked for, then set at its time."""
    key = f"{run_id}.{case_key(one.case_id)}"
    case = cases.load(session.connection, one.case_id)
    before: list[Command] = []
    if case is not None and case.running("conference") is None:
        kind = "initial" if case.kind == "initial" else "annual"
        before.append(CallConference(by=said.actor, key=f"call.{key}", kind=kind))
    language = language_needed(case, session.connection) if case and one.slot.interpreter_id else ""
    if language:
        before.append(AskInterpreter(by=said.actor, key=f"interpreter.{key}", language=language))
    convened = Convene(by=said.actor, key=f"accept.{key}", slot=one.slot, modalities={})
    for command in before:
        answer = desk.submit(session, one.case_id, command, said.at)
        if isinstance(answer, Refused):
            return answer
    return desk.submit(session, one.case_id, convened, said.at)
