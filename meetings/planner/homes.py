"""Which parents a conference leaves out: homes that meet by themselves, and those who want a copy.

A home apart gets its conference after the first one was held: the law runs one at a time. What is
kept of it is one word a guardian and student, `tie.meets`.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from meetings.store import people
from meetings.store.people import Tied
from workflow.ask import people_of
from workflow.held import Conference
from workflow.plan import Case

#: A conference of their own; a copy instead of one. Everybody else comes with the others.
APART, COPY = "apart", "copy"


def left_out(tied: Iterable[Tied], case: Case, on: date) -> tuple[int, ...]:
    """Whom the next conference of this plan leaves out; nobody, where none would be left."""
    parents = people_of(case, "parent", on)
    meets = {one.person.id: one.tie.meets for one in tied}
    copied = [one for one in parents if meets.get(one) == COPY]
    apart = [one for one in parents if meets.get(one) == APART]
    waiting = _waiting(case, apart)
    together = [one for one in parents if one not in (*copied, *apart)]
    gone = [*copied, *together] if waiting and _held(case) else [*copied, *apart]
    return tuple(gone) if set(gone) != set(parents) else ()


def not_asked(connection: Connection, case: Case, on: date) -> tuple[int, ...]:
    """Whom the running conference leaves out; where none runs, whom the next one will."""
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    if known is not None:
        return known.left_out
    return left_out(people.guardians_of(connection, case.student_id), case, on)


def waits(connection: Connection, case: Case, on: date) -> bool:
    """Whether the first conference was held, and a home apart has not had its own."""
    if case.plan().state != "finalizing" or case.running("conference") is not None:
        return False
    tied = people.guardians_of(connection, case.student_id)
    parents = people_of(case, "parent", on)
    apart = [one.person.id for one in tied if one.tie.meets == APART and one.person.id in parents]
    return bool(_held(case) and _waiting(case, apart))


def _held(case: Case) -> tuple[Conference, ...]:
    return tuple(one for one in case.conferences if one.ended_at is not None)


def _waiting(case: Case, apart: Iterable[int]) -> list[int]:
    held = _held(case)
    return [one for one in apart if all(one in conference.left_out for conference in held)]
