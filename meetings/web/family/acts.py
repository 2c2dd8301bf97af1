"""What a family may do besides answering: excuse somebody, ask to meet, agree to no meeting.

Which of these are open now is the law's answer (`workflow.options`); each is one page with one
decision, and says why when it is not possible.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.store import people
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, after, page
from meetings.web.asking import ask
from meetings.web.forms import Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from workflow.ask import Moment, roles_of
from workflow.commands import (
    AgreeWithoutMeeting,
    AskConference,
    AskInterpreter,
    Command,
    Decline,
    GrantExcusal,
    Object,
    OfferAgain,
    Settle,
    WaiveNotice,
)
from workflow.options import Option, may
from workflow.plan import Case

#: The commands of this page, with a sentence of what a press means.
ACTS = {
    "ask_conference": "I would like to meet about the plan.",
    "ask_interpreter": "I need an interpreter at the conference.",
    "waive_notice": "A shorter notice is fine with me.",
    "agree_without_meeting": "A change or a review may be done without a meeting.",
    "object": "I do not agree with a part of the plan.",
    "settle": "My disagreement is settled.",
    "decline": "I do not want a plan this year.",
    "offer_again": "I would like a plan after all.",
}
PARTS = ("goals", "programming", "accommodations", "commitments", "profile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excusing:
    person_id: int
    name: str
    kind: str


@get("/family/more/{case_id:int}", sync_to_thread=True)
def show_acts(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str]:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
        school = site.store.school(connection, case.school_year)
        asked = _excusals(case)
        names = people.names(connection, [case.student_id, *(one.person_id for one in asked)])
    options = _options(site, viewer, case, Moment(at=at, school=school))
    values = {
        "case": case,
        "child": names.get(case.student_id, ""),
        "options": [one for one in options if one.command in ACTS],
        "acts": ACTS,
        "parts": PARTS,
        "excusals": [
            Excusing(person_id=one.person_id, name=names.get(one.person_id, ""), kind=one.kind)
            for one in asked
        ],
    }
    return page(frame, "family/more.html", values)


def _excusals(case: Case) -> list[Excusing]:
    conference = told.newest_conference(case)
    open_ones = [one for one in conference.excusals if one.granted_at is None] if conference else []
    return [Excusing(person_id=one.person_id, name="", kind=one.kind) for one in open_ones]


def _options(site: Site, viewer: Viewer, case: Case, moment: Moment) -> list[Option]:
    found: dict[str, Option] = {}
    for role in roles_of(case, viewer.person_id, moment.on):
        by = actor(viewer, case, moment.on, role)
        for option in may(site.store.law, case, by, moment):
            found.setdefault(option.command, option)
    return list(found.values())


@post("/family/more/{case_id:int}", sync_to_thread=True)
def do_act(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    command = _command(form, viewer, case, frame)
    if command is None:
        raise NotSeenError
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, f"{frame.home}?said=thanks", {"Your words": form.text("reason")})


def _command(form: Form, viewer: Viewer, case: Case, frame: Frame) -> Command | None:
    by, reason = actor(viewer, case, today(frame.at, frame.zone)), form.text("reason")
    match form.line("command"):
        case "grant_excusal":
            person_id = form.whole("person") or 0
            return GrantExcusal(by=by, key=form.key, seen=form.seen, person_id=person_id)
        case "ask_conference":
            return AskConference(by=by, key=form.key, seen=form.seen, reason=reason)
        case "ask_interpreter":
            language = form.line("language") or frame.locale
            return AskInterpreter(by=by, key=form.key, seen=form.seen, language=language)
        case "waive_notice":
            return WaiveNotice(by=by, key=form.key, seen=form.seen)
        case "agree_without_meeting":
            what = form.chosen("what", ("review", "amendment")) or "review"
            return AgreeWithoutMeeting(by=by, key=form.key, seen=form.seen, what=what)
        case "object":
            parts = form.picked("parts", PARTS)
            return Object(by=by, key=form.key, seen=form.seen, reason=reason, parts=parts)
        case "settle":
            return Settle(by=by, key=form.key, seen=form.seen)
        case "decline":
            return Decline(by=by, key=form.key, seen=form.seen, reason=reason)
        case "offer_again":
            return OfferAgain(by=by, key=form.key, seen=form.seen)
        case _:
            return None
