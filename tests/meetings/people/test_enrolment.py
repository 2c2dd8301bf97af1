"""Cases are opened for the gifted, with the seats that the roster tells, and follow the roster."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from meetings import enrolment
from meetings.enrolment.seats import is_strength
from meetings.roster.people import Guardian, Roster, Student, Tie
from meetings.store import Session, Store, cases, people
from meetings.store.tables import account
from tests.meetings.people.a_school import AT, DEMO, LATER, YEAR, find, store_at, take_in
from workflow.plan import Case, Party

SINCE = date(2026, 8, 10)
TODAY = date(2026, 9, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def opened(store: Store, at: datetime = AT) -> tuple[int, ...]:
    return store.write(lambda session: enrolment.open_cases(session, at, YEAR))


def followed(store: Store, at: datetime = LATER) -> tuple[enrolment.Followed, ...]:
    return store.write(lambda session: enrolment.follow_roster(session, at))


def all_cases(store: Store) -> tuple[Case, ...]:
    with store.read() as connection:
        return cases.everything(connection)


def case_of(store: Store, student: Student) -> Case:
    person = find(store, "student", student.source_id)
    (found,) = (one for one in all_cases(store) if one.student_id == person.id)
    return found


def seated(case: Case, role: str) -> tuple[Party, ...]:
    return tuple(party for party in case.parties if party.role == role)


def asked(store: Store) -> tuple[str, ...]:
    with store.read() as connection:
        return tuple(one.sentence for one in enrolment.questions(connection))


def small(*ties: Tie, student: Student | None = None) -> Roster:
    """The first student of the demo with guardians of our own."""
    first = student or DEMO.students[0]
    named = {tie.guardian_id for tie in ties}
    return replace(
        DEMO,
        students=(first,),
        guardians=tuple(
            Guardian(
                source="demo-sis",
                source_id=number,
                given_name=number,
                family_name="Lind",
                email=f"{number}@families.example",
                language="vi" if number == "Bao" else "en",
                interpreter=number == "Bao",
            )
            for number in sorted(named)
        ),
        ties=ties,
        teachings=tuple(t for t in DEMO.teachings if t.student_id == first.source_id),
        windows=(),
    )


def tie(guardian_id: str, order: int = 1, *, rights: bool | None = True) -> Tie:
    return Tie(
        source="demo-sis",
        student_id=DEMO.students[0].source_id,
        guardian_id=guardian_id,
        contact_order=order,
        education_rights=rights,
    )


def test_every_gifted_student_gets_one_case_of_the_year(store: Store) -> None:
    take_in(store, DEMO)

    first, again = opened(store), opened(store)

    assert first == tuple(range(1, 87))
    assert again == ()
    assert len({case.student_id for case in all_cases(store)}) == 86


def test_student_guardians_specialist_chair_and_one_teacher_have_seats(store: Store) -> None:
    take_in(store, small(tie("Ann"), tie("Bao", 2)))

    opened(store)

    student = find(store, "student", DEMO.students[0].source_id).id
    leads = find(store, "staff", "T01").id
    ann, bao = (find(store, "guardian", name).id for name in ("Ann", "Bao"))
    (case,) = all_cases(store)
    (teacher,) = seated(case, "teacher")
    assert case.parties == (
        Party(person_id=student, role="student", since=SINCE),
        Party(person_id=ann, role="parent", since=SINCE),
        Party(person_id=bao, role="parent", since=SINCE),
        Party(person_id=leads, role="specialist", since=SINCE),
        Party(person_id=leads, role="chair", since=SINCE),
        Party(person_id=teacher.person_id, role="teacher", since=SINCE),
    )


def test_seats_hold_from_the_first_school_day_when_the_case_is_opened_later(store: Store) -> None:
    take_in(store, small(tie("Ann")))

    opened(store, LATER)

    (case,) = all_cases(store)
    assert {party.since for party in case.parties} == {date(2026, 8, 17)}


def test_a_right_that_nobody_told_is_not_held_and_is_asked_about(store: Store) -> None:
    take_in(store, small(tie("Ann", rights=None)))

    opened(store)

    (case,) = all_cases(store)
    ann = find(store, "guardian", "Ann").id
    assert seated(case, "parent") == (
        Party(
            person_id=ann,
            role="parent",
            required=False,
            since=SINCE,
            education_rights=False,
            may_contact=True,
            receives_copy=False,
        ),
    )
    name = find(store, "student", DEMO.students[0].source_id).name
    question = (
        f"Nobody has told whether Ann Lind holds education rights for {name}. "
        "Ask the office, then fill in education_rights in guardians.csv."
    )
    assert asked(store) == (question,)


def test_teachers_are_of_a_strength_area_where_there_is_one_and_share_the_load(
    store: Store,
) -> None:
    take_in(store, DEMO)

    opened(store)

    counted: Counter[int] = Counter()
    with store.read() as connection:
        everybody = people.students(connection)
        lessons = people.lessons_of_all(connection, [one.id for one in everybody])
        students = {one.id: one for one in everybody}
    for case in all_cases(store):
        student = students[case.student_id]
        (teacher,) = seated(case, "teacher")
        taught = lessons[student.id]
        counted[teacher.person_id] += 1
        strong = {one.staff_id for one in taught if is_strength(student, one)}
        assert teacher.person_id in (strong or {one.staff_id for one in taught})
    assert max(counted.values()) <= 12


def test_the_same_school_gets_the_same_teachers(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with store_at(tmp_path / name) as store:
            take_in(store, DEMO)
            opened(store)
            found.append([case.parties for case in all_cases(store)])

    assert found[0] == found[1]


def test_coordinator_and_authority_come_from_accounts_and_are_not_needed(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    counselor = find(store, "staff", "T03").id
    give_account(store, counselor, "coordinator", "authority")

    opened(store)

    (case,) = all_cases(store)
    assert case.parties[-2:] == tuple(
        Party(person_id=counselor, role=role, required=False, since=SINCE)
        for role in ("coordinator", "authority")
    )


def give_account(store: Store, person_id: int, *roles: str) -> None:
    def work(session: Session) -> None:
        session.connection.execute(
            insert(account).values(
                person_id=person_id,
                email=f"{person_id}@school.example",
                password_hash="",
                roles=json.dumps(roles),
                made_at=AT,
            )
        )

    store.write(work)


def test_who_was_identified_this_school_year_gets_an_initial_plan(store: Store) -> None:
    new = replace(DEMO.students[0], identified_on=date(2026, 9, 1))
    take_in(store, small(tie("Ann"), student=new))

    opened(store, LATER)

    (case,) = all_cases(store)
    assert case.kind == "initial"
    assert case.dates["plan_due_on"] == date(2026, 11, 9)


def test_who_was_identified_before_gets_an_annual_plan(store: Store) -> None:
    take_in(store, small(tie("Ann")))

    opened(store)

    (case,) = all_cases(store)
    assert (case.kind, case.dates["plan_due_on"]) == ("annual", date(2026, 9, 16))


def test_who_moved_in_starts_with_the_plan_of_the_other_school(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    student = find(store, "student", DEMO.students[0].source_id)

    arrived = {student.id: date(2026, 9, 8)}
    found = store.write(lambda s: enrolment.open_moved_in(s, LATER, YEAR, arrived))

    (case,) = all_cases(store)
    assert found == (case.id,)
    assert case.plan().facts["force"] == "prior"
    assert "inform_due_on" in case.dates


def test_a_roster_without_news_changes_no_case(store: Store) -> None:
    take_in(store, DEMO)
    opened(store)
    before = all_cases(store)

    assert followed(store) == ()
    assert all_cases(store) == before


def test_a_new_guardian_gets_a_seat_and_an_ended_tie_ends_one(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    opened(store)
    ann = find(store, "guardian", "Ann").id
    take_in(store, small(tie("Bao")), LATER)
    bao = find(store, "guardian", "Bao").id

    found = followed(store)

    ended = Party(person_id=ann, role="parent", since=SINCE, until=TODAY)
    came = Party(person_id=bao, role="parent", since=TODAY)
    assert [(one.party, one.refused) for one in found] == [(ended, None), (came, None)]
    assert set(seated(all_cases(store)[0], "parent")) == {ended, came}
    assert followed(store) == ()


def test_a_guardian_who_comes_back_gets_a_new_seat(store: Store) -> None:
    take_in(store, small(tie("Ann"), tie("Bao", 2)))
    opened(store)
    take_in(store, small(tie("Bao", 2)), LATER)
    followed(store)

    take_in(store, small(tie("Ann"), tie("Bao", 2)), LATER)
    followed(store)

    (case,) = all_cases(store)
    ann = find(store, "guardian", "Ann").id
    assert case.people("parent", TODAY).count(ann) == 1
    assert [p.since for p in case.parties if p.person_id == ann] == [SINCE, TODAY]


def test_a_right_is_taken_from_the_roster_where_it_tells_one_and_left_where_not(
    store: Store,
) -> None:
    take_in(store, small(tie("Ann", rights=None), tie("Bao", 2)))
    opened(store)
    take_in(store, small(tie("Ann"), tie("Bao", 2, rights=None)), LATER)

    followed(store)

    (case,) = all_cases(store)
    held = {party.person_id: party.education_rights for party in seated(case, "parent")}
    assert held == {
        find(store, "guardian", "Ann").id: True,
        find(store, "guardian", "Bao").id: True,
    }


def test_a_teacher_who_left_is_followed_by_another(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    opened(store)
    (before,) = seated(all_cases(store)[0], "teacher")
    with store.read() as connection:
        left = people.person(connection, before.person_id)
    assert left is not None
    roster = small(tie("Ann"))
    gone = replace(
        roster,
        staff=tuple(s for s in roster.staff if s.source_id != left.source_id),
        teachings=tuple(t for t in roster.teachings if t.staff_id != left.source_id),
        hours=tuple(h for h in roster.hours if h.staff_id != left.source_id),
    )
    take_in(store, gone, LATER)

    followed(store)

    old, new = seated(all_cases(store)[0], "teacher")
    assert old == replace(before, until=TODAY)
    assert new.since == TODAY
    assert new.person_id != left.id


def test_somebody_who_becomes_coordinator_gets_a_seat_in_every_open_case(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    opened(store)
    counselor = find(store, "staff", "T03").id
    give_account(store, counselor, "coordinator")

    followed(store)

    assert seated(all_cases(store)[0], "coordinator") == (
        Party(person_id=counselor, role="coordinator", required=False, since=TODAY),
    )


def test_a_student_who_is_gone_keeps_the_case_and_the_specialist_is_asked(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    opened(store)
    before = all_cases(store)
    name = find(store, "student", DEMO.students[0].source_id).name

    take_in(store, Roster(staff=DEMO.staff), LATER)

    assert asked(store)[0] == (
        f"{name} is no longer on the roster. Record the move, or ask the office."
    )
    assert all_cases(store) == before


def test_what_the_roster_leaves_open_is_asked_in_a_sentence_each(store: Store) -> None:
    alone = Roster(students=(DEMO.students[0],))
    take_in(store, alone)
    opened(store)
    name = find(store, "student", DEMO.students[0].source_id).name

    assert asked(store) == (
        f"{name} has no guardian on the roster. Add one in guardians.csv, or on the plan's page.",
        f"{name}'s plan has no gifted specialist. Name one in the roster, or on the plan's page.",
        f"{name}'s plan has no teacher. Name one in the roster, or on the plan's page.",
    )


def test_a_guardian_whom_no_letter_reaches_is_asked_about(store: Store) -> None:
    roster = small(tie("Ann"))
    take_in(store, replace(roster, guardians=tuple(replace(g, email="") for g in roster.guardians)))

    opened(store)

    (sentence,) = asked(store)
    assert sentence == (
        "Ann Lind has neither a mail address nor a postal address. "
        "Ask the family, then fill them in in guardians.csv."
    )


def test_a_specialist_who_comes_later_gets_the_empty_seats(store: Store) -> None:
    roster = small(tie("Ann"))
    take_in(store, replace(roster, staff=roster.staff[1:], hours=()))
    opened(store)
    assert seated(all_cases(store)[0], "specialist") == ()

    take_in(store, roster, LATER)
    followed(store)

    (case,) = all_cases(store)
    leads = find(store, "staff", "T01").id
    assert case.people("specialist", TODAY) == case.people("chair", TODAY) == (leads,)


def test_of_two_specialists_the_one_of_the_students_school_leads(store: Store) -> None:
    roster = small(tie("Ann"), student=replace(DEMO.students[0], gt_specialist_id=""))
    other = replace(roster.staff[0], source_id="T99", school_id="S2")
    take_in(store, replace(roster, staff=(*roster.staff, other)))

    opened(store)

    (case,) = all_cases(store)
    assert case.people("specialist", TODAY) == (find(store, "staff", "T01").id,)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 6, 30), "2025-26"),
        (date(2026, 7, 1), "2026-27"),
        (date(2027, 5, 27), "2026-27"),
        (date(2099, 9, 1), "2099-00"),
    ],
)
def test_a_school_year_begins_in_july(on: date, year: str) -> None:
    assert enrolment.school_year_of(on) == year


def test_after_an_import_seats_follow_and_new_students_get_cases(store: Store) -> None:
    take_in(store, small(tie("Ann")))
    first = store.write(lambda session: enrolment.take_up(session, AT))
    two = replace(small(tie("Bao")), students=DEMO.students[:2])
    take_in(store, two, LATER)

    later = store.write(lambda session: enrolment.take_up(session, LATER))
    again = store.write(lambda session: enrolment.take_up(session, LATER))

    assert first == enrolment.TakenUp(followed=(), opened=(1,))
    assert len(later.followed) == 2
    assert later.opened == (2,)
    assert again == enrolment.TakenUp(followed=(), opened=())
