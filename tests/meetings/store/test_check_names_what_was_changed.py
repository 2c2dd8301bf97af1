"""`alp check`: a byte that was changed behind the program's back is found and named."""

import base64
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from meetings import desk
from meetings.archive import Archive
from meetings.checking import RESTORE, check
from meetings.store import Session, Store
from meetings.store.tables import archive_file, letter
from tests.meetings.store.small_school import AT, MS_CRUZ, begun, store_at
from workflow.commands import GiveInput

PAPER = b"%PDF-1.7 a paper"
ICS = b"BEGIN:VCALENDAR\r\nUID:uid\r\nEND:VCALENDAR\r\n"
MAIL = (
    b"From: a@b.example\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain\r\n\r\nDear Ms Cruz\r\n"
    b"--b\r\nContent-Type: text/calendar; method=REQUEST\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(ICS) + b"\r\n--b--\r\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as opened:
        opened.write(_a_little_of_everything)
        _lay_down(tmp_path)
        yield opened


def _a_little_of_everything(session: Session) -> None:
    begun(session)
    said = GiveInput(by=MS_CRUZ, key="input", answers={"hopes": "more music"})
    desk.submit(session, 1, said, AT)
    session.connection.execute(
        insert(archive_file).values(
            {
                "sha256": hashlib.sha256(PAPER).hexdigest(),
                "bytes": len(PAPER),
                "media": "application/pdf",
                "class": "sealed",
                "made_at": AT,
            }
        )
    )
    session.connection.execute(
        insert(letter).values(
            id="1.1.0.2",
            case_id=1,
            conference_no=0,
            recipient_id=2,
            name="ask_inputs",
            subject="Hopes",
            channel="email",
            to_address="cruz@family.example",
            env_from="alp@school.example",
            message_id="<1@school.example>",
            dated_at=AT,
            raw=MAIL,
            sha256=hashlib.sha256(MAIL).hexdigest(),
            calendar_method="REQUEST",
            uid="uid",
            sequence=0,
            state="captured",
            attempts=1,
            not_before=AT,
            last_code=0,
            last_words="",
        )
    )


def _lay_down(folder: Path) -> None:
    path = archived(folder)
    path.parent.mkdir(parents=True)
    path.write_bytes(PAPER)
    (folder / "letters").mkdir()
    (folder / "letters" / "1.1.0.2.eml").write_bytes(MAIL)
    (folder / "calendar").mkdir()
    (folder / "calendar" / "uid-0-2-request.ics").write_bytes(ICS)


def archived(folder: Path) -> Path:
    digest = hashlib.sha256(PAPER).hexdigest()
    return folder / "archive" / "sha256" / digest[:2] / digest[2:4] / digest


def change(store: Store, statement: str) -> None:
    """As somebody would who has the file and knows SQL: without the triggers."""
    raw = sqlite3.connect(store.folder / "alp.db")
    triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(statement)
    raw.commit()
    raw.close()


def sentences(store: Store) -> list[str]:
    """Without what is to be done about rows, which is the same for all."""
    found = check(store, Archive(store.folder / "archive"))
    return [sentence.removesuffix(f" {RESTORE}") for sentence in found]


def test_nothing_is_found_where_nothing_was_changed(store: Store) -> None:
    assert sentences(store) == []


@pytest.mark.parametrize(
    "what",
    [
        "at = replace(at, 'T', ' ')",
        "command = 'begin_draff'",
        "body = replace(body, '0', '1')",
        "moves = replace(moves, 'plan', 'plam')",
        "events = replace(events, 'drafting', 'draftinh')",
        "actor_id = 4",
        "role = 'teacher'",
        "identified_by = 'guess'",
        "law_digest = replace(law_digest, 'a', 'b')",
        "key = 'begun'",
        "hash = replace(hash, 'a', 'b')",
        "prev = replace(prev, 'a', 'b')",
    ],
)
def test_one_change_in_a_history_row_is_named(store: Store, what: str) -> None:
    change(store, f"UPDATE history SET {what} WHERE seq = 1")  # noqa: S608  the test's own words

    assert [line for line in sentences(store) if "History row 1 of case 1" in line] != []


def test_a_text_that_is_no_text_any_more_is_named(store: Store) -> None:
    change(store, "UPDATE history SET role = CAST(x'ff' AS TEXT) WHERE seq = 1")

    assert "History row 1 of case 1 cannot be read." in sentences(store)


def test_a_history_that_was_cut_is_named(store: Store) -> None:
    change(store, "DELETE FROM history WHERE seq = 2")

    assert sentences(store)[0] == (
        "Case 1 says that its last history row is 2, but the history ends with row 1."
    )


def test_a_row_missing_in_the_middle_is_named(store: Store) -> None:
    change(store, "DELETE FROM history WHERE seq = 1")

    assert sentences(store)[0] == (
        "History row 2 of case 1 stands where row 1 should be: a row is missing."
    )


def test_a_case_that_is_not_its_history_is_named(store: Store) -> None:
    change(store, "UPDATE cases SET body = replace(body, 'annual', 'initial')")

    assert sentences(store) == ["Case 1 is not what the replay of its history gives."]


def test_a_subject_that_stands_elsewhere_is_named(store: Store) -> None:
    change(store, "UPDATE subject SET state = 'ready'")

    assert sentences(store) == ["The row of plan 0 in case 1 is not what its history gives."]


def test_a_seat_that_nobody_gave_is_named(store: Store) -> None:
    change(store, "UPDATE party SET required = 0 WHERE role = 'parent'")

    assert sentences(store) == [
        "The seat of person 2 as parent in case 1 is not what its history gives."
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE subject SET entered_at = 'soon'",
        "UPDATE party SET since = 'soon' WHERE role = 'parent'",
        "UPDATE cases SET standing = CAST(x'ff' AS TEXT)",
        "UPDATE passage SET text = CAST(x'ff' AS TEXT)",
    ],
)
def test_what_cannot_be_read_at_all_names_its_case(store: Store, statement: str) -> None:
    change(store, statement)

    assert "case 1" in sentences(store)[0]


