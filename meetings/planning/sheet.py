"""The JSON form of a planning problem, field by field; its schema is made from this.

Shapes only. What the fields mean together, and how they become a problem, is form.py.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

#: The fields of a day are called so too.
Civil = date


def _says(text: str) -> Meta:
    return Meta(description=text)


Wall = Annotated[
    str,
    Meta(
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="Wall time HH:MM in the school's zone; it has no offset.",
    ),
]
Key = Annotated[str, Meta(min_length=1, description="An opaque key, unique among its kind.")]
Minutes = Annotated[int, Meta(ge=0, le=480)]
Points = Annotated[int, Meta(ge=0, le=1000)]


class _Strict(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Every part refuses fields that it does not know."""


class Hours(_Strict, frozen=True, kw_only=True):
    """Opening hours of the grid."""

    earliest_start: Annotated[Wall, _says("No conference starts before it.")] = "07:00"
    latest_end: Annotated[Wall, _says("No conference ends after it.")] = "19:00"
    quiet: Annotated[
        tuple[tuple[Wall, Wall], ...],
        _says("Hours of each day in which nobody meets; a conference must not touch them."),
    ] = ()


class Day(_Strict, frozen=True, kw_only=True):
    """One school day of the window; a date that is not listed has no conferences."""

    date: Civil
    cycle: Annotated[str, _says("Day of the bell cycle: A, B, 1 … See cycle_days of lessons.")] = ""
    bells: Annotated[str, _says("Which bell schedule rings on this day.")] = ""
    closed: Annotated[bool, _says("A blackout date: a school day on which nobody meets.")] = False


class Lesson(_Strict, frozen=True, kw_only=True):
    """A period of the bell schedule in which a person is occupied, on each day where it rings."""

    period: Annotated[str, _says("Name of a period of the day's bell schedule.")]
    kind: Annotated[
        Literal["class", "planning", "lunch", "duty"],
        _says(
            "class: staff can be pulled out of it if policy.may_pull (10 points, needs cover), "
            "a student misses it (2 points). planning: free, or busy if policy.planning_periods "
            "is leave. lunch, duty: busy."
        ),
    ] = "class"
    cycle_days: Annotated[tuple[str, ...], _says("Empty: every day.")] = ()


class Window(_Strict, frozen=True, kw_only=True):
    """Some time of a person, a room, an interpreter or a cover.

    Either from/to with one of date, weekday or neither (every school day), or starts_at/ends_at.
    """

    kind: Annotated[
        Literal["preferred", "possible", "if_needed", "busy", "soft_busy", "unknown"],
        _says(
            "preferred, possible, if_needed: times that the person gives (0, 2, 5 points for "
            "family); where they overlap the later word of this list counts; only whole steps of 5 "
            "minutes inside count. busy: never, each step that it touches. soft_busy: as "
            "if_needed. unknown: a calendar that could not be read (3 points a person), unless the "
            "person gave the time."
        ),
    ] = "possible"
    date: Civil | None = None
    weekday: Annotated[int, Meta(ge=0, le=6, description="Monday is 0.")] | None = None
    from_: Wall | None = field(default=None, name="from")
    to: Wall | None = None
    starts_at: Annotated[datetime, Meta(tz=True)] | None = None
    ends_at: Annotated[datetime, Meta(tz=True)] | None = None


class Somebody(_Strict, frozen=True, kw_only=True):
    """A person who may have to come."""

    key: Key
    kind: Literal["staff", "family", "student"]
    lessons: tuple[Lesson, ...] = ()
    windows: tuple[Window, ...] = ()
    answered: Annotated[
        bool | None,
        _says(
            "true: only the times given in windows count. false: the person has not been asked and "
            "counts as free except when busy. null: true exactly if a preferred, possible or "
            "if_needed window is there."
        ),
    ] = None


class UnitSheet(_Strict, frozen=True, kw_only=True):
    """One room, or one interpreter. Without windows it can always be had."""

    key: Annotated[Key, _says("Unique among all units: a unit is in one pool only.")]
    windows: Annotated[tuple[Window, ...], _says("possible: only then; busy: not then.")] = ()


class PoolSheet(_Strict, frozen=True, kw_only=True):
    """Rooms, or interpreters of one language. A conference takes one unit for its whole length."""

    key: Key
    units: tuple[UnitSheet, ...]


class CoverSheet(_Strict, frozen=True, kw_only=True):
    """Adults who can take a class while its teacher is away."""

    key: Key
    size: Annotated[int, Meta(ge=0, description="How many classes can be covered at one time.")]
    windows: Annotated[tuple[Window, ...], _says("possible: only then; busy: not then.")] = ()


class SeatSheet(_Strict, frozen=True, kw_only=True):
    """A group of the table."""

    group: Annotated[str, _says("How sentences call it: guardian, classroom teacher.")]
    rule: Annotated[
        Literal["all", "one_of", "k_of", "optional"],
        _says(
            "all, one_of, k_of: so many have to be free for the whole conference. optional: comes "
            "if free and neither in class nor unknown; each who does not come costs 3 points. "
            "One person may fill seats of two groups. Whoever comes is in no other conference then."
        ),
    ] = "all"
    k: Annotated[int, Meta(ge=1, description="For k_of only.")] = 1
    people: tuple[str, ...]


class FixedSheet(_Strict, frozen=True, kw_only=True):
    """Where the conference stays."""

    starts_at: Annotated[datetime, Meta(tz=True)]
    room: str | None = None
    interpreter: str | None = None
    people: Annotated[tuple[str, ...], _says("Empty: the planner fills the seats.")] = ()


