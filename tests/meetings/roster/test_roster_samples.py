"""Microsoft's sample rosters, all eight sets: read without a refusal, with the right counts."""

from pathlib import Path

import pytest

from meetings.roster.describe import describe
from meetings.roster.difference import compare
from meetings.roster.people import Kind, Roster
from meetings.roster.reading import Reading, read

#: Set, format, students, staff, guardians, ties, lessons.
SETS = [
    ("SDS Format/100 Users", "Microsoft SDS v1", (86, 12, 0, 0, 602)),
    ("SDS Format/25 Users", "Microsoft SDS v1", (22, 2, 0, 0, 44)),
    ("SDS Format/Min Required Attributes", "Microsoft SDS v1", (22, 2, 0, 0, 44)),
    ("SDS v2", "Microsoft SDS v2", (22, 5, 0, 0, 30)),
    ("SDS v2.1", "Microsoft SDS v2.1", (4, 2, 2, 3, 4)),
    ("UK Format/100 Users", "Microsoft SDS v1 (British)", (86, 12, 0, 0, 602)),
    ("UK Format/25 Users", "Microsoft SDS v1 (British)", (22, 1, 0, 0, 44)),
    ("UK Format/Min Required Attributes", "Microsoft SDS v1 (British)", (22, 1, 0, 0, 44)),
]
COUNTED = (Kind.STUDENT, Kind.STAFF, Kind.GUARDIAN, Kind.TIE, Kind.TEACHING)


def reading_of(shared: Path, name: str) -> Reading:
    folder = shared / "roster" / "microsoft-sds" / "CSV Samples" / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return read({path.name: path.read_bytes() for path in folder.iterdir()})


@pytest.mark.parametrize(("name", "layout", "counts"), SETS)
def test_a_sample_set_is_read_with_everybody_in_it(
    shared: Path, name: str, layout: str, counts: tuple[int, ...]
) -> None:
    reading = reading_of(shared, name)

    assert reading.layout == layout
    assert tuple(len(reading.roster.of(kind)) for kind in COUNTED) == counts
    assert reading.is_clean


@pytest.mark.parametrize("name", [name for name, _, _ in SETS])
def test_a_sample_set_that_is_read_twice_changes_nothing(shared: Path, name: str) -> None:
    reading = reading_of(shared, name)

    difference = compare(reading.roster, reading_of(shared, name))

    assert difference.is_empty
    assert difference.same == sum(len(reading.roster.of(kind)) for kind in Kind)


@pytest.mark.parametrize("name", [name for name, _, _ in SETS])
def test_a_sample_set_marks_nobody_as_gifted_and_the_preview_says_so(
    shared: Path, name: str
) -> None:
    reading = reading_of(shared, name)

    lines = "\n".join(describe(compare(Roster(), reading), reading))

    assert not any(student.gifted for student in reading.roster.students)
    assert "Nobody is marked as gifted, so all students were read. Add gifted.csv" in lines


@pytest.mark.parametrize("name", [name for name, _, _ in SETS])
def test_no_password_sex_or_race_of_a_sample_set_gets_into_the_reading(
    shared: Path, name: str
) -> None:
    held = repr(reading_of(shared, name))

    for word in ("P@ssw", "hispanic", "asian", "'male'", "female", "freeLunch"):
        assert word not in held


def test_a_student_without_a_name_is_shown_by_the_sign_in_name(shared: Path) -> None:
    reading = reading_of(shared, "SDS Format/Min Required Attributes")

    first = reading.roster.students[0]

    assert (first.source_id, first.given_name, first.family_name) == ("13001", "", "OKlein")
    assert any("22 rows have no name" in fault.what for fault in reading.faults)


def test_relations_of_the_newer_format_become_ties_whose_rights_are_to_be_asked(
    shared: Path,
) -> None:
    reading = reading_of(shared, "SDS v2.1")

    ties = [(t.student_id, t.guardian_id, t.relation) for t in reading.roster.ties]

    assert ties == [
        ("114001", "114002", "guardian"),
        ("114003", "114002", "relative"),
        ("114004", "114005", "guardian"),
    ]
    assert {tie.education_rights for tie in reading.roster.ties} == {None}
    assert any("Education rights are not told for 3 of 3" in f.what for f in reading.faults)
