"""Planning runs: what was asked of the planner, what it proposed, and whether it was accepted.

Problem and proposal are JSON as the planner wrote them; `meetings.planner` reads them. Not here:
the plans of students, which are cases.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from meetings.store.engines import Session
from meetings.store.tables import planning_run


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    by_person: int
    problem: str
    proposal: str
    #: Of the problem: the same question need not be solved twice.
    input_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(NewRun):
    id: int
    made_at: datetime
    #: proposed, accepted or outdated.
    status: str
    accepted_at: datetime | None


def put(session: Session, wanted: NewRun, at: datetime) -> int:
    """The number of the new run; what was proposed before and not accepted is outdated."""
    session.connection.execute(
        update(planning_run).where(planning_run.c.status == "proposed").values(status="outdated")
    )
    made = session.connection.execute(
        insert(planning_run)
        .values(**asdict(wanted), made_at=at, status="proposed")
        .returning(planning_run.c.id)
    )
    return int(made.scalar_one())


def one(connection: Connection, run_id: int) -> Run | None:
    return _first(connection, select(planning_run).where(planning_run.c.id == run_id))


def latest(connection: Connection) -> Run | None:
    return _first(connection, select(planning_run))


def proposed_for(connection: Connection, input_sha256: str) -> Run | None:
    """The run that still waits for an answer to this very question."""
    wanted = (
        select(planning_run)
        .where(planning_run.c.input_sha256 == input_sha256)
        .where(planning_run.c.status == "proposed")
    )
    return _first(connection, wanted)


def change(session: Session, run_id: int, proposal: str) -> bool:
    """Replaces a proposal that a person moved something in; False when it no longer waits."""
    done = session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == run_id)
        .where(planning_run.c.status == "proposed")
        .values(proposal=proposal)
    )
    return done.rowcount == 1


def accept(session: Session, run_id: int, at: datetime) -> bool:
    """False when it was accepted before or is outdated: the row decides, not the page."""
    done = session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == run_id)
        .where(planning_run.c.status == "proposed")
        .values(status="accepted", accepted_at=at)
    )
    return done.rowcount == 1


def _first(connection: Connection, wanted: Select[tuple[object, ...]]) -> Run | None:
    row = connection.execute(wanted.order_by(planning_run.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else Run(**row)
