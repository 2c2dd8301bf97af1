"""Placed conferences as week boards: days beside each other, times below each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from meetings.planner.runs import Placed
from meetings.store.caseload import Line

DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One conference on the board."""

    case_id: int
    student: str
    starts_at: datetime
    time: str
    until: str
    room: str
    tier: str
    late: bool
    #: Its time is set; until then it is a proposal.
    stands: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """One time of day, with the cards of each day."""

    time: str
    cells: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    monday: date
    days: tuple[date, ...]
    lines: tuple[Beginning, ...]
    #: For small screens: each day with its cards in order.
    by_day: tuple[tuple[date, tuple[Card, ...]], ...]
    count: int


def weeks_of(placed: tuple[Placed, ...], rows: Mapping[int, Line], zone: str) -> tuple[Week, ...]:
    """Weeks in order; a weekend's conferences, if a school holds any, lengthen their week."""
    cards = [_card(one, rows.get(one.case_id), zone) for one in placed]
    mondays = sorted({_monday(card.starts_at.date()) for card in cards})
    return tuple(_week(monday, cards) for monday in mondays)


def _card(one: Placed, row: Line | None, zone: str) -> Card:
    starts_at = one.slot.starts_at.astimezone(ZoneInfo(zone))
    ends_at = one.slot.ends_at.astimezone(ZoneInfo(zone))
    no = row.meeting.no if row and row.meeting else 0
    return Card(
        case_id=one.case_id,
        student=row.student if row else f"Plan {one.case_id}",
        starts_at=starts_at,
        time=f"{starts_at:%-I:%M %p}",
        until=f"{ends_at:%-I:%M %p}",
        room=one.slot.room,
        tier=row.case.tier if row else "",
        late=one.late,
        stands=row is not None and row.meets == "scheduled",
        url=f"/conferences/{one.case_id}/{no}" if no else f"/plans/{one.case_id}",
    )


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _week(monday: date, cards: list[Card]) -> Week:
    mine = sorted(
        (card for card in cards if _monday(card.starts_at.date()) == monday),
        key=lambda card: (card.starts_at, card.student),
    )
    length = max(DAYS_A_WEEK, max(card.starts_at.weekday() for card in mine) + 1)
    days = tuple(monday + timedelta(days=n) for n in range(length))
    times = sorted({card.starts_at.time() for card in mine})
    lines = []
    for time in times:
        at = [card for card in mine if card.starts_at.time() == time]
        cells = tuple(tuple(c for c in at if c.starts_at.date() == day) for day in days)
        lines.append(Beginning(time=at[0].time, cells=cells))
    by_day = tuple((day, tuple(c for c in mine if c.starts_at.date() == day)) for day in days)
    return Week(
        monday=monday,
        days=days,
        lines=tuple(lines),
        by_day=tuple(one for one in by_day if one[1]),
        count=len(mine),
    )
