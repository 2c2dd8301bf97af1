"""One source read from end to end: fetched, understood, or failed with a sentence.

Runs in the child of `apart.py`, so nothing here touches the database.
"""

from dataclasses import dataclass, field

from meetings.busy import dav, feed
from meetings.busy.guard import NotReached, Reach, demand_caldav
from meetings.busy.wire import Ask, Limits
from meetings.planning.busy import Block, Owner, read
from meetings.planning.ics import NotACalendar, Span

FAILED = "The calendar cannot be read. Remove it and add it again, or ask the operator."
#: More than anybody has in a year, even with a quarter of an hour for each.
MOST_BLOCKS = 20_000
TOO_MANY = "The calendar has too many entries. Share one that holds this school year alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    #: ics or caldav.
    kind: str
    url: str = field(repr=False)
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    #: Empty: read it whatever has happened to it.
    marks: feed.Marks = field(default_factory=feed.Marks)
    owner: Owner
    span: Span
    reach: Reach
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    #: None: the calendar is as it was.
    blocks: tuple[Block, ...] | None
    unread: int = 0
    marks: feed.Marks = field(default_factory=feed.Marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    #: A sentence for the calendar's owner.
    why: str


def outcome(task: Task) -> Found | Failed:
    """Raises nothing."""
    try:
        return _outcome(task)
    except (NotReached, NotACalendar) as told:
        return Failed(why=str(told))
    except Exception:  # noqa: BLE001  a stranger's calendar must not end the worker
        return Failed(why=FAILED)


def _outcome(task: Task) -> Found:
    if task.kind == "caldav":
        demand_caldav(task.url, task.reach)
        door = dav.Door(_login(task), task.reach, task.limits)
        return _found(dav.texts(task.url, task.span, door), task, feed.Marks())
    credentials = _login(task).header if task.username else ""
    question = Ask(url=task.url, credentials=credentials)
    fetched = feed.fetch(question, task.marks, task.reach, task.limits)
    if fetched.text is None:
        return Found(blocks=None, marks=fetched.marks)
    return _found((fetched.text,), task, fetched.marks)


def _login(task: Task) -> dav.Login:
    return dav.Login(username=task.username, password=task.password)


def _found(texts: tuple[str, ...], task: Task, marks: feed.Marks) -> Found:
    said = read(texts, task.span, task.owner)
    if len(said.blocks) > MOST_BLOCKS:
        raise NotACalendar(TOO_MANY)
    return Found(blocks=said.blocks, unread=said.unread, marks=marks)
