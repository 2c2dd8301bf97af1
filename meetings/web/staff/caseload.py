"""Whose plans a member of staff sees, as lines of the caseload (store/caseload.py)."""

from sqlalchemy import Connection

from meetings.store.caseload import Line, Whose, caseload_of
from meetings.store.engines import Store
from meetings.web.answers import Frame
from meetings.web.guards import OVERSEERS


def lines_of(
    store: Store, connection: Connection, frame: Frame, *, ended: bool = False
) -> tuple[Line, ...]:
    """Overseers get every case, others those in which they hold a seat."""
    viewer = frame.viewer
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    mine = None if viewer.has_role(*OVERSEERS) else viewer.person_id
    return caseload_of(connection, store.law, frame.at, Whose(person_id=mine, ended=ended))
