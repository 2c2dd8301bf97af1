"""What is wrong in files is named by file, row and column, with a remedy, and nothing raises."""

import csv
import io
import zipfile
from datetime import time

import pytest

from meetings.roster.describe import bad_rows, guarded
from meetings.roster.gifted import Hints
from meetings.roster.reading import Reading, read
from meetings.roster.words import squeezed


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


HEADER = "student_id,given_name,family_name,email"
NORA = "1,Nora,Begay,nora@canyon.example"


def sentences(reading: Reading, severity: str) -> list[str]:
    return [fault.sentence for fault in reading.faults if fault.severity.value == severity]


def warnings(reading: Reading) -> list[str]:
    """Without the one about gifted students, which stands in every reading here."""
    return [w for w in sentences(reading, "warning") if "Nobody is marked" not in w]


def test_broken_rows_are_named_and_the_others_are_read() -> None:
    teaching = csv_of("student_id,staff_id", "1,zz", "9,a")

    reading = read(
        {
            "students.csv": csv_of(
                HEADER, NORA, ",Theo,L,", "1,Someone,Else,", "3,Ida,May,x,extra"
            ),
            "teaching.csv": teaching,
        }
    )

    assert [student.source_id for student in reading.roster.students] == ["1"]
    assert sentences(reading, "refused") == [
        "students.csv, row 3, column student_id: The number is missing. Fill it in.",
        (
            "students.csv, row 4: The number '1' stands in row 2 with other content. "
            "Keep the row that is right."
        ),
        (
            "students.csv, row 5: The row has more cells than the header has titles. "
            "Put quotation marks around text with commas."
        ),
        (
            "teaching.csv, row 2, column staff_id: Nobody has the number 'zz'. "
            "Add the person, or correct the number."
        ),
        (
            "teaching.csv, row 3, column student_id: Nobody has the number '9'. "
            "Add the person, or correct the number."
        ),
    ]


def test_an_unknown_role_is_refused_with_the_column_as_the_file_calls_it() -> None:
    users = csv_of("sourcedId,orgSourcedIds,Username,Role", "1,,nora,wizard", "2,,theo,Student")

    reading = read({"users.csv": users})

    assert sentences(reading, "refused") == [
        (
            "users.csv, row 2, column Role: The role 'wizard' is not known. "
            "Use student, teacher, guardian, parent or another role of the format."
        )
    ]


def test_refused_rows_download_as_a_file_that_no_spreadsheet_runs() -> None:
    guardians = csv_of("student_id,guardian_id,given_name,password", "=1+1,g1,@Dana,secret")

    reading = read({"students.csv": csv_of(HEADER, NORA), "guardians.csv": guardians})
    (text,) = bad_rows(reading).values()

    header, row = csv.reader(io.StringIO(text))
    assert dict(zip(header, row, strict=True)) == {
        "student_id": "'=1+1",
        "guardian_id": "g1",
        "given_name": "'@Dana",
        "row": "2",
        "what to do": "student_id: No student has the number '=1+1'. Correct it as in the roster.",
    }


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x"])
def test_the_mark_against_formulas_is_taken_off_again_on_reading(cell: str) -> None:
    students = csv_of(HEADER, f"1,{guarded(cell)},Begay,")

    assert read({"students.csv": students}).roster.students[0].given_name == cell


@pytest.mark.parametrize(
    ("content", "warned"),
    [
        (b"\xef\xbb\xbf" + csv_of(HEADER, "1,Zo\u00eb,Begay,"), ""),
        (csv_of(HEADER, "1,Zo\u00eb,Begay,").decode().encode("cp1252"), "not UTF-8"),
        (csv_of(HEADER, "1,Zo\u00eb,Begay,").decode().encode("utf-16"), "UTF-16"),
        (csv_of("Student ID,First Name,Surname,,,", "1,Zo\u00eb,Begay,,,"), ""),
        (csv_of("student_id;given_name;family_name", "1;Zo\u00eb;Begay"), ""),
        (
            csv_of("student_id,givenn_name,family_name", "1,Zo\u00eb,Begay"),
            "'givenn_name' was read",
        ),
    ],
    ids=["bom", "cp1252", "utf16", "titles", "semicolons", "misspelt"],
)
def test_what_spreadsheets_do_to_files_is_survived(content: bytes, warned: str) -> None:
    reading = read({"students.csv": content})

    assert [(s.given_name, s.family_name) for s in reading.roster.students] == [
        ("Zo\u00eb", "Begay")
    ]
    assert reading.is_clean
    assert [warned in line for line in warnings(reading)] == ([True] if warned else [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"\r\n \r\n", "The file is empty."),
        (b"\x89PNG\r\n\x00\x01\x02", "This is not a text file"),
        (b"PK\x03\x04broken", "The archive is damaged or locked."),
        (csv_of("one,two", "1,2"), "The header has no column student_id, given_name, family_name."),
    ],
)
def test_a_file_that_is_no_roster_is_refused_whole(content: bytes, why: str) -> None:
    reading = read({"students.csv": content})

    assert reading.layout == ""
    assert why in sentences(reading, "refused")[0]


