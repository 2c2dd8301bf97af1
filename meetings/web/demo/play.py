"""What a demo hands to its pages: its clock, its people's habits of acting, who is worth meeting.

Values and calls alone. Who makes them is meetings/demo; what moves the clock is mover.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from meetings.store import Store
from meetings.web.site import AsksTheTime

Until = Callable[[datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A moment of the school year that a button leads to."""

    word: str
    #: English; pages translate it.
    label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody to become."""

    person_id: int
    name: str
    #: Who that is, in English: "mother of Ivo".
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A family with something to show."""

    title: str
    words: str
    people: tuple[Met, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """An answer as somebody's calendar program would send it."""

    letter_id: str
    #: ACCEPTED, TENTATIVE or DECLINED.
    partstat: str
    #: thunderbird, google or outlook.
    client: str


class Play:
    """One demo. An ordinary class, as Site is: the framework looks into dataclasses."""

    __slots__ = (
        "answer",
        "clock",
        "deliver",
        "live",
        "office",
        "ring",
        "stops",
        "store",
        "tellings",
    )

    def __init__(
        self,
        *,
        store: Store,
        clock: AsksTheTime,
        calls: tuple[Until, Until, Until],
        answer: Callable[[Press, datetime], str],
        stops: tuple[Stop, ...],
        office: tuple[Met, ...],
        tellings: tuple[Telling, ...],
    ) -> None:
        """`calls`: everybody lives until then; only timers and courier do; the courier alone now.

        The first two move the clock. `answer` mails a reply and says what became of it.
        """
        self.store = store
        self.clock = clock
        self.live, self.ring, self.deliver = calls
        self.answer = answer
        self.stops = stops
        self.office = office
        self.tellings = tellings
