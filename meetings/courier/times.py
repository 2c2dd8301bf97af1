"""Seeking a time for one conference: what somebody proposed, else the cheapest that is lawful."""

from dataclasses import dataclass

from meetings import planner
from meetings.courier.office import COURIER, Office
from meetings.store import cases
from meetings.store.orders import Owed
from workflow.commands import Convene, ReportNoTime
from workflow.plan import Case, Conference, Slot
from workflow.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    office: Office
    owed: Owed
    case: Case
    conference: Conference


def find_times(office: Office, owed: Owed) -> str:
    """A sentence about what came of it. The desk decides whether the time can stand."""
    with office.store.read() as connection:
        case = cases.load(connection, owed.case_id)
    conference = case.conference(owed.order.no) if case else None
    if case is None or conference is None:
        return "There is no such conference any more."
    search = _Search(office=office, owed=owed, case=case, conference=conference)
    if _as_proposed(search):
        return "The proposed time is set."
    with office.store.read() as connection:
        found = planner.find(office.store, connection, case, owed.given_at)
    if isinstance(found, planner.Nothing):
        return _report(search, f"{found.reason} {found.remedy}")
    said = _convene(search, found, "found")
    if isinstance(said, Refused):
        return _report(search, str(said))
    return "A new time is set."


def _as_proposed(search: _Search) -> bool:
    """The newest open proposal first: somebody has said that this time is possible."""
    for proposed in reversed(search.conference.proposals):
        if proposed.state != "open":
            continue
        old = search.conference.slot
        slot = Slot(
            starts_at=proposed.starts_at,
            ends_at=proposed.ends_at,
            room=old.room if old else "",
            interpreter_id=old.interpreter_id if old else None,
        )
        if not isinstance(_convene(search, slot, "proposed"), Refused):
            return True
    return False


def _convene(search: _Search, slot: Slot, how: str) -> object:
    command = Convene(
        by=COURIER,
        key=f"{search.owed.id}.{how}.{slot.starts_at:%Y%m%d%H%M}",
        no=search.owed.order.no,
        slot=slot,
        modalities={},
    )
    return search.office.say(search.case.id, command, search.owed.given_at)


def _report(search: _Search, reason: str) -> str:
    command = ReportNoTime(
        by=COURIER, key=f"{search.owed.id}.none", no=search.owed.order.no, reasons=(reason,)
    )
    search.office.say(search.case.id, command, search.owed.given_at)
    return reason
