"""What is known and kept of somebody's times: read for a page, written by one press.

The page itself is web/family/availability.py; weeks and boxes are web/painting.py.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Connection

from meetings.planner import announcing
from meetings.store import Session, availability, cases, values
from meetings.store.availability import Word
from meetings.web.answers import Frame
from meetings.web.guards import today
from meetings.web.painting import Hours, Painted, Sheet, said_now, sheet_of
from meetings.web.site import Site
from workflow.ask import roles_of
from workflow.deadlines import SchoolCalendar

#: So many weeks can be told apart from the usual one.
WEEKS = 16
JULY = 7
#: While a plan is in one of these, a time may be needed.
NEEDS_TIMES = ("identified", "drafting", "ready", "conferring")
CHANGED = (
    "This was changed meanwhile, perhaps on another device or by phone. "
    "Your boxes are still here: look at them once more, then save."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose times a page is about, and who says them how."""

    person_id: int
    url: str
    #: page, or staff where the office enters what it was told.
    source: str = "page"
    #: "" for oneself.
    name: str = ""
    #: Whether "call me" is among what can be said.
    may_call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the page is made from."""

    sheet: Sheet
    #: Another one as soon as the person's word changed.
    seen: str
    hours: Hours
    calendar: SchoolCalendar
    today: date

    @property
    def mondays(self) -> tuple[date, ...]:
        first = self.today - timedelta(days=self.today.weekday())
        weeks = (first + timedelta(weeks=n) for n in range(WEEKS))
        return tuple(one for one in weeks if one + timedelta(days=4) > self.today)


def known_of(site: Site, frame: Frame, place: Place) -> Known:
    with site.store.read() as connection:
        return _known(site, connection, frame, place)


def _known(site: Site, connection: Connection, frame: Frame, place: Place) -> Known:
    on = today(frame.at, frame.zone)
    said = availability.of_person(connection, place.person_id)
    return Known(
        sheet=sheet_of(said, on),
        seen=seal(availability.revision(connection, (place.person_id,))),
        hours=hours_of(site, connection),
        calendar=site.store.school(connection, school_year(on)),
        today=on,
    )


def seal(revision: str) -> str:
    return hashlib.sha256(revision.encode()).hexdigest()[:16]


def hours_of(site: Site, connection: Connection) -> Hours:
    """As the planner has them: the law's, or until the school's own end."""
    profile = site.store.law.profile
    until = values.text(connection, "conferences_until")
    return Hours(
        opens=profile.clock_time("earliest_start"),
        closes=time.fromisoformat(until) if until else profile.clock_time("latest_end"),
    )


def school_year(on: date) -> str:
    """As "2026-27"; a year begins in July, as the law counts it."""
    first = on.year if on.month >= JULY else on.year - 1
    return f"{first}-{(first + 1) % 100:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What somebody says by one press, and what the page showed before."""

    word: Word
    painted: Painted
    known: Known
    #: `Known.seen` of the page.
    seen: str
    #: No time suits: a call is wanted.
    call: bool = False


def keep(session: Session, press: Press) -> str:
    """Empty is written; else a sentence why not, and nothing was."""
    word, known, connection = press.word, press.known, session.connection
    sheet = sheet_of(availability.of_person(connection, word.person_id), known.today)
    said = said_now(sheet, press.painted, known.hours)
    now = seal(availability.revision(connection, (word.person_id,)))
    if press.seen != now and set(said) != set(sheet.everything):
        return CHANGED
    wrong = availability.say(connection, word, said)
    if wrong:
        return wrong[0]
    if press.call:
        _ask_for_call(session, word, known.today)
    return ""


def _ask_for_call(session: Session, word: Word, on: date) -> None:
    for case in cases.cases_of(session.connection, word.person_id):
        waits = case.plan().state in NEEDS_TIMES
        if waits and "parent" in roles_of(case, word.person_id, on):
            announcing.ask_for_call(session, case, word.person_id, word.at)
