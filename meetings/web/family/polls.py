"""A poll of times: yes, if need be, or no, for each; changed as often as one likes until it closes.

The same page serves families (/family/poll) and teachers (/teacher/poll). Nobody sees what others
answered; how the specialist reads it is web/staff/times.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.store import people, polls
from meetings.store.polls import Answer, Option, Poll
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.family.replies import pressed_too_fast
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import case_seen, today
from meetings.web.site import Site, Viewer
from workflow.plan import Slot
from workflow.seats import participants

ANSWERS = (("yes", "Yes"), ("if_needed", "If need be"), ("no", "No"))
SIGNS = {"yes": "✓", "if_needed": "~", "no": "✕"}
EACH = "Please answer for this time, too."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A poll as one of those who are asked sees it."""

    poll: Poll
    child: str
    url: str
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One time with what was said of it; "" where nothing was."""

    name: str
    when: str
    answer: str
    words: str


@get("/family/poll/{poll_id:int}", sync_to_thread=True)
def show_poll(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    poll_id: FromPath[int],
) -> Response[str]:
    return poll_page(frame, asked(site, viewer, frame, poll_id), EMPTY)


@post("/family/poll/{poll_id:int}", sync_to_thread=True)
def send_poll(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    poll_id: FromPath[int],
) -> Response[str] | Redirect:
    found = asked(site, viewer, frame, poll_id)
    answers = tuple(_answers(found, form, at))
    if form.faults:
        return poll_page(frame, found, form)
    if pressed_too_fast(site, viewer, at):
        return poll_page(frame, found, form, again=True)
    wrong = site.store.write(lambda s: polls.answer(s.connection, poll_id, answers, at))
    if wrong:
        # It was closed or settled meanwhile: the page as it is now says so.
        return poll_page(frame, asked(site, viewer, frame, poll_id), form, note=wrong)
    return go(f"{found.url}/done")


@get("/family/poll/{poll_id:int}/done", sync_to_thread=True)
def poll_done(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    poll_id: FromPath[int],
) -> Response[str]:
    found = asked(site, viewer, frame, poll_id)
    return page(frame, "family/poll_done.html", _values(frame, found, EMPTY))


def asked(site: Site, viewer: Viewer, frame: Frame, poll_id: int) -> Asked:
    """NotSeenError for whoever is not asked for this conference."""
    on = today(frame.at, frame.zone)
    with site.store.read() as connection:
        poll = polls.of_id(connection, poll_id)
        if poll is None:
            raise NotSeenError
        case = case_seen(connection, viewer, poll.case_id, on)
        conference = case.conference(poll.conference_no)
        if viewer.person_id not in participants(case, on, conference):
            raise NotSeenError
        student = people.people_named(connection, (case.student_id,)).get(case.student_id)
    root = "/teacher/poll" if viewer.kind == "staff" else "/family/poll"
    return Asked(
        poll=poll,
        child=student.called if student else "",
        url=f"{root}/{poll_id}",
        person_id=viewer.person_id,
    )


def _answers(found: Asked, form: Form, at: datetime) -> Iterator[Answer]:
    """Every time is answered: a silence could be a no, or nothing."""
    for option in found.poll.options:
        said = form.chosen(code(option), polls.ANSWERS, EACH)
        if said:
            yield Answer(
                person_id=found.person_id, starts_at=option.starts_at, answer=said, said_at=at
            )


def code(option: Option) -> str:
    return f"at-{option.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def poll_page(
    frame: Frame, found: Asked, form: Form, *, again: bool = False, note: str = ""
) -> Response[str]:
    status = 422 if form.faults else 409 if note else 200
    values = {**_values(frame, found, form), "again": again, "note": note}
    return page(frame, "family/poll.html", values, status)


def _values(frame: Frame, found: Asked, form: Form) -> dict[str, object]:
    poll, mine = found.poll, found.poll.of(found.person_id)
    chosen = next((one for one in poll.options if one.starts_at == poll.chosen_at), None)
    return {
        "asked": found,
        "choices": [_choice(frame, one, form, mine) for one in poll.options],
        "answered": bool(mine),
        "open": poll.open_at(frame.at),
        "closes": told.moment(frame, poll.closes_at),
        "chosen": _when(frame, chosen) if chosen else "",
        "words": [(value, SIGNS[value], frame.say(words)) for value, words in ANSWERS],
        "form": form,
    }


def _choice(frame: Frame, one: Option, form: Form, mine: dict[datetime, str]) -> Choice:
    answer = form.typed(code(one)) or mine.get(one.starts_at, "")
    return Choice(
        name=code(one),
        when=_when(frame, one),
        answer=answer,
        words=frame.say(dict(ANSWERS).get(answer, "")),
    )


def _when(frame: Frame, one: Option) -> str:
    return told.span(frame, Slot(starts_at=one.starts_at, ends_at=one.ends_at))


# The same pages under the teacher's address, behind the guard of staff.
show_teacher_poll = get("/teacher/poll/{poll_id:int}", sync_to_thread=True)(show_poll.fn)
send_teacher_poll = post("/teacher/poll/{poll_id:int}", sync_to_thread=True)(send_poll.fn)
teacher_poll_done = get("/teacher/poll/{poll_id:int}/done", sync_to_thread=True)(poll_done.fn)
