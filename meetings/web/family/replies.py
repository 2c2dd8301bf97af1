"""Answering an invitation: come, perhaps, not; choose one of the offered times; propose another.

The same pages serve guardians and students (/family/reply) and teachers (/teacher/reply). Opening
a page answers nothing, and a press within three seconds of the sign-in is asked for once more:
machines that look through mailboxes press every button they find.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.store import people
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, after, go, page
from meetings.web.asking import ask
from meetings.web.forms import Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from workflow.ask import roles_of
from workflow.commands import Actor, Command, Pick, ProposeTime, Reply
from workflow.plan import Case, Conference, Slot, Subject

PARTSTATS = ("accepted", "tentative", "declined")
MODALITIES = ("room", "video", "phone")
#: Words of links in letters, as people would write them.
SHORT = {"yes": "accepted", "maybe": "tentative", "no": "declined"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One conference as one invited person sees it."""

    case: Case
    subject: Subject
    conference: Conference
    child: str
    root: str

    @property
    def url(self) -> str:
        return f"{self.root}/{self.case.id}/{self.conference.no}"


@get("/family/reply/{case_id:int}/{no:int}", sync_to_thread=True)
def show_reply(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
    answer: FromQuery[str] = "",
) -> Response[str]:
    """`answer` is what the link in the letter says: it is preselected, and nothing is sent."""
    invitation = invited(site, viewer, frame, (case_id, no))
    return reply_page(frame, invitation, Form(values={"answer": (SHORT.get(answer, answer),)}))


@post("/family/reply/{case_id:int}/{no:int}", sync_to_thread=True)
def send_reply(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    invitation = invited(site, viewer, frame, (case_id, no))
    by = actor(viewer, invitation.case, today(at, frame.zone))
    command = command_of(form, invitation, by, frame)
    if command is None:
        return reply_page(frame, invitation, form, 422)
    if pressed_too_fast(site, viewer, at):
        return reply_page(frame, invitation, form, again=True)
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, f"{invitation.url}/done", {"Your note": form.text("comment")})


@get("/family/reply/{case_id:int}/{no:int}/done", sync_to_thread=True)
def reply_done(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    invitation = invited(site, viewer, frame, (case_id, no))
    answer = told.answer_of(invitation.conference, viewer.person_id)
    slot = invitation.conference.slot
    stands = invitation.subject.state == "scheduled"
    mine = [p for p in invitation.conference.proposals if p.person_id == viewer.person_id]
    return page(
        frame,
        "family/reply_done.html",
        {
            "child": invitation.child,
            "url": invitation.url,
            "words": told.REPLIES.get(answer.partstat, "") if answer and stands else "",
            "when": told.span(frame, slot) if slot and stands else "",
            "proposed": told.moment(frame, mine[-1].starts_at) if mine else "",
        },
    )


def pressed_too_fast(site: Site, viewer: Viewer, at: datetime) -> bool:
    return viewer.method.startswith("link") and at - viewer.since < site.lifetimes.pause


def invited(site: Site, viewer: Viewer, frame: Frame, place: tuple[int, int]) -> Invitation:
    """The conference, or NotSeenError for whoever is not invited to it."""
    case_id, no = place
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
        child = people.names(connection, (case.student_id,)).get(case.student_id, "")
    subject, conference = case.subject("conference", no), case.conference(no)
    if subject is None or conference is None or viewer.person_id in conference.left_out:
        raise NotSeenError
    root = "/teacher/reply" if viewer.kind == "staff" else "/family/reply"
    return Invitation(case=case, subject=subject, conference=conference, child=child, root=root)


def reply_page(
    frame: Frame, invitation: Invitation, form: Form, status: int = 200, *, again: bool = False
) -> Response[str]:
    assert frame.viewer is not None  # noqa: S101  the router's guard demands a sign-in
    conference, me = invitation.conference, frame.viewer.person_id
    answer = told.answer_of(conference, me)
    roles = roles_of(invitation.case, me, today(frame.at, frame.zone))
    slot = conference.slot
    values = {
        "invitation": invitation,
        "state": invitation.subject.state,
        "may_choose": "parent" in roles,
        "when": told.span(frame, slot) if slot else "",
        "room": slot.room if slot else "",
        "slots": [(_code(one), told.span(frame, one)) for one in conference.offered],
        "answer": answer,
        "answer_words": told.REPLIES.get(answer.partstat, "") if answer else "",
        "modes": tuple(told.MODES.items()),
        "form": form,
        "again": again,
        "zone": frame.zone,
    }
    return page(frame, "family/reply.html", values, status)


def _code(slot: Slot) -> str:
    """A moment that fits an address: 20260916T150000Z; links in letters say it so, too."""
    return f"{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def command_of(form: Form, invitation: Invitation, by: Actor, frame: Frame) -> Command | None:
    """What was asked for; None when the form has faults."""
    choice = form.line("answer", "Please choose an answer.")
    if choice == "other":
        return _proposal(form, invitation, by, frame)
    if choice in PARTSTATS:
        return Reply(
            by=by,
            key=form.key,
            seen=form.seen,
            no=invitation.conference.no,
            partstat=choice,
            sequence=form.whole("sequence") or 0,
            stamp=frame.at,
            modality=form.chosen("modality", MODALITIES) or "room",
            comment=form.text("comment"),
        )
    return _choice(form, invitation, by) if choice and not form.faults else None


def _choice(form: Form, invitation: Invitation, by: Actor) -> Command | None:
    try:
        starts_at = datetime.fromisoformat(form.line("answer"))
    except ValueError:
        form.fault("answer", "Please choose one of the times.")
        return None
    if starts_at.tzinfo is None:
        form.fault("answer", "Please choose one of the times.")
        return None
    return Pick(
        by=by, key=form.key, seen=form.seen, no=invitation.conference.no, starts_at=starts_at
    )


def _proposal(form: Form, invitation: Invitation, by: Actor, frame: Frame) -> Command | None:
    starts_at = form.moment("other", frame.zone, "Please say which day and time would be good.")
    if starts_at is not None and starts_at <= frame.at:
        form.fault("other", "This time is over. Please choose a later one.")
    if starts_at is None or form.faults:
        return None
    length = timedelta(minutes=invitation.conference.length_minutes)
    return ProposeTime(
        by=by,
        key=form.key,
        seen=form.seen,
        no=invitation.conference.no,
        starts_at=starts_at,
        ends_at=starts_at + length,
        sequence=invitation.conference.sequence,
        comment=form.text("comment"),
    )


@get("/family/reply", sync_to_thread=True)
def reply_to_newest(frame: NamedDependency[Frame]) -> Redirect:
    """Without a number the start page says which conference waits."""
    return go(frame.home)


# The same pages under the teacher's address, behind the guard of staff.
show_teacher_reply = get("/teacher/reply/{case_id:int}/{no:int}", sync_to_thread=True)(
    show_reply.fn
)
send_teacher_reply = post("/teacher/reply/{case_id:int}/{no:int}", sync_to_thread=True)(
    send_reply.fn
)
teacher_reply_done = get("/teacher/reply/{case_id:int}/{no:int}/done", sync_to_thread=True)(
    reply_done.fn
)
