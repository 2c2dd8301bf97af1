"""What if: one change of what is known, and the problem as it would be then. Nothing is stored.

A change is a value, so that a page can offer it, a run can be made with it, and two plans compared
(compare.py). Whether a change helps is advice.py; which ones could is unlock.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from meetings.planning.grid import every
from meetings.planning.problem import (
    Conference,
    Kind,
    Person,
    Pool,
    Problem,
    SeatRule,
    Unit,
    Weights,
)


class Wish(StrEnum):
    """How much somebody likes the time that they give."""

    PREFERRED = "preferred"
    POSSIBLE = "possible"
    IF_NEEDED = "if_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """These people could come in these grains too; staff among them teach nobody then."""

    people: tuple[str, ...]
    mask: int
    wish: Wish = Wish.POSSIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Somebody from outside takes these people's classes in these grains: no pull any more."""

    people: tuple[str, ...]
    mask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """These people's calendars have been read in these grains, and they are free."""

    people: tuple[str, ...]
    mask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverMore:
    """So many more adults can take classes at one time."""

    cover: str
    by: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMore:
    """One more room, large and without steps, that can always be had."""

    pool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterMore:
    """One more interpreter, who can always be had."""

    pool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PerDay:
    """So many conferences of one chair on one date."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """This conference may be held by video."""

    conference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOn:
    """This conference is due on another date; None: it is not due."""

    conference: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """This conference lasts so long."""

    conference: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWaived:
    """This conference may be at once."""

    conference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOpen:
    """No day is locked for this conference."""

    conference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Another:
    """This person may fill the seat of this group too."""

    conference: str
    group: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """This conference may leave the time at which it is fixed."""

    conference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOpen:
    """Conferences may be held in these grains, in which nobody meets now."""

    mask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MayPull:
    """Whether teachers may be taken out of class."""

    may_pull: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Points as the school would weigh them."""

    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """All of these, one after another."""

    changes: tuple["Change", ...]


OfPeople = Window | Covered | Known
OfConference = Video | DueOn | Length | NoticeWaived | DaysOpen | Another | Released
OfSchool = CoverMore | RoomMore | InterpreterMore | PerDay | HoursOpen | MayPull | Weighed
Change = OfPeople | OfConference | OfSchool | Several


def changed(problem: Problem, change: Change) -> Problem:
    """Give the problem as it would be; a change of somebody unknown raises ValueError."""
    match change:
        case Window() | Covered() | Known():
            return _people(problem, change)
        case Several(changes=changes):
            for one in changes:
                problem = changed(problem, one)
            return problem
        case Video() | DueOn() | Length() | NoticeWaived() | DaysOpen() | Another() | Released():
            return _conference(problem, change)
        case _:
            return _school(problem, change)


def _people(problem: Problem, change: OfPeople) -> Problem:
    _known(set(change.people) <= set(problem.person), "a person")
    people = (_person(p, change) if p.key in change.people else p for p in problem.people)
    return replace(problem, people=tuple(people))


def _person(person: Person, change: OfPeople) -> Person:
    mask, rest = change.mask, ~change.mask
    match change:
        case Window(wish=wish):
            return replace(
                person,
                usable=person.usable | mask,
                preferred=person.preferred & rest | (mask if wish is Wish.PREFERRED else 0),
                if_needed=person.if_needed & rest | (mask if wish is Wish.IF_NEEDED else 0),
                soft_busy=person.soft_busy & rest,
                unknown=person.unknown & rest,
                remote=person.remote & rest,
                in_class=person.in_class & (rest if person.kind is Kind.STAFF else -1),
            )
        case Covered():
            return replace(
                person,
                in_class=person.in_class & rest,
                usable=person.usable | mask & person.in_class,
            )
        case Known():
            return replace(person, unknown=person.unknown & rest)
        case _:
            assert_never(change)


def _conference(problem: Problem, change: OfConference) -> Problem:
    _known(change.conference in problem.conference, "a conference")
    if isinstance(change, Another):
        _known(change.person in problem.person, "a person")
    wanted = (_wanted(c, change) if c.key == change.conference else c for c in problem.conferences)
    return problem.with_conferences(tuple(wanted))


def _wanted(conference: Conference, change: OfConference) -> Conference:
    match change:
        case Video():
            return replace(conference, video=True)
        case DueOn(on=on):
            return replace(conference, due_on=on)
        case Length(minutes=minutes):
            return replace(conference, length_minutes=minutes)
        case NoticeWaived():
            return replace(conference, earliest_on=None)
        case DaysOpen():
            return replace(conference, only_on=None, not_on=())
        case Another():
            return _with_another(conference, change)
        case Released():
            return replace(conference, fixed=None)
        case _:
            assert_never(change)


def _with_another(conference: Conference, change: Another) -> Conference:
    """Let the person fill the seat instead of another one, or be asked as one more."""
    one_more = {SeatRule.ONE_OF, SeatRule.K_OF}
    seats = (
        replace(s, people=(*s.people, change.person))
        if s.group == change.group and s.rule in one_more
        else s
        for s in conference.seats
    )
    return replace(conference, seats=tuple(seats))


def _school(problem: Problem, change: OfSchool) -> Problem:
    policy = problem.policy
    match change:
        case CoverMore(cover=key, by=by):
            _known(key in problem.cover, "a cover")
            covers = (replace(c, size=c.size + by * (c.key == key)) for c in problem.covers)
            return replace(problem, covers=tuple(covers))
        case RoomMore(pool=key) | InterpreterMore(pool=key):
            _known(key in problem.pool, "a pool")
            more = _one_more(problem)
            return replace(
                problem, pools=tuple(more(p) if p.key == key else p for p in problem.pools)
            )
        case PerDay(most=most):
            return replace(problem, policy=replace(policy, max_per_day=most))
        case MayPull(may_pull=may_pull):
            return replace(problem, policy=replace(policy, may_pull=may_pull))
        case Weighed(weights=weights):
            return replace(problem, policy=replace(policy, weights=weights))
        case HoursOpen(mask=mask):
            hours = replace(problem.grid, closed=problem.grid.closed & ~mask)
            return replace(problem, grid=hours)
        case _:
            assert_never(change)


def _one_more(problem: Problem) -> Callable[[Pool], Pool]:
    def more(pool: Pool) -> Pool:
        # It sorts behind all others, so that those keep their places.
        key = max((u.key for u in pool.units), default=pool.key) + "+"
        unit = Unit(key=key, usable=every(problem.grid))
        return replace(pool, units=(*pool.units, unit))

    return more


def _known(found: bool, what: str) -> None:  # noqa: FBT001 -- a condition
    if not found:
        raise ValueError(f"This change names {what} that the plan does not have. Plan anew first.")
