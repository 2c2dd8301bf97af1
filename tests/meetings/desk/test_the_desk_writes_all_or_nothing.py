"""The desk on SQLite: a press counts once, a refusal leaves no trace, history stays."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from meetings import desk
from meetings.store import Session, Store
from meetings.store.tables import cases, history, metadata, outbox, timer
from tests.meetings.store.small_school import (
    AT,
    MS_CRUZ,
    MS_LEE,
    opened,
    opening,
    store_at,
)
from workflow.commands import BeginDraft, Command, FinishDraft, GiveInput
from workflow.refusals import Refused


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        one.write(opened)
        yield one


def say(store: Store, command: Command) -> desk.Answer | Refused:
    return store.write(lambda session: desk.submit(session, 1, command, AT))


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def count(store: Store, table: str) -> int:
    return len(everything(store)[table])


def test_one_command_writes_history_case_timers_and_orders_together(store: Store) -> None:
    say(store, BeginDraft(by=MS_LEE, key="a", seen=0))

    with store.read() as connection:
        rows = connection.execute(select(history.c.seq, history.c.command, history.c.role)).all()
        row = connection.execute(select(cases.c.version, cases.c.standing)).one()
        armed = connection.execute(select(func.count()).select_from(timer)).scalar_one()
        owed = connection.execute(select(outbox.c.id, outbox.c.kind)).all()
    assert [tuple(one) for one in rows] == [
        (0, "open_case", "operator"),
        (1, "begin_draft", "specialist"),
    ]
    assert tuple(row) == (1, "drafting")
    assert armed > 0
    assert [tuple(one) for one in owed] == [
        ("1.1.0.2", "ask_inputs"),
        ("1.1.1.1", "ask_inputs"),
        ("1.1.2.4", "ask_inputs"),
    ]


def test_the_same_press_again_gives_the_same_answer_and_writes_nothing(store: Store) -> None:
    first = say(store, BeginDraft(by=MS_LEE, key="a", seen=0))
    before = everything(store)

    again = say(store, BeginDraft(by=MS_LEE, key="a", seen=0))

    assert isinstance(first, desk.Answer)
    assert again == desk.Answer(case=first.case, repeated=True)
    assert everything(store) == before


def test_the_same_thing_with_another_key_changes_nothing(store: Store) -> None:
    say(store, BeginDraft(by=MS_LEE, key="a", seen=0))
    before = everything(store)

    again = say(store, BeginDraft(by=MS_LEE, key="b", seen=1))

    assert isinstance(again, desk.Answer)
    assert again.repeated
    assert everything(store) == before


@pytest.mark.parametrize(
    "command",
    [
        FinishDraft(by=MS_LEE, key="too early"),
        BeginDraft(by=MS_CRUZ, key="not hers"),
        GiveInput(by=MS_CRUZ, key="not open yet", answers={"hopes": "music"}),
    ],
    ids=lambda command: command.key,
)
def test_a_refusal_leaves_no_trace(store: Store, command: Command) -> None:
    before = everything(store)

    answer = say(store, command)

    assert isinstance(answer, Refused)
    assert answer.why
    assert answer.remedy
    assert everything(store) == before


def test_what_was_seen_before_the_state_changed_is_refused(store: Store) -> None:
    say(store, BeginDraft(by=MS_LEE, key="a", seen=0))
    before = everything(store)

    late = say(store, GiveInput(by=MS_CRUZ, key="b", seen=0, answers={"hopes": "music"}))

    assert isinstance(late, Refused)
    assert late.code == "changed"
    assert everything(store) == before


def test_an_unknown_case_is_refused_with_a_sentence(store: Store) -> None:
    answer = store.write(
        lambda session: desk.submit(session, 99, BeginDraft(by=MS_LEE, key="a"), AT)
    )

    assert isinstance(answer, Refused)
    assert answer.why == "There is no such plan."


def test_a_student_has_one_open_case_a_year(store: Store) -> None:
    before = everything(store)

    with pytest.raises(IntegrityError):
        store.write(lambda session: desk.open_case(session, opening(case_id=2), AT))

    assert everything(store) == before


def test_eight_people_press_at_once_and_the_draft_begins_once(store: Store) -> None:
    answers: list[desk.Answer | Refused] = []
    gate = threading.Barrier(8)

    def press(n: int) -> None:
        gate.wait()
        answers.append(say(store, BeginDraft(by=MS_LEE, key=f"press {n}", seen=0)))

    threads = [threading.Thread(target=press, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    fresh = [one for one in answers if isinstance(one, desk.Answer) and not one.repeated]
    assert len(answers) == 8
    assert len(fresh) == 1
    assert count(store, "history") == 2
    assert count(store, "outbox") == 3


def test_two_programs_on_one_file_lose_no_update(store: Store, tmp_path: Path) -> None:
    say(store, BeginDraft(by=MS_LEE, key="a", seen=0))
    gate = threading.Barrier(2)

    def write(which: Store, name: str) -> None:
        gate.wait()
        for n in range(10):
            said = GiveInput(by=MS_CRUZ, key=f"{name}.{n}", answers={"hopes": f"{name} {n}"})
            answer = say(which, said)
            assert isinstance(answer, desk.Answer)

    with store_at(tmp_path) as other:
        threads = [
            threading.Thread(target=write, args=(store, "here")),
            threading.Thread(target=write, args=(other, "there")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with store.read() as connection:
        seqs = connection.execute(select(history.c.seq).order_by(history.c.seq)).scalars().all()
    assert seqs == list(range(22))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET role = 'parent'",
        "DELETE FROM history",
        "UPDATE archive_file SET bytes = 1",
        "DELETE FROM archive_file",
        "UPDATE letter SET raw = x'00'",
        "DELETE FROM letter_in",
    ],
)
def test_what_is_written_once_cannot_be_written_again(store: Store, statement: str) -> None:
    store.write(lambda session: session.connection.execute(text(_ONE_OF_EACH[statement])))

    with pytest.raises(DatabaseError, match=r"written once|frozen"):
        store.write(lambda session: session.connection.execute(text(statement)))


_FILE = "INSERT INTO archive_file VALUES ('aa', 2, 'application/pdf', 'other', '2026-09-01')"
_LETTER = (
    "INSERT INTO letter (id, case_id, conference_no, recipient_id, name, subject, channel, "
    "to_address, env_from, message_id, dated_at, raw, sha256, calendar_method, uid, sequence, "
    "state, attempts, not_before, last_code, last_words) VALUES ('x', 1, 0, 2, 'n', 's', 'email', "
    "'a', 'b', 'm', '2026-09-01', x'ff', 'h', '', '', 0, 'frozen', 0, '2026-09-01', 0, '')"
)
_LETTER_IN = (
    "INSERT INTO letter_in (id, sha256, received_at, raw, class, state, reason) "
    "VALUES (1, 'h', '2026-09-01', x'ff', '', 'stored', '')"
)
_ONE_OF_EACH = {
    "UPDATE history SET role = 'parent'": "SELECT 1",
    "DELETE FROM history": "SELECT 1",
    "UPDATE archive_file SET bytes = 1": _FILE,
    "DELETE FROM archive_file": _FILE,
    "UPDATE letter SET raw = x'00'": _LETTER,
    "DELETE FROM letter_in": _LETTER_IN,
}


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("DELETE FROM timer"))


def test_an_error_in_the_middle_undoes_everything(store: Store) -> None:
    before = everything(store)

    with pytest.raises(ZeroDivisionError):
        store.write(_says_and_fails)

    assert everything(store) == before


def _says_and_fails(session: Session) -> None:
    desk.submit(session, 1, BeginDraft(by=MS_LEE, key="told"), AT)
    raise ZeroDivisionError
