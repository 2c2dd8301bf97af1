"""Saying a word to the law: every button and every small form of a plan ends here.

The pages with more than a few fields (edit, room, signing) say theirs themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.web.answers import Frame, NotSeenError, after, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff.acts import ACTS, GRAVE
from meetings.web.staff.fields import Choice, fields_shown
from meetings.web.staff.filled import Asking, command_of
from meetings.web.staff.keeping import keeper
from meetings.web.staff.questions import people_of_kind
from meetings.web.staff.scene import Scene, offered, scene_of
from workflow.commands import COMMANDS
from workflow.labels import label

#: Uploads are scans of a page.
MOST_BYTES = 12_000_000
NOT_OFFERED = "This is not possible now. If you send it, the answer says why."


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Which word is about to be said, about which conference or agreement, and the way back."""

    word: str
    no: int
    back: str
    choice: Choice


@get("/plans/{case_id:int}/acts/{word:str}", sync_to_thread=True)
def show_act(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    word: FromPath[str],
    no: FromQuery[int] = 0,
    back: FromQuery[str] = "",
) -> Response[str]:
    scene, choice = _open(site, frame, case_id)
    act = Act(word=word, no=no, back=safe(back, f"/plans/{case_id}"), choice=choice)
    return act_page(frame, scene, act, EMPTY)


@post("/plans/{case_id:int}/acts/{word:str}", sync_to_thread=True, request_max_body_size=MOST_BYTES)
def say(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    word: FromPath[str],
) -> Response[str] | Redirect:
    if word not in COMMANDS:
        raise NotSeenError
    scene, choice = _open(site, frame, case_id)
    no = form.whole("no") or 0
    act = Act(word=word, no=no, back=safe(form.line("next"), f"/plans/{case_id}"), choice=choice)
    asking = asking_of(site, scene, form, no)
    command = command_of(word, form, asking)
    if command is None:
        return act_page(frame, scene, act, form)
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, with_said(act.back, "done"), typed_words(word, form))


def _open(site: Site, frame: Frame, case_id: int) -> tuple[Scene, Choice]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        choice = Choice(
            interpreters=people_of_kind(connection, "interpreter"),
            everybody=people_of_kind(connection),
        )
    return scene, choice


def asking_of(site: Site, scene: Scene, form: Form, no: int) -> Asking:
    return Asking(
        case=scene.case,
        by=scene.actor(form.typed("role")),
        no=no,
        at=scene.moment.at,
        zone=scene.moment.school.zone,
        keep=keeper(site, scene.case.id, scene.moment.at),
    )


def act_page(frame: Frame, scene: Scene, act: Act, form: Form) -> Response[str]:
    if act.word not in ACTS:
        raise NotSeenError
    found = next(
        (one for one in offered(scene) if one.command == act.word and act.no in (0, one.no)), None
    )
    values = {
        "label": label(act.word),
        "student": scene.student,
        "back": act.back,
        "url": f"/plans/{scene.case.id}/acts/{act.word}",
        "blocked": found.blocked if found else NOT_OFFERED,
        "role": found.role if found else "",
        "no": act.no,
        "seen": scene.case.version,
        "asked": fields_shown(act.word, scene, act.choice, form),
        "form": form,
        "grave": act.word in GRAVE,
        "has_file": any(one.kind == "scan" for one in ACTS[act.word]),
    }
    return page(frame, "staff/act.html", values, status_of(form))


def status_of(form: Form) -> int:
    """422 for a form that comes back with faults."""
    return 422 if form.faults else 200


def safe(url: str, otherwise: str) -> str:
    """A path of our own; anything else is not followed."""
    ours = url.startswith("/") and not url.startswith(("//", "/\\")) and "\n" not in url
    return url if ours else otherwise


def with_said(url: str, word: str) -> str:
    path, _, part = url.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}said={word}" + (f"#{part}" if part else "")


def typed_words(word: str, form: Form) -> Mapping[str, str]:
    """What was written, by its label: a refusal gives it back."""
    texts = (one for one in ACTS.get(word, ()) if one.kind in ("text", "line"))
    return {one.label: form.typed(one.name) for one in texts}
