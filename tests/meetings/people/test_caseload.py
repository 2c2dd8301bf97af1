"""The caseload: each plan's next act, day and needs, and one fixed number of questions for all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event

from meetings import desk, enrolment
from meetings.store import Session, Store, letters, people
from meetings.store.caseload import Line, Whose, caseload_of, needs
from meetings.store.letters import Letter
from meetings.store.next_act import NEEDS, Act
from tests.meetings.people.a_school import AT, DEMO, LATER, YEAR, find, store_at, take_in
from workflow.commands import Actor, BeginDraft, Command, GiveInput
from workflow.plan import Answer, Case, Conference, Slot, Subject

NOTHING = dict.fromkeys(NEEDS, 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        take_in(one, DEMO)
        yield one


def opened(store: Store, count: int = 1) -> None:
    """Cases of the first students."""
    with store.read() as connection:
        first = [one.id for one in people.students(connection)[:count]]
    store.write(lambda session: enrolment.open_cases(session, AT, YEAR, first))


def lines(store: Store, at: datetime = LATER, person: int | None = None) -> tuple[Line, ...]:
    with store.read() as connection:
        return caseload_of(connection, store.law, at, Whose(person_id=person))


def say(store: Store, command: Command) -> None:
    answer = store.write(lambda session: desk.submit(session, 1, command, AT))
    assert isinstance(answer, desk.Answer)


def lead(store: Store) -> Actor:
    return Actor(person_id=find(store, "staff", "T01").id, role="specialist")


def test_a_new_plan_is_to_be_begun_and_is_due_a_month_after_school_starts(store: Store) -> None:
    opened(store)

    (line,) = lines(store)

    student = find(store, "student", DEMO.students[0].source_id)
    assert (line.student, line.grade, line.word) == (student.name, "6", "identified")
    assert line.standing == "Identified, rolled forward or moved in."
    assert line.next_act == Act(words="Begin the draft", command="begin_draft")
    assert (line.due_on, line.days_left) == (date(2026, 9, 16), 6)
    assert line.needs == ("begin",)


def test_who_has_given_no_input_is_named_until_it_is_there(store: Store) -> None:
    opened(store)
    say(store, BeginDraft(by=lead(store), key="begin"))
    (before,) = lines(store)
    (parent, *_) = before.case.people("parent", LATER.date())
    (teacher,) = before.case.people("teacher", LATER.date())

    say(store, GiveInput(by=Actor(person_id=teacher, role="teacher"), key="t", answers={"a": "b"}))

    (after,) = lines(store)
    with store.read() as connection:
        names = people.names(connection, (parent, teacher))
    assert names[parent] in after.missing_inputs
    assert names[teacher] in before.missing_inputs
    assert names[teacher] not in after.missing_inputs
    assert after.next_act == Act(words="Write the plan", command="write_plan")


def test_a_guardian_without_education_rights_is_not_waited_for(tmp_path: Path) -> None:
    no_rights = tuple(replace(tie, education_rights=False) for tie in DEMO.ties)
    with store_at(tmp_path / "other") as store:
        take_in(store, replace(DEMO, ties=no_rights))
        opened(store)
        say(store, BeginDraft(by=lead(store), key="begin"))

        (line,) = lines(store)

        assert len(line.missing_inputs) == 2


def test_a_plan_whose_day_has_passed_is_overdue(store: Store) -> None:
    opened(store)

    (line,) = lines(store, datetime(2026, 9, 18, 15, tzinfo=UTC))

    assert line.days_left == -2
    assert needs([line]) == NOTHING | {"late": 1, "begin": 1}


def test_the_earliest_due_comes_first_then_the_name(store: Store) -> None:
    opened(store, 5)

    found = lines(store)

    assert list(found) == sorted(found, key=lambda one: one.student.casefold())


def test_a_specialist_sees_the_plans_that_are_hers(store: Store) -> None:
    opened(store, 3)

    assert len(lines(store, person=find(store, "staff", "T01").id)) == 3
    assert lines(store, person=find(store, "staff", "T03").id) == ()


def test_who_gave_up_the_seat_no_longer_sees_the_plan(store: Store) -> None:
    opened(store)
    (line,) = lines(store)
    (parent, *_) = line.case.people("parent", LATER.date())
    seats = tuple(
        replace(one, until=LATER.date()) if one.person_id == parent else one
        for one in line.case.parties
    )

    assert len(lines(store, person=parent)) == 1
    put(store, replace(line.case, parties=seats))
    assert lines(store, person=parent) == ()


def test_archived_plans_are_a_list_of_their_own(store: Store) -> None:
    opened(store, 3)
    store.write(
        lambda session: session.connection.exec_driver_sql(
            "UPDATE cases SET ended = 1 WHERE id = 2"
        )
    )

    with store.read() as connection:
        ended = caseload_of(connection, store.law, LATER, Whose(ended=True))
    assert [line.case.id for line in ended] == [2]
    assert {line.case.id for line in lines(store)} == {1, 3}


def test_a_letter_that_came_back_is_a_need_until_the_address_is_another(store: Store) -> None:
    opened(store)
    (line,) = lines(store)
    (parent, *_) = line.case.people("parent", LATER.date())
    address = write_letter(store, parent)

    assert lines(store)[0].needs == ("begin",)
    store.write(
        lambda session: letters.settle(session, "1.0.0.1", letters.Ending(state="bounced"), AT)
    )
    assert lines(store)[0].needs == ("begin", "bounced")

    moved = tuple(
        replace(one, email=f"new.{one.email}") if one.email == address else one
        for one in DEMO.guardians
    )
    take_in(store, replace(DEMO, guardians=moved), LATER)
    assert lines(store)[0].needs == ("begin",)


def write_letter(store: Store, person_id: int) -> str:
    def work(session: Session) -> str:
        reader = people.person(session.connection, person_id)
        assert reader is not None
        letter = Letter(
            id="1.0.0.1",
            case_id=1,
            recipient_id=person_id,
            name="ask_inputs",
            subject="Your input",
            channel="email",
            to_address=reader.email,
            env_from="alp@school.example",
            message_id="<1@school.example>",
            dated_at=AT,
            not_before=AT,
        )
        letters.put(session, letter, b"words")
        return reader.email

    return store.write(work)


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        (("draft", 1, None), ("no_time",)),
        (("unanswered", 1, None), ("no_time",)),
        (("proposed", 24 * 4, None), ()),
        (("proposed", 24 * 5, None), ("no_reply",)),
        (("scheduled", 24, 24 * 3), ()),
        (("scheduled", 24 * 5, 24 * 3), ("no_reply",)),
        (("scheduled", 24, 2), ("hold",)),
        (("missed", 1, -24), ("missed",)),
        (("under_way", 1, -1), ("missed",)),
        (("held", 1, -1), ("minutes",)),
    ],
)
def test_a_running_conference_needs_somebody(
    store: Store, stands: tuple[str, int, int | None], expected: tuple[str, ...]
) -> None:
    opened(store)
    put_conference(store, *stands)

    (line,) = lines(store)

    assert line.needs == ("begin", *expected)


def put_conference(store: Store, state: str, hours_ago: int, starts_in: int | None) -> None:
    """Writes the case as if a conference stood so, with one answer that is not there."""
    (line,) = lines(store)
    starts_at = LATER + timedelta(hours=starts_in or 0)
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room="112")
    running = Subject(
        chart="conference",
        no=1,
        state=state,
        entered_seq=1,
        entered_at=LATER - timedelta(hours=hours_ago),
    )
    silent = Answer(person_id=line.case.student_id, partstat="needs_action", asked_sequence=0)
    conference = Conference(no=1, slot=slot if starts_in else None, answers=(silent,))
    put(
        store,
        replace(line.case, subjects=(*line.case.subjects, running), conferences=(conference,)),
    )


def put(store: Store, case: Case) -> None:
    """Writes the case past the desk."""

    def work(session: Session) -> None:
        session.connection.exec_driver_sql(
            "UPDATE cases SET body = ? WHERE id = ?", (encoded(case), case.id)
        )

    store.write(work)


def encoded(case: object) -> str:
    return msgspec.json.encode(case).decode()


@pytest.mark.parametrize("count", [1, 3, 86])
def test_the_number_of_questions_does_not_grow_with_the_caseload(store: Store, count: int) -> None:
    opened(store, count)
    asked: list[str] = []

    def listen(*said: object) -> None:
        asked.append(str(said[2]))

    with store.read() as connection:
        event.listen(connection, "before_cursor_execute", listen)
        found = caseload_of(connection, store.law, LATER)
        event.remove(connection, "before_cursor_execute", listen)

    assert len(found) == count
    assert len(asked) == 6


def test_an_empty_school_has_an_empty_caseload(store: Store) -> None:
    assert lines(store) == ()
    assert needs(()) == NOTHING
