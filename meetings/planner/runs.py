"""Runs as pages read them: how far one is, what it proposes and why, who sits where.

Reading alone. Its problem and proposal as values are store/runs.py; how a run comes to be is
queued.py and working.py; acceptance is accepting.py.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from meetings.planner.building import person_id
from meetings.planner.jobs import Progress
from meetings.planning.frozen import read
from meetings.store.tables import planning_run
from workflow.plan import Slot

#: A plan that can be accepted.
READY = ("proposed", "stopped")
#: No worker is at it any more, and none will be.
OVER = ("proposed", "stopped", "accepted", "outdated", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody who comes, and how the time suits them."""

    person_id: int
    #: guardian, student, teacher …
    group: str
    #: preferred, possible, if_needed, in_class or unknown.
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    case_id: int
    slot: Slot
    points: int = 0
    late: bool = False
    #: What the points are for: pull, misses_class, family …
    parts: dict[str, int] = field(default_factory=dict)
    sitting: tuple[Sitting, ...] = ()
    #: Where it stood before, if it moves.
    moved_from: datetime | None = None
    #: Why it moves; "" where it does not, or stood nowhere.
    why: str = ""
    #: It stood there before.
    kept: bool = False
    #: It stays where it is in every plan.
    locked: bool = False
    #: room or video.
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    case_id: int
    reason: str
    remedy: str
    #: no_common_start, contention, priority, fixed_clash or unknown.
    cause: str = ""
    #: The whole reason as the documented form says it, with its certificate.
    form: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stored run, read."""

    id: int
    made_at: datetime
    #: queued, running; proposed, stopped, accepted, outdated, failed.
    status: str
    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    #: No plan places more than so many; `proven` where that was shown.
    bound: int
    proven: bool
    points: int
    levels: tuple[dict[str, Any], ...]
    forecast: str
    #: caseload, district, replan, what_if or edit.
    mode: str = "caseload"
    by: int = 0
    case_ids: tuple[int, ...] = ()
    #: The days that it may use.
    first_on: date | None = None
    last_on: date | None = None
    #: What was changed or what happened, as a sentence.
    words: str = ""
    base_run: int | None = None
    #: By case: when its conference stood as this was asked; "" where it had no time.
    stood: dict[int, str] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)
    stop_asked: bool = False
    finished_at: datetime | None = None
    accepted_at: datetime | None = None
    #: Why it is not the whole answer; "" where it is.
    failure: str = ""
    points_by_part: dict[str, int] = field(default_factory=dict)
    #: The documented form of the proposal, where a page wants more of it (fairness, advice).
    form: dict[str, Any] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def ready(self) -> bool:
        return self.status in READY


def run_of(connection: Connection, run_id: int) -> Run | None:
    row = connection.execute(select(planning_run).where(planning_run.c.id == run_id)).one_or_none()
    return None if row is None else _run(row)


def latest(connection: Connection) -> Run | None:
    row = connection.execute(
        select(planning_run).order_by(planning_run.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _run(row)


def _run(row: Row[Any]) -> Run:
    said, request = json.loads(row.proposal), json.loads(row.request)
    mine = set(request.get("cases", ()))
    placed = tuple(one for one in map(_placed, said["placed"]) if not mine or one.case_id in mine)
    others = len(said["placed"]) - len(placed)
    return Run(
        id=row.id,
        made_at=row.made_at,
        status=row.status,
        placed=placed,
        unplaced=tuple(map(_unplaced, said["unplaced"])),
        bound=said["placed_bound"] - others,
        proven=said["proven"],
        points=said["points"],
        levels=tuple(said["levels"]),
        forecast=said["forecast"],
        mode=row.mode,
        by=row.by_person,
        case_ids=tuple(request.get("cases", ())),
        first_on=_on(request, 0),
        last_on=_on(request, -1),
        words=request.get("words", ""),
        base_run=row.base_run,
        stood={int(one): at for one, at in request.get("stood", {}).items()},
        progress=read(Progress, json.loads(row.progress)),
        stop_asked=row.stop_asked,
        finished_at=row.finished_at,
        accepted_at=row.accepted_at,
        failure=row.failure,
        points_by_part=said.get("points_by_part", {}),
        form=said,
    )


def _on(request: dict[str, Any], which: int) -> date | None:
    days = request.get("days")
    return date.fromisoformat(days[which]) if days else None


def case_id(key: str) -> int:
    """The case behind the key of a conference."""
    return int(key[1:].partition(".")[0])


def _placed(one: dict[str, Any]) -> Placed:
    interpreter = one.get("interpreter")
    moved_from = one.get("moved_from")
    return Placed(
        case_id=case_id(one["conference"]),
        slot=Slot(
            starts_at=datetime.fromisoformat(one["starts_at"]),
            ends_at=datetime.fromisoformat(one["ends_at"]),
            room=one["room"] or "",
            interpreter_id=person_id(interpreter) if interpreter else one.get("interpreter_id"),
            team=tuple(person_id(who["person"]) for who in one.get("sitting", ())),
        ),
        points=one["points"],
        late=one["late"],
        parts=one.get("parts", {}),
        sitting=tuple(map(_sitting, one.get("sitting", ()))),
        moved_from=datetime.fromisoformat(moved_from) if moved_from else None,
        why=one.get("why", ""),
        kept=one.get("kept", False),
        locked=one.get("fixed", False),
        place=one.get("place", "room" if one["room"] else ""),
    )


def _sitting(one: dict[str, Any]) -> Sitting:
    return Sitting(person_id=person_id(one["person"]), group=one["group"], standing=one["standing"])


def _unplaced(one: dict[str, Any]) -> Unplaced:
    return Unplaced(
        case_id=case_id(one["conference"]),
        reason=one["reason"],
        remedy=one["remedy"],
        cause=one.get("cause", ""),
        form=one,
    )
