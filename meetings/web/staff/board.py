"""Conferences as boards: a week by hours, by rooms or by people; on a phone the list of a day.

Values alone. What becomes a card is cards.py; which part of it is shown is showing.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

DAYS_A_WEEK = 5
#: Hours that every week shows, so that weeks look alike and have room to move.
HOURS = (8, 15)
WEEKS, ROOMS, PEOPLE = "weeks", "rooms", "people"
NO_ROOM = "No room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What is special about a card, in a word or two."""

    words: str
    #: Of parts/status.html.
    tone: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One conference on the board; times are the school's."""

    case_id: int
    student: str
    starts_at: datetime
    ends_at: datetime
    room: str
    #: "short" where it is no full conference.
    tier: str
    flags: tuple[Flag, ...]
    #: It stays where it is: set, or locked.
    steady: bool
    late: bool
    url: str
    #: Everybody who takes part.
    people: tuple[int, ...]
    #: It can be dragged.
    movable: bool = False

    @property
    def time(self) -> str:
        return f"{self.starts_at:%-I:%M}"

    @property
    def until(self) -> str:
        return f"{self.ends_at:%-I:%M %p}"

    @property
    def wall(self) -> str:
        """What a `datetime-local` field takes."""
        return f"{self.starts_at:%Y-%m-%dT%H:%M}"

    @property
    def on(self) -> date:
        return self.starts_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hour, room or person, with the cards of each day."""

    head: str
    #: Of an hour its number; 0 where rows are no hours.
    hour: int
    cells: tuple[tuple[date, tuple[Card, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    monday: date
    days: tuple[date, ...]
    rows: tuple[Row, ...]
    #: For small screens: each day that has any, with its cards in order.
    by_day: tuple[tuple[date, tuple[Card, ...]], ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody on a board by name, in order; by rows it shows the staff, whose day it is."""

    names: dict[int, str]
    staff: dict[int, str]


def mondays_of(cards: Iterable[Card]) -> tuple[date, ...]:
    return tuple(sorted({monday(card.on) for card in cards}))


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def week_of(cards: Sequence[Card], first: date, how: str, people: People) -> Week:
    """The week that begins on this Monday; a weekend's conferences lengthen it."""
    mine = sorted(
        (card for card in cards if monday(card.on) == first),
        key=lambda card: (card.starts_at, card.student, card.case_id),
    )
    length = max([DAYS_A_WEEK, *(card.on.weekday() + 1 for card in mine)])
    days = tuple(first + timedelta(days=n) for n in range(length))
    rows = {ROOMS: _rooms, PEOPLE: _people}.get(how, _hours)
    by_day = tuple((day, tuple(card for card in mine if card.on == day)) for day in days)
    return Week(
        monday=first,
        days=days,
        rows=rows(mine, days, people),
        by_day=tuple(one for one in by_day if one[1]),
        count=len(mine),
    )


def _hours(cards: Sequence[Card], days: Sequence[date], _: People) -> tuple[Row, ...]:
    first = min([HOURS[0], *(card.starts_at.hour for card in cards)])
    last = max([HOURS[1], *(card.starts_at.hour for card in cards)])
    return tuple(
        _row(clock(hour), (cards, days), partial(_in_hour, hour), hour)
        for hour in range(first, last + 1)
    )


def clock(hour: int) -> str:
    """8 AM, 12 PM, 3 PM."""
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"  # noqa: PLR2004  noon


def _rooms(cards: Sequence[Card], days: Sequence[date], _: People) -> tuple[Row, ...]:
    rooms = sorted({card.room for card in cards}, key=lambda room: (not room, room))
    return tuple(_row(room or NO_ROOM, (cards, days), partial(_in_room, room)) for room in rooms)


def _people(cards: Sequence[Card], days: Sequence[date], people: People) -> tuple[Row, ...]:
    busy = {one for card in cards for one in card.people}
    return tuple(
        _row(name, (cards, days), partial(_takes_part, person))
        for person, name in people.staff.items()
        if person in busy
    )


def _in_hour(hour: int, card: Card) -> bool:
    return card.starts_at.hour == hour


def _in_room(room: str, card: Card) -> bool:
    return card.room == room


def _takes_part(person: int, card: Card) -> bool:
    return person in card.people


def _row(
    head: str,
    of: tuple[Sequence[Card], Sequence[date]],
    belongs: Callable[[Card], bool],
    hour: int = 0,
) -> Row:
    cards, days = of
    mine = [card for card in cards if belongs(card)]
    cells = tuple((day, tuple(card for card in mine if card.on == day)) for day in days)
    return Row(head=head, hour=hour, cells=cells)
