"""The JSON API: the same cases, the same rights, the same commands, for programs.

Reading takes a bearer token or a sign-in; writing takes a token with the scope "write", so that no
foreign page can press anything. Errors are RFC 9457 problem documents.
"""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy import select

from meetings.store import people, tables
from meetings.web.answers import AnyRequest, Frame, NotYoursError
from meetings.web.api_values import (
    ConferenceOut,
    EventOut,
    PaperOut,
    PersonOut,
    PlanOut,
    conferences_out,
    plan_out,
    visible,
)
from meetings.web.asking import ask
from meetings.web.faults import FaultTold, problem, refused_problem
from meetings.web.guards import actor, case_seen, signed_in, today
from meetings.web.papers import papers_of
from meetings.web.site import Site, Viewer
from workflow.commands import COMMANDS, Command
from workflow.refusals import Refused

MOST = 200
Limit = FromQuery[int]


class CommandIn(msgspec.Struct, kw_only=True):
    """One command: its word, the version that was seen, a key of your own, and its fields."""

    command: str
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    seen: int | None = None
    data: dict[str, object] = {}


class CommandOut(msgspec.Struct, kw_only=True):
    version: int
    #: True when this key, or this very thing, was heard before.
    repeated: bool
    state: str


@get("/plans", sync_to_thread=True)
def list_plans(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    cursor: FromQuery[int] = 0,
    limit: Limit = 50,
) -> list[PlanOut]:
    """Plans in which the caller has a seat, or all for overseers; by id, after `cursor`."""
    with site.store.read() as connection:
        found = visible(connection, viewer, today(frame.at, frame.zone))
        wanted = [case for case in found if case.id > cursor][: _bounded(limit)]
        names = people.names(connection, [case.student_id for case in wanted])
    return [plan_out(case, names) for case in wanted]


@get("/plans/{case_id:int}", sync_to_thread=True)
def one_plan(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[PlanOut]:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
        names = people.names(connection, [case.student_id])
    return Response(plan_out(case, names), headers={"ETag": f'"{case.version}"'})


@get("/conferences", sync_to_thread=True)
def list_conferences(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    cursor: FromQuery[int] = 0,
    limit: Limit = 50,
) -> list[ConferenceOut]:
    """Of the plans after `cursor`; a plan's conferences are never torn apart."""
    with site.store.read() as connection:
        found = visible(connection, viewer, today(frame.at, frame.zone))
    wanted = [case for case in found if case.id > cursor][: _bounded(limit)]
    return [out for case in wanted for out in conferences_out(case)]


@get("/people", sync_to_thread=True)
def list_people(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    cursor: FromQuery[int] = 0,
    limit: Limit = 50,
) -> list[PersonOut]:
    """For staff: names and kinds of those who share a plan with them; addresses are not told."""
    _staff(viewer)
    with site.store.read() as connection:
        found = visible(connection, viewer, today(frame.at, frame.zone))
        ids = sorted({party.person_id for case in found for party in case.parties})
        wanted = [each for each in ids if each > cursor][: _bounded(limit)]
        known = people.people_named(connection, wanted)
    return [
        PersonOut(id=each.id, kind=each.kind, name=each.name)
        for each in sorted(known.values(), key=lambda person: person.id)
    ]


@get("/papers", sync_to_thread=True)
def list_papers(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    plan: FromQuery[int],
) -> list[PaperOut]:
    """Of one plan; the file itself is at /papers/<sha256>."""
    with site.store.read() as connection:
        case_seen(connection, viewer, plan, today(frame.at, frame.zone))
        found = papers_of(connection, plan)
    return [
        PaperOut(plan=plan, kind=p.kind, no=p.no, title=p.title, sha256=p.file_sha256, at=p.made_at)
        for p in found
    ]


@get("/events", sync_to_thread=True)
def list_events(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    after: FromQuery[datetime],
    limit: Limit = 50,
) -> list[EventOut]:
    """For staff: what happened after that moment, oldest first; nobody's words are told."""
    _staff(viewer)
    table = tables.history
    since = after if after.tzinfo else after.replace(tzinfo=UTC)
    with site.store.read() as connection:
        mine = [case.id for case in visible(connection, viewer, today(frame.at, frame.zone))]
        rows = connection.execute(
            select(table)
            .where(table.c.case_id.in_(mine))
            .where(table.c.at > since)
            .order_by(table.c.at, table.c.case_id, table.c.seq)
            .limit(_bounded(limit))
        ).all()
    return [
        EventOut(plan=r.case_id, seq=r.seq, at=r.at, command=r.command, role=r.role, hash=r.hash)
        for r in rows
    ]


@post("/plans/{case_id:int}/commands", sync_to_thread=True, status_code=200)
def send_command(
    request: AnyRequest,
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    data: JSONBody[CommandIn],
) -> Response[CommandOut] | Response[object]:
    """The desk's answer; 409 says why not and what to do, 412 that the plan changed since."""
    if "write" not in viewer.scopes:
        raise NotYoursError(detail="Writing takes a token with the scope “write”.")
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
    match_header = request.headers.get("if-match", "").strip('"')
    seen = int(match_header) if match_header.isdecimal() else data.seen
    command = _command(data, viewer, (case, today(frame.at, frame.zone)), seen)
    if isinstance(command, FaultTold):
        return problem(command)
    outcome = ask(site, case_id, command, frame.at)
    if isinstance(outcome, Refused):
        stale = outcome.code == "changed" and bool(match_header)
        return refused_problem(outcome, 412 if stale else 409)
    done = CommandOut(
        version=outcome.version, repeated=outcome.repeated, state=outcome.case.plan().state
    )
    return Response(done, headers={"ETag": f'"{outcome.version}"'})


def _command(
    data: CommandIn, viewer: Viewer, where: tuple[object, ...], seen: int | None
) -> Command | FaultTold:
    kind = COMMANDS.get(data.command)
    if kind is None:
        return FaultTold(
            status=422,
            title="Unknown command",
            why=f"There is no command “{data.command}”.",
            remedy="Use a word of the law; `alp law` prints them all.",
        )
    case, on = where
    by = actor(viewer, case, on)  # type: ignore[arg-type]
    try:
        said = {**data.data, "by": msgspec.to_builtins(by), "key": data.key, "seen": seen}
        return msgspec.convert(said, kind)
    except msgspec.ValidationError as fault:
        return FaultTold(
            status=422,
            title="Wrong field",
            why=f"A field does not fit: {fault}.",
            remedy="Compare it with the fields of this command in the manual.",
        )


def _staff(viewer: Viewer) -> None:
    """One guardian must not learn here what another does."""
    if viewer.kind != "staff":
        raise NotYoursError


def _bounded(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise ValidationException(detail=f"The limit is a number from 1 to {MOST}.")
    return limit


routers = [
    Router(
        "/api/v1",
        route_handlers=[
            list_plans,
            one_plan,
            list_conferences,
            list_people,
            list_papers,
            list_events,
            send_command,
        ],
        guards=[signed_in],
        include_in_schema=True,
        opt={"bearer_only": True},
    )
]
