"""What the school has decided for all conferences: the setting "planning", with its defaults.

Lengths, buffer and hours of the day are numbers of the law's profile. What is here no rule says:
each default is our own judgement, and a page changes it.
"""

from dataclasses import fields
from datetime import date, time

import msgspec
from sqlalchemy import Connection

from meetings.planning.problem import Policy, Weights
from meetings.store import values
from workflow.chart import Law

NAME = "planning"


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So long it takes from one school to another; both by the roster's number."""

    one: str
    two: str
    minutes: int


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a school may set."""

    #: Conferences of one chair a day; None is the profile's `max_per_day`.
    max_per_day: int | None = None
    #: More than so many a day are lawful and dear; None: as many as `max_per_day`.
    comfortable_per_day: int | None = None
    #: Of one family, and of one teacher who is not the chair; None: any number.
    family_a_day: int | None = None
    teacher_a_day: int | None = None
    #: False: no teacher is ever taken out of a class.
    may_pull: bool = True
    #: So often a teacher is taken out of a class before it becomes dearer.
    pulls_unharmed: int = 3
    #: use: a planning period is free time; leave: it is not touched; weekly: `planning_a_week`.
    planning_periods: str = "use"
    planning_a_week: int = 1
    #: Adults who can take a class at one time, by the roster's number of the school; "" is any
    #: school. 0 or nothing: not counted.
    cover: dict[str, int] = {}
    #: True: nobody is asked at a time at which the calendar is not known.
    unknown_blocks: bool = False
    #: True: where no room can be had, a conference may be held by video.
    video: bool = False
    #: Row numbers of people who need a room without steps.
    step_free: tuple[int, ...] = ()
    #: Minutes between two schools of which `ways` says nothing.
    way_minutes: int = 20
    ways: tuple[Way, ...] = ()
    #: True: a chair is at one school in the morning, and at one in the afternoon.
    one_school_a_half_day: bool = False
    noon: time = time(12)
    #: Days on which nobody meets, besides those without school.
    blackout: tuple[date, ...] = ()
    #: Hours in which nobody meets on any day, as pairs of wall times.
    quiet: tuple[tuple[time, time], ...] = ()
    #: Siblings' talks are back to back with a pause no longer than this.
    sibling_gap_minutes: int = 30
    #: What an on-time conference is worth, by rank.
    rank_weights: tuple[int, ...] = (4, 2, 1)
    #: Points by part, where they are not the usual ones.
    weights: dict[str, int] = {}


def decided(connection: Connection) -> Decided:
    """What the school has set, else the defaults."""
    said = values.text(connection, NAME)
    return msgspec.json.decode(said, type=Decided, strict=False) if said else Decided()


def decide(connection: Connection, said: Decided) -> None:
    """Keep it; the page that took it in has looked at it with `faults`."""
    values.put(connection, NAME, msgspec.json.encode(said).decode())


def faults(said: Decided) -> tuple[str, ...]:
    """Sentences about what cannot be used, and what to set instead."""
    found = []
    if said.planning_periods not in {"use", "leave", "weekly"}:
        found.append("Planning periods are used, left alone, or used so often a week.")
    if said.max_per_day is not None and not 1 <= said.max_per_day <= 9:  # noqa: PLR2004  the profile's range
        found.append("A chair holds 1 to 9 conferences a day. Give a number between.")
    if any(number < 0 for number in (*said.cover.values(), *said.weights.values())):
        found.append("A number below nothing means nothing here. Give 0 or more.")
    unknown = sorted(set(said.weights) - {one.name for one in fields(Weights)})
    if unknown:
        found.append(f"No part of the cost is called {unknown[0]}. Take the name from the list.")
    if any(ends <= begins for begins, ends in said.quiet):
        found.append("Quiet hours end before they begin. Give the end later than the beginning.")
    return tuple(found)


def policy_of(law: Law, said: Decided) -> Policy:
    """The same as the planning room wants it."""
    return Policy(
        max_per_day=said.max_per_day or law.profile.count("max_per_day"),
        comfortable_per_day=said.comfortable_per_day,
        may_pull=said.may_pull,
        pulls_unharmed=said.pulls_unharmed,
        sibling_gap_minutes=said.sibling_gap_minutes,
        unknown_blocks=said.unknown_blocks,
        planning_a_week=said.planning_a_week if said.planning_periods == "weekly" else None,
        one_school_a_half_day=said.one_school_a_half_day,
        noon=said.noon,
        rank_weights=said.rank_weights,
        weights=Weights(**said.weights),
    )
