"""A person's calendars: added, asked again, removed. Nothing is fetched: the worker does that."""

from dataclasses import dataclass, field
from datetime import datetime

from meetings.busy.guard import NotReached, Reach, demand_caldav, wellformed
from meetings.busy.sealing import Access, closed
from meetings.store import Session, busy

#: Of one person.
MOST = 10
ENOUGH = "You have ten calendars here. Remove one before you add another."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person typed."""

    #: ics or caldav.
    kind: str
    url: str = field(repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    label: str = ""


def demand_possible(wish: Wish, reach: Reach) -> str:
    """The server, as it may be shown. Raises NotReached; nobody was asked."""
    server = wellformed(wish.url, reach)
    if wish.kind == "caldav":
        demand_caldav(wish.url, reach)
    return server.host


def add(session: Session, person_id: int, wish: Wish, host: str) -> int:
    """Due at once. Raises NotReached, with a sentence."""
    mine = busy.of_person(session.connection, person_id)
    if len(mine) >= MOST:
        raise NotReached(ENOUGH)
    new = {
        "person_id": person_id,
        "kind": wish.kind,
        "url": host,
        "username": wish.username,
        "secret": closed(
            session.secret, person_id, Access(url=wish.url.strip(), password=wish.password)
        ),
        "label": wish.label or host,
    }
    return busy.add(session.connection, new)


def read_again(session: Session, person_id: int, source_id: int, at: datetime) -> bool:
    """False: it is not this person's."""
    if busy.of_person_by_id(session.connection, person_id, source_id) is None:
        return False
    busy.ask_again(session.connection, source_id, at)
    return True


def remove(session: Session, person_id: int, source_id: int) -> bool:
    """False: it is not this person's."""
    return busy.remove(session.connection, person_id, source_id)
