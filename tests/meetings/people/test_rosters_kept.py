"""A roster is accepted and stored: the same files again are no difference, nobody is deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.roster.difference import Difference, compare
from meetings.roster.export import write_oneroster
from meetings.roster.people import Guardian, Interpreter, Kind, Roster, Staff, Student, Tie, Window
from meetings.roster.reading import Reading, read
from meetings.store import Session, Store, people, rosters, values
from tests.meetings.people.a_school import AT, DEMO, LATER, find, store_at, take_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def accept(store: Store, reading: Reading, at: datetime = AT) -> Difference:
    with store.read() as connection:
        found = compare(rosters.stored_roster(connection), reading)

    def work(session: Session) -> None:
        rosters.accept(session, found, at)

    store.write(work)
    return found


def stored(store: Store) -> Roster:
    with store.read() as connection:
        return rosters.stored_roster(connection)


def test_the_demo_school_is_stored_as_its_files_tell_it(store: Store) -> None:
    reading = read(write_oneroster(DEMO, "1.2"))

    accept(store, reading)

    assert stored(store) == reading.roster
    assert stored(store).students == DEMO.students


def test_the_same_files_a_second_time_are_no_difference(store: Store) -> None:
    reading = read(write_oneroster(DEMO, "1.2"))
    accept(store, reading)

    again = compare(stored(store), reading)

    assert again.is_empty
    assert again.same == sum(len(reading.roster.of(kind)) for kind in Kind)


@settings(max_examples=12, deadline=None)
@given(chosen=st.data())
def test_whatever_part_of_the_school_comes_after_another_is_stored_and_then_the_same(
    chosen: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts = [part_of(chosen.draw(st.integers(2, 86))) for _ in range(2)]

    with store_at(tmp_path_factory.mktemp("school")) as store:
        for part in parts:
            take_in(store, part)

            assert stored(store) == part
            assert take_in(store, part).is_empty


def part_of(every: int) -> Roster:
    """The school without every n-th student and who belongs to them alone."""
    students = tuple(s for n, s in enumerate(DEMO.students) if n % every)
    ids = {student.source_id for student in students}
    ties = tuple(tie for tie in DEMO.ties if tie.student_id in ids)
    adults = {tie.guardian_id for tie in ties}
    guardians = tuple(g for g in DEMO.guardians if g.source_id in adults)
    staff = DEMO.staff[: -(every % 3)] if every % 3 else DEMO.staff
    working = {member.source_id for member in staff}
    languages = DEMO.interpreters[every % 3 :]
    coming = ids | adults | working | {one.source_id for one in languages}
    return replace(
        DEMO,
        students=students,
        guardians=guardians,
        ties=ties,
        staff=staff,
        teachings=tuple(t for t in DEMO.teachings if t.student_id in ids and t.staff_id in working),
        hours=tuple(h for h in DEMO.hours if h.staff_id in working),
        interpreters=languages,
        windows=tuple(w for w in DEMO.windows if w.person_id in coming),
        days=DEMO.days[every:],
        rooms=DEMO.rooms[every % 2 :],
    )


def test_a_student_who_is_gone_keeps_the_row_with_the_day_and_the_ties_end(store: Store) -> None:
    take_in(store, DEMO)
    gone = DEMO.students[0]
    row = find(store, "student", gone.source_id)

    take_in(store, replace(DEMO, students=DEMO.students[1:]), LATER)

    with store.read() as connection:
        after = people.person(connection, row.id)
        assert after == replace(row, gone_at=LATER)
        assert people.guardians_of(connection, row.id) == ()


def test_a_student_who_comes_back_is_the_same_person(store: Store) -> None:
    take_in(store, DEMO)
    row = find(store, "student", DEMO.students[0].source_id)
    take_in(store, replace(DEMO, students=DEMO.students[1:]), LATER)

    take_in(store, DEMO, LATER)

    assert find(store, "student", DEMO.students[0].source_id) == row
    assert stored(store) == DEMO


def test_a_roster_does_not_undo_what_a_member_of_staff_chose_on_a_page(store: Store) -> None:
    take_in(store, DEMO)
    teacher = find(store, "staff", "T11")
    store.write(
        lambda session: session.connection.exec_driver_sql(
            "UPDATE person SET language = 'es' WHERE id = ?", (teacher.id,)
        )
    )
    renamed = tuple(
        replace(s, family_name="Calder-Ruiz") if s.source_id == "T11" else s for s in DEMO.staff
    )

    take_in(store, replace(DEMO, staff=renamed))

    after = find(store, "staff", "T11")
    assert after == replace(teacher, family_name="Calder-Ruiz", language="es")


def test_an_interpreter_of_two_languages_is_one_person_until_both_are_gone(store: Store) -> None:
    one, two = (
        Interpreter(
            source="demo-sis",
            source_id="I9",
            language=language,
            given_name="Rosa",
            family_name="Prado",
            email="rosa@language.example",
        )
        for language in ("es", "pt")
    )
    both = Roster(interpreters=(one, two))
    take_in(store, both)
    rosa = find(store, "interpreter", "I9")
    assert rosa.languages == ("es", "pt")
    assert take_in(store, both).is_empty

    take_in(store, Roster(interpreters=(two,)), LATER)
    assert find(store, "interpreter", "I9") == replace(rosa, languages=("pt",))

    take_in(store, Roster(), LATER)
    assert find(store, "interpreter", "I9") == replace(rosa, languages=(), gone_at=LATER)


def test_a_teacher_who_is_a_mother_too_is_a_person_of_each_kind(store: Store) -> None:
    both = Roster(
        students=(
            Student(source="demo-sis", source_id="P1", given_name="Ada", family_name="Lind"),
        ),
        guardians=(
            Guardian(source="demo-sis", source_id="T1", given_name="Eva", family_name="Lind"),
        ),
        ties=(Tie(source="demo-sis", student_id="P1", guardian_id="T1"),),
        staff=(Staff(source="demo-sis", source_id="T1", given_name="Eva", family_name="Lind"),),
        windows=(
            Window(
                source="demo-sis",
                person_id="T1",
                weekday="mon",
                from_wall=time(8),
                to_wall=time(9),
            ),
        ),
    )

    take_in(store, both)

    assert stored(store) == both
    with store.read() as connection:
        (meets,) = connection.exec_driver_sql("SELECT person_id FROM availability").scalars()
    assert meets == find(store, "guardian", "T1").id != find(store, "staff", "T1").id


def test_new_days_make_the_school_calendar_anew(store: Store) -> None:
    take_in(store, DEMO)
    first = store.write(lambda session: session.school("2026-27").first_school_day())
    later = tuple(day for day in DEMO.days if day.on > date(2026, 8, 19))

    take_in(store, replace(DEMO, days=later))

    assert first == date(2026, 8, 17)
    with store.read() as connection:
        assert values.text(connection, "days_revision") == "2"
        assert store.school(connection, "2026-27").first_school_day() == date(2026, 8, 20)


def test_an_import_without_days_leaves_the_school_calendar_alone(store: Store) -> None:
    take_in(store, DEMO)

    take_in(store, replace(DEMO, rooms=()))

    with store.read() as connection:
        assert values.text(connection, "days_revision") == "1"


def test_hours_that_a_family_painted_itself_are_neither_compared_nor_taken_away(
    store: Store,
) -> None:
    take_in(store, DEMO)
    mother = find(store, "guardian", DEMO.guardians[0].source_id)
    store.write(
        lambda session: session.connection.exec_driver_sql(
            "INSERT INTO availability (person_id, source, said, weekday, from_wall, to_wall)"
            " VALUES (?, 'page', 'page', 'sat', '09:00:00.000000', '10:00:00.000000')",
            (mother.id,),
        )
    )

    take_in(store, replace(DEMO, windows=()))

    assert stored(store).windows == ()
    with store.read() as connection:
        left = connection.exec_driver_sql("SELECT said, weekday FROM availability").all()
    assert [tuple(row) for row in left] == [("page", "sat")]