def test_a_timer_that_no_rule_arms_is_named(store: Store) -> None:
    change(store, "UPDATE timer SET command = 'chase_moon' WHERE command = 'chase_plan'")

    assert sentences(store) == [
        "Case 1 has a timer chase_moon for plan 0, but no rule arms it.",
    ]


def test_words_that_were_altered_are_named(store: Store) -> None:
    change(store, "UPDATE passage SET text = replace(text, 'more', 'less')")

    assert sentences(store) == [
        "The words were altered: what was written as answers in history row 2 of case 1."
    ]


def test_words_that_were_erased_by_right_are_no_fault(store: Store) -> None:
    change(store, "UPDATE passage SET text = NULL")

    assert sentences(store) == []


def test_one_byte_of_a_letter_in_the_database_is_named(store: Store) -> None:
    change(store, "UPDATE letter SET raw = CAST(replace(raw, 'Dear', 'Deaf') AS BLOB)")

    assert sentences(store)[0] == (
        "Letter 1.1.0.2 was altered: its bytes do not have its digest. "
        "Restore the database from a backup."
    )


def test_one_byte_of_a_letter_in_the_folder_is_named(store: Store) -> None:
    path = store.folder / "letters" / "1.1.0.2.eml"
    path.write_bytes(MAIL.replace(b"Dear", b"Deaf"))

    assert sentences(store) == [f"The file {path} was altered. Restore it from a backup."]


def test_a_letter_missing_from_the_folder_is_named(store: Store) -> None:
    path = store.folder / "letters" / "1.1.0.2.eml"
    path.unlink()

    assert sentences(store) == [f"The file {path} is gone. Restore it from a backup."]


def test_one_byte_of_a_calendar_file_is_named(store: Store) -> None:
    path = store.folder / "calendar" / "uid-0-2-request.ics"
    path.write_bytes(ICS.replace(b"UID:uid", b"UID:uie"))

    assert sentences(store) == [f"The file {path} was altered. Restore it from a backup."]


def test_a_calendar_file_that_nobody_sent_is_named(store: Store) -> None:
    path = store.folder / "calendar" / "other-0-2-request.ics"
    path.write_bytes(ICS)

    assert sentences(store) == [f"The file {path} belongs to no letter. Move it elsewhere."]


def test_a_database_is_checked_without_its_folders_too(store: Store) -> None:
    for name in ("letters", "calendar"):
        shutil.rmtree(store.folder / name)

    assert sentences(store) == []


def test_one_byte_of_an_archived_file_is_named(store: Store) -> None:
    path = archived(store.folder)
    path.write_bytes(PAPER.replace(b"a paper", b"a papes"))

    assert sentences(store) == [f"The archived file {path} was altered. Restore it from a backup."]


def test_an_archived_file_that_is_gone_or_that_nobody_listed_is_named(store: Store) -> None:
    path = archived(store.folder)
    path.unlink()
    digest = hashlib.sha256(b"x").hexdigest()
    stranger = store.folder / "archive" / "sha256" / digest[:2] / digest[2:4] / digest
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"x")

    assert sentences(store) == [
        f"The archived file {path.name} is gone. Restore it from a backup.",
        f"The file {stranger} is in the archive, but nothing lists it. Move it elsewhere.",
    ]


def test_one_byte_of_the_database_file_is_found(tmp_path: Path) -> None:
    with store_at(tmp_path) as store:
        store.write(begun)
    path = tmp_path / "alp.db"
    data = path.read_bytes()
    place = data.index(b'"begin_draft","finding"')

    path.write_bytes(data[:place] + b"'" + data[place + 1 :])

    with store_at(tmp_path) as store:
        assert "History row 1 of case 1 was altered" in sentences(store)[0]
