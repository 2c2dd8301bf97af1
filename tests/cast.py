"""The cast: a small school with one family for each situation, by name, and how to get to a stage.

Ms. Alvarez is the gifted specialist and chairs. Mr. Osei teaches mathematics and takes the minutes.
`small_school` writes them with their families; the verbs below bring a plan further, through the
desk alone, as their people would. Nobody is called user2.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

from sqlalchemy import select

from meetings import desk
from meetings.archive import Archive
from meetings.identity import accounts
from meetings.roster.almanac import Year, school_days
from meetings.roster.coverage import Coverage
from meetings.roster.difference import compare
from meetings.roster.people import (
    BellPeriod,
    Guardian,
    Interpreter,
    Kind,
    Room,
    Roster,
    School,
    Staff,
    Student,
    Teaching,
    Tie,
    by_key,
)
from meetings.roster.reading import Reading
from meetings.store import Store, cases, papers, rosters, values
from meetings.store.engines import Session
from meetings.store.tables import person
from workflow.commands import (
    Actor,
    Begin,
    BeginDraft,
    CallConference,
    Close,
    Command,
    Convene,
    FileOriginal,
    FinishDraft,
    Freeze,
    GiveInput,
    Offer,
    OpenReview,
    SettleMinutes,
    Sign,
    TakeAttendance,
    TakeMinutes,
    WritePlan,
)
from workflow.content import (
    Commitment,
    Decision,
    Evidence,
    Goal,
    MinutesContent,
    PlanContent,
    Profile,
    ProgrammingOption,
    Step,
    StrengthArea,
)
from workflow.opening import Opening
from workflow.plan import Attendance, Case, Party, Slot
from workflow.refusals import Refused

SOURCE = "cast"
YEAR = "2026-27"
#: A Tuesday morning in the first weeks of school.
AT = datetime(2026, 9, 1, 15, tzinfo=UTC)
SECRET = b"a secret for tests, 32 bytes lon"
PASSWORD = "correct horse battery staple"  # noqa: S105 - nobody real has it

#: (student, grade, birth, area, guardians as (given, family, relation, email, language))
FAMILIES = {
    "Maya Cruz": ("7", date(2014, 3, 9), "math", (
        ("Ana", "Cruz", "mother", "ana.cruz@example.org", "es"),
    )),
    "Leo Brandt": ("8", date(2013, 5, 2), "science", (
        ("Karin", "Brandt", "mother", "karin@example.org", "en"),
        ("Jonas", "Brandt", "father", "jonas@example.org", "en"),
    )),
    "Ida Novak": ("6", date(2015, 1, 20), "reading", (("Petra", "Novak", "mother", "", "en"),)),
    "Sam Okafor": ("12", date(2008, 9, 3), "music", (
        ("Grace", "Okafor", "mother", "grace@example.org", "en"),
    )),
}  # fmt: skip
_keys = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A store with the school in it, and everybody's person id by full name."""

    store: Store
    ids: dict[str, int]
    #: Case id by the student's full name.
    plans: dict[str, int]

    def id(self, name: str) -> int:
        return self.ids[name]

    def plan(self, student: str) -> Case:
        with self.store.read() as connection:
            case = cases.load(connection, self.plans[student])
        assert case is not None
        return case

    def actor(self, name: str, role: str) -> Actor:
        by = "password" if role in ("specialist", "teacher", "chair", "recorder") else "link_code"
        if role in ("courier", "clock"):
            return Actor(person_id=0, role=role)
        return Actor(person_id=self.ids[name], role=role, identified_by=by)

    def say(self, student: str, command: Command, at: datetime = AT) -> Case:
        """The desk must hear it."""
        answer = self.try_to_say(student, command, at)
        assert not isinstance(answer, Refused), str(answer)
        return answer.case

    def try_to_say(
        self, student: str, command: Command, at: datetime = AT
    ) -> desk.Answer | Refused:
        case_id = self.plans[student]
        return self.store.write(lambda session: desk.submit(session, case_id, command, at))


def key() -> str:
    return f"press-{next(_keys)}"


def small_school(folder: Path) -> Cast:
    """A fresh store in `folder` with everybody in it, staff accounts, and one opened case each."""
    finished, ids, plans = _finished()
    shutil.copytree(finished, folder, dirs_exist_ok=True)
    return Cast(store=Store.open(folder, secret=SECRET), ids=dict(ids), plans=dict(plans))


