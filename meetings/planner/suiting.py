"""Starts to offer for one conference, with how each suits everybody: the best ones, the safe ones.

The best are shown to the specialist, with names; the safe ones to a family, which is never told who
else is busy. One start that is simply taken is finding.py; what a booking is: store/bookings.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from meetings.planner.building import Built, build, case_key
from meetings.planner.finding import NO_DAYS, Nothing, slot_of, standing, window_of
from meetings.planner.keys import person_id
from meetings.planning.grid import span
from meetings.planning.guard import Guard
from meetings.planning.offer import Offer, best_starts, safe_starts
from meetings.planning.offer import standing as standing_in
from meetings.planning.problem import Problem
from meetings.store import Store, cases
from meetings.store.bookings import Booking
from workflow.plan import Case, Slot

#: Somebody who is asked as well and cannot come then.
BUSY = "busy"
#: States of a conference in which its time is still sought.
SOUGHT = ("draft", "unanswered")
#: States of the plan in which a conference is the next thing.
READY = ("ready", "conferring")
NOT_ASKED = "This family reads and signs at home."
MEET = "Change how it wants to meet, then look for a time."
#: The same two for the family itself.
NONE_LEFT = Nothing(
    reason="No time is left to choose from here.",
    remedy="Say when you can come, or ask the school for a time.",
)
AT_HOME = Nothing(
    reason="This conference is read and signed at home.",
    remedy="Ask the school if you would like to meet.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start that may be offered."""

    slot: Slot
    #: What the whole plan would cost more, and of what it is made up.
    points: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    #: By person: preferred, possible, if_needed, in_class, unknown, or busy for whoever need not
    #: come.
    standings: Mapping[int, str]
    #: From 0 to 1: the share of those who come who have said so.
    confidence: float
    #: Cases without a time that would have none left.
    harms: tuple[int, ...] = ()
    #: Taking it leaves fewer places for the others of the booking.
    lowers: bool = False
    #: The booking does not show it to the family.
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Best first, or ascending; empty with the reason and what would help."""

    starts: tuple[Start, ...] = ()
    sentence: str = ""
    remedy: str = ""


def best(store: Store, connection: Connection, case: Case, at: datetime) -> Starts:
    """The five best starts over different days, weighed against all who have no time yet."""
    waiting = (one for one in cases.everything(connection) if one.school_year == case.school_year)
    wanted = _with(case, waiting)
    built = build(connection, store.law, wanted, window_of(store, connection, (case,), at))
    key = case_key(case.id)
    if built is None:
        return Starts(sentence=NO_DAYS.reason, remedy=NO_DAYS.remedy)
    if key not in built.cases:
        return Starts(sentence=NOT_ASKED, remedy=MEET)
    found = best_starts(built.problem, standing(built.problem, key), key)
    return Starts(starts=_told(built, found.offers), sentence=found.sentence, remedy=found.remedy)


def safe(
    store: Store, connection: Connection, case: Case, in_booking: tuple[Booking, datetime]
) -> Starts:
    """Every lawful start of the booking's days, ascending; what is withheld is marked.

    Taken with the booking and the moment of asking. Offers that others hold are not among them.
    """
    booking, at = in_booking
    loaded = (cases.load(connection, one) for one in booking.case_ids)
    wanted = _with(case, (one for one in loaded if one is not None))
    usual = window_of(store, connection, (case,), at)
    window = replace(usual, first_on=max(usual.first_on, booking.first_on), last_on=booking.last_on)
    built = build(connection, store.law, wanted, window)
    key = case_key(case.id)
    if built is None:
        return Starts(sentence=NONE_LEFT.reason, remedy=NONE_LEFT.remedy)
    if key not in built.cases:
        return Starts(sentence=AT_HOME.reason, remedy=AT_HOME.remedy)
    held = standing(built.problem, key)
    found = _told(built, safe_starts(built.problem, held, key, Guard(booking.guard)))
    if any(not one.withheld for one in found):
        return Starts(starts=found)
    return Starts(
        starts=found,
        sentence="No time of these days is left that suits you and the school.",
        remedy="Tell the school further hours at which you could come, or ask for a call.",
    )


def _with(case: Case, others: Iterable[Case]) -> tuple[Case, ...]:
    """This one, and those who have no time yet."""
    return (case, *(one for one in others if one.id != case.id and _waits(one)))


def _waits(case: Case) -> bool:
    running = case.running("conference")
    if running is None:
        return case.plan().state in READY
    return running.state in SOUGHT


def _told(built: Built, offers: Iterable[Offer]) -> tuple[Start, ...]:
    problem = built.problem
    return tuple(
        Start(
            slot=slot_of(problem, offer.placement),
            points=offer.points,
            parts=offer.parts,
            standings=_standings(problem, offer),
            confidence=offer.confidence,
            harms=tuple(built.cases[key].id for key in offer.harms if key in built.cases),
            lowers=offer.lowers,
            withheld=offer.withheld,
        )
        for offer in offers
    )


def _standings(problem: Problem, offer: Offer) -> Mapping[int, str]:
    """Of everybody who is asked, those too whom this start would leave out."""
    conference = problem.conference[offer.placement.conference]
    begins = offer.placement.start
    talk = span(begins, begins + problem.grid.grains(conference.length_minutes))
    found = {person_id(key): one.value for key, one in offer.standings.items()}
    for key in (key for seat in conference.seats for key in seat.people):
        person = problem.person[key]
        can = person.usable & talk == talk
        found.setdefault(person_id(key), standing_in(person, talk).value if can else BUSY)
    return dict(sorted(found.items()))