class NowSheet(_Strict, frozen=True, kw_only=True):
    """Where the conference stands before this run, when it may still move."""

    starts_at: Annotated[datetime, Meta(tz=True)]
    confirmed: bool = False
    told: Annotated[
        int, Meta(ge=0, description="How many people would have to hear of a change.")
    ] = 0


class ConferenceSheet(_Strict, frozen=True, kw_only=True):
    """One conference that is wanted."""

    key: Key
    chair: Annotated[
        str, _says("The person who leads it; has to be free, without being in a seat.")
    ]
    seats: tuple[SeatSheet, ...]
    length_minutes: Annotated[int, Meta(ge=5, le=480)] = 30
    buffer_minutes: Annotated[
        Minutes,
        _says(
            "After the end. The chair and the room begin nothing else before it is over; family, "
            "students, other staff and interpreters may. It needs no free time of the chair and "
            "ends with the day. Rounded up to 5 minutes, as every length."
        ),
    ] = 5
    rooms: Annotated[str | None, _says("Key of a pool in rooms; null: by video or phone.")] = None
    interpreters: Annotated[str | None, _says("Key of a pool in interpreters.")] = None
    cover: Annotated[
        str | None,
        _says(
            "Key in covers: each member of staff who is in class needs one adult of it, for the "
            "whole conference. null: not counted."
        ),
    ] = None
    earliest_on: Annotated[Civil | None, _says("Not before this date (end of the notice).")] = None
    due_on: Annotated[Civil | None, _says("Later is allowed and counts as late.")] = None
    rank: Annotated[
        int, Meta(ge=0, le=2, description="0 first; worth policy.rank_weights if on time.")
    ] = 2
    only_on: Annotated[Civil | None, _says("A lock: this day and no other.")] = None
    not_on: Annotated[tuple[Civil, ...], _says("A lock: none of these days.")] = ()
    fixed: Annotated[
        FixedSheet | None,
        _says(
            "A lock: it stays. Hours, windows, notice and the day's maximum are not asked again, "
            "but it holds its people, room, interpreter and place of the day against all others."
        ),
    ] = None
    now: NowSheet | None = None


class WeightsSheet(_Strict, frozen=True, kw_only=True):
    """Points per part."""

    pull: Annotated[Points, _says("A member of staff is in class during the conference.")] = 10
    pull_above: Annotated[
        Points, _says("More for each pull of one person above pulls_unharmed.")
    ] = 10
    misses_class: Annotated[
        Points, _says("A student of the team is in class; once a conference.")
    ] = 2
    possible: Annotated[
        Points, _says("Some grain is not preferred by a family member who comes.")
    ] = 2
    if_needed: Annotated[
        Points, _says("Instead: some grain is if_needed or soft_busy for one.")
    ] = 5
    siblings_apart: Annotated[Points, _says("Both of a pair placed, not back to back.")] = 8
    above_comfortable: Annotated[Points, _says("Each conference of a day above comfortable.")] = 4
    block: Annotated[
        Points,
        _says(
            "The chair begins anew: first of the day, or start_every_minutes or more after the end "
            "of the last one's buffer."
        ),
    ] = 3
    moved: Annotated[Points, _says("Placed, but not where now (unconfirmed) stands.")] = 8
    optional_empty: Points = 3
    unknown: Annotated[Points, _says("A required person's calendar is unknown.")] = 3


class PolicySheet(_Strict, frozen=True, kw_only=True):
    """What the school has decided once for all."""

    max_per_day: Annotated[int, Meta(ge=1, description="Conferences of one chair on one date.")] = 3
    comfortable_per_day: Annotated[int | None, _says("null: max_per_day.")] = None
    may_pull: Annotated[bool, _says("false: never pull a teacher; class is busy for staff.")] = True
    pulls_unharmed: Annotated[int, Meta(ge=0)] = 3
    planning_periods: Annotated[Literal["use", "leave"], _says("leave: busy.")] = "use"
    sibling_gap_minutes: Annotated[
        Minutes, _says("Back to back: same day, second start 0 to so many minutes after first end.")
    ] = 30
    unknown_blocks: Annotated[bool, _says("true: unknown is busy.")] = False
    rank_weights: Annotated[
        tuple[int, int, int], _says("What a conference on time is worth at rank 0, 1 and 2.")
    ] = (4, 2, 1)
    weights: WeightsSheet = field(default_factory=WeightsSheet)


class ProblemSheet(_Strict, frozen=True, kw_only=True):
    """A planning problem: which conferences get which start, people, room and interpreter."""

    form: Annotated[Literal["alp-planning-problem/1"], _says("Name and version of this form.")]
    zone: Annotated[
        str, _says("IANA zone of the school, as America/Denver. All wall times are its.")
    ]
    hours: Hours = field(default_factory=Hours)
    start_every_minutes: Annotated[
        Literal[5, 10, 15, 20, 30, 60],
        _says(
            "Starts lie so many minutes apart, from earliest_start on. Time counts in steps of 5."
        ),
    ] = 15
    today: Annotated[Civil | None, _says("From here the nearness of moves is counted.")] = None
    days: Annotated[tuple[Day, ...], Meta(min_length=1)]
    bells: Annotated[
        dict[str, dict[str, tuple[Wall, Wall]]], _says("Schedule, period, [starts, ends].")
    ] = field(default_factory=dict)
    people: tuple[Somebody, ...]
    rooms: tuple[PoolSheet, ...] = ()
    interpreters: tuple[PoolSheet, ...] = ()
    covers: tuple[CoverSheet, ...] = ()
    conferences: tuple[ConferenceSheet, ...]
    siblings: Annotated[
        tuple[tuple[str, str], ...], _says("Pairs of conferences wanted back to back (soft).")
    ] = ()
    policy: PolicySheet = field(default_factory=PolicySheet)
