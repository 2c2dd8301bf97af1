"""What can be wrong with one window of a sheet, as a sentence. Where it stands is faults.py."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from meetings.planning.repeating import rule_fault
from meetings.planning.timesheet import Window
from meetings.planning.windows import GIVEN

#: A rule may have begun so many years before the first day; each date since is looked at.
YEARS = 10


def window_fault(window: Window, begins: date) -> str | None:
    """Say the first thing that is wrong with it, where the days of the problem begin then."""
    since = window.first_on if window.rrule is not None else None
    if since is not None and since.year < begins.year - YEARS:
        return f"This rule began more than {YEARS} years ago. Choose a later first_on."
    return _times_fault(window) or _dates_fault(window) or _words_fault(window)


def _times_fault(window: Window) -> str | None:
    walls = (window.from_, window.to)
    moments = (window.starts_at, window.ends_at)
    if None in walls and None in moments:
        return "A window needs from and to, or starts_at and ends_at."
    if any(walls) and any(moments):
        return "A window has either from and to, or starts_at and ends_at, not both."
    starts, ends = moments if any(moments) else walls
    if str(starts) >= str(ends) if isinstance(starts, str) else _reversed(moments):
        return "This window ends before it begins. Turn the two times round."
    return None


def _reversed(moments: tuple[datetime | None, datetime | None]) -> bool:
    starts, ends = moments
    return starts is not None and ends is not None and starts >= ends


def _dates_fault(window: Window) -> str | None:
    of_wall = (window.date, window.weekday, window.rrule, window.zone)
    limits = (window.first_on, window.last_on)
    if window.starts_at is not None and any(v is not None for v in (*of_wall, *limits)):
        return (
            "A window with starts_at and ends_at has no date and no weekday, and nothing else that "
            "belongs to from and to. Leave them out."
        )
    if window.date is not None and window.weekday is not None:
        return "A window is for a date or for a weekday, not for both."
    if window.rrule is not None and (window.date is not None or window.weekday is not None):
        return "A window with a rule has no date and no weekday. Say it in rrule."
    if window.rrule is not None and window.first_on is None:
        return "A rule counts from a date. Give first_on."
    first, last = limits
    if first is not None and last is not None and last < first:
        return "This window's last date lies before its first. Turn the two round."
    return None


def _words_fault(window: Window) -> str | None:
    if window.modality is not None and window.kind not in GIVEN:
        return "Only times that a person gives have a modality. Leave it out."
    if window.zone is not None:
        try:
            ZoneInfo(window.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return f'"{window.zone}" is no IANA zone. Write one such as America/Denver.'
    return None if window.rrule is None else rule_fault(window.rrule)
