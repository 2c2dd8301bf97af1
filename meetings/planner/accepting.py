"""A proposal is accepted: refused where something changed since, else one command a conference.

What has no time yet is convened, what stands elsewhere is moved, what stays is left alone. Pressing
twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from sqlalchemy import Connection, update

from meetings import desk
from meetings.planner.building import Window, build, case_key, language_needed
from meetings.planner.homes import not_asked
from meetings.planner.placed import slot_of_case
from meetings.planner.queued import outdate_others, stands_at
from meetings.planner.runs import Placed, Run, case_id, run_of
from meetings.planning.grid import span
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches
from meetings.store import Session, Store, cases
from meetings.store.runs import problem_of, proposal_of
from meetings.store.tables import planning_run
from workflow.chart import Law
from workflow.commands import Actor, AskInterpreter, CallConference, Command, Convene, Move
from workflow.plan import Case, Slot
from workflow.refusals import Refused

#: More than so many are accepted chair by chair, so that nobody else waits long.
AT_ONCE = 500
Refusals = tuple[tuple[int, Refused], ...]

NOT_OVER = Refused(
    code="not_yet",
    why="This proposal is not finished, or a newer one took its place.",
    remedy="Wait for its end, or open the newest proposal.",
)
MASKS = ("usable", "preferred", "if_needed", "in_class", "soft_busy", "unknown", "remote")


@dataclass(frozen=True, slots=True, kw_only=True)
class _By:
    actor: Actor
    at: datetime
    run: Run


def accept(session: Session, run_id: int, by: Actor, at: datetime) -> Refusals:
    """All in this transaction; those refused, with the sentences.

    Where something changed since, each of these is refused with the code "changed", and nothing is
    written.
    """
    run = run_of(session.connection, run_id)
    if run is None or run.status == "accepted":
        return ()
    stale = _stale(session.connection, session.law, run, at)
    if stale:
        return stale
    refused = _submit_all(session, run.placed, _By(actor=by, at=at, run=run))
    _mark(session, run, at)
    return refused


def accept_all(store: Store, run_id: int, by: Actor, at: datetime) -> Refusals:
    """As `accept`; a large run chair by chair, each in a transaction of its own.

    Where it is cut short, pressing again goes on.
    """
    with store.read() as connection:
        run = run_of(connection, run_id)
        if run is not None and len(run.placed) > AT_ONCE and run.status != "accepted":
            stale = _stale(connection, store.law, run, at)
            if stale:
                return stale
    if run is None or len(run.placed) <= AT_ONCE or run.status == "accepted":
        return store.write(lambda session: accept(session, run_id, by, at))
    said = _By(actor=by, at=at, run=run)
    refused: list[tuple[int, Refused]] = []
    for _, mine in groupby(sorted(run.placed, key=_chair), _chair):
        some = tuple(mine)
        refused += store.write(partial(_submit_all, placed=some, said=said))
    store.write(lambda session: _mark(session, run, at))
    return tuple(refused)


def _chair(one: Placed) -> int:
    return next((who.person_id for who in one.sitting if who.group == "specialist"), 0)


def _mark(session: Session, run: Run, at: datetime) -> None:
    session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == run.id)
        .values(status="accepted", accepted_at=at)
    )
    outdate_others(session, run.id)


def _stale(connection: Connection, law: Law, run: Run, at: datetime) -> Refusals:
    if not run.ready:
        return tuple((one, NOT_OVER) for one in run.case_ids)
    moved = changed(connection, law, run.id, at)
    many = "1 conference" if len(moved) == 1 else f"{len(moved)} conferences"
    why = Refused(
        code="changed",
        why=f"{many} or the times of their people changed since this was planned.",
        remedy="Plan again and keep the rest.",
    )
    return tuple((one, why) for one in moved)


def changed(connection: Connection, law: Law, run_id: int, at: datetime) -> tuple[int, ...]:
    """Cases of a run whose conference, people, room or hour is not as it was planned."""
    problem, proposal = problem_of(connection, run_id), proposal_of(connection, run_id)
    run = run_of(connection, run_id)
    if problem is None or proposal is None or run is None:
        return ()
    mine = {case_key(one.case_id) for one in run.placed}
    placed = tuple(one for one in proposal.placements if one.conference in mine)
    dates = problem.grid.dates
    window = Window(first_on=dates[0], last_on=dates[-1], at=at)
    found = [case for one in run.case_ids if (case := cases.load(connection, one)) is not None]
    built = build(connection, law, found, window)
    if built is None or built.problem.grid != problem.grid:
        return tuple(one.case_id for one in run.placed)
    moved = {case_id(key) for key in _moved_on(problem, built.problem, placed)}
    return tuple(sorted(moved | set(_set_since(run, found))))


def _set_since(run: Run, found: Iterable[Case]) -> Iterator[int]:
    """Somebody gave it another time, perhaps outside of these days."""
    planned = {one.case_id: one.slot.starts_at for one in run.placed}
    for case in found:
        slot = slot_of_case(case)
        as_planned = slot is not None and slot.starts_at == planned.get(case.id)
        if case.id in planned and not as_planned and stands_at(case) != run.stood.get(case.id, ""):
            yield case.id


def _moved_on(before: Problem, now: Problem, placed: Iterable[Placement]) -> Iterator[str]:
    """Set where it was planned is as planned: a first press may have come half way."""
    left = []
    for one in placed:
        conference = now.conference.get(one.conference)
        if conference is not None and _stands_there(conference, one):
            continue
        left.append(one)
        if conference is None or not _same(before, now, one):
            yield one.conference
    standing = tuple(as_placed(one) for one in now.conferences if one.fixed is not None)
    mine = {one.conference for one in left}
    others = tuple(one for one in standing if one.conference not in mine)
    known = tuple(one for one in left if one.conference in now.conference)
    for broken in breaches(now, (*known, *others)):
        yield from {broken.conference, broken.against or broken.conference} & mine


def _stands_there(conference: Conference, one: Placement) -> bool:
    stands = conference.fixed or conference.now
    return stands is not None and stands.start == one.start


def as_placed(one: Conference) -> Placement:
    """One that is fixed, where it is."""
    if one.fixed is None:
        raise ValueError("Only what is fixed stands.")
    fixed = one.fixed
    team = tuple(sorted({one.chair, *fixed.team}))
    return Placement(
        conference=one.key,
        start=fixed.start,
        team=team,
        room=fixed.room,
        interpreter=fixed.interpreter,
    )


def _same(before: Problem, now: Problem, one: Placement) -> bool:
    old, new = before.conference[one.conference], now.conference[one.conference]
    if _asks(old) != _asks(new):
        return False
    talk = span(one.start, one.start + now.grid.grains(new.length_minutes))
    return all(_at(before, key, talk) == _at(now, key, talk) for key in (*one.team, *one.optional))


def _asks(one: Conference) -> tuple[object, ...]:
    return one.chair, one.seats, one.length_minutes, one.rooms, one.interpreters


def _at(problem: Problem, key: str, talk: int) -> tuple[int, ...] | None:
    who = problem.person.get(key)
    return None if who is None else tuple(getattr(who, mask) & talk for mask in MASKS)


def _submit_all(session: Session, placed: Iterable[Placed], said: _By) -> Refusals:
    """Again and again while it helps: where one moves away, another one may come."""
    left = tuple(placed)
    refused: Refusals = ()
    while left:
        answers = [(one, _submit(session, one, said)) for one in left]
        waiting = tuple(one for one, answer in answers if isinstance(answer, Refused))
        refused = tuple(
            (one.case_id, answer) for one, answer in answers if isinstance(answer, Refused)
        )
        if len(waiting) == len(left):
            break
        left = waiting
    return refused


def _submit(session: Session, one: Placed, said: _By) -> Refused | None:
    if one.kept and said.run.mode == "replan":
        return None
    case = cases.load(session.connection, one.case_id)
    for command in _commands(session, case, one, said):
        answer = desk.submit(session, one.case_id, command, said.at)
        if isinstance(answer, Refused):
            return answer
    return None


def _commands(session: Session, case: Case | None, one: Placed, said: _By) -> Iterator[Command]:
    """Called where nothing is called yet, an interpreter asked for, then set at its time."""
    key = f"{said.run.id}.{case_key(one.case_id)}"
    running = case.running("conference") if case else None
    if case is not None and running is None:
        kind = "initial" if case.kind == "initial" else "annual"
        yield _call(session, case, one, CallConference(by=said.actor, key=f"call.{key}", kind=kind))
    known = case.conference(running.no) if case and running else None
    if running is not None and running.state == "scheduled" and known is not None:
        if known.slot is None or _place(known.slot) != _place(one.slot):
            reason = one.why or said.run.words or "The times were planned anew."
            yield Move(by=said.actor, key=f"move.{key}", slot=one.slot, reason=reason)
        return
    language = language_needed(case, session.connection) if case and one.slot.interpreter_id else ""
    if language:
        yield AskInterpreter(by=said.actor, key=f"interpreter.{key}", language=language)
    yield Convene(by=said.actor, key=f"accept.{key}", slot=one.slot, modalities={})


def _call(session: Session, case: Case, one: Placed, said: CallConference) -> CallConference:
    """As long as it was planned, in the plan's way to meet, for the homes that were planned."""
    on = session.school(case.school_year).local(one.slot.starts_at)
    minutes = (one.slot.ends_at - one.slot.starts_at) // timedelta(minutes=1)
    left = not_asked(session.connection, case, on)
    return replace(said, tier=case.tier or "full", length_minutes=minutes, left_out=left)


def _place(slot: Slot) -> tuple[object, ...]:
    return slot.starts_at, slot.ends_at, slot.room, slot.interpreter_id
