"""Polls of one conference: starts to choose from, what each person answered, and what was chosen.

Answers become stretches of availability, so that every later plan knows them. Which start is best
is meetings/planning/poll.py; setting it is a command at the desk. Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, insert, select, update

from meetings.store import availability, values
from meetings.store.availability import Said, Stretch
from meetings.store.tables import poll, poll_answer, poll_option, window

ANSWERS = ("yes", "if_needed", "no")
#: What an answer says of the person's time.
AS_TIME = {"yes": "possible", "if_needed": "if_needed", "no": "busy"}
SOURCE = "poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    starts_at: datetime
    ends_at: datetime
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    person_id: int
    starts_at: datetime
    #: yes, if_needed or no.
    answer: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    id: int
    case_id: int
    conference_no: int
    opened_at: datetime
    closes_at: datetime
    by: int
    settled_at: datetime | None
    #: The start that was chosen; None where none was.
    chosen_at: datetime | None
    options: tuple[Option, ...]
    answers: tuple[Answer, ...]

    def open_at(self, at: datetime) -> bool:
        """Whether it still takes answers: no clock has to ring for its end."""
        return self.settled_at is None and at < self.closes_at

    def of(self, person_id: int) -> dict[datetime, str]:
        """What this person answered, by start."""
        return {a.starts_at: a.answer for a in self.answers if a.person_id == person_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a new poll is to be about."""

    case_id: int
    conference_no: int
    options: tuple[Option, ...]
    closes_at: datetime
    by: int


def open_poll(connection: Connection, asked: Asked, at: datetime) -> int | str:
    """Its number, or the sentence why there is none."""
    if not asked.options:
        return "A poll needs a time to ask about. Choose one at least."
    if asked.closes_at <= at:
        return "The poll would be over before it began. Choose a later closing date."
    if min(one.starts_at for one in asked.options) <= asked.closes_at:
        return "One of the times comes before the poll closes. Let it close earlier."
    if running(connection, asked.case_id, asked.conference_no) is not None:
        return "A poll of this conference is open. Settle it or take it back first."
    made = connection.execute(
        insert(poll).values(
            case_id=asked.case_id,
            conference_no=asked.conference_no,
            opened_at=at,
            closes_at=asked.closes_at,
            by_person=asked.by,
        )
    )
    (number,) = made.inserted_primary_key or (0,)
    rows = [
        {"poll_id": number, "starts_at": one.starts_at, "ends_at": one.ends_at, "room": one.room}
        for one in {one.starts_at: one for one in asked.options}.values()
    ]
    connection.execute(insert(poll_option), rows)
    return int(number)


def answer(connection: Connection, poll_id: int, answers: Iterable[Answer], at: datetime) -> str:
    """Keep one person's answers in the place of earlier ones; "" or the sentence why not.

    Starts that are not named keep what was said of them.
    """
    found = of_id(connection, poll_id)
    told = {(one.person_id, one.starts_at): one for one in answers}
    if found is None or not found.open_at(at):
        return "This poll is closed. Ask the school for a time, or give your hours."
    options = {one.starts_at: one for one in found.options}
    if any(start not in options for _, start in told):
        return "One of these times is not asked about any more. Open the poll again."
    if any(one.answer not in ANSWERS for one in told.values()):
        return "Answer yes, if need be, or no."
    zone = ZoneInfo(values.zone(connection))
    for (person_id, start), one in told.items():
        _forget(connection, poll_id, person_id, start)
        row = {"poll_id": poll_id, "person_id": person_id, "starts_at": start}
        row |= {"answer": one.answer, "said_at": at}
        connection.execute(insert(poll_answer).values(row))
        _keep_as_time(connection, one, options[start], (zone, at))
    return ""


def _forget(connection: Connection, poll_id: int, person_id: int, start: datetime) -> None:
    connection.execute(
        delete(poll_answer)
        .where(poll_answer.c.poll_id == poll_id)
        .where(poll_answer.c.person_id == person_id)
        .where(poll_answer.c.starts_at == start)
    )


def _keep_as_time(
    connection: Connection, one: Answer, option: Option, told: tuple[ZoneInfo, datetime]
) -> None:
    zone, at = told
    begins, ends = option.starts_at.astimezone(zone), option.ends_at.astimezone(zone)
    connection.execute(
        delete(window)
        .where(window.c.person_id == one.person_id)
        .where(window.c.said == SOURCE)
        .where(window.c.on_date == begins.date())
        .where(window.c.from_wall == begins.time())
    )
    stretch = Stretch(
        kind=AS_TIME[one.answer],
        on_date=begins.date(),
        from_wall=begins.time(),
        to_wall=ends.time(),
    )
    said = Said(person_id=one.person_id, stretch=stretch, source=SOURCE, by=one.person_id, at=at)
    availability.add(connection, (said,))


def settle(connection: Connection, poll_id: int, chosen_at: datetime | None, at: datetime) -> bool:
    """End it, with the start that was chosen or without one; False where it was over already."""
    done = connection.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .where(poll.c.settled_at.is_(None))
        .values(settled_at=at, chosen_at=chosen_at)
    )
    return done.rowcount == 1


def of_id(connection: Connection, poll_id: int) -> Poll | None:
    row = connection.execute(select(poll).where(poll.c.id == poll_id)).one_or_none()
    return None if row is None else _poll(connection, row)


def running(connection: Connection, case_id: int, conference_no: int) -> Poll | None:
    """The poll of this conference that is not settled, closed or not."""
    row = connection.execute(
        select(poll)
        .where(poll.c.case_id == case_id)
        .where(poll.c.conference_no == conference_no)
        .where(poll.c.settled_at.is_(None))
    ).one_or_none()
    return None if row is None else _poll(connection, row)


def of_case(connection: Connection, case_id: int) -> tuple[Poll, ...]:
    """Every poll of this case, the newest first."""
    rows = connection.execute(
        select(poll).where(poll.c.case_id == case_id).order_by(poll.c.id.desc())
    ).all()
    return tuple(_poll(connection, row) for row in rows)


def closed_by(connection: Connection, at: datetime) -> tuple[Poll, ...]:
    """Those that are over and not settled, the oldest first."""
    rows = connection.execute(
        select(poll)
        .where(poll.c.settled_at.is_(None))
        .where(poll.c.closes_at <= at)
        .order_by(poll.c.id)
    ).all()
    return tuple(_poll(connection, row) for row in rows)


def _poll(connection: Connection, row: Row[tuple[object, ...]]) -> Poll:
    options = connection.execute(
        select(poll_option).where(poll_option.c.poll_id == row.id).order_by(poll_option.c.starts_at)
    )
    answers = connection.execute(
        select(poll_answer)
        .where(poll_answer.c.poll_id == row.id)
        .order_by(poll_answer.c.person_id, poll_answer.c.starts_at)
    )
    return Poll(
        id=row.id,
        case_id=row.case_id,
        conference_no=row.conference_no,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        by=row.by_person,
        settled_at=row.settled_at,
        chosen_at=row.chosen_at,
        options=tuple(
            Option(starts_at=one.starts_at, ends_at=one.ends_at, room=one.room) for one in options
        ),
        answers=tuple(
            Answer(
                person_id=one.person_id,
                starts_at=one.starts_at,
                answer=one.answer,
                said_at=one.said_at,
            )
            for one in answers
        ),
    )
