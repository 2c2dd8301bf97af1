"""A poll as the specialist sees it: every answer, who blocks what, what is ahead; and settling it.

Setting the chosen time is the law's; the poll ends with it in one transaction. A poll of a
conference that has its time already is over, whoever set that time.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.planner.building import build, case_key, person_id, person_key
from meetings.planner.finding import slot_of, standing, window_of
from meetings.planning import poll as counting
from meetings.planning.byhand import move
from meetings.planning.grid import grain_at
from meetings.planning.poll import Tally, Vote, tally
from meetings.planning.problem import Seat, SeatRule
from meetings.store import Session, Store, cases, polls
from meetings.store.polls import Option, Poll
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, ToldError, after
from meetings.web.forms import Form
from meetings.web.site import Site
from meetings.web.staff.cards import GROUPS
from meetings.web.staff.saying import with_said
from meetings.web.staff.scene import Scene, scene_of
from meetings.web.staff.time_set import Undone, Wish, set_in
from meetings.web.time_tasks import still_sought
from workflow.plan import Case, Slot
from workflow.refusals import Refused

WORDS = {"yes": ("can", "good"), "if_needed": ("if need be", "warn"), "no": ("cannot", "bad")}
SILENT = ("no answer", "plain")
OVER = Refused(
    code="not_now",
    why="This poll was settled or taken back already.",
    remedy="Look at the time that was set, or ask again.",
)
OTHER = Refused(
    code="not_now",
    why="This poll is about another conference than the one that runs now.",
    remedy="Open the times of the plan and ask again for this conference.",
)
#: What the button says that takes a poll back: nothing else does.
TAKE_BACK = "takeback"


class NoSuchStartError(ToldError):
    """422: neither a time of this poll was chosen, nor was it taken back."""

    status_code = 422
    detail = "Choose one of the times of this poll, or take the poll back."


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShown:
    value: str
    when: str
    #: "3 can, 1 if need be, 1 has not answered".
    count: str
    #: Why it cannot be chosen; "" where nobody who has to come refuses.
    blocked: str
    best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersOf:
    name: str
    group: str
    #: Word and tone for each option, in order.
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollShown:
    id: int
    open: bool
    closes: str
    sentence: str
    options: tuple[OptionShown, ...]
    people: tuple[AnswersOf, ...]


def poll_values(
    store: Store, connection: Connection, frame: Frame, scene: Scene
) -> PollShown | None:
    """The poll of the running conference that is not over; None where there is none."""
    running = scene.case.running("conference")
    found = polls.running(connection, scene.case.id, running.no) if running else None
    if found is None or not still_sought(scene.case, found.conference_no):
        return None
    seats = _seats(store, connection, scene.case, frame.at)
    counted = _tally(found, seats, frame.at)
    return PollShown(
        id=found.id,
        open=found.open_at(frame.at),
        closes=told.moment(frame, found.closes_at),
        sentence=counted.sentence,
        options=tuple(_option(frame, one, counted) for one in found.options),
        people=tuple(_answers(found, seats, scene)),
    )


def _seats(store: Store, connection: Connection, case: Case, at: datetime) -> tuple[Seat, ...]:
    """Those of the planner, and the chair's."""
    window = window_of(store, connection, (case,), at)
    built = build(connection, store.law, (case,), window)
    wanted = built.problem.conference.get(case_key(case.id)) if built else None
    if wanted is None:
        return ()
    chair = Seat(group="specialist", rule=SeatRule.ALL, people=(wanted.chair,))
    return (chair, *(seat for seat in wanted.seats if wanted.chair not in seat.people))


def _tally(found: Poll, seats: tuple[Seat, ...], at: datetime) -> Tally:
    asked = counting.Poll(
        seats=seats,
        starts=tuple(one.starts_at for one in found.options),
        closes_at=found.closes_at,
    )
    votes = (
        Vote(
            person=person_key(one.person_id),
            starts_at=one.starts_at,
            answer=counting.Answer(one.answer),
            said_at=one.said_at,
        )
        for one in found.answers
    )
    return tally(asked, votes, at)


