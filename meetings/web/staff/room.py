"""The conference room: agenda with times, who is here, the minutes, and what is read back.

Each part is its own form and saves by itself, so that a poor network loses at most one of them.
Ending, settling and freezing are buttons of the law (saying.py).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases
from meetings.web import told
from meetings.web.answers import Frame, after, go, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.agenda import agenda_of
from meetings.web.staff.choices import MODES
from meetings.web.staff.conferences import Opened, opened
from meetings.web.staff.minutes_form import attendance_of, minutes_of, padded
from meetings.web.staff.plans import text_of
from meetings.web.staff.saying import with_said
from meetings.web.staff.scene import offered, scene_of, with_return
from workflow.commands import Begin, Command, TakeAttendance, TakeMinutes, WritePlan
from workflow.content import Commitment, Goal, GoalTalk, MinutesContent, PlanContent
from workflow.difference import Change, changes
from workflow.seats import declined, participants

#: Words that belong to this page, in the order of a conference.
WORDS_HERE = (
    "no_show", "waive_parent", "by_phone", "adjourn", "close", "settle_minutes", "freeze",
    "reschedule",
)  # fmt: skip
ABSENT = (*MODES, ("absent", "Not here"))
EXTENTS = (("whole", "From beginning to end"), ("part", "For a part"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHere:
    person_id: int
    name: str
    role: str
    mode: str
    extent: str
    #: Ticked when the conference is begun.
    expected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The opened conference with the texts on the table."""

    one: Opened
    plan: PlanContent | None
    minutes: MinutesContent
    #: What changed since the draft at the beginning; None when that cannot be said.
    read_back: tuple[Change, ...] | None


@get("/conferences/{case_id:int}/{no:int}/room", sync_to_thread=True)
def show_room(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str]:
    return room_page(frame, _enter(site, frame, case_id, no), EMPTY)


@post("/conferences/{case_id:int}/{no:int}/room/{part:str}", sync_to_thread=True)
def save_part(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
    part: FromPath[str],
) -> Response[str] | Redirect:
    room = _enter(site, frame, case_id, no)
    command = _command(room, form, part)
    if form.faults:
        return room_page(frame, room, form, 422)
    if command is None:
        return go(f"{room.one.url}/room")
    outcome = ask(site, case_id, command, at)
    typed = {name: form.typed(name) for name in ("decisions", "concerns", "parked")}
    return after(frame, outcome, with_said(f"{room.one.url}/room#{part}", "saved"), typed)


def _enter(site: Site, frame: Frame, case_id: int, no: int) -> Room:
    with site.store.read() as connection:
        one = opened(scene_of(site.store, connection, frame, case_id), no)
        plan = text_of(connection, one.scene.case)
        minutes = cases.passage_of(connection, one.conference.minutes_digest, MinutesContent)
        return Room(
            one=one,
            plan=plan,
            minutes=minutes or MinutesContent(),
            read_back=_read_back(connection, one, plan),
        )


def _read_back(
    connection: Connection, one: Opened, plan: PlanContent | None
) -> tuple[Change, ...] | None:
    if plan is None or not one.conference.draft_at_start:
        return None
    versions = questions.versions_of(connection, one.scene.case.id)
    number = one.conference.draft_at_start
    then = versions[number - 1] if number <= len(versions) else None
    before = cases.passage_of(connection, then.digest, PlanContent) if then else None
    return changes(before, plan) if before else None


def _command(room: Room, form: Form, part: str) -> Command | None:
    """What a part's form says; an unknown part says nothing."""
    one = room.one
    by, key, seen, no = one.scene.actor("chair"), form.key, form.seen, one.conference.no
    match part:
        case "begin":
            return Begin(by=by, key=key, seen=seen, no=no, present=_ticked(form))
        case "attendance":
            invited = participants(one.scene.case, one.scene.on, one.conference)
            here = attendance_of(form, invited)
            return TakeAttendance(by=by, key=key, seen=seen, no=no, present=here)
        case "minutes":
            return TakeMinutes(by=by, key=key, seen=seen, no=no, content=minutes_of(form))
        case "into-plan" if room.plan is not None:
            text = _with_talks(room.plan, room.minutes)
            return WritePlan(by=one.scene.actor("specialist"), key=key, seen=seen, content=text)
        case _:
            return None


def _ticked(form: Form) -> tuple[int, ...]:
    return tuple(int(one) for one in form.picked("present") if one.isdecimal())


def _with_talks(plan: PlanContent, minutes: MinutesContent) -> PlanContent:
    """The plan with what was said at the table: the three answers, and who promised what."""
    said = {talk.goal_key: talk for talk in minutes.goal_talks}
    goals = tuple(_answered(goal, said.get(goal.key)) for goal in plan.goals)
    promised = [Commitment(side="home", text=text) for text in minutes.home_commitments]
    promised += [Commitment(side="school", text=text) for text in minutes.school_commitments]
    known = {(one.side, one.text) for one in plan.commitments}
    new = tuple(one for one in promised if (one.side, one.text) not in known)
    return replace(plan, goals=goals, commitments=(*plan.commitments, *new))


def _answered(goal: Goal, talk: GoalTalk | None) -> Goal:
    if talk is None:
        return goal
    return replace(
        goal,
        why=talk.why or goal.why,
        how=talk.how or goal.how,
        help_at_home=talk.help_at_home or goal.help_at_home,
    )


def room_page(frame: Frame, room: Room, form: Form, status: int = 200) -> Response[str]:
    one = room.one
    found = {o.command: o for o in offered(one.scene) if o.no in (0, one.conference.no)}
    buttons = tuple(found[word] for word in WORDS_HERE if word in found)
    goals = room.plan.goals if room.plan else ()
    values = {
        "room": room,
        "one": one,
        "scene": one.scene,
        "says": one.scene.law.charts["conference"].states[one.subject.state].says,
        "when": told.span(frame, one.conference.slot) if one.conference.slot else "",
        "agenda": agenda_of(frame, one.conference, one.subject.kind),
        "begin": found.get("begin"),
        "writes": "take_minutes" in found,
        "takes_attendance": "take_attendance" in found,
        "options": with_return(buttons, f"{one.url}/room"),
        "seats": _seats(one),
        "modes": ABSENT,
        "extents": EXTENTS,
        "minutes": padded(
            minutes_of(form) if form.faults else room.minutes, [g.key for g in goals]
        ),
        "goals": {goal.key: goal for goal in goals},
        "form": form,
        "may_write_plan": "write_plan" in found and not found["write_plan"].blocked,
    }
    return page(frame, "staff/room.html", values, status)


def _seats(one: Opened) -> tuple[SeatHere, ...]:
    here = {each.person_id: each for each in one.conference.attendance}
    answers = {each.person_id: each.modality for each in one.conference.answers}
    gone = declined(one.conference)
    seats = []
    for person_id, role in participants(one.scene.case, one.scene.on, one.conference).items():
        taken = here.get(person_id)
        planned = "absent" if person_id in gone else answers.get(person_id, "room")
        seats.append(
            SeatHere(
                person_id=person_id,
                name=one.scene.names.get(person_id, ""),
                role=told.ROLES.get(role, role),
                mode=taken.mode if taken else planned,
                extent=taken.extent if taken else "whole",
                expected=person_id not in gone,
            )
        )
    return tuple(seats)
