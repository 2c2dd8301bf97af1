"""The worker's part: sources that are due are read, outside every transaction, and settled.

A source that fails keeps its last blocks and says why; it is asked again later and later.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from meetings.busy.apart import Hand
from meetings.busy.feed import Marks
from meetings.busy.guard import Reach
from meetings.busy.reading import Failed, Found, Task
from meetings.busy.sealing import Lost, opened
from meetings.planning.ics import Span
from meetings.store import Session, Store, busy
from meetings.store.busy import Source

log = structlog.get_logger()

EVERY = timedelta(minutes=30)
LONGEST = timedelta(hours=6)
#: What is read of a calendar: a school year and the weeks around it.
BEFORE, AFTER = timedelta(days=1), timedelta(days=400)
#: Taken at once, so that another worker finds the rest.
MOST = 5
#: After so long a round leaves what is still due to the next one.
SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    read: int = 0
    failed: int = 0


def refresh(store: Store, at: datetime, reach: Reach, hand: Hand | None = None) -> Done:
    """Reads what is due at `at`; of many, as many as fit in a while.

    A hand that is given is used and stays open; else one is started when something is due.
    """
    if hand is not None:
        return _round(store, at, reach, hand)
    with Hand() as own:
        return _round(store, at, reach, own)


def _round(store: Store, at: datetime, reach: Reach, hand: Hand) -> Done:
    good = failed = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        taken = store.write(lambda session: busy.take_due(session.connection, at, MOST))
        if not taken:
            break
        for source in taken:
            task = _task(store, source, at, reach)
            said = hand.read(task) if isinstance(task, Task) else task
            _settle(store, source, said, at)
            failed += isinstance(said, Failed)
            good += isinstance(said, Found)
    return Done(read=good, failed=failed)


def _task(store: Store, source: Source, at: datetime, reach: Reach) -> Task | Failed:
    try:
        access = opened(store.secret, source.person_id, source.secret)
    except Lost as lost:
        return Failed(why=str(lost))
    with store.read() as connection:
        owner = busy.owner(connection, source.person_id)
    return Task(
        kind=source.kind,
        url=access.url,
        username=source.username,
        password=access.password,
        marks=_marks(source, at),
        owner=owner,
        span=span_at(at),
        reach=reach,
    )


def span_at(at: datetime) -> Span:
    return at - BEFORE, at + AFTER


def _marks(source: Source, at: datetime) -> Marks:
    """None once a week: a calendar that stays the same reaches further as the weeks pass."""
    if source.good_at is None or source.good_at.isocalendar()[:2] != at.isocalendar()[:2]:
        return Marks()
    return Marks(etag=source.etag, last_modified=source.last_modified)


def _settle(store: Store, source: Source, said: Found | Failed, at: datetime) -> None:
    def write(session: Session) -> None:
        connection = session.connection
        if busy.settle(connection, source.id, _state(source, said, at)) and (
            isinstance(said, Found) and said.blocks is not None
        ):
            busy.replace_blocks(connection, source.id, said.blocks)

    store.write(write)
    if isinstance(said, Failed):
        log.info("a calendar could not be read", source=source.id, why=said.why)


def _state(source: Source, said: Found | Failed, at: datetime) -> dict[str, object]:
    if isinstance(said, Failed):
        return {"checked_at": at, "failure": said.why, "due_at": at + patience(source, at)}
    # Marks of a calendar with gaps are not kept: it is read anew each time.
    marks = Marks() if said.unread else said.marks
    return {
        "checked_at": at,
        "good_at": at,
        "due_at": at + EVERY,
        "etag": marks.etag,
        "last_modified": marks.last_modified,
        "failure": gaps(said.unread),
    }


def gaps(unread: int) -> str:
    """What is said of a calendar with entries that cannot be read; "" for none."""
    if not unread:
        return ""
    what = "One entry" if unread == 1 else f"{unread} entries"
    return (
        f"{what} of this calendar cannot be read, so its free time is not certain. "
        "Its other times are counted."
    )


def patience(source: Source, at: datetime) -> timedelta:
    """How long to wait after a failure: half an hour, then twice as long each time."""
    if not source.failure or source.checked_at is None:
        return EVERY
    return min(LONGEST, max(EVERY, 2 * (at - source.checked_at)))
