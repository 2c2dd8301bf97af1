"""One case as a member of staff opens it: who they are in it, who is in it, and what may be done.

Read in one go, so that a page shows one moment. What may be done is asked of the law
(workflow.options); nothing is decided here.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from sqlalchemy import Connection

from meetings.store import people
from meetings.store.engines import Store
from meetings.web.answers import Frame
from meetings.web.guards import case_seen, today
from meetings.web.site import Viewer
from meetings.web.staff.acts import ACTS, GRAVE, PAGES
from workflow.ask import DISTRICT, Moment, roles_of
from workflow.chart import Law
from workflow.commands import Actor
from workflow.options import Option, may
from workflow.plan import Case
from workflow.standing import standing

#: Roles that the district gives to persons; machines are not among them.
OF_THE_DISTRICT = tuple(role for role in DISTRICT if role in ("coordinator", "authority"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    case: Case
    law: Law
    moment: Moment
    viewer: Viewer
    #: Of everybody in the case, by person.
    names: dict[int, str]

    @property
    def student(self) -> str:
        return self.names.get(self.case.student_id, "")

    @property
    def on(self) -> date:
        return self.moment.on

    @property
    def roles(self) -> tuple[str, ...]:
        """The viewer's seats in this case, then what the district made them."""
        seats = roles_of(self.case, self.viewer.person_id, self.on)
        district = (role for role in OF_THE_DISTRICT if role in self.viewer.roles)
        return tuple(dict.fromkeys((*seats, *district)))

    @property
    def standing(self) -> str:
        return standing(self.law, self.case)

    def actor(self, role: str = "") -> Actor:
        """The viewer in that role, or in the first that they have."""
        wanted = role if role in self.roles else next(iter(self.roles), "")
        return Actor(person_id=self.viewer.person_id, role=wanted, identified_by=self.viewer.method)

    def name(self, person_id: int | None) -> str:
        return self.names.get(person_id or 0, "the program" if not person_id else "")


def scene_of(store: Store, connection: Connection, frame: Frame, case_id: int) -> Scene:
    """Raises NotSeenError for a case that is not there or not for this person."""
    viewer = frame.viewer
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
    everybody = {case.student_id, viewer.person_id, *(one.person_id for one in case.parties)}
    return Scene(
        case=case,
        law=store.law,
        moment=Moment(at=frame.at, school=store.school(connection, case.school_year)),
        viewer=viewer,
        names=dict(people.names(connection, tuple(sorted(everybody)))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One thing that the law hears now: a button, a page of its own, or why not."""

    command: str
    label: str
    chart: str
    no: int
    #: In which of the viewer's roles.
    role: str
    #: Why not now and what to do instead; "" where it is possible.
    blocked: str
    #: Where its form is; "" for a button that needs nothing more.
    url: str
    grave: bool


def offered(scene: Scene) -> tuple[Offered, ...]:
    """What the viewer may do in any of their roles; the possible first, in the charts' order."""
    found: dict[tuple[str, int], Offered] = {}
    for role in scene.roles:
        for option in may(scene.law, scene.case, scene.actor(role), scene.moment):
            known = found.get((option.command, option.no))
            if known is None or (known.blocked and option.blocked is None):
                found[option.command, option.no] = _offered(scene, option, role)
    return tuple(sorted(found.values(), key=lambda one: bool(one.blocked)))


def _offered(scene: Scene, option: Option, role: str) -> Offered:
    because = option.blocked
    return Offered(
        command=option.command,
        label=option.label,
        chart=option.chart,
        no=option.no,
        role=role,
        blocked=f"{because.why} {because.remedy}" if because else "",
        url=act_url(scene.case.id, option.command, option.no),
        grave=option.command in GRAVE,
    )


def act_url(case_id: int, word: str, no: int) -> str:
    """The page where the word is said; "" when it needs no field."""
    if word in PAGES:
        return PAGES[word].format(id=case_id, no=no)
    if word in ACTS:
        return f"/plans/{case_id}/acts/{word}?{urlencode({'no': no})}"
    return ""


def of_chart(found: tuple[Offered, ...], chart: str, no: int = 0) -> tuple[Offered, ...]:
    return tuple(one for one in found if one.chart == chart and (not no or one.no == no))


def with_return(found: tuple[Offered, ...], back: str) -> tuple[Offered, ...]:
    """The same, so that forms of their own come back to the page they were opened from."""
    return tuple(
        replace(one, url=f"{one.url}&{urlencode({'back': back})}") if "?no=" in one.url else one
        for one in found
    )
