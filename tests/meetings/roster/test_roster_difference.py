"""What an import would change: the preview, its name, and what silence in the files means."""

from meetings.roster.describe import describe
from meetings.roster.difference import FieldChange, compare
from meetings.roster.people import Kind, Roster
from meetings.roster.reading import read


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


HEADER = "student_id,given_name,family_name,grade,gifted"
NORA, THEO, IDA = "1,Nora,Begay,6,yes", "2,Theo,Lindqvist,7,yes", "3,Ida,May,8,yes"
GUARDIANS = csv_of(
    "student_id,guardian_id,given_name,family_name,phone,education_rights",
    "1,g,Dana,Begay,111,yes",
)


def school(*students: str, guardians: bytes = GUARDIANS) -> dict[str, bytes]:
    return {"students.csv": csv_of(HEADER, *students), "guardians.csv": guardians}


def test_the_first_import_is_all_new_and_the_second_all_the_same() -> None:
    reading = read(school(NORA, THEO))

    first = compare(Roster(), reading)
    second = compare(reading.roster, read(school(NORA, THEO)))

    assert [change.kind for change in first.new] == [
        Kind.STUDENT,
        Kind.STUDENT,
        Kind.GUARDIAN,
        Kind.TIE,
    ]
    assert (second.is_empty, second.same) == (True, 4)


def test_a_changed_file_shows_the_field_before_and_after() -> None:
    stored = read(school(NORA, THEO)).roster
    reading = read(school(NORA.replace(",6,", ",7,"), IDA))

    difference = compare(stored, reading)

    assert [change.key for change in difference.new] == [("csv", "3")]
    assert [(c.key, c.fields) for c in difference.changed] == [
        (("csv", "1"), (FieldChange(field="grade", before="6", after="7"),))
    ]
    assert [change.key for change in difference.gone] == [("csv", "2")]
    assert difference.same == 2
    assert describe(difference, reading) == [
        "Read as our own CSV, source csv.",
        "  2 students",
        "  1 guardian",
        "  1 tie of guardian and student",
        "new: 1",
        "  1 student",
        "changed: 1",
        "  student Nora Begay",
        "    grade: 6 → 7",
        "gone: 1",
        "  student Theo Lindqvist",
        "same: 2",
        "Over a fifth of the students is gone: type 1 to go on.",
        "refused: 0",
        "warning: 0",
        f"difference: {difference.digest_sha256}",
    ]


def test_the_same_difference_has_the_same_name_and_another_one_another() -> None:
    stored = read(school(NORA, THEO)).roster

    names = [
        compare(stored, read(school(*rows))).digest_sha256 for rows in ([NORA], [NORA], [THEO])
    ]

    assert names[0] == names[1] != names[2]
    assert len(names[0]) == 64


def test_the_order_of_rows_and_files_does_not_matter() -> None:
    turned = dict(reversed(school(THEO, NORA).items()))

    assert read(turned).roster == read(school(NORA, THEO)).roster


def test_a_file_that_was_forgotten_sends_nobody_away_and_takes_no_right() -> None:
    stored = read(school(NORA)).roster

    difference = compare(stored, read({"students.csv": csv_of(HEADER, NORA)}))

    assert (difference.is_empty, difference.same) == (True, 1)


def test_a_source_that_knows_guardians_but_no_rights_takes_none_of_them_away() -> None:
    users = csv_of(
        "sourcedId,status,orgSourcedIds,role,username,givenName,agentSourcedIds",
        "1,,,student,nora,Nora,g",
        "g,,,parent,dana,Dana,",
    )
    rights = csv_of(
        "student_id,guardian_id,relation,education_rights,language", "1,g,mother,yes,es"
    )
    stored = read({"users.csv": users, "guardians.csv": rights}).roster

    difference = compare(stored, read({"users.csv": users}))

    assert difference.is_empty
    assert difference.same == 3


def test_a_refused_row_is_not_taken_for_a_student_who_left() -> None:
    stored = read(school(NORA, THEO)).roster

    difference = compare(stored, read(school(NORA, THEO.removeprefix("2"))))

    assert difference.gone == ()
    assert len(difference.faults) == 1


def test_a_right_that_is_taken_away_is_shown() -> None:
    stored = read(school(NORA)).roster

    difference = compare(stored, read(school(NORA, guardians=GUARDIANS.replace(b"yes", b"no"))))

    assert [change.fields for change in difference.changed] == [
        (FieldChange(field="education_rights", before="yes", after="no"),)
    ]


def test_people_of_another_source_are_left_alone() -> None:
    stored = read(school(NORA, THEO)).roster
    users = csv_of("sourcedId,username,role,orgSourcedIds", "1,nora,student,")

    difference = compare(stored, read({"users.csv": users}))

    assert [change.key for change in difference.new] == [("sds", "1")]
    assert (difference.changed, difference.gone) == ((), ())


def test_a_roster_without_a_word_on_gifted_leaves_the_marks_that_are_stored() -> None:
    stored = read(school(NORA)).roster
    silent = csv_of("student_id,given_name,family_name,grade", "1,Nora,Begay,6")

    assert compare(stored, read({"students.csv": silent})).is_empty


def test_one_student_in_ten_may_go_without_typing_the_number() -> None:
    rows = [f"{n},Given{n},Family{n},6,yes" for n in range(10)]
    header = csv_of("student_id,guardian_id")
    stored = read(school(*rows, guardians=header)).roster

    one = compare(stored, read(school(*rows[1:], guardians=header)))
    three = compare(stored, read(school(*rows[3:], guardians=header)))

    assert (one.must_type, three.must_type) == (0, 3)