def _option(frame: Frame, one: Option, counted: Tally) -> OptionShown:
    result = counted.result(one.starts_at)
    said = (
        (
            (result.yes, "can"),
            (result.if_needed, "if need be"),
            (result.no, "cannot"),
            (result.silent, "not answered"),
        )
        if result
        else ()
    )
    return OptionShown(
        value=one.starts_at.isoformat(),
        when=told.span(frame, Slot(starts_at=one.starts_at, ends_at=one.ends_at)),
        count=", ".join(f"{number} {words}" for number, words in said if number),
        blocked=result.sentence if result else "",
        best=counted.best == one.starts_at and bool(result and result.yes + result.if_needed),
    )


def _answers(found: Poll, seats: tuple[Seat, ...], scene: Scene) -> list[AnswersOf]:
    return [
        AnswersOf(
            name=scene.names.get(person_id(key), ""),
            group=GROUPS.get(seat.group, seat.group),
            answers=tuple(
                WORDS.get(said.get(option.starts_at, ""), SILENT) for option in found.options
            ),
        )
        for seat in seats
        for key in seat.people
        for said in (found.of(person_id(key)),)
    ]


@post("/plans/{case_id:int}/polls/{poll_id:int}/settling", sync_to_thread=True)
def settle_poll(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    poll_id: FromPath[int],
) -> Response[str] | Redirect:
    """With `start` that time is set and all are invited; pressing `takeback` takes it back."""
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        found = polls.of_id(connection, poll_id)
        if found is None or found.case_id != case_id:
            raise NotSeenError
        back = form.typed("act") == TAKE_BACK
        slots = (
            () if back else (_slot(site.store, connection, scene.case, _chosen(found, form, at)),)
        )
    by = scene.actor("specialist")
    wish = Wish(case_id=case_id, by=by, key=form.key, at=at, slots=slots)
    outcome = _settled(site.store, found, wish)
    if back:
        return after(frame, outcome, with_said(f"/plans/{case_id}/times", "done"))
    site.poke()
    return after(frame, outcome, with_said(f"/plans/{case_id}", "sent"))


def _chosen(found: Poll, form: Form, at: datetime) -> tuple[Option, datetime]:
    value = form.typed("start")
    option = next((one for one in found.options if one.starts_at.isoformat() == value), None)
    if option is None:
        raise NoSuchStartError
    return option, at


def _slot(store: Store, connection: Connection, case: Case, asked: tuple[Option, datetime]) -> Slot:
    """With a room and an interpreter that are free now; else as it was asked."""
    option, at = asked
    built = build(connection, store.law, (case,), window_of(store, connection, (case,), at))
    plain = Slot(starts_at=option.starts_at, ends_at=option.ends_at, room=option.room)
    key = case_key(case.id)
    if built is None or key not in built.problem.conference:
        return plain
    grain = grain_at(built.problem.grid, option.starts_at)
    if grain is None:
        return plain
    verdict = move(built.problem, standing(built.problem, key), key, grain)
    return slot_of(built.problem, verdict.placement) if verdict.placement else plain


def _settled(store: Store, found: Poll, wish: Wish) -> Refused | None:
    """Without a slot it is taken back."""
    try:
        store.write(partial(_settle, found=found, wish=wish))
    except Undone as undone:
        return undone.answer
    return None


def _settle(session: Session, found: Poll, wish: Wish) -> None:
    connection = session.connection
    kept = cases.lock(connection, wish.case_id)
    if wish.slots and cases.is_pressed(connection, wish.case_id, wish.key):
        return
    running = kept.case.running("conference") if kept else None
    if kept is None or running is None or running.no != found.conference_no:
        raise Undone(OTHER)
    if wish.slots and not still_sought(kept.case, found.conference_no):
        raise Undone(OVER)
    chosen_at = wish.slots[0].starts_at if wish.slots else None
    if not polls.settle(connection, found.id, chosen_at, wish.at):
        raise Undone(OVER)
    if wish.slots:
        set_in(session, wish)
