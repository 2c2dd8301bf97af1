"""A roster that is written as files and read again is the same; any other bytes raise nothing."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.roster.describe import bad_rows, describe
from meetings.roster.difference import compare
from meetings.roster.export import Version, write_oneroster
from meetings.roster.people import (
    BellPeriod,
    Guardian,
    Hour,
    Interpreter,
    Room,
    Roster,
    School,
    SchoolDay,
    Staff,
    Student,
    Teaching,
    Tie,
    Window,
    by_key,
)
from meetings.roster.reading import read
from meetings.roster.words import CHANNELS, DAY_KINDS, HOUR_KINDS, STAFF_ROLES, WEEKDAYS
from workflow.content import STRENGTH_AREAS, Evidence

SOURCE = "canyon"
NAMES = st.sampled_from(
    ["Nora", "Zo\u00eb", "O'Brien", "de la Cruz", "\u05e0\u05d5\u05e2\u05d4", 'A "B", C']
)
DATES = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))
YES_NO = st.none() | st.booleans()
LANGUAGES = st.sampled_from(["", "es", "uk"])
PERIODS = ("1", "2", "lunch")
CYCLES = st.sampled_from([(), ("A",), ("A", "B")])
HOURS = [time(8), time(8, 50), time(12, 5), time(16, 30)]
STAFF = [f"t{number}" for number in range(4)]
SCHOOLS = ("o1", "o2")
LUZ = Interpreter(
    source=SOURCE, source_id="i1", language="es", given_name="Luz", family_name="Vega"
)


def one_each(pupils: list[Student]) -> list[str]:
    return sorted(pupil.source_id for pupil in pupils)


students = st.builds(
    Student,
    source=st.just(SOURCE),
    source_id=st.sampled_from([f"s{number}" for number in range(5)]),
    given_name=NAMES,
    family_name=NAMES,
    preferred_name=st.sampled_from(["", "Bee"]),
    grade=st.sampled_from(["", "K", "6", "11"]),
    school_id=st.sampled_from(SCHOOLS),
    email=st.sampled_from(["", "kid@canyon.example"]),
    birth_on=DATES,
    language=LANGUAGES,
    gifted=st.just(value=True),
    areas=st.lists(st.sampled_from(sorted(STRENGTH_AREAS)), unique=True, max_size=3).map(tuple),
    identified_on=DATES,
    evidence=st.lists(
        st.builds(Evidence, kind=st.just("CogAT"), result=st.sampled_from(["", "97"]), on=DATES),
        max_size=2,
    ).map(tuple),
    gt_specialist_id=st.sampled_from(["", *STAFF]),
)
guardians = st.builds(
    Guardian,
    source=st.just(SOURCE),
    source_id=st.sampled_from(["g1", "g2", "g3"]),
    given_name=NAMES,
    family_name=NAMES,
    email=st.sampled_from(["", "home@mail.example"]),
    phone=st.sampled_from(["", "+1 303 555 0100", "=1"]),
    postal_address=st.sampled_from(["", "4 Mesa Rd\nCortez"]),
    language=LANGUAGES,
    channel=st.sampled_from(["", *CHANNELS]),
    interpreter=YES_NO,
)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A roster as `read` leaves it: gifted students, and nobody who belongs to none of them."""
    pupils = draw(st.lists(students, min_size=1, max_size=4, unique_by=lambda s: s.key))
    adults = draw(st.lists(guardians, max_size=3, unique_by=lambda g: g.key))
    lessons = draw(st.lists(teaching_of(pupils), max_size=5, unique_by=lambda t: t.key))
    named = sorted({t.staff_id for t in lessons} | {s.gt_specialist_id for s in pupils} - {""})
    rooms = st.lists(
        st.builds(Room, name=NAMES, size=st.integers(0, 30)), unique_by=lambda r: r.key
    )
    return Roster(
        schools=tuple(School(source=SOURCE, source_id=i, name=f"School {i}") for i in SCHOOLS),
        students=by_key(pupils),
        guardians=by_key(adults),
        ties=by_key([draw(tie_of(pupils, adult.source_id)) for adult in adults]),
        staff=tuple(draw(member_of(number)) for number in named),
        teachings=by_key(lessons),
        hours=hours_of(lessons),
        bells=tuple(
            BellPeriod(schedule="regular", period=p, starts_wall=HOURS[n], ends_wall=HOURS[n + 1])
            for n, p in enumerate(PERIODS)
        ),
        days=tuple(
            SchoolDay(on=date(2026, 9, n), day_kind=kind, cycle_day="A", bell_schedule="regular")
            for n, kind in enumerate(DAY_KINDS, 1)
        ),
        rooms=by_key(draw(rooms)),
        interpreters=(LUZ,),
        windows=by_key(draw(st.lists(window_of(pupils), unique_by=lambda w: w.key))),
    )


def tie_of(pupils: list[Student], guardian_id: str) -> st.SearchStrategy[Tie]:
    return st.builds(
        Tie,
        source=st.just(SOURCE),
        student_id=st.sampled_from(one_each(pupils)),
        guardian_id=st.just(guardian_id),
        relation=st.sampled_from(["mother", "guardian"]),
        education_rights=YES_NO,
        may_contact=YES_NO,
        receives_copy=YES_NO,
        address_confidential=YES_NO,
        contact_order=st.sampled_from([None, 1, 2]),
        household=st.sampled_from(["", "A"]),
    )