def test_files_whose_contents_were_exchanged_are_read_by_their_columns() -> None:
    students, staff = csv_of(HEADER, NORA), csv_of("staff_id,given_name,family_name", "a,Ana,Ruiz")

    reading = read({"students.csv": staff, "staff.csv": students})

    assert reading.is_clean
    assert [s.source_id for s in reading.roster.students] == ["1"]
    assert [s.source_id for s in reading.roster.staff] == ["a"]
    assert [line.partition(":")[2] for line in warnings(reading)] == [
        (
            " By its columns this is students.csv; it was read as that. "
            "Look whether the export mixed up two files."
        ),
        (
            " By its columns this is staff.csv; it was read as that. "
            "Look whether the export mixed up two files."
        ),
    ]


def test_a_file_that_holds_what_another_one_holds_is_refused() -> None:
    reading = read({"students.csv": csv_of(HEADER, NORA), "staff.csv": csv_of(HEADER, NORA)})

    assert sentences(reading, "refused") == [
        (
            "staff.csv: This file holds what students.csv holds. "
            "Export both again, each under its own name."
        )
    ]


def test_an_export_of_changes_alone_is_refused_because_silence_would_mean_gone() -> None:
    reading = read(
        {
            "manifest.csv": csv_of(
                "propertyName,value", "oneroster.version,1.2", "file.users,delta"
            ),
            "users.csv": csv_of("sourcedId,username,role", "1,nora,student"),
        }
    )

    assert reading.roster.students == ()
    assert "holds only what changed since an earlier export" in sentences(reading, "refused")[0]


def test_an_archive_with_folders_is_refused_and_says_how_to_pack() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../students.csv", csv_of(HEADER, NORA))

    reading = read({"roster.zip": packed.getvalue()})

    assert sentences(reading, "refused") == [
        (
            "roster.zip: '../students.csv' stands in a folder of the archive. "
            "Pack the files themselves, without a folder."
        )
    ]


def test_an_archive_that_unpacks_to_over_200_megabytes_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("students.csv", bytes(200_000_001))

    reading = read({"roster.zip": packed.getvalue()})

    assert sentences(reading, "refused") == [
        "roster.zip: Unpacked it is over 200 MB. Export one school alone."
    ]


def test_two_rows_about_one_guardian_that_disagree_are_told_and_the_first_is_kept() -> None:
    guardians = csv_of(
        "student_id,guardian_id,given_name,family_name,phone,education_rights",
        "1,g,Dana,Begay,111,yes",
        "2,g,Dana,Begay,222,yes",
    )

    reading = read(
        {"students.csv": csv_of(HEADER, NORA, "2,Theo,Begay,"), "guardians.csv": guardians}
    )

    assert [guardian.phone for guardian in reading.roster.guardians] == ["111"]
    assert warnings(reading) == [
        (
            "guardians.csv, row 3, column phone: '222' differs from '111' further up; "
            "the first was kept. Write the same in each row of one guardian."
        )
    ]


def test_a_right_that_is_neither_yes_nor_no_is_left_to_be_asked() -> None:
    guardians = csv_of("student_id,guardian_id,given_name,education_rights", "1,g,Dana,maybe")

    reading = read({"students.csv": csv_of(HEADER, NORA), "guardians.csv": guardians})

    assert [tie.education_rights for tie in reading.roster.ties] == [None]
    assert warnings(reading) == [
        (
            "guardians.csv: Education rights are not told for 1 of 1 ties. "
            "Fill in education_rights in guardians.csv, or answer when you are asked."
        ),
        (
            "guardians.csv, row 2, column education_rights: 'maybe' is neither yes nor no; "
            "nothing was taken from it. Write yes or no."
        ),
    ]


