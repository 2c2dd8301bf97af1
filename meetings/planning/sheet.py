"""The JSON form of a planning problem, field by field; its schema is made from this.

Shapes only. What the fields mean together, and how they become a problem, is form.py. Times and
ways are timesheet.py, the school's decisions policysheet.py.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, field

from meetings.planning.fields import Civil, Key, Minutes, Strict, Wall, says
from meetings.planning.policysheet import PolicySheet
from meetings.planning.timesheet import Day, Hours, Lesson, TravelSheet, Window


class Somebody(Strict, frozen=True, kw_only=True):
    """A person who may have to come."""

    key: Key
    kind: Literal["staff", "family", "student"]
    lessons: tuple[Lesson, ...] = ()
    windows: tuple[Window, ...] = ()
    answered: Annotated[
        bool | None,
        says(
            "true: only the times given in windows count. false: the person has not been asked and "
            "counts as free except when busy. null: true exactly if a preferred, possible or "
            "if_needed window is there."
        ),
    ] = None
    max_per_day: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        says(
            "The person takes part in so many conferences on a date at most, in any seat. null: "
            "no limit. For a chair policy.max_per_day holds besides. Fixed ones may exceed it."
        ),
    ] = None


class UnitSheet(Strict, frozen=True, kw_only=True):
    """One room, or one interpreter. Without windows it can always be had."""

    key: Annotated[Key, says("Unique among all units: a unit is in one pool only.")]
    windows: Annotated[
        tuple[Window, ...],
        says("possible: only then; busy: not then; unknown: its calendar could not be read."),
    ] = ()
    size: Annotated[
        Annotated[int, Meta(ge=0)] | None, says("Seats of a room; null: enough for everybody.")
    ] = None
    accessible: Annotated[bool, says("A room without steps.")] = True


class PoolSheet(Strict, frozen=True, kw_only=True):
    """Rooms, or interpreters of one language. A conference takes one unit for its whole length."""

    key: Key
    units: tuple[UnitSheet, ...]


class CoverSheet(Strict, frozen=True, kw_only=True):
    """Adults who can take a class while its teacher is away."""

    key: Key
    size: Annotated[int, Meta(ge=0, description="How many classes can be covered at one time.")]
    windows: Annotated[tuple[Window, ...], says("possible: only then; busy: not then.")] = ()


class SeatSheet(Strict, frozen=True, kw_only=True):
    """A group of the table."""

    group: Annotated[str, says("How sentences call it: guardian, classroom teacher.")]
    rule: Annotated[
        Literal["all", "one_of", "k_of", "optional"],
        says(
            "all, one_of, k_of: so many have to be free for the whole conference. optional: comes "
            "if free and neither in class nor unknown; each who does not come costs 3 points. "
            "One person may fill seats of two groups. Whoever comes is in no other conference then."
        ),
    ] = "all"
    k: Annotated[int, Meta(ge=1, description="For k_of only.")] = 1
    people: tuple[str, ...]


class FixedSheet(Strict, frozen=True, kw_only=True):
    """Where the conference stays."""

    starts_at: Annotated[datetime, Meta(tz=True)]
    room: str | None = None
    interpreter: str | None = None
    place: Annotated[
        Literal["room", "video"] | None,
        says(
            "Where the conference has video true. null: by video, if it has rooms and none is "
            "named here; else in the room or school."
        ),
    ] = None
    people: Annotated[tuple[str, ...], says("Empty: the planner fills the seats.")] = ()


class NowSheet(Strict, frozen=True, kw_only=True):
    """Where the conference stands before this run, when it may still move."""

    starts_at: Annotated[datetime, Meta(tz=True)]
    confirmed: bool = False
    told: Annotated[
        int, Meta(ge=0, description="How many people would have to hear of a change.")
    ] = 0


class ConferenceSheet(Strict, frozen=True, kw_only=True):
    """One conference that is wanted."""

    key: Key
    chair: Annotated[str, says("The person who leads it; has to be free, without being in a seat.")]
    seats: tuple[SeatSheet, ...]
    length_minutes: Annotated[int, Meta(ge=5, le=480)] = 30
    buffer_minutes: Annotated[
        Minutes,
        says(
            "After the end. The chair and the room begin nothing else before it is over; family, "
            "students, other staff and interpreters may. It needs no free time of the chair and "
            "ends with the day. Rounded up to 5 minutes, as every length."
        ),
    ] = 5
    rooms: Annotated[
        str | None,
        says(
            "Key of a pool in rooms; null: no room is counted. Without rooms and school it is held "
            "by video or phone, and nobody pays for that."
        ),
    ] = None
    school: Annotated[
        str | None, says("Where people have to be, see travel; null: nobody has a way.")
    ] = None
    video: Annotated[
        bool,
        says(
            "true: it may be held by video instead, without room and ways. For a fixed one see "
            "its place."
        ),
    ] = False
    size: Annotated[int, Meta(ge=0, description="So many people the room has to seat.")] = 0
    accessible: Annotated[bool, says("true: the room has to be without steps.")] = False
    interpreters: Annotated[str | None, says("Key of a pool in interpreters.")] = None
    cover: Annotated[
        str | None,
        says(
            "Key in covers: each member of staff who is in class needs one adult of it, for the "
            "whole conference. null: not counted."
        ),
    ] = None
    earliest_on: Annotated[Civil | None, says("Not before this date (end of the notice).")] = None
    due_on: Annotated[Civil | None, says("Later is allowed and counts as late.")] = None
    rank: Annotated[
        int, Meta(ge=0, le=2, description="0 first; worth policy.rank_weights if on time.")
    ] = 2
    only_on: Annotated[Civil | None, says("A lock: this day and no other.")] = None
    not_on: Annotated[tuple[Civil, ...], says("A lock: none of these days.")] = ()
    fixed: Annotated[
        FixedSheet | None,
        says(
            "A lock: it stays. Hours, windows, notice and the day's maximum are not asked again, "
            "but it holds its people, room, interpreter and place of the day against all others."
        ),
    ] = None
    now: NowSheet | None = None


class ProblemSheet(Strict, frozen=True, kw_only=True):
    """A planning problem: which conferences get which start, people, room and interpreter."""

    form: Annotated[Literal["alp-planning-problem/1"], says("Name and version of this form.")]
    zone: Annotated[
        str, says("IANA zone of the school, as America/Denver. All wall times are its.")
    ]
    hours: Hours = field(default_factory=Hours)
    start_every_minutes: Annotated[
        Literal[5, 10, 15, 20, 30, 60],
        says(
            "Starts lie so many minutes apart, from earliest_start on. Time counts in steps of 5."
        ),
    ] = 15
    today: Annotated[Civil | None, says("From here the nearness of moves is counted.")] = None
    days: Annotated[tuple[Day, ...], Meta(min_length=1)]
    bells: Annotated[
        dict[str, dict[str, tuple[Wall, Wall]]], says("Schedule, period, [starts, ends].")
    ] = field(default_factory=dict)
    people: tuple[Somebody, ...]
    rooms: tuple[PoolSheet, ...] = ()
    interpreters: tuple[PoolSheet, ...] = ()
    covers: tuple[CoverSheet, ...] = ()
    travel: tuple[TravelSheet, ...] = ()
    conferences: tuple[ConferenceSheet, ...]
    siblings: Annotated[
        tuple[tuple[str, str], ...], says("Pairs of conferences wanted back to back (soft).")
    ] = ()
    policy: PolicySheet = field(default_factory=PolicySheet)
