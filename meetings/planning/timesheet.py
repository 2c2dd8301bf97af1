"""Fields of the JSON form that say when and how far: hours, days, lessons, windows, ways."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, field

from meetings.planning.fields import Civil, Key, Minutes, Strict, Wall, says


class Hours(Strict, frozen=True, kw_only=True):
    """Opening hours of the grid."""

    earliest_start: Annotated[Wall, says("No conference starts before it.")] = "07:00"
    latest_end: Annotated[Wall, says("No conference ends after it.")] = "19:00"
    quiet: Annotated[
        tuple[tuple[Wall, Wall], ...],
        says("Hours of each day in which nobody meets; a conference must not touch them."),
    ] = ()


class Day(Strict, frozen=True, kw_only=True):
    """One school day of the window; a date that is not listed has no conferences."""

    date: Civil
    cycle: Annotated[str, says("Day of the bell cycle: A, B, 1 … See cycle_days of lessons.")] = ""
    bells: Annotated[str, says("Which bell schedule rings on this day.")] = ""
    closed: Annotated[bool, says("A blackout date: a school day on which nobody meets.")] = False


class Lesson(Strict, frozen=True, kw_only=True):
    """A period of the bell schedule in which a person is occupied, on each day where it rings."""

    period: Annotated[str, says("Name of a period of the day's bell schedule.")]
    kind: Annotated[
        Literal["class", "planning", "lunch", "duty"],
        says(
            "class: staff can be pulled out of it if policy.may_pull (10 points, needs cover), "
            "a student misses it (2 points). planning: free, or busy if policy.planning_periods "
            "is leave, and counted where policy.planning_a_week is given. lunch, duty: busy."
        ),
    ] = "class"
    cycle_days: Annotated[tuple[str, ...], says("Empty: every day.")] = ()


class Window(Strict, frozen=True, kw_only=True):
    """Some time of a person, a room, an interpreter or a cover.

    Either from/to, on the dates of one of date, weekday, rrule or none of them (every day), or
    starts_at/ends_at.
    """

    kind: Annotated[
        Literal["preferred", "possible", "if_needed", "busy", "soft_busy", "unknown"],
        says(
            "preferred, possible, if_needed: times that the person gives (0, 2, 5 points for "
            "family); where they overlap the later word of this list counts; only whole steps of 5 "
            "minutes inside count. busy: never, each step that it touches. soft_busy: as "
            "if_needed. unknown: a calendar that could not be read (3 points a person, room or "
            "interpreter), unless the person gave the time."
        ),
    ] = "possible"
    modality: Annotated[
        Literal["remote"] | None,
        says(
            "For times that a person gives. remote: by video or phone only; where another of the "
            "person's windows without it gives the same time, the person can be there."
        ),
    ] = None
    date: Civil | None = None
    weekday: Annotated[int, Meta(ge=0, le=6, description="Monday is 0.")] | None = None
    rrule: Annotated[
        str | None,
        says(
            "RFC 5545 §3.3.10, as FREQ=WEEKLY;INTERVAL=2;BYDAY=MO: the dates, counted from "
            "first_on in the window's zone. No BYHOUR and shorter; UNTIL in UTC is made local."
        ),
    ] = None
    exdates: Annotated[tuple[Civil, ...], says("Dates, in its zone, without this window.")] = ()
    first_on: Annotated[Civil | None, says("No earlier date; DTSTART of rrule.")] = None
    last_on: Annotated[Civil | None, says("No later date.")] = None
    zone: Annotated[
        str | None, says("IANA zone of from and to, of dates and weekday; null: the school's.")
    ] = None
    from_: Wall | None = field(default=None, name="from")
    to: Wall | None = None
    starts_at: Annotated[datetime, Meta(tz=True)] | None = None
    ends_at: Annotated[datetime, Meta(tz=True)] | None = None


class TravelSheet(Strict, frozen=True, kw_only=True):
    """The way between two schools, either way."""

    schools: tuple[Key, Key]
    minutes: Annotated[
        Minutes,
        says(
            "Whoever is in two conferences at these schools on one day needs so many minutes "
            "(rounded up to 5) from the end of the one to the start of the other."
        ),
    ]
