"""The page of a disagreement: what is disputed, who decides, until when, and the acts of it."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from meetings.store import cases
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.choices import PLAN_PARTS
from meetings.web.staff.scene import Scene, offered, scene_of, with_return
from meetings.web.staff.words import clock_words

#: Words that belong to a disagreement.
WORDS_HERE = (
    "hear", "uphold", "revise", "appeal", "uphold_finally", "revise_finally", "settle", "object",
)  # fmt: skip
HOLDS = {
    "none": ("No part is disputed.", "good"),
    "asked": ("The authority is asked to decide.", "warn"),
    "upheld": ("Decided: the plan stands. The family may appeal.", "act"),
    "revised": ("Decided: the plan is to be revised. It can be appealed.", "act"),
    "higher": ("The coordinator decides finally.", "warn"),
    "ordered": ("A new text is ordered; write it and freeze it.", "warn"),
    "mended": ("The new text is out for signatures.", "act"),
}
TIMERS = ("chase_hold", "let_uphold", "let_revise")


@get("/disagreements/{case_id:int}", sync_to_thread=True)
def show_disagreement(
    site: NamedDependency[Site], frame: NamedDependency[Frame], case_id: FromPath[int]
) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        dispute = scene.case.dispute
        reason = cases.passage_of(connection, dispute.reason_digest, str) if dispute else None
        dates = questions.dates_of(connection, scene.case)
    hold = scene.case.plan().facts.get("hold", "none")
    words, tone = HOLDS.get(hold, (hold, "plain"))
    found = tuple(one for one in offered(scene) if one.command in WORDS_HERE)
    values = {
        "scene": scene,
        "dispute": dispute,
        "reason": reason or "",
        "parts": _parts(scene),
        "words": words,
        "tone": tone,
        "authority": ", ".join(
            scene.names.get(one, "") for one in scene.case.people("authority", scene.on)
        ),
        "dates": [
            (clock_words(one.command), told.moment(frame, one.due_at), one.because)
            for one in dates
            if one.command in TIMERS
        ],
        "options": with_return(found, f"/disagreements/{case_id}"),
    }
    return page(frame, "staff/disagreement.html", values)


def _parts(scene: Scene) -> tuple[str, ...]:
    dispute, names = scene.case.dispute, dict(PLAN_PARTS)
    return tuple(names.get(part, part) for part in dispute.parts) if dispute else ()
