"""The page of one plan: where it stands, what can be done and why not, people, dates, papers."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import Connection

from meetings.store import cases, papers
from meetings.store.next_act import next_act
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.choices import CHANNELS, RATINGS, RESULTS
from meetings.web.staff.scene import Scene, of_chart, offered, scene_of
from meetings.web.staff.words import clock_words
from workflow.completeness import Lack, missing
from workflow.content import PlanContent
from workflow.plan import Case, Party

#: Said once in a year or never: folded away, so that the next act stands out.
RARE = ("record_decline", "decline", "transfer_out", "exit", "change_party", "inform_family")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyShown:
    person_id: int
    name: str
    role: str
    #: When it holds, or what the seat lacks; "" where nothing need be said.
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShown:
    what: str
    when: str
    because: str
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    when: str
    who: str
    words: str


@get("/plans/{case_id:int}", sync_to_thread=True)
def show_plan(
    site: NamedDependency[Site], frame: NamedDependency[Frame], case_id: FromPath[int]
) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        text = text_of(connection, scene.case)
        dates = questions.dates_of(connection, scene.case)
        filed = papers.of_case(connection, case_id)
    found = offered(scene)
    values = {
        "scene": scene,
        "case": scene.case,
        "back": f"/plans/{case_id}",
        "next_act": next_act(scene.case, scene.on, scene.moment.school),
        "plan_options": tuple(o for o in of_chart(found, "plan") if o.command not in RARE),
        "rare_options": tuple(o for o in of_chart(found, "plan") if o.command in RARE),
        "conference_options": of_chart(found, "conference"),
        "agreement_options": of_chart(found, "agreement"),
        "lacks": lacks_of(scene, text),
        "has_text": text is not None,
        "parties": parties_shown(scene),
        "dates": tuple(_date_shown(frame, one, scene.moment.at) for one in dates),
        "papers": filed,
        "conference": told.newest_conference(scene.case),
        "conference_words": conference_words(frame, scene),
        "agreement": scene.case.agreements[-1] if scene.case.agreements else None,
        "attempts": _attempts(frame, scene),
        "inputs": _inputs(frame, scene),
        "progress": _progress(frame, scene),
    }
    return page(frame, "staff/plan.html", values)


def text_of(connection: Connection, case: Case) -> PlanContent | None:
    """The text as it now reads; None before the first and after it was erased."""
    draft = case.draft or case.in_force
    return cases.passage_of(connection, draft.digest, PlanContent) if draft else None


def lacks_of(scene: Scene, text: PlanContent | None) -> tuple[Lack, ...]:
    return missing(text, scene.law.profile) if text else ()


def parties_shown(scene: Scene) -> tuple[PartyShown, ...]:
    """Those whose seat holds, each person once, in the case's order."""
    held = [party for party in scene.case.parties if party.holds_on(scene.on)]
    return tuple(
        _party_shown(scene, [party for party in held if party.person_id == person])
        for person in dict.fromkeys(party.person_id for party in held)
    )


def _party_shown(scene: Scene, seats: list[Party]) -> PartyShown:
    roles = dict.fromkeys(told.ROLES.get(party.role, party.role) for party in seats)
    notes = dict.fromkeys(note for party in seats for note in _notes(party))
    person_id = seats[0].person_id
    return PartyShown(
        person_id=person_id,
        name=scene.names.get(person_id, ""),
        role=", ".join(roles),
        note=", ".join(notes),
    )


def _notes(party: Party) -> tuple[str, ...]:
    said = (
        ("no education rights", not party.education_rights),
        ("not to be contacted", not party.may_contact),
        ("not needed at the table", not party.required),
    )
    return tuple(words for words, holds in said if holds)


def _date_shown(frame: Frame, row: questions.DateRow, at: datetime) -> DateShown:
    return DateShown(
        what=clock_words(row.command),
        when=told.moment(frame, row.due_at),
        because=row.because,
        past=row.due_at < at,
    )


def conference_words(frame: Frame, scene: Scene) -> str:
    """The newest conference in a sentence: where it stands, and its time."""
    conference = told.newest_conference(scene.case)
    if conference is None:
        return ""
    subject = scene.case.subject("conference", conference.no)
    says = scene.law.charts["conference"].states[subject.state].says if subject else ""
    when = told.span(frame, conference.slot) if conference.slot else ""
    return f"{says} {when}".strip()


def _attempts(frame: Frame, scene: Scene) -> tuple[LogLine, ...]:
    channels, results = dict(CHANNELS), dict(RESULTS)
    return tuple(
        LogLine(
            when=told.moment(frame, one.at),
            who=scene.name(one.person_id),
            words=f"{channels.get(one.channel, '')}: {results.get(one.result, '')}",
        )
        for one in scene.case.attempts
    )


def _inputs(frame: Frame, scene: Scene) -> tuple[LogLine, ...]:
    return tuple(
        LogLine(
            when=told.day(frame, scene.moment.school.local(one.given_at)),
            who=scene.name(one.person_id),
            words=told.ROLES.get(one.role, one.role),
        )
        for one in scene.case.inputs
    )


def _progress(frame: Frame, scene: Scene) -> tuple[LogLine, ...]:
    """The newest dozen, newest first."""
    ratings = dict(RATINGS)
    newest = reversed(scene.case.progress[-12:])
    return tuple(
        LogLine(
            when=told.day(frame, scene.moment.school.local(one.at)),
            who=scene.name(one.person_id),
            words=f"Goal {one.goal_key}: {ratings.get(str(one.rating), '')}",
        )
        for one in newest
    )
