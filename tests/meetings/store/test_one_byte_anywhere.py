"""`alp check` finds one byte, wherever it was changed: random rows, columns, files and places."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from meetings.archive import Archive
from meetings.checking import check
from meetings.store import Session, Store
from meetings.store.tables import archive_file, history, letter
from tests.meetings.desk.a_year import Year
from tests.meetings.store.small_school import AT, store_at

PAPER = bytes(range(256)) * 4
MAIL = b"From: a@b.example\r\nSubject: Hopes\r\n\r\nDear Ms Cruz, dear Mr Cruz\r\n"
#: Everything in a history row; its place (case and number) is what a row is named by.
COLUMNS = [column.name for column in history.c if column.name not in {"case_id", "seq"}]
OFTEN = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Which bit of which byte of which row; each is taken modulo what there is."""

    row: int
    place: int
    bit: int

    def of(self, data: bytes) -> bytes:
        at = self.place % len(data)
        return data[:at] + bytes([data[at] ^ (1 << self.bit)]) + data[at + 1 :]


FLIPS = st.builds(
    Flip, row=st.integers(0, 1000), place=st.integers(0, 100_000), bit=st.integers(0, 7)
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Kept:
    """A school with one plan in effect, one letter and one archived file; and a way behind it."""

    store: Store
    archive: Archive
    behind: sqlite3.Connection

    def found(self) -> tuple[str, ...]:
        return check(self.store, self.archive)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kept")
    with store_at(folder) as store:
        Year(store=store).until("in_effect")
        store.write(_letter_and_file)
        archive = Archive(folder / "archive")
        archive.put(PAPER)
        (folder / "letters").mkdir()
        (folder / "letters" / "1.1.0.2.eml").write_bytes(MAIL)
        behind = sqlite3.connect(folder / "alp.db", isolation_level=None)
        behind.execute("PRAGMA synchronous=OFF")
        for (name,) in behind.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            behind.execute(f"DROP TRIGGER {name}")
        # It would refuse a key that another row has.
        behind.execute("DROP INDEX one_press")
        yield Kept(store=store, archive=archive, behind=behind)
        behind.close()


def _letter_and_file(session: Session) -> None:
    file = {"sha256": hashlib.sha256(PAPER).hexdigest(), "bytes": len(PAPER), "made_at": AT}
    kind = {"media": "application/pdf", "class": "sealed"}
    session.connection.execute(insert(archive_file).values(file | kind))
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
            calendar_method="",
            uid="",
            sequence=0,
            state="captured",
            attempts=1,
            not_before=AT,
            last_code=0,
            last_words="",
        )
    )


def test_nothing_is_found_where_nothing_was_changed(kept: Kept) -> None:
    assert kept.found() == ()


@given(column=st.sampled_from(COLUMNS), flip=FLIPS)
@OFTEN
def test_one_byte_of_a_history_row(kept: Kept, column: str, flip: Flip) -> None:
    seqs = [seq for (seq,) in kept.behind.execute("SELECT seq FROM history ORDER BY seq")]
    seq = seqs[flip.row % len(seqs)]
    (was,) = kept.behind.execute(f'SELECT "{column}" FROM history WHERE seq = {seq}').fetchone()  # noqa: S608  our own columns
    change = f'UPDATE history SET "{column}" = CAST(? AS TEXT) WHERE seq = {seq}'  # noqa: S608  our own columns

    kept.behind.execute(change, (flip.of(str(was).encode()),))
    try:
        assert [line for line in kept.found() if f"istory row {seq} of case 1 " in line]
    finally:
        kept.behind.execute(change, (str(was),))


@given(flip=FLIPS)
@OFTEN
def test_one_byte_of_a_letter(kept: Kept, flip: Flip) -> None:
    kept.behind.execute("UPDATE letter SET raw = ?", (flip.of(MAIL),))
    try:
        assert [line for line in kept.found() if "Letter 1.1.0.2 was altered" in line]
    finally:
        kept.behind.execute("UPDATE letter SET raw = ?", (MAIL,))


@pytest.mark.parametrize("kind", ["letter", "archived"])
@given(flip=FLIPS)
@OFTEN
def test_one_byte_of_a_file(kept: Kept, kind: str, flip: Flip) -> None:
    digest = hashlib.sha256(PAPER).hexdigest()
    files = {
        "letter": kept.store.folder / "letters" / "1.1.0.2.eml",
        "archived": kept.archive.path(digest),
    }
    path = files[kind]
    was = path.read_bytes()

    write_over(path, flip.of(was))
    try:
        assert [line for line in kept.found() if f"{path} was altered" in line]
    finally:
        write_over(path, was)


def write_over(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


@given(flip=FLIPS)
@OFTEN
def test_one_byte_of_what_somebody_wrote(kept: Kept, flip: Flip) -> None:
    rows = kept.behind.execute("SELECT digest, text FROM passage ORDER BY digest").fetchall()
    digest, text = rows[flip.row % len(rows)]
    change = "UPDATE passage SET text = CAST(? AS TEXT) WHERE digest = ?"

    kept.behind.execute(change, (flip.of(text.encode()), digest))
    try:
        assert [line for line in kept.found() if "case 1" in line]
    finally:
        kept.behind.execute(change, (text.encode(), digest))
