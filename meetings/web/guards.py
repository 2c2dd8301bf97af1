"""Who may open a page, who may see a case, and as whom somebody acts in it.

Guards stand at routers; rights in one case come from its seats on that day, and what one may not
see is answered as if it were not there. What may be *done* is the law's alone (workflow.step).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers.base import BaseRouteHandler
from sqlalchemy import Connection

from meetings.store import cases
from meetings.web.answers import NotSeenError, NotYoursError, SignInFirstError, is_office
from meetings.web.site import Viewer
from workflow.ask import roles_of
from workflow.commands import Actor
from workflow.plan import Case

AnyConnection = ASGIConnection[BaseRouteHandler, Viewer | None, None, State]

#: How long a mailed code opens plan text on this device.
CODE_HOURS = 12
#: Staff roles that look at every case of the school.
OVERSEERS = ("coordinator", "administrator", "authority", "auditor", "scheduler")


def signed_in(connection: AnyConnection, _: BaseRouteHandler) -> None:
    _viewer(connection)


def staff_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    _of_kind(connection, "staff")


def office_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """The specialist and those who see the whole caseload; a teacher has pages of their own."""
    _of_kind(connection, "staff")
    if not is_office(_viewer(connection)):
        raise NotYoursError


def family_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    _of_kind(connection, "family", "student", "guest")


def student_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    _of_kind(connection, "student")


def _viewer(connection: AnyConnection) -> Viewer:
    viewer = connection.scope.get("user")
    if not isinstance(viewer, Viewer):
        raise SignInFirstError
    return viewer


def _of_kind(connection: AnyConnection, *kinds: str) -> None:
    if _viewer(connection).kind not in kinds:
        raise NotYoursError


def viewer_of(request: AnyConnection) -> Viewer:
    """The dependency `viewer`; only behind a guard that demands a sign-in."""
    return _viewer(request)


def case_seen(connection: Connection, viewer: Viewer, case_id: int, on: date) -> Case:
    """The case, or NotSeenError: whether it does not exist or is not for this person."""
    case = cases.load(connection, case_id)
    if case is None or not may_see(viewer, case, on):
        raise NotSeenError
    return case


def may_see(viewer: Viewer, case: Case, on: date) -> bool:
    """By a seat that holds today; overseers of the school see every case."""
    if viewer.kind == "staff" and viewer.has_role(*OVERSEERS):
        return True
    return bool(roles_of(case, viewer.person_id, on))


def actor(viewer: Viewer, case: Case, on: date, role: str = "") -> Actor:
    """As whom the viewer acts: `role` if given, else the first seat held, else a staff role.

    The law still looks for another of the person's seats that may say the word.
    """
    seats = roles_of(case, viewer.person_id, on)
    district = next((r for r in viewer.roles if r in ("coordinator", "authority", "operator")), "")
    wanted = role or next(iter(seats), "") or district
    return Actor(person_id=viewer.person_id, role=wanted, identified_by=viewer.method)


def today(at: datetime, zone: str) -> date:
    """The school's date at that moment."""
    return at.astimezone(ZoneInfo(zone)).date()