def teaching_of(pupils: list[Student]) -> st.SearchStrategy[Teaching]:
    return st.builds(
        Teaching,
        source=st.just(SOURCE),
        student_id=st.sampled_from(one_each(pupils)),
        staff_id=st.sampled_from(STAFF),
        subject=st.sampled_from(["", "Mathematics", "Science, 7th"]),
        period=st.sampled_from(["", *PERIODS]),
        cycle_days=CYCLES,
    )


def member_of(number: str) -> st.SearchStrategy[Staff]:
    return st.builds(
        Staff,
        source=st.just(SOURCE),
        source_id=st.just(number),
        given_name=NAMES,
        family_name=NAMES,
        email=st.sampled_from(["", "staff@canyon.example"]),
        role=st.sampled_from(STAFF_ROLES),
        school_id=st.sampled_from(SCHOOLS),
    )


def hours_of(lessons: list[Teaching]) -> tuple[Hour, ...]:
    """Every lesson is an hour of its teacher; period 8 is used otherwise."""
    taught = {
        Hour(source=SOURCE, staff_id=t.staff_id, period=t.period, cycle_days=t.cycle_days)
        for t in lessons
        if t.period
    }
    others = {
        t.staff_id: Hour(source=SOURCE, staff_id=t.staff_id, period="8", activity=activity)
        for t, activity in zip(lessons, HOUR_KINDS, strict=False)
    }
    return by_key({*taught, *others.values()})


def window_of(pupils: list[Student]) -> st.SearchStrategy[Window]:
    who = st.sampled_from([LUZ.source_id, *one_each(pupils)])
    times = {"from_wall": st.sampled_from(HOURS[:2]), "to_wall": st.sampled_from(HOURS[2:])}
    weekly = st.builds(
        Window, source=st.just(SOURCE), person_id=who, weekday=st.sampled_from(WEEKDAYS), **times
    )
    once = st.builds(
        Window, source=st.just(SOURCE), person_id=who, on=st.just(date(2026, 9, 14)), **times
    )
    return weekly | once


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@settings(max_examples=60, deadline=None)
@given(roster=rosters())
def test_a_roster_that_is_written_and_read_again_is_the_same(
    version: Version, roster: Roster
) -> None:
    reading = read(write_oneroster(roster, version))

    assert reading.roster == roster
    assert reading.layout == f"OneRoster {version}"
    assert reading.is_clean
    assert compare(roster, reading).is_empty


def test_a_teacher_who_is_a_guardian_as_well_stands_once_among_the_users() -> None:
    roster = Roster(
        students=(
            Student(
                source=SOURCE, source_id="s1", given_name="Leo", family_name="Ruiz", gifted=True
            ),
        ),
        guardians=(Guardian(source=SOURCE, source_id="t1", given_name="Ana", family_name="Ruiz"),),
        ties=(Tie(source=SOURCE, student_id="s1", guardian_id="t1", relation="mother"),),
        staff=(Staff(source=SOURCE, source_id="t1", given_name="Ana", family_name="Ruiz"),),
        teachings=(Teaching(source=SOURCE, student_id="s1", staff_id="t1"),),
    )

    files = write_oneroster(roster, "1.2")
    reading = read(files)

    assert reading.roster == roster
    assert reading.is_clean
    assert files["users.csv"].count(b"Ana") == 1
    assert files["roles.csv"].count(b"t1,primary") == 1


SAMPLE = write_oneroster(
    Roster(
        schools=(School(source=SOURCE, source_id="o1", name="Canyon"),),
        students=(
            Student(
                source=SOURCE, source_id="s1", given_name="Leo", family_name="Ruiz", gifted=True
            ),
        ),
        guardians=(Guardian(source=SOURCE, source_id="g1", given_name="Eva", family_name="Ruiz"),),
        ties=(Tie(source=SOURCE, student_id="s1", guardian_id="g1", education_rights=True),),
        interpreters=(LUZ,),
        days=(SchoolDay(on=date(2026, 9, 14), day_kind="instruction"),),
        bells=(BellPeriod(schedule="r", period="1", starts_wall=HOURS[0], ends_wall=HOURS[1]),),
    ),
    "1.2",
)


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from([*sorted(SAMPLE), "Student.csv", "students.csv", "x.zip", "notes.pdf"]),
    data=st.data(),
)
def test_whatever_bytes_a_file_holds_the_reading_is_told_and_nothing_raises(
    name: str, data: st.DataObject
) -> None:
    content = SAMPLE.get(name, SAMPLE["users.csv"])
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    junk = data.draw(
        st.binary(max_size=40) | st.sampled_from([b'"', b"\x00", b"PK\x03\x04", b",\n"])
    )

    reading = read(SAMPLE | {name: content[:start] + junk + content[end:]})

    assert describe(compare(Roster(), reading), reading)
    assert all(fault.what and fault.remedy and fault.file for fault in reading.faults)
    assert isinstance(bad_rows(reading), dict)
    assert "Traceback" not in repr(reading.faults)


@settings(max_examples=100, deadline=None)
@given(files=st.dictionaries(st.text(max_size=12), st.binary(max_size=200), max_size=4))
def test_files_of_any_name_and_content_are_answered(files: dict[str, bytes]) -> None:
    reading = read(files)

    assert describe(compare(Roster(), reading), reading)
    assert reading.layout or not reading.is_clean
