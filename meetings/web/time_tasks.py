"""What waits about times for one person: to choose one, to answer a poll, to say when one can come.

Read beside the tasks that the case itself tells (web/tasks.py).
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from meetings.planner.homes import not_asked
from meetings.store import availability, bookings, polls
from meetings.store.tables import poll
from meetings.web.answers import Frame
from meetings.web.guards import today
from meetings.web.tasks import Task
from workflow.ask import roles_of
from workflow.plan import Case
from workflow.seats import participants

#: States of a plan in which a time will be needed, or is.
BEFORE_A_TIME = ("drafting", "ready", "conferring")
#: States of a conference in which its time is still sought.
SOUGHT = ("draft", "proposed", "unanswered")


def time_tasks(
    connection: Connection, frame: Frame, cases: Iterable[Case], person_id: int
) -> dict[int, tuple[Task, ...]]:
    """By case, for this person, the most pressing first."""
    mine = tuple(cases)
    asked = _polls(connection, frame, mine, person_id)
    found = {case.id: asked.get(case.id, ()) for case in mine}
    seeking = [case for case in mine if _seeks(connection, frame, case, person_id)]
    for case in seeking:
        found[case.id] = (*_booking(connection, frame, case), *found[case.id])
    waiting = [case for case in seeking if not found[case.id]]
    if waiting and availability.unasked(connection, (person_id,), today(frame.at, frame.zone)):
        hours = Task(what="times", words="Say when you can come", url="/family/times")
        found.update({case.id: (hours,) for case in waiting})
    return found


def still_sought(case: Case, conference_no: int) -> bool:
    """Whether this conference runs and has no time yet; once it has one, a poll of it is over."""
    running = case.running("conference")
    return running is not None and running.no == conference_no and running.state in SOUGHT


def _seeks(connection: Connection, frame: Frame, case: Case, person_id: int) -> bool:
    """A parent whose conference has no time yet, and asks this parent."""
    running = case.running("conference")
    if person_id in not_asked(connection, case, today(frame.at, frame.zone)):
        return False
    sought = running is None or running.state in SOUGHT
    roles = roles_of(case, person_id, today(frame.at, frame.zone))
    return sought and case.plan().state in BEFORE_A_TIME and "parent" in roles


def _booking(connection: Connection, frame: Frame, case: Case) -> Iterator[Task]:
    found = bookings.of_case(connection, case.id, frame.at)
    if found is not None:
        yield Task(
            what="choose",
            words="Choose your time",
            url=f"/family/booking/{case.id}",
            due_on=today(found.closes_at, frame.zone),
        )


def _polls(
    connection: Connection, frame: Frame, cases: tuple[Case, ...], person_id: int
) -> dict[int, tuple[Task, ...]]:
    """Open polls that this person is asked in and has not answered in full.

    One whose conference has its time already, or is over, asks nobody any more.
    """
    known = {case.id: case for case in cases}
    open_ones = connection.execute(
        select(poll.c.id)
        .where(poll.c.case_id.in_(sorted(known)))
        .where(poll.c.settled_at.is_(None))
        .where(poll.c.closes_at > frame.at)
        .order_by(poll.c.closes_at)
    ).scalars()
    found: dict[int, tuple[Task, ...]] = {}
    for number in open_ones.all():
        one = polls.of_id(connection, number)
        if one is not None and _asks(frame, known[one.case_id], one, person_id):
            task = _vote(frame, one)
            found[one.case_id] = (*found.get(one.case_id, ()), task)
    return found


def _asks(frame: Frame, case: Case, one: polls.Poll, person_id: int) -> bool:
    if not still_sought(case, one.conference_no):
        return False
    on = today(frame.at, frame.zone)
    asked = participants(case, on, case.conference(one.conference_no))
    return person_id in asked and len(one.of(person_id)) < len(one.options)


def _vote(frame: Frame, one: polls.Poll) -> Task:
    staff = frame.viewer is not None and frame.viewer.kind == "staff"
    return Task(
        what="poll",
        words="Vote on times",
        url=f"{'/teacher' if staff else '/family'}/poll/{one.id}",
        due_on=today(one.closes_at, frame.zone),
    )
