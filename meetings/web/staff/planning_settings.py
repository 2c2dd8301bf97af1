"""Settings of planning: what a school decides for all conferences, and how much each burden weighs.

They are kept as one setting (meetings/planner/policy.py) and hold from the next plan on.
"""

from datetime import date, time

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from meetings.planner.policy import Decided, decide, decided, faults
from meetings.planning.problem import Weights
from meetings.web.answers import Frame, NotYoursError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site, Viewer
from meetings.web.staff.changes import wall, weights_of
from meetings.web.staff.saying import with_said
from meetings.web.staff.school_settings import MAY_CHANGE
from meetings.web.staff.whatif import sliders

HERE = "/settings/planning"
PERIODS = (
    ("use", "They are free time", ""),
    ("weekly", "So many a week may be taken", ""),
    ("leave", "They are never taken", ""),
)
#: Pairs of quiet hours on the page.
QUIET = 3
NUMBERS = {
    "max_per_day": "Conferences of one chair a day",
    "comfortable_per_day": "Comfortable a day",
    "family_a_day": "Of one family a day",
    "teacher_a_day": "Of one teacher a day",
}
COUNTS = {
    "pulls_unharmed": "So often a teacher leaves class before it weighs more",
    "planning_a_week": "Planning periods a week that may be taken",
    "sibling_gap_minutes": "Siblings: longest pause in between, in minutes",
    "way_minutes": "From one school to another, in minutes",
}
SWITCHES = {
    "may_pull": "A teacher may leave class for a conference, if somebody takes the class",
    "unknown_blocks": "Nobody is asked at a time at which their calendar could not be read",
    "video": "A conference may be held by video where no room is free",
    "one_school_a_half_day": "A chair is at one school in the morning and at one in the afternoon",
}


@get(HERE, sync_to_thread=True)
def show_planning(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    return _planning_page(site, frame, EMPTY)


def _planning_page(
    site: Site, frame: Frame, form: Form, wrong: tuple[str, ...] = ()
) -> Response[str]:
    with site.store.read() as connection:
        said = decided(connection)
    sent = form.has("sent")
    values = {
        "said": said,
        "numbers": [
            (name, label, _typed(form, name, getattr(said, name)), form.wrong(name))
            for name, label in NUMBERS.items()
        ],
        "counts": [
            (name, label, _typed(form, name, getattr(said, name)), form.wrong(name))
            for name, label in COUNTS.items()
        ],
        "switches": [
            (name, label, form.has(name) if sent else getattr(said, name))
            for name, label in SWITCHES.items()
        ],
        "periods": PERIODS,
        "period": form.typed("planning_periods") or said.planning_periods,
        "cover": _typed(form, "cover", said.cover.get("", "")),
        "noon": form.typed("noon") or f"{said.noon:%H:%M}",
        "quiet": _quiet(form, said),
        "blackout": form.typed("blackout") if sent else "\n".join(map(str, said.blackout)),
        "sliders": sliders(Weights(**said.weights), form),
        "usual": site.store.law.profile.count("max_per_day"),
        "wrong": wrong,
        "form": form,
    }
    return page(frame, "staff/planning.html", values, 422 if form.faults or wrong else 200)


def _typed(form: Form, name: str, value: object) -> object:
    if form.has(name):
        return form.typed(name)
    return "" if value is None else value


def _quiet(form: Form, said: Decided) -> list[tuple[str, str]]:
    kept = [(f"{begins:%H:%M}", f"{ends:%H:%M}") for begins, ends in said.quiet]
    kept += [("", "")] * (QUIET - len(kept))
    if not form.has("sent"):
        return kept[:QUIET]
    return [(form.typed(f"quiet-{n}-from"), form.typed(f"quiet-{n}-to")) for n in range(QUIET)]


@post(HERE, sync_to_thread=True)
def save_planning(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
) -> Response[str] | Redirect:
    if not viewer.has_role(*MAY_CHANGE):
        raise NotYoursError
    with site.store.read() as connection:
        before = decided(connection)
    said = _read(form, before)
    wrong = faults(said) if not form.faults else ()
    if form.faults or wrong:
        return _planning_page(site, frame, form, wrong)
    site.store.write(lambda session: decide(session.connection, said))
    return go(with_said(HERE, "saved"))


def _read(form: Form, before: Decided) -> Decided:
    """What the page does not show stays as it was."""
    usual = Weights()
    weights = {name: n for name, n in weights_of(form).items() if n != getattr(usual, name)}
    cover = form.whole("cover")
    others = {school: size for school, size in before.cover.items() if school}
    counts = {name: form.whole(name, "Please give a number.") or 0 for name in COUNTS}
    changes = {
        **{name: form.whole(name) for name in NUMBERS},
        **counts,
        **{name: form.ticked(name) for name in SWITCHES},
        "planning_periods": form.chosen("planning_periods", [p[0] for p in PERIODS], "Choose one."),
        "cover": others | ({"": cover} if cover else {}),
        "noon": wall(form, "noon") or before.noon,
        "quiet": tuple(_pairs(form)),
        "blackout": _dates(form),
        "weights": weights,
    }
    return msgspec.structs.replace(before, **changes)


def _pairs(form: Form) -> list[tuple[time, time]]:
    found = []
    for number in range(QUIET):
        begins, ends = wall(form, f"quiet-{number}-from"), wall(form, f"quiet-{number}-to")
        if begins and ends:
            found.append((begins, ends))
        elif begins or ends:
            form.fault(f"quiet-{number}-from", "Quiet hours need a beginning and an end.")
    return found


def _dates(form: Form) -> tuple[date, ...]:
    found = set()
    for line in form.lines("blackout"):
        try:
            found.add(date.fromisoformat(line))
        except ValueError:
            form.fault("blackout", f"“{line}” is no date. Write one a line, like 2026-10-09.")
    return tuple(sorted(found))
