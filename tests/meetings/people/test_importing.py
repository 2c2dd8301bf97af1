"""A roster comes from the disk: shown, accepted, written; the same again changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from meetings import importing
from meetings.roster.export import write_oneroster
from meetings.roster.gifted import Hints
from meetings.roster.people import Roster
from meetings.store import Store, people, rosters
from meetings.store.tables import roster_import
from tests.meetings.people.a_school import AT, DEMO, LATER, store_at

SETS = (
    "SDS Format/100 Users",
    "SDS Format/25 Users",
    "SDS Format/Min Required Attributes",
    "SDS v2",
    "SDS v2.1",
    "UK Format/100 Users",
    "UK Format/25 Users",
    "UK Format/Min Required Attributes",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path / "school") as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "roster", DEMO)


def write(folder: Path, roster: Roster) -> Path:
    folder.mkdir()
    for name, content in write_oneroster(roster, "1.2").items():
        (folder / name).write_bytes(content)
    return folder


def shown(store: Store | None, folder: Path, *, everyone: bool = False) -> importing.Preview:
    return importing.preview(store, importing.files_at(folder), Hints(), everyone=everyone)


def stored(store: Store) -> Roster:
    with store.read() as connection:
        return rosters.stored_roster(connection)


def test_a_preview_writes_nothing_and_needs_no_database(store: Store, folder: Path) -> None:
    without, within = shown(None, folder), shown(store, folder)

    assert without == within
    assert without.clean
    assert without.refused is None
    assert without.lines[0] == "Read as OneRoster 1.2, source demo-sis."
    assert stored(store) == Roster()


def test_what_was_shown_is_written_and_noted(store: Store, folder: Path) -> None:
    preview = shown(store, folder)

    assert importing.accept(store, preview, AT) is None

    assert stored(store) == preview.reading.roster
    with store.read() as connection:
        (row,) = connection.execute(select(roster_import)).all()
    assert (row.source, row.digest, row.accepted_at) == (
        "demo-sis",
        preview.difference.digest_sha256,
        AT,
    )
    assert row.summary == f"{len(preview.difference.new)} new, 0 changed, 0 gone, 0 same"


def test_the_same_files_again_change_nothing(store: Store, folder: Path) -> None:
    importing.accept(store, shown(store, folder), AT)
    before = stored(store)

    again = shown(store, folder)

    assert "Nothing would change." in again.lines
    assert importing.accept(store, again, LATER) is None
    assert stored(store) == before


def test_a_difference_that_is_no_longer_true_is_refused_and_nothing_written(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    early = shown(store, folder)
    other = write(tmp_path / "other", replace(DEMO, rooms=()))
    importing.accept(store, shown(store, other), AT)
    before = stored(store)

    assert importing.accept(store, early, LATER) == importing.CHANGED
    assert stored(store) == before


def test_a_school_without_marks_is_shown_and_taken_in_only_when_everyone_is_gifted(
    store: Store, tmp_path: Path
) -> None:
    folder = write(tmp_path / "all", DEMO)
    (folder / "gifted.csv").unlink()

    plain = shown(store, folder)
    assert importing.accept(store, plain, AT) == importing.NOBODY_MARKED
    assert plain.lines[-1].startswith("This cannot be taken in yet. Nobody in these files is")
    assert stored(store) == Roster()

    assert importing.accept(store, shown(store, folder, everyone=True), AT) is None
    with store.read() as connection:
        assert len(people.students(connection)) == 86
    assert importing.accept(store, shown(store, folder), LATER) is None


def test_many_students_gone_must_be_typed(store: Store, folder: Path, tmp_path: Path) -> None:
    importing.accept(store, shown(store, folder), AT)
    few = write(tmp_path / "few", half())
    preview = shown(store, few)

    refused = importing.accept(store, preview, LATER)

    assert refused is not None
    assert refused.why == "46 students would be gone, over a fifth of all."
    assert importing.accept(store, preview, LATER, gone_typed=46) is None
    assert len(stored(store).students) == 40


def half() -> Roster:
    """Forty students and their families."""
    students = DEMO.students[:40]
    ids = {one.source_id for one in students}
    ties = tuple(one for one in DEMO.ties if one.student_id in ids)
    adults = {one.guardian_id for one in ties}
    known = adults | {one.source_id for one in DEMO.interpreters}
    return replace(
        DEMO,
        students=students,
        ties=ties,
        guardians=tuple(one for one in DEMO.guardians if one.source_id in adults),
        teachings=tuple(one for one in DEMO.teachings if one.student_id in ids),
        windows=tuple(one for one in DEMO.windows if one.person_id in known),
    )


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_cut(
    store: Store, tmp_path: Path
) -> None:
    long = replace(DEMO.students[0], family_name="Lind" * 40)
    folder = write(tmp_path / "long", replace(DEMO, students=(long, *DEMO.students[1:])))

    refused = importing.accept(store, shown(store, folder), AT)

    assert refused is not None
    assert refused.why.endswith(": family_name has more than 120 characters.")
    assert stored(store) == Roster()


def test_files_without_a_roster_are_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "shopping.csv").write_text("milk,bread\n1,2\n")

    preview = shown(store, tmp_path / "shopping.csv")

    assert not preview.clean
    assert importing.accept(store, preview, AT) == importing.NOTHING


def test_a_place_without_files_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "upper" / "inner").mkdir(parents=True)

    nowhere, upper = tmp_path / "nowhere", tmp_path / "upper"
    sentences = []
    for place in (nowhere, upper, upper / "inner"):
        with pytest.raises(importing.Unreadable) as refused:
            importing.files_at(place)
        sentences.append(str(refused.value))

    assert sentences == [
        f"There is nothing at {nowhere}. Give the folder or zip of the roster.",
        f"There is no CSV or zip file in {upper}. Give one of the folders in it: inner.",
        f"There is no CSV or zip file in {upper / 'inner'}.",
    ]


@pytest.mark.parametrize("name", SETS)
def test_the_sample_sets_come_in_once(store: Store, shared: Path, name: str) -> None:
    folder = shared / "roster" / "microsoft-sds" / "CSV Samples" / name

    first = shown(store, folder, everyone=True)
    assert importing.accept(store, first, AT) is None
    again = shown(store, folder)

    assert stored(store) == first.reading.roster
    assert again.difference.is_empty
