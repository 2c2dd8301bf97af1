"""Mina's family, invited to a conference with real letters, for tests of the post.

Rosa and Tomas are her parents, Ms Okafor teaches her, Ms Reyes leads her plan. Everything goes
through the desk and the courier's own letters; nothing leaves the house.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from meetings import desk
from meetings.archive import Archive
from meetings.courier import round  # noqa: A004  the courier's word
from meetings.courier.office import Office
from meetings.demo.mailed import Mailed, answer
from meetings.keys import make_authority
from meetings.settings import Settings
from meetings.store import Session, Store, cases
from meetings.store.tables import letter, letter_in, person
from workflow.commands import (
    Actor,
    BeginDraft,
    CallConference,
    Command,
    Convene,
    FinishDraft,
    Move,
    WritePlan,
)
from workflow.content import (
    Evidence,
    Goal,
    PlanContent,
    Profile,
    ProgrammingOption,
    StrengthArea,
)
from workflow.opening import Opening
from workflow.plan import Answer, Case, Party, Slot
from workflow.refusals import Refused

AT = datetime(2026, 8, 18, 17, tzinfo=UTC)
#: When the invitations are answered.
LATER = AT + timedelta(days=1)
SLOT = Slot(
    starts_at=datetime(2026, 9, 3, 20, tzinfo=UTC),
    ends_at=datetime(2026, 9, 3, 20, 30, tzinfo=UTC),
    room="12",
)
MINA, ROSA, TOMAS, MS_OKAFOR, MS_REYES = 1, 2, 3, 4, 5
PEOPLE = {
    MINA: ("Mina", "Park", "student"),
    ROSA: ("Rosa", "Park", "guardian"),
    TOMAS: ("Tomas", "Park", "guardian"),
    MS_OKAFOR: ("Ada", "Okafor", "staff"),
    MS_REYES: ("Ines", "Reyes", "staff"),
}
SEATS = (
    (MINA, "student"),
    (ROSA, "parent"),
    (TOMAS, "parent"),
    (MS_OKAFOR, "teacher"),
    (MS_REYES, "specialist"),
    (MS_REYES, "chair"),
)
LEADS = Actor(person_id=MS_REYES, role="specialist", identified_by="password")

SETTINGS = Settings(mail_domain="alp.example")


def address_of(person_id: int) -> str:
    return f"{PEOPLE[person_id][0].lower()}@family.example"


def office_in(folder: Path, settings: Settings = SETTINGS) -> Office:
    return Office(
        store=Store.open(folder, secret=b"s" * 32),
        archive=Archive(folder / "archive"),
        keys=make_authority("Test District", AT, b"k" * 32).keys,
        settings=settings,
    )


def enrolled_office(folder: Path, settings: Settings = SETTINGS) -> Office:
    """Mina's case is open, and nobody was written to."""
    office = office_in(folder, settings)
    office.store.write(_enrolled)
    return office


def invite(office: Office) -> None:
    """The plan is drafted, the time is set, and the courier has made his round."""
    for command in _road():
        say(office.store, command)
    round.work(office, AT)


@contextmanager
def invited(folder: Path) -> Iterator[Office]:
    """Everybody holds an invitation to SLOT, in revision 0."""
    office = enrolled_office(folder)
    try:
        invite(office)
        yield office
    finally:
        office.store.close()


def _enrolled(session: Session) -> None:
    session.connection.execute(insert(person), [_row(number) for number in PEOPLE])
    desk.open_case(session, opening(), AT)


def opening() -> Opening:
    since = date(2026, 8, 1)
    return Opening(
        case_id=1,
        student_id=MINA,
        school_year="2026-27",
        parties=tuple(Party(person_id=who, role=role, since=since) for who, role in SEATS),
        born_on=date(2011, 3, 4),
    )


def _row(number: int) -> dict[str, object]:
    given, family, kind = PEOPLE[number]
    texts = (
        "preferred_name phone postal_address language channel staff_role school_id grade "
        "gt_specialist_id"
    )
    return dict.fromkeys(texts.split(), "") | {
        "id": number,
        "source": "test",
        "source_id": str(number),
        "kind": kind,
        "given_name": given,
        "family_name": family,
        "email": address_of(number),
        "gifted": kind == "student",
        "areas": "[]",
        "evidence": "[]",
        "languages": "[]",
    }


def _road() -> tuple[Command, ...]:
    return (
        BeginDraft(by=LEADS, key="begin"),
        WritePlan(by=LEADS, key="write", content=plan()),
        FinishDraft(by=LEADS, key="finish"),
        CallConference(by=LEADS, key="call"),
        Convene(by=LEADS, key="convene", slot=SLOT, modalities={str(TOMAS): "video"}),
    )


def plan() -> PlanContent:
    """A complete plan with one goal of each kind."""
    due_on = date(2027, 5, 1)
    math = StrengthArea(area="math", evidence=(Evidence(kind="CogAT", result="97 %"),))
    goals = (
        Goal(key="a1", kind="achievement", statement="Three proofs.", area="math",
             standard="MA10-HS.4", measure="proofs", target="three", due_on=due_on),
        Goal(key="f1", kind="affective", statement="Asks for help.", area="personal",
             measure="diary", target="weekly", due_on=due_on),
    )  # fmt: skip
    return PlanContent(
        school_year="2026-27",
        profile=Profile(areas=(math,), interests=("proofs",), interests_year="2026-27"),
        goals=goals,
        programming=(ProgrammingOption(option="Seminar", goal_keys=("a1", "f1"), who="Ms Okafor"),),
        progress_schedule="with each report card",
    )


def say(store: Store, command: Command, at: datetime = AT) -> Case:
    outcome = store.write(lambda session: desk.submit(session, 1, command, at))
    assert not isinstance(outcome, Refused), outcome
    return outcome.case


def move(office: Office, days: int, at: datetime) -> None:
    """Ms Reyes sets another time, and everybody gets the new invitation."""
    slot = Slot(
        starts_at=SLOT.starts_at + timedelta(days=days),
        ends_at=SLOT.ends_at + timedelta(days=days),
        room="12",
    )
    say(office.store, Move(by=LEADS, key=f"move {days}", slot=slot), at)
    round.work(office, at)


def invitation_of(store: Store, person_id: int, sequence: int = 0) -> bytes:
    with store.read() as connection:
        raw: bytes = connection.execute(
            select(letter.c.raw)
            .where(letter.c.recipient_id == person_id)
            .where(letter.c.sequence == sequence)
            .where(letter.c.calendar_method == "REQUEST")
        ).scalar_one()
    return raw


def mailed(store: Store, person_id: int, said: Mailed, sequence: int = 0) -> bytes:
    """What that person's calendar program sends back."""
    return answer(invitation_of(store, person_id, sequence), said)


def case_in(store: Store) -> Case:
    with store.read() as connection:
        found = cases.load(connection, 1)
    assert found is not None
    return found


def answers(store: Store) -> dict[int, str]:
    """Who has said what, as the case knows it now."""
    return {one.person_id: one.partstat for one in case_in(store).conferences[-1].answers}


def answer_from(store: Store, person_id: int) -> Answer:
    return next(one for one in case_in(store).conferences[-1].answers if one.person_id == person_id)


def kept(store: Store) -> list[tuple[str, str]]:
    """Kind and state of every letter that came in."""
    with store.read() as connection:
        rows = connection.execute(
            select(letter_in.c["class"], letter_in.c.state).order_by(letter_in.c.id)
        )
        return [(row[0], row[1]) for row in rows]
