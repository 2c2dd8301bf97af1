"""The timeline of a plan: who did what, as what, when; and two texts side by side in words."""

import json
from dataclasses import dataclass

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy import Connection

from meetings.store import cases
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, page
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.scene import Scene, scene_of
from meetings.web.staff.words import clock_words
from workflow.content import PlanContent
from workflow.difference import Change, changes
from workflow.labels import role_name

#: Words of the history that no person says.
BEGUN = {"open_case": "Year opened"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    seq: int
    when: str
    what: str
    who: str
    #: What moved because of it, in words.
    follows: str


@get("/plans/{case_id:int}/history", sync_to_thread=True)
def show_history(
    site: NamedDependency[Site], frame: NamedDependency[Frame], case_id: FromPath[int]
) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        rows = questions.history_of(connection, case_id)
        names = questions.people_of_kind(connection)
        versions = questions.versions_of(connection, case_id)
    values = {
        "scene": scene,
        "case": scene.case,
        "lines": tuple(_line(frame, scene, row, names) for row in rows),
        "versions": tuple(
            (one.number, told.moment(frame, one.at), names.get(one.by, "")) for one in versions
        ),
    }
    return page(frame, "staff/history.html", values)


def _line(frame: Frame, scene: Scene, row: questions.HistoryRow, names: dict[int, str]) -> Line:
    return Line(
        seq=row.seq,
        when=told.moment(frame, row.at),
        what=BEGUN.get(row.command) or clock_words(row.command),
        who=_who(row, names),
        follows=_follows(scene, row),
    )


def _who(row: questions.HistoryRow, names: dict[int, str]) -> str:
    said = role_name(row.role).removeprefix("a ").removeprefix("an ").removeprefix("the ")
    name = names.get(row.actor_id, "")
    return f"{name}, {said}" if name else said.capitalize()


def _follows(scene: Scene, row: questions.HistoryRow) -> str:
    """The states that were entered, as people read them."""
    said = []
    for chart, _, _, target in json.loads(row.moves):
        states = scene.law.charts[chart].states if chart in scene.law.charts else {}
        if target and target in states:
            said.append(states[target].says)
    return " ".join(dict.fromkeys(said))


@get("/plans/{case_id:int}/history/difference", sync_to_thread=True)
def show_difference(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    before: FromQuery[int] = 0,
    after: FromQuery[int] = 0,
) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        versions = questions.versions_of(connection, case_id)
        if not versions:
            raise NotSeenError
        newest = versions[-1].number
        later = after if 0 < after <= newest else newest
        earlier = before if 0 < before <= newest else max(later - 1, 1)
        found = _difference(connection, versions, earlier, later)
    values = {
        "scene": scene,
        "case": scene.case,
        "before": earlier,
        "after": later,
        "numbers": [
            (str(one.number), f"{one.number}: {told.moment(frame, one.at)}") for one in versions
        ],
        "changes": found,
    }
    return page(frame, "staff/difference.html", values)


def _difference(
    connection: Connection, versions: tuple[questions.Version, ...], before: int, after: int
) -> tuple[Change, ...] | None:
    """None where one of the texts was erased."""
    texts = [
        cases.passage_of(connection, versions[number - 1].digest, PlanContent)
        for number in (before, after)
    ]
    if texts[0] is None or texts[1] is None:
        return None
    return changes(texts[0], texts[1])