def test_a_person_who_names_nobody_and_nothing_known_is_told() -> None:
    users = csv_of("sourcedId,orgSourcedIds,username,role", "1,o9,nora,student", "2,,theo,student")
    gifted = csv_of("student_id,gt_specialist_id", "1,2")
    orgs = csv_of("sourcedId,name", "o1,Canyon")
    relations = csv_of("userSourcedId,relationshipUserSourcedId,relationshipRole", "1,2,guardian")

    reading = read(
        {
            "users.csv": users,
            "orgs.csv": orgs,
            "gifted.csv": gifted,
            "relationships.csv": relations,
        }
    )

    (nora,) = reading.roster.students
    assert (nora.school_id, nora.gt_specialist_id, reading.roster.ties) == ("", "", ())
    assert [(f.file, f.row, f.what) for f in reading.faults if "no name" not in f.what] == [
        ("relationships.csv", 2, "A student stands here as the guardian of a student."),
        ("gifted.csv", 2, "Nobody on the staff has the number '2'."),
        ("users.csv", 2, "No school has the number 'o9'; the person has none now."),
    ]


def test_hours_that_cannot_be_are_refused_and_noon_and_midnight_are_understood() -> None:
    bells = csv_of(
        "schedule,period,starts,ends",
        "r,1,08:50,08:00",
        "r,2,12:15 AM,12:05 PM",
        "r,3,25:00,26:00",
        ",4,09:00,10:00",
        "r,2,13:00,14:00",
    )
    days = csv_of("date,kind", "2026-02-30,instruction", "2026-09-14,party", ",testing")
    rooms = csv_of("room,size", ",3", "Library,many")

    reading = read({"bells.csv": bells, "days.csv": days, "rooms.csv": rooms})

    assert [(b.period, b.starts_wall, b.ends_wall) for b in reading.roster.bells] == [
        ("2", time(0, 15), time(12, 5))
    ]
    assert [(f.file, f.row, f.column, f.what) for f in reading.faults] == [
        ("bells.csv", 2, "ends", "The period ends before it starts."),
        ("bells.csv", 4, "ends", "'26:00' is no time of day."),
        ("bells.csv", 4, "starts", "'25:00' is no time of day."),
        ("bells.csv", 5, "schedule", "The cell is empty."),
        ("bells.csv", 6, "", "The same stands further up with other content."),
        ("days.csv", 2, "date", "The day has no date."),
        ("days.csv", 3, "kind", "'party' is no kind of day."),
        ("days.csv", 4, "date", "The cell is empty."),
        ("rooms.csv", 2, "room", "The cell is empty."),
        ("days.csv", 2, "date", "'2026-02-30' is no date."),
        ("rooms.csv", 3, "size", "'many' is no whole number; nothing was taken from it."),
    ]


def test_a_window_needs_one_day_and_a_length() -> None:
    windows = csv_of(
        "person_id,weekday,date,from,to",
        "1,mon,2026-09-14,08:00,09:00",
        "1,someday,,08:00,09:00",
        "1,mon,,09:00,08:00",
        "7,mon,,08:00,09:00",
    )

    reading = read({"students.csv": csv_of(HEADER, NORA), "windows.csv": windows})

    assert reading.roster.windows == ()
    assert [(f.row, f.what) for f in reading.faults if f.file == "windows.csv"] == [
        (2, "The row needs a weekday or a date, and not both."),
        (3, "The row needs a weekday or a date, and not both."),
        (4, "The time ends before it starts."),
        (5, "Nobody has the number '7'."),
    ]


def test_a_chosen_column_that_no_file_has_is_told() -> None:
    reading = read(
        {"students.csv": csv_of(HEADER, NORA)}, given=Hints(gifted_column="metadata.x.gt")
    )

    assert warnings(reading) == [
        (
            "hints: No file has the column 'metadata.x.gt', which should mark gifted students. "
            "Choose a column of the users' or students' file."
        )
    ]


def test_files_that_name_people_are_not_read_without_the_people() -> None:
    reading = read({"guardians.csv": csv_of("student_id,guardian_id", "1,g")})

    assert sentences(reading, "refused") == [
        (
            "guardians.csv: This file names people, and no file here says who they are. "
            "Hand it in together with the roster."
        )
    ]


def test_titles_agree_whatever_their_case_blanks_and_dashes() -> None:
    assert len({squeezed(title) for title in ("Given Name", "givenName", "given_name")}) == 1
