"""The chapter of the table: the conference begins, people are here, minutes are written."""

from collections.abc import Callable

from workflow.commands import TakeAttendance, TakeMinutes
from workflow.convening import given_up
from workflow.events import meeting as happened
from workflow.events.happening import Event
from workflow.hearing import Hearing


def begin(heard: Hearing) -> tuple[Event, ...]:
    number = heard.case.draft.number if heard.case.draft else 0
    return (happened.ConferenceBegun(stamp=heard.stamp, no=heard.no, draft_number=number),)


def take_attendance(heard: Hearing) -> tuple[Event, ...]:
    present = heard.said(TakeAttendance).present
    return (happened.AttendanceTaken(stamp=heard.stamp, no=heard.no, present=present),)


def take_minutes(heard: Hearing) -> tuple[Event, ...]:
    heard.said(TakeMinutes)
    return (
        happened.MinutesTaken(
            stamp=heard.stamp, no=heard.no, minutes_digest=heard.digest("content")
        ),
    )


def end(heard: Hearing) -> tuple[Event, ...]:
    return (happened.ConferenceEnded(stamp=heard.stamp, no=heard.no),)


def settle_minutes(heard: Hearing) -> tuple[Event, ...]:
    return (happened.MinutesSettled(stamp=heard.stamp, no=heard.no),)


def cancel(heard: Hearing) -> tuple[Event, ...]:
    """What runs is given up; minutes that were still being settled stand as they are."""
    if heard.ask.subject.state == "held":
        return settle_minutes(heard)
    return given_up(heard)


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "begin": begin,
    "by_phone": begin,
    "take_attendance": take_attendance,
    "take_minutes": take_minutes,
    "close": end,
    "adjourn": end,
    "settle_minutes": settle_minutes,
}
