"""Conferences that have a time: those that stay, where one stands that may move, and locks."""

from dataclasses import dataclass
from datetime import date

from meetings.planner.around import Around
from meetings.planner.keys import case_key, person_key
from meetings.planning.grid import Grid, grain_at
from meetings.planning.problem import Conference, Fixed, Present
from meetings.store import claims
from meetings.store.locks import HERE, NOT_THIS_DAY, THIS_DAY
from workflow.ask import people_of
from workflow.held import Conference as Held
from workflow.held import Slot
from workflow.plan import Case


def booking(case: Case) -> str:
    """Under which the running conference holds its times."""
    running = case.running("conference")
    return f"{case.id}.{running.no if running else 0}"


def chair_of(case: Case, on: date) -> int:
    """Who chairs that day, else the specialist; somebody always does."""
    for role in ("chair", "specialist"):
        holders = people_of(case, role, on)
        if holders:
            return holders[0]
    return next(p.person_id for p in case.parties if p.role in {"chair", "specialist"})


def is_set(case: Case) -> bool:
    """Whether the running conference has its time."""
    running = case.running("conference")
    return running is not None and running.state in claims.SET


def known_of(case: Case) -> Held | None:
    """What is known of the running conference; None where none is called."""
    running = case.running("conference")
    return case.conference(running.no) if running else None


def slot_of_case(case: Case) -> Slot | None:
    """The time that is set; of times that are offered the first."""
    running, known = case.running("conference"), known_of(case)
    if running is None or known is None:
        return None
    if running.state in claims.SET:
        return known.slot
    return known.offered[0] if running.state == claims.OFFERED and known.offered else None


def fixed(around: Around, case: Case, hours: Grid) -> Conference | None:
    """One that stays: it holds its chair's day and hour; the others are busy then."""
    slot = slot_of_case(case) if is_set(case) else None
    start = grain_at(hours, slot.starts_at) if slot else None
    if slot is None or start is None:
        return None
    chair = person_key(chair_of(case, around.on))
    elsewhere = len(around.schools) > 1 and bool(slot.room)
    return Conference(
        key=case_key(case.id),
        chair=chair,
        seats=(),
        length_minutes=max(1, (slot.ends_at - slot.starts_at).seconds // 60),
        buffer_minutes=around.law.profile.span("buffer_minutes").count,
        school=(around.school_of(case) or None) if elsewhere else None,
        fixed=Fixed(start=start, team=(chair,)),
    )


def present(case: Case, hours: Grid) -> Present | None:
    """Where one that may move stands, and how many would have to hear of it."""
    slot, known = slot_of_case(case), known_of(case)
    start = grain_at(hours, slot.starts_at) if slot else None
    if start is None or known is None:
        return None
    if is_set(case):
        return Present(start=start, confirmed=True, told=len(known.answers))
    asked = sum(1 for party in case.parties if party.role == "parent")
    return Present(start=start, told=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What people decided for one conference, as the planning room wants it."""

    fixed: Fixed | None = None
    only_on: date | None = None
    not_on: tuple[date, ...] = ()


def locked(around: Around, case: Case, hours: Grid) -> Locked:
    """A time outside of the run's days is a wish of another run."""
    found = around.locks.get(case.id, ())
    here = next((one.starts_at for one in found if one.kind == HERE and one.starts_at), None)
    start = grain_at(hours, here) if here else None
    if start is not None:
        return Locked(fixed=Fixed(start=start))
    return Locked(
        only_on=next((one.on for one in found if one.kind == THIS_DAY), None),
        not_on=tuple(one.on for one in found if one.kind == NOT_THIS_DAY and one.on),
    )
