"""Who belongs to whom and who is taught by whom, as pages, courier and planner ask it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from meetings.roster.people import Guardian, Roster, Staff, Student, Teaching, Tie
from meetings.store import Store, people
from tests.meetings.people.a_school import DEMO, LATER, find, store_at, take_in

ADA, BEN = (
    Student(
        source="demo-sis",
        source_id=number,
        given_name=name,
        family_name="Lind",
        preferred_name="Benno" if name == "Benjamin" else "",
        gifted=True,
    )
    for number, name in (("P1", "Ada"), ("P2", "Benjamin"))
)
EVA, TOM = (
    Guardian(
        source="demo-sis",
        source_id=number,
        given_name=name,
        family_name="Lind",
        email="Lind@families.example",
    )
    for number, name in (("G1", "Eva"), ("G2", "Tom"))
)


def tie(student: Student, guardian: Guardian, order: int | None) -> Tie:
    return Tie(
        source="demo-sis",
        student_id=student.source_id,
        guardian_id=guardian.source_id,
        contact_order=order,
    )


FAMILY = Roster(
    students=(ADA, BEN),
    guardians=(EVA, TOM),
    ties=(tie(ADA, EVA, None), tie(ADA, TOM, 1), tie(BEN, EVA, 1)),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def called(some: tuple[people.Person, ...]) -> list[str]:
    return [one.called for one in some]


def test_guardians_come_in_the_order_in_which_they_are_written_to(store: Store) -> None:
    take_in(store, FAMILY)
    ada = find(store, "student", "P1").id

    with store.read() as connection:
        found = people.guardians_of(connection, ada)

    assert [(one.person.called, one.tie.contact_order) for one in found] == [
        ("Tom", 1),
        ("Eva", None),
    ]


def test_children_of_a_guardian_and_an_ended_tie(store: Store) -> None:
    take_in(store, FAMILY)
    eva = find(store, "guardian", "G1").id

    with store.read() as connection:
        before = people.children_of(connection, eva)
    take_in(store, replace(FAMILY, ties=FAMILY.ties[:2]), LATER)
    with store.read() as connection:
        after = people.children_of(connection, eva)
        ben = find(store, "student", "P2").id
        ever = people.guardians_ever(connection, [ben])
        assert people.guardians_of(connection, ben) == ()

    assert called(tuple(one.person for one in before)) == ["Ada", "Benno"]
    assert called(tuple(one.person for one in after)) == ["Ada"]
    assert [one.tie.gone_at for tied in ever.values() for one in tied] == [LATER]


def test_somebody_is_named_as_they_are_called(store: Store) -> None:
    take_in(store, FAMILY)
    ben = find(store, "student", "P2").id

    with store.read() as connection:
        assert people.names(connection, (ben, 999)) == {ben: "Benno Lind"}
        assert people.person(connection, 999) is None


def test_two_guardians_may_share_an_address_and_case_does_not_matter(store: Store) -> None:
    take_in(store, FAMILY)

    with store.read() as connection:
        assert called(people.by_email(connection, " lind@FAMILIES.example ")) == ["Eva", "Tom"]
        assert people.by_email(connection, "") == ()


def test_who_is_gone_is_in_no_list_but_has_a_name(store: Store) -> None:
    take_in(store, FAMILY)
    ben = find(store, "student", "P2").id

    take_in(store, replace(FAMILY, students=(ADA,), ties=FAMILY.ties[:2]), LATER)

    with store.read() as connection:
        assert called(people.students(connection)) == ["Ada"]
        assert called(people.everybody(connection)) == ["Ada", "Eva", "Tom"]
        assert people.names(connection, (ben,)) == {ben: "Benno Lind"}


def test_teachers_and_their_students(store: Store) -> None:
    first, second = (
        Staff(source="demo-sis", source_id=n, given_name=n, family_name="Kemp")
        for n in ("T1", "T2")
    )
    lessons = tuple(
        Teaching(source="demo-sis", student_id=s, staff_id=t, subject="Music")
        for s, t in (("P1", "T1"), ("P1", "T2"), ("P2", "T1"))
    )
    take_in(store, replace(FAMILY, staff=(first, second), teachings=lessons))
    ada, kemp = find(store, "student", "P1").id, find(store, "staff", "T1").id

    with store.read() as connection:
        assert called(people.teachers_of(connection, ada)) == ["T1", "T2"]
        assert called(people.students_of_teacher(connection, kemp)) == ["Ada", "Benno"]
        assert [one.staff_id for one in people.lessons_of_all(connection, [ada])[ada]] == [
            kemp,
            find(store, "staff", "T2").id,
        ]


def test_roles_and_languages_of_the_demo_school(store: Store) -> None:
    take_in(store, DEMO)

    with store.read() as connection:
        assert called(people.staff_with_role(connection, "gt_specialist")) == ["Margit"]
        assert called(people.interpreters_of(connection, "vi")) == ["Hạnh"]
        assert called(people.interpreters_of(connection, "pl")) == []
        assert len(people.staff(connection)) == len(DEMO.staff)


def test_who_has_no_mailbox_or_wants_paper_gets_letters(store: Store) -> None:
    take_in(store, FAMILY)
    eva, ada = find(store, "guardian", "G1"), find(store, "student", "P1")

    assert not eva.by_letter
    assert replace(eva, channel="paper").by_letter
    assert ada.by_letter
