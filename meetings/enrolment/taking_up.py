"""What follows an accepted roster: seats change, new students get cases; in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetings.enrolment.following import Followed, follow_roster
from meetings.enrolment.opening import FIRST_MONTH, open_cases
from meetings.store import Session, values


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    followed: tuple[Followed, ...]
    #: The new cases.
    opened: tuple[int, ...]


def take_up(session: Session, at: datetime) -> TakenUp:
    """Open cases follow first, so that the teachers who are left share the new ones."""
    on = at.astimezone(ZoneInfo(values.zone(session.connection))).date()
    followed = follow_roster(session, at)
    return TakenUp(followed=followed, opened=open_cases(session, at, school_year_of(on)))


def school_year_of(on: date) -> str:
    """From July 2026 to June 2027 it is "2026-27"."""
    starts = on.year if on.month >= FIRST_MONTH else on.year - 1
    return f"{starts}-{(starts + 1) % 100:02}"