@cache
def _finished() -> tuple[Path, dict[str, int], dict[str, int]]:
    """Written once in a run and copied from then on."""
    folder = Path(tempfile.mkdtemp(prefix="cast-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Store.open(folder, secret=SECRET)
    ids, plans = store.write(_written)
    store.close()
    return folder, ids, plans


def _written(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    rosters.accept(session, compare(Roster(), _reading()), AT)
    values.put(session.connection, "school_name", "Juniper Middle School")
    values.put(session.connection, "contact", "Ms. Alvarez, 555-0142, office@juniper.example.org")
    found = session.connection.execute(select(person)).all()
    ids = {f"{row.given_name} {row.family_name}": int(row.id) for row in found}
    for name, roles in (
        ("Rosa Alvarez", ("specialist", "teacher")),
        ("Daniel Osei", ("teacher",)),
        ("Helen Park", ("coordinator", "operator")),
    ):
        given = name.split()[0].lower()
        account = accounts.Account(
            person_id=ids[name],
            email=f"{given}@juniper.example.org",
            password_hash="",
            roles=roles,
            disabled=False,
        )
        accounts.put(session, account, AT)
    plans = {name: _opened(session, ids, name, n) for n, name in enumerate(FAMILIES, 1)}
    return ids, plans


def _reading() -> Reading:
    """As if a clean set of files had told of everything."""
    told = Coverage(told=frozenset(Kind))
    return Reading(layout="simple", source=SOURCE, roster=roster(), coverage=told)


def roster() -> Roster:
    return Roster(
        schools=(School(source=SOURCE, source_id="S1", name="Juniper Middle School"),),
        students=by_key(_student(name) for name in FAMILIES),
        guardians=by_key(_guardian(*row) for _, _, _, rows in FAMILIES.values() for row in rows),
        ties=by_key(
            Tie(
                source=SOURCE,
                student_id=name,
                guardian_id=f"{row[0]} {row[1]}",
                relation=row[2],
                education_rights=True,
                may_contact=True,
                receives_copy=True,
                address_confidential=False,
                contact_order=place,
                household=row[3] or "home",
            )
            for name, (_, _, _, rows) in FAMILIES.items()
            for place, row in enumerate(rows, 1)
        ),
        staff=by_key(
            Staff(
                source=SOURCE,
                source_id=f"{given} {family}",
                given_name=given,
                family_name=family,
                email=f"{given.lower()}@juniper.example.org",
                role=role,
                school_id="S1",
            )
            for given, family, role in (
                ("Rosa", "Alvarez", "gt_specialist"),
                ("Daniel", "Osei", "teacher"),
                ("Helen", "Park", "administrator"),
            )
        ),
        teachings=by_key(
            Teaching(
                source=SOURCE,
                student_id=name,
                staff_id="Daniel Osei",
                subject="Mathematics",
                period="2",
            )
            for name in FAMILIES
        ),
        bells=by_key(
            BellPeriod(
                schedule="regular",
                period=str(n),
                starts_wall=time(7 + n),
                ends_wall=time(7 + n, 50),
            )
            for n in range(1, 8)
        ),
        days=by_key(school_days(Year(first_on=date(2026, 8, 17), last_on=date(2027, 5, 27)))),
        rooms=by_key((Room(name="Room 112", size=8), Room(name="Library", size=20))),
        interpreters=(
            Interpreter(
                source=SOURCE,
                source_id="I1",
                language="es",
                given_name="Lucía",
                family_name="Prieto",
                email="lucia@example.org",
            ),
        ),
    )


def _student(name: str) -> Student:
    grade, birth_on, area, _ = FAMILIES[name]
    given, family = name.split()
    return Student(
        source=SOURCE,
        source_id=name,
        given_name=given,
        family_name=family,
        grade=grade,
        school_id="S1",
        email=f"{given.lower()}@students.juniper.example.org",
        birth_on=birth_on,
        language="es" if name == "Maya Cruz" else "en",
        gifted=True,
        areas=(area,),
        identified_on=date(2025, 10, 1),
        evidence=(Evidence(kind="CogAT", result="97th percentile", on=date(2025, 4, 1)),),
        gt_specialist_id="Rosa Alvarez",
    )


def _guardian(given: str, family: str, _relation: str, email: str, language: str) -> Guardian:
    return Guardian(
        source=SOURCE,
        source_id=f"{given} {family}",
        given_name=given,
        family_name=family,
        email=email,
        phone="555-0100",
        postal_address="12 Juniper Lane",
        language=language,
        channel="email" if email else "paper",
        interpreter=language != "en",
    )


def _opened(session: Session, ids: dict[str, int], name: str, case_id: int) -> int:
    _, birth_on, _, guardians = FAMILIES[name]
    since = date(2026, 8, 1)
    seats = [
        (ids[name], "student"),
        *((ids[f"{row[0]} {row[1]}"], "parent") for row in guardians),
        (ids["Rosa Alvarez"], "specialist"),
        (ids["Rosa Alvarez"], "chair"),
        (ids["Daniel Osei"], "teacher"),
        (ids["Daniel Osei"], "recorder"),
    ]
    opening = Opening(
        case_id=case_id,
        student_id=ids[name],
        school_year=YEAR,
        parties=tuple(Party(person_id=p, role=role, since=since) for p, role in seats),
        born_on=birth_on,
    )
    return desk.open_case(session, opening, AT).id


def plan_text(student: str) -> PlanContent:
    """A complete plan."""
    area = FAMILIES[student][2]
    return PlanContent(
        school_year=YEAR,
        written_on=date(2026, 9, 1),
        profile=Profile(
            areas=(
                StrengthArea(
                    area=area,
                    evidence=(
                        Evidence(kind="CogAT", result="97th percentile", on=date(2025, 4, 1)),
                    ),
                ),
            ),
            interests=("chess", "rivers"),
            interests_year=YEAR,
            strengths="Asks the next question.",
            levels="Above grade level.",
            instructional_needs="Pre-tests and a faster pace.",
            affective_needs="Room to fail safely.",
        ),
        goals=(
            _goal("a1", "achievement", area, "I solve ten open problems and write down how."),
            _goal("f1", "affective", "personal", "I ask for help before I give up."),
        ),
        programming=(
            ProgrammingOption(
                option="Cluster group",
                goal_keys=("a1", "f1"),
                who="Mr. Osei",
                where="Room 112",
                how_often="weekly",
            ),
        ),
        commitments=(
            Commitment(side="school", text="Pre-tests at each unit.", by="Mr. Osei"),
            Commitment(side="home", text="We ask once a month at dinner.", by="the family"),
        ),
        progress_schedule="With each report card: October, January, May.",
    )


def _goal(code: str, kind: str, area: str, statement: str) -> Goal:
    return Goal(
        key=code,
        kind=kind,
        statement=statement,
        area=area,
        standard="Colorado Academic Standards, expectation 1" if kind == "achievement" else "",
        baseline="two so far",
        measure="a log, looked at each month",
        target="ten by May",
        due_on=date(2027, 5, 14),
        steps=(Step(text="Plan the first six weeks", by="student", due_on=date(2026, 10, 30)),),
        why="Because it is hard and mine.",
        how="A little every week.",
        help_at_home="Ask what was surprising.",
        partner="Ms. Alvarez",
    )


def minutes_text() -> MinutesContent:
    return MinutesContent(
        decisions=(Decision(text="The plan is adopted."),),
        concerns=("Homework must not simply double.",),
        home_commitments=("We ask once a month at dinner.",),
        school_commitments=("Pre-tests at each unit.",),
        note_taker="Daniel Osei",
    )


# --- verbs: each brings one student's plan to a stage, through all stages before ---------------


def drafting(cast: Cast, student: str) -> Case:
    """The draft is begun; inputs are asked for."""
    return cast.say(student, BeginDraft(by=cast.actor("Rosa Alvarez", "specialist"), key=key()))


def ready(cast: Cast, student: str) -> Case:
    """The draft is complete; a guardian has given input."""
    drafting(cast, student)
    rosa = cast.actor("Rosa Alvarez", "specialist")
    mother = _first_guardian(student)
    cast.say(
        student,
        GiveInput(by=cast.actor(mother, "parent"), key=key(), answers={"goal_wish": "Joy"}),
    )
    cast.say(student, WritePlan(by=rosa, key=key(), content=plan_text(student)))
    return cast.say(student, FinishDraft(by=rosa, key=key()))


def offered(cast: Cast, student: str) -> Case:
    """Three times are held for the family."""
    ready(cast, student)
    rosa = cast.actor("Rosa Alvarez", "specialist")
    cast.say(student, CallConference(by=rosa, key=key()))
    slots = tuple(_slot(_time_of(cast, student) + timedelta(days=n)) for n in range(3))
    return cast.say(student, Offer(by=rosa, key=key(), slots=slots))


def scheduled(cast: Cast, student: str, starts_at: datetime | None = None) -> Case:
    """A time is set and everybody is invited; nobody but the specialist has answered."""
    ready(cast, student)
    rosa = cast.actor("Rosa Alvarez", "specialist")
    cast.say(student, CallConference(by=rosa, key=key()))
    slot = _slot(starts_at or _time_of(cast, student))
    return cast.say(student, Convene(by=rosa, key=key(), slot=slot, modalities={}))


def _time_of(cast: Cast, student: str) -> datetime:
    """Sixteen days on; each student in another hour, for all have the same staff."""
    return AT + timedelta(days=15, hours=cast.plans[student] - 1)


def _slot(starts_at: datetime) -> Slot:
    return Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room="Room 112")


def minuted(cast: Cast, student: str) -> Case:
    """The conference was held with everybody, and its minutes are settled."""
    case = scheduled(cast, student)
    conference = case.conferences[-1]
    assert conference.slot is not None
    at = conference.slot.starts_at
    chair, recorder = cast.actor("Rosa Alvarez", "chair"), cast.actor("Daniel Osei", "recorder")
    everybody = tuple(one.person_id for one in conference.answers)
    cast.say(student, Begin(by=chair, key=key(), present=everybody), at)
    present = tuple(
        Attendance(person_id=party.person_id, role=party.role, mode="room")
        for party in case.parties
        if party.role in ("student", "parent", "specialist", "teacher")
    )
    cast.say(student, TakeAttendance(by=chair, key=key(), present=present), at)
    cast.say(student, TakeMinutes(by=recorder, key=key(), content=minutes_text()), at)
    cast.say(student, Close(by=chair, key=key()), at + timedelta(minutes=30))
    return cast.say(student, SettleMinutes(by=chair, key=key()), at + timedelta(hours=1))


def out_for_signature(cast: Cast, student: str, paper: bytes = b"%PDF-1.7 a paper") -> Case:
    """The text is frozen and its paper is filed: everybody is asked to sign."""
    case = minuted(cast, student)
    at = _after(case)
    cast.say(student, Freeze(by=cast.actor("Rosa Alvarez", "chair"), key=key()), at)
    digest = Archive(cast.store.folder / "archive").put(paper)
    assert digest == sha256(paper).hexdigest()
    wanted = papers.NewPaper(
        case_id=case.id,
        kind="original",
        no=1,
        title=f"Plan and minutes of {student}",
        file_sha256=digest,
        pages=4,
    )
    cast.store.write(lambda session: papers.put(session, wanted, at))
    filed = FileOriginal(by=cast.actor("", "courier"), key=key(), original_sha256=digest, pages=4)
    return cast.say(student, filed, at)


def in_effect(cast: Cast, student: str) -> Case:
    """Everybody agreed; the plan binds."""
    case = out_for_signature(cast, student)
    agreement = case.agreements[-1]
    names = {number: name for name, number in cast.ids.items()}
    for signer in agreement.signers:
        name = names[signer.person_id]
        case = cast.say(
            student,
            Sign(
                by=cast.actor(name, signer.role),
                key=key(),
                meaning="agree",
                shown_sha256=agreement.original_sha256,
                name=name,
                consent_version="2026-1",
            ),
            _after(case),
        )
    return case


def midyear(cast: Cast, student: str) -> Case:
    """The mid-year review is open."""
    in_effect(cast, student)
    at = datetime(2027, 1, 19, 16, tzinfo=UTC)
    return cast.say(student, OpenReview(by=cast.actor("Rosa Alvarez", "specialist"), key=key()), at)


def _after(case: Case) -> datetime:
    """Two hours after the newest conference began."""
    slot = case.conferences[-1].slot
    assert slot is not None
    return slot.starts_at + timedelta(hours=2)


def _first_guardian(student: str) -> str:
    given, family, *_ = FAMILIES[student][3][0]
    return f"{given} {family}"
