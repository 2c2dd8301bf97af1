"""A planning run as a member of staff opens it: theirs, or one that plans their students.

Read in one go with the lines, the locks and the names that its pages need.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from meetings import planner
from meetings.planner.runs import Run
from meetings.store import locks, people
from meetings.store.caseload import Line
from meetings.store.engines import Store
from meetings.store.locks import Lock
from meetings.store.tables import planning_run
from meetings.web.answers import AnyRequest, Frame, NotSeenError
from meetings.web.staff.board import People
from meetings.web.staff.cards import Shelf
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.showing import Showing, showing

STATUS = {
    "queued": ("Waits to be searched", "plain"),
    "running": ("Is being searched", "act"),
    "proposed": ("Waits for you", "act"),
    "stopped": ("Stopped: the best so far", "warn"),
    "accepted": ("Accepted", "good"),
    "outdated": ("Replaced by a newer one", "plain"),
    "failed": ("Failed", "bad"),
}
MODES = {
    "caseload": "Proposal",
    "district": "Proposal for several specialists",
    "replan": "Mended plan",
    "what_if": "What if",
    "edit": "Proposal, changed by hand",
}


def status_of(mode: str, status: str) -> tuple[str, str]:
    """In a word, with its tone; a question waits for nobody."""
    if mode == "what_if" and status in ("proposed", "outdated"):
        return "Answered", "good"
    return STATUS.get(status, (status, "plain"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    run: Run
    rows: dict[int, Line]
    locks: dict[int, tuple[Lock, ...]]
    #: The newest run of all.
    newest: int

    def shelf(self, frame: Frame, *, initials: bool = False) -> Shelf:
        return Shelf(
            zone=frame.zone,
            locale=frame.locale,
            rows=self.rows,
            locks=self.locks,
            initials=initials,
        )

    @property
    def word(self) -> str:
        return self._status[0]

    @property
    def tone(self) -> str:
        return self._status[1]

    @property
    def _status(self) -> tuple[str, str]:
        return status_of(self.run.mode, self.run.status)

    @property
    def title(self) -> str:
        return MODES.get(self.run.mode, "Proposal")


def run_seen(store: Store, connection: Connection, frame: Frame, run_id: int) -> Seen:
    """Raises NotSeenError for a run that is not there or not for this person."""
    run = planner.run_of(connection, run_id)
    viewer = frame.viewer
    if run is None or viewer is None:
        raise NotSeenError
    rows = {row.case.id: row for row in lines_of(store, connection, frame)}
    if run.by != viewer.person_id and not set(rows) & set(run.case_ids):
        raise NotSeenError
    return Seen(
        run=run,
        rows=rows,
        locks=locks.of_cases(connection, run.case_ids),
        newest=connection.execute(select(func.max(planning_run.c.id))).scalar_one(),
    )


def people_of(connection: Connection, ids: set[int]) -> People:
    """By name, so that lists of people are in order."""
    found = people.people_named(connection, tuple(sorted(ids)))
    order = sorted(found.values(), key=_by_name)
    return People(
        names={one.id: one.name for one in order},
        staff={one.id: one.name for one in order if one.kind == "staff"},
    )


def _by_name(one: people.Person) -> tuple[str, int]:
    return one.name.casefold(), one.id


def asked_showing(request: AnyRequest) -> Showing:
    return showing(request.url.path, dict(request.query_params.items()))
