"""What is read from files in each format, who is kept, and what our own files add."""

import io
import zipfile
from datetime import date, time

from meetings.roster.gifted import Hints
from meetings.roster.people import (
    BellPeriod,
    Guardian,
    Hour,
    Interpreter,
    Room,
    SchoolDay,
    Student,
    Teaching,
    Tie,
    Window,
)
from meetings.roster.reading import Reading, read
from workflow.content import Evidence


def csv_of(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
ONEROSTER: dict[str, bytes] = {
    "manifest.csv": csv_of(
        "propertyName,value",
        "oneroster.version,1.1",
        "file.users,bulk",
        "source.systemCode,canyon-sis",
    ),
    "orgs.csv": csv_of(
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
        "o1,,,Canyon Middle School,school,,",
    ),
    "users.csv": csv_of(
        USERS,
        "s1,,,true,o1,student,nora,{LDAP:12},Nora,Begay,,900001,nora@canyon.example,,,g1,06,secret",
        "s2,,,true,o1,student,theo,,Theo,Lindqvist,,900002,,,,,07,secret",
        "g1,,,true,o1,parent,dana,,Dana,Begay,,,dana@home.example,,+1 303 555 0100,,,",
        "t1,,,true,o1,teacher,ruiz,,Ana,Ruiz,,,ruiz@canyon.example,,,,,",
        "t2,,,true,o1,teacher,kim,,Joon,Kim,,,kim@canyon.example,,,,,",
    ),
    "classes.csv": csv_of(
        "sourcedId,status,dateLastModified,title,subjects,periods,schoolSourcedId",
        'c1,,,Math 6 Honors,Mathematics,"1,2",o1',
        "c2,,,Science 7,Science,3,o1",
    ),
    "enrollments.csv": csv_of(
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role",
        "e1,,,c1,o1,s1,student",
        "e2,,,c1,o1,t1,teacher",
        "e3,,,c2,o1,s2,student",
        "e4,,,c2,o1,t2,teacher",
        "e5,tobedeleted,,c2,o1,s1,student",
    ),
    "demographics.csv": csv_of("sourcedId,birthDate,sex,asian", "s1,2014-03-09,female,true"),
}
NORA = Student(
    source="canyon-sis",
    source_id="s1",
    given_name="Nora",
    family_name="Begay",
    grade="6",
    school_id="o1",
    email="nora@canyon.example",
    birth_on=date(2014, 3, 9),
)
SIMPLE: dict[str, bytes] = {
    "students.csv": csv_of(
        "student_id,given_name,family_name,grade,school,email,birth_date,language,gifted,areas,identified_on",
        "1,Nora,Begay,6,Canyon,,9/3/2014,Spanish,yes,math; reading,2024-10-01",
        "2,Theo,Lindqvist,7,Canyon,,25/12/2013,,no,,",
    ),
    "staff.csv": csv_of(
        "staff_id,given_name,family_name,email,role,school",
        "a,Ana,Ruiz,ruiz@canyon.example,teacher,Canyon",
        "b,June,Okafor,,gt_specialist,Canyon",
    ),
    "teaching.csv": csv_of(
        "student_id,staff_id,subject,period,cycle_days", "1,a,Mathematics,2,A", "2,a,Science,3,B"
    ),
}


def refused(reading: Reading) -> list[str]:
    return [fault.sentence for fault in reading.faults if fault.severity.value == "refused"]


def test_only_the_gifted_student_and_who_belongs_to_her_is_kept() -> None:
    reading = read(ONEROSTER, given=Hints(gifted_ids=("900001",)))

    roster = reading.roster
    assert (reading.layout, reading.source) == ("OneRoster 1.1", "canyon-sis")
    assert [(s.source_id, s.gifted) for s in roster.students] == [("s1", True)]
    assert [member.source_id for member in roster.staff] == ["t1"]
    assert [guardian.source_id for guardian in roster.guardians] == ["g1"]
    assert reading.left_out == {"students": 1, "staff": 1}


def test_a_student_of_oneroster_is_read_whole_and_her_two_periods_are_two_lessons() -> None:
    roster = read(ONEROSTER, given=Hints(gifted_class_ids=("c1",))).roster

    assert roster.students == (
        Student(**{name: getattr(NORA, name) for name in NORA.__slots__} | {"gifted": True}),
    )
    assert roster.teachings == tuple(
        Teaching(
            source="canyon-sis",
            student_id="s1",
            staff_id="t1",
            subject="Mathematics",
            period=period,
        )
        for period in ("1", "2")
    )
    assert roster.hours == tuple(
        Hour(source="canyon-sis", staff_id="t1", period=period) for period in ("1", "2")
    )


def test_a_column_of_the_district_marks_who_is_gifted() -> None:
    users = ONEROSTER["users.csv"].decode().split("\r\n")
    marks = ["metadata.district.GT", "GT-M", "N", "", "", ""]
    marked = csv_of(*(f"{line},{mark}" for line, mark in zip(users, marks, strict=True)))

    reading = read(
        ONEROSTER | {"users.csv": marked}, given=Hints(gifted_column="metadata.district.gt")
    )

    assert [student.source_id for student in reading.roster.students] == ["s1"]
    assert reading.is_clean


def test_guardians_csv_joins_any_format_and_adds_rights_and_a_second_guardian() -> None:
    guardians = csv_of(
        "student_id,guardian_id,given_name,family_name,relation,email,phone,postal_address,language,"
        "channel,contact_order,household,education_rights,may_contact,receives_copy,"
        "address_confidential,interpreter",
        "900001,g1,,,mother,,,,es,email,1,A,yes,yes,yes,no,yes",
        's1,g2,Ray,Tso,father,,,"4 Mesa Rd\nCortez",,paper,2,B,TRUE,true,no,yes,',
        "s2,g3,Eva,Lindqvist,mother,,,,,,,,yes,yes,yes,,",
    )

    reading = read(ONEROSTER | {"guardians.csv": guardians}, given=Hints(gifted_ids=("s1",)))

    assert reading.is_clean
    assert reading.roster.guardians == (
        Guardian(
            source="canyon-sis",
            source_id="g1",
            given_name="Dana",
            family_name="Begay",
            email="dana@home.example",
            phone="+1 303 555 0100",
            language="es",
            channel="email",
            interpreter=True,
        ),
        Guardian(
            source="canyon-sis",
            source_id="g2",
            given_name="Ray",
            family_name="Tso",
            postal_address="4 Mesa Rd\nCortez",
            channel="paper",
        ),
    )
    assert reading.roster.ties == (
        Tie(
            source="canyon-sis",
            student_id="s1",
            guardian_id="g1",
            relation="mother",
            education_rights=True,
            may_contact=True,
            receives_copy=True,
            address_confidential=False,
            contact_order=1,
            household="A",
        ),
        Tie(
            source="canyon-sis",
            student_id="s1",
            guardian_id="g2",
            relation="father",
            education_rights=True,
            may_contact=True,
            receives_copy=False,
            address_confidential=True,
            contact_order=2,
            household="B",
        ),
    )


def test_guardians_csv_overrides_what_the_roster_tells_about_a_guardian() -> None:
    guardians = csv_of("student_id,guardian_id,email,phone", "s1,g1,new@home.example,")

    reading = read(ONEROSTER | {"guardians.csv": guardians}, given=Hints(gifted_ids=("s1",)))

    assert [(g.email, g.phone) for g in reading.roster.guardians] == [
        ("new@home.example", "+1 303 555 0100")
    ]


def test_our_own_files_tell_who_is_gifted_and_one_date_shows_the_order_of_all() -> None:
    reading = read(SIMPLE)

    assert reading.is_clean
    assert reading.roster.students == (
        Student(
            source="csv",
            source_id="1",
            given_name="Nora",
            family_name="Begay",
            grade="6",
            school_id="Canyon",
            birth_on=date(2014, 3, 9),
            language="es",
            gifted=True,
            areas=("math", "reading"),
            identified_on=date(2024, 10, 1),
        ),
    )
    assert [(s.source_id, s.role) for s in reading.roster.staff] == [
        ("a", "teacher"),
        ("b", "gt_specialist"),
    ]
    assert [(h.period, h.cycle_days, h.activity) for h in reading.roster.hours] == [
        ("2", ("A",), "class"),
        ("3", ("B",), "class"),
    ]


def test_a_date_that_can_be_read_in_two_ways_is_asked_about_once() -> None:
    students = csv_of(
        "student_id,given_name,family_name,birth_date",
        "1,Nora,Begay,1/05/2014",
        "2,Theo,L,2/05/2014",
    )

    reading = read({"students.csv": students})
    told = read({"students.csv": students}, given=Hints(day_first=True))

    assert [s.birth_on for s in reading.roster.students] == [date(2014, 1, 5), date(2014, 2, 5)]
    assert sum("in two ways" in fault.what for fault in reading.faults) == 1
    assert [s.birth_on for s in told.roster.students] == [date(2014, 5, 1), date(2014, 5, 2)]


def test_gifted_csv_tells_areas_evidence_and_the_specialist_by_any_number() -> None:
    gifted = csv_of(
        "student_id,areas,identified_on,evidence,gt_specialist_id",
        "900002,Science; Specific academic: reading,2025-02-03,"
        '"CogAT: 97 (2025-01-20); portfolio: strong",t1',
    )

    reading = read(ONEROSTER | {"gifted.csv": gifted})

    (theo,) = reading.roster.students
    assert (theo.source_id, theo.areas, theo.gt_specialist_id) == (
        "s2",
        ("science", "reading"),
        "t1",
    )
    assert theo.evidence == (
        Evidence(kind="CogAT", result="97", on=date(2025, 1, 20)),
        Evidence(kind="portfolio", result="strong"),
    )
    assert [member.source_id for member in reading.roster.staff] == ["t1", "t2"]


def test_the_hours_of_the_school_are_read_without_a_roster() -> None:
    reading = read(
        {
            "bells.csv": csv_of("schedule,period,starts,ends", "regular,1,8:00,8:50 AM"),
            "days.csv": csv_of(
                "date,kind,cycle_day,bell_schedule", "2026-09-14,instruction,A,regular"
            ),
            "rooms.csv": csv_of("room,size", "Library,12"),
            "interpreters.csv": csv_of(
                "person_id,given_name,family_name,email,language",
                "i1,Luz,Vega,luz@x.example,Spanish",
            ),
        }
    )

    assert reading.is_clean
    assert reading.roster.bells == (
        BellPeriod(schedule="regular", period="1", starts_wall=time(8), ends_wall=time(8, 50)),
    )
    assert reading.roster.days == (
        SchoolDay(
            on=date(2026, 9, 14), day_kind="instruction", cycle_day="A", bell_schedule="regular"
        ),
    )
    assert reading.roster.rooms == (Room(name="Library", size=12),)
    assert reading.roster.interpreters == (
        Interpreter(
            source="csv",
            source_id="i1",
            language="es",
            given_name="Luz",
            family_name="Vega",
            email="luz@x.example",
        ),
    )


def test_windows_and_timetable_are_kept_for_those_who_are_kept() -> None:
    reading = read(
        SIMPLE
        | {
            "windows.csv": csv_of(
                "person_id,weekday,date,from,to",
                "1,Mondays,,16:00,17:30",
                "a,,2026-09-14,3:15 pm,4 pm",
                "a,,2026-09-14,3:15 pm,4:00 pm",
                "2,tue,,08:00,09:00",
            ),
            "timetable.csv": csv_of(
                "staff_id,period,cycle_days,kind", "a,2,A B,planning", "a,lunch,,lunch"
            ),
        }
    )

    assert reading.roster.windows == (
        Window(
            source="csv", person_id="1", weekday="mon", from_wall=time(16), to_wall=time(17, 30)
        ),
        Window(
            source="csv",
            person_id="a",
            on=date(2026, 9, 14),
            from_wall=time(15, 15),
            to_wall=time(16),
        ),
    )
    assert [(h.period, h.cycle_days, h.activity) for h in reading.roster.hours] == [
        ("2", ("A", "B"), "planning"),
        ("3", ("B",), "class"),
        ("lunch", (), "lunch"),
    ]
    assert refused(reading) == [
        (
            "windows.csv, row 3, column to: '4 pm' is no time of day. "
            "Write hours and minutes: 08:00 or 15:45."
        )
    ]


def test_an_archive_counts_as_the_files_in_it() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in SIMPLE.items():
            archive.writestr(name, content)

    assert read({"roster.zip": packed.getvalue()}) == read(SIMPLE)
