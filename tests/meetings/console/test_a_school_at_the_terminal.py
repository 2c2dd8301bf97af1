"""A school is imported, worked for, checked and tampered with, as its operator would."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import insert

from meetings.courier.office import Office
from meetings.store.tables import archive_file
from tests.meetings.console.mailbox import YESTERDAY, invited_in
from tests.meetings.console.terminal import alp, roster_in

CLEAN = "Everything is as it was written.\n"
PAPER = b"%PDF-1.7 a paper"
NOT_HERE = (
    "There is no installation at nowhere. Give --db the data folder, or run `alp serve` once.\n"
)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return roster_in(tmp_path_factory.mktemp("roster"))


@pytest.fixture(scope="module")
def imported(roster: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported") / "school"
    assert alp("import", roster, "--db", folder, "--yes").code == 0
    return folder


@pytest.fixture
def school(imported: Path, tmp_path: Path) -> Path:
    """Two children and their plans, and nothing has happened yet."""
    copytree(imported, tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invited") / "school"
    office = invited_in(folder)
    _keep_a_paper(office)
    office.store.close()
    return folder


@pytest.fixture
def busy(invited: Path, tmp_path: Path) -> Path:
    """A history, letters, calendar objects, and a file in the archive."""
    copytree(invited, tmp_path / "school")
    return tmp_path / "school"


def _keep_a_paper(office: Office) -> None:
    row = {
        "sha256": office.archive.put(PAPER),
        "bytes": len(PAPER),
        "media": "application/pdf",
        "class": "sealed",
        "made_at": YESTERDAY,
    }
    office.store.write(lambda session: session.connection.execute(insert(archive_file).values(row)))


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_preview_shows_and_writes_nothing_not_even_a_folder(roster: Path, tmp_path: Path) -> None:
    said = alp("import", roster, "--db", "school", "--preview", at=tmp_path)

    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "Read as our own CSV, source csv."
    assert {"new: 9", "changed: 0", "gone: 0", "refused: 0"} <= set(lines)
    assert list(tmp_path.iterdir()) == []


def test_without_yes_it_asks_and_a_no_writes_nothing(roster: Path, tmp_path: Path) -> None:
    said = alp("import", roster, "--db", "school", given=b"n\n", at=tmp_path)
    after = alp("import", roster, "--db", "school", "--preview", at=tmp_path)

    assert (said.code, said.err) == (2, "")
    assert said.out.endswith(
        "Take this in? [y/N]: Nothing was written. Where nobody can be asked, say --yes.\n"
    )
    assert "new: 9" in after.out.splitlines()


def test_with_a_yes_it_is_written_and_plans_are_opened(roster: Path, tmp_path: Path) -> None:
    said = alp("import", roster, "--db", "school", given=b"y\n", at=tmp_path)

    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("Take this in? [y/N]: Written. New plans: 2.\n")


def test_the_same_files_a_second_time_change_nothing(roster: Path, school: Path) -> None:
    said = alp("import", roster, "--db", school, "--yes")

    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("Nothing changes.\n")


def test_a_changed_file_shows_its_difference(school: Path, tmp_path: Path) -> None:
    changed = roster_in(tmp_path / "changed")
    file = changed / "guardians.csv"
    file.write_text(file.read_text().replace("rosa@family", "rosa.park@family"))

    said = alp("import", changed, "--db", school, "--preview")

    assert said.code == 0
    assert {"new: 0", "changed: 1", "gone: 0"} <= set(said.out.splitlines())
    assert "rosa.park@family.example" in said.out


def test_a_broken_row_is_refused_with_file_row_and_reason(tmp_path: Path) -> None:
    broken = roster_in(tmp_path / "broken")
    with (broken / "guardians.csv").open("a") as file:
        file.write("999,902,Nora,Gray,mother,nora@family.example,yes,yes\n")

    said = alp("import", broken, "--preview", at=tmp_path)

    assert said.code == 1
    assert (
        "  guardians.csv, row 4, column student_id: No student has the number '999'. "
        "Correct it as in the roster."
    ) in said.out.splitlines()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("nowhere", "There is nothing at nowhere. Give the folder or zip of the roster.\n"),
        (".", "There is no CSV or zip file in .."),
    ],
)
def test_a_place_without_a_roster_is_refused_with_a_sentence(
    tmp_path: Path, place: str, sentence: str
) -> None:
    said = alp("import", place, "--yes", at=tmp_path)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)


def test_every_public_sample_set_is_previewed_and_answered_in_sentences(shared: Path) -> None:
    sets = sorted({file.parent for file in (shared / "roster").rglob("*.csv")})

    said = {folder: alp("import", folder, "--preview", "--db", "nowhere") for folder in sets}

    assert len(sets) >= 8
    assert {one.code for one in said.values()} <= {0, 1}
    for one in said.values():
        assert one.err == ""
        assert one.out.startswith("Read as Microsoft SDS v")


def test_a_round_of_work_rings_and_sends_and_the_check_finds_all_in_order(school: Path) -> None:
    said = alp("work", "--once", "--db", school)
    checked = alp("check", "--db", school)

    assert (said.code, said.err) == (0, "")
    assert [line.split(":")[0] for line in said.out.splitlines()] == ["rings", "letters", "papers"]
    assert (checked.code, checked.out, checked.err) == (0, CLEAN, "")


def test_checking_writes_nothing(busy: Path) -> None:
    before = everything_in(busy)

    said = alp("check", "--db", busy)

    assert (said.code, said.out) == (0, CLEAN)
    after = everything_in(busy)
    assert {name: after[name] for name in before} == before


def test_an_altered_history_row_is_named(busy: Path) -> None:
    _alter_history(busy)

    said = alp("check", "--db", busy)

    assert said.code == 1
    assert re.search(r"^History row 1 of case 1 ", said.out, re.MULTILINE)


def _alter_history(school: Path) -> None:
    raw = sqlite3.connect(school / "alp.db")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE history SET actor_id = actor_id + 1 WHERE seq = 1")
    raw.commit()
    raw.close()


def _first(pattern: str) -> Callable[[Path], Path]:
    return lambda school: min(one for one in school.glob(pattern) if one.is_file())


@pytest.mark.parametrize(
    "file",
    [_first("letters/*.eml"), _first("calendar/*.ics"), _first("archive/sha256/*/*/*")],
    ids=["letter", "calendar", "archive"],
)
def test_one_altered_byte_of_a_file_is_named(busy: Path, file: Callable[[Path], Path]) -> None:
    path = file(busy)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    said = alp("check", "--db", busy)

    assert said.code == 1
    assert path.name in said.out
    assert said.out.endswith("findings: 1\n")


def test_a_school_is_also_found_by_the_url_of_its_database(school: Path) -> None:
    said = alp("check", "--db", f"sqlite:///{school / 'alp.db'}")

    assert (said.code, said.out) == (0, CLEAN)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, ("check",)),
        # A mail server keeps the letter and tries again on EX_TEMPFAIL (sysexits.h).
        (75, ("receive",)),
        (2, ("staff-link", "reyes@cedar.example")),
    ],
    ids=["check", "receive", "staff-link"],
)
def test_where_no_school_is_nothing_is_made_and_it_is_said(
    tmp_path: Path, code: int, words: tuple[str, ...]
) -> None:
    said = alp(*words, "--db", "nowhere", at=tmp_path)

    assert (said.code, said.out, said.err) == (code, "", NOT_HERE)
    assert list(tmp_path.iterdir()) == []


def test_somebody_of_the_staff_gets_an_address_to_sign_in(school: Path) -> None:
    said = alp("staff-link", "--db", school, "reyes@cedar.example")
    stranger = alp("staff-link", "--db", school, "stranger@cedar.example")

    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/welcome/[\w-]{32}\n", said.out)
    assert (stranger.code, stranger.out) == (2, "")
    assert stranger.err == (
        "Nobody of the staff has the address stranger@cedar.example. "
        "Import the roster, or correct the address.\n"
    )
