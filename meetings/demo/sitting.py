"""One conference of the demo at its time: who comes, what is written, read back, frozen, signed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from meetings.demo import texts
from meetings.demo.reactions import CONSENT
from meetings.demo.stage import Stage
from meetings.store import cases, people
from workflow.commands import (
    Begin,
    Close,
    Freeze,
    NoShow,
    SettleMinutes,
    Sign,
    TakeAttendance,
    TakeMinutes,
    WritePlan,
)
from workflow.content import PlanContent
from workflow.plan import Attendance, Case, Conference
from workflow.refusals import Refused
from workflow.seats import participants


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A conference whose time has come."""

    stage: Stage
    case_id: int
    no: int
    at: datetime

    @property
    def case(self) -> Case:
        return self.stage.case(self.case_id)

    @property
    def chair(self) -> int:
        return self.stage.specialist

    @property
    def conference(self) -> Conference:
        found = self.case.conference(self.no)
        if found is None:
            raise LookupError("This conference was never called.")
        return found


def hold(sitting: Sitting) -> None:
    """From the greeting to the frozen text; or nobody comes, or the time was moved meanwhile."""
    subject, slot = sitting.case.subject("conference", sitting.no), sitting.conference.slot
    if (
        subject is None
        or subject.state != "scheduled"
        or slot is None
        or slot.starts_at != sitting.at
    ):
        return
    story = sitting.stage.habits(sitting.case).story
    waived = _fact(sitting, "parent") == "waived"
    if story == "no_show" and sitting.conference.re_offers == 0 and sitting.conference.moves == 0:
        _nobody_came(sitting)
        return
    if story == "never_there" and not waived:
        _nobody_came(sitting)
        return
    here = _here(sitting, without_parent=story == "never_there")
    begun = sitting.stage.ask(
        sitting.case_id,
        Begin(**_chair(sitting), no=sitting.no, present=here),
        sitting.at,
    )
    if isinstance(begun, Refused):
        _nobody_came(sitting)
        return
    _talk(sitting, here)


def _chair(sitting: Sitting) -> dict[str, Any]:
    return sitting.stage.as_(sitting.chair, "chair", "password")


def _fact(sitting: Sitting, name: str) -> str:
    subject = sitting.case.subject("conference", sitting.no)
    return subject.facts.get(name, "") if subject else ""


def _nobody_came(sitting: Sitting) -> None:
    later = sitting.at + timedelta(minutes=15)
    sitting.stage.ask(sitting.case_id, NoShow(**_chair(sitting), no=sitting.no), later)


def _here(sitting: Sitting, *, without_parent: bool) -> tuple[int, ...]:
    excused = {one.person_id for one in sitting.conference.excusals if one.granted_at}
    seats = participants(sitting.case, sitting.at.date(), sitting.conference)
    return tuple(
        person
        for person, role in seats.items()
        if person not in excused and not (without_parent and role == "parent")
    )


def _talk(sitting: Sitting, here: tuple[int, ...]) -> None:
    stage, case, at = sitting.stage, sitting.case, sitting.at
    stage.say(
        case.id,
        TakeAttendance(**_chair(sitting), no=sitting.no, present=_attendance(sitting, here)),
        at + timedelta(minutes=2),
    )
    content = text_of(stage, case)
    if case.plan().state == "conferring":
        content = _changed_at_the_table(content)
        stage.say(
            case.id,
            WritePlan(**stage.as_(sitting.chair, "specialist", "password"), content=content),
            at + timedelta(minutes=15),
        )
    minutes = texts.minutes_of(content, stage.chance)
    end = at + timedelta(minutes=sitting.conference.length_minutes)
    stage.say(
        case.id,
        TakeMinutes(**_chair(sitting), no=sitting.no, content=minutes),
        end - timedelta(minutes=1),
    )
    stage.say(case.id, Close(**_chair(sitting), no=sitting.no), end)
    stage.say(case.id, SettleMinutes(**_chair(sitting), no=sitting.no), end + timedelta(minutes=2))
    if case.plan().state == "conferring":
        freeze(stage, case.id, end + timedelta(minutes=3))
        _sign_at_the_table(sitting, here, end + timedelta(minutes=5))


def _attendance(sitting: Sitting, here: tuple[int, ...]) -> tuple[Attendance, ...]:
    habits = sitting.stage.habits(sitting.case)
    seats = participants(sitting.case, sitting.at.date(), sitting.conference)
    return tuple(
        Attendance(
            person_id=person,
            role=role,
            mode=_mode(role, habits.modality) if person in here else "absent",
        )
        for person, role in seats.items()
    )


def _mode(role: str, modality: str) -> str:
    return modality if role == "parent" else "room"


def text_of(stage: Stage, case: Case) -> PlanContent:
    """The plan as it reads now."""
    with stage.world.store.read() as connection:
        digest = case.draft.digest if case.draft else ""
        return cases.passage_of(connection, digest, PlanContent) or PlanContent()


def _changed_at_the_table(content: PlanContent) -> PlanContent:
    """The family's own words replace the draft's: read-back shows the change."""
    first, *rest = content.goals
    said = replace(first, help_at_home=f"{first.help_at_home} We write down what we tried.")
    return replace(content, goals=(said, *rest))


def freeze(stage: Stage, case_id: int, at: datetime) -> None:
    version = stage.case(case_id).version
    command = Freeze(**stage.as_(stage.specialist, "specialist", "password"), seen=version)
    stage.say(case_id, command, at)
    stage.work(at)


def _sign_at_the_table(sitting: Sitting, here: tuple[int, ...], at: datetime) -> None:
    """The chair always; student and teacher in the room; every third family too, one by one."""
    stage, case = sitting.stage, sitting.case
    running = case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if agreement is None or not agreement.original_sha256:
        return
    together = sitting.case_id % 3 == 0 and stage.habits(case).story == "plain"
    for signer in agreement.signers:
        if signer.person_id not in here or (signer.role == "parent" and not together):
            continue
        own = signer.person_id == sitting.chair
        command = Sign(
            **stage.as_(signer.person_id, signer.role, "password" if own else "table"),
            no=agreement.no,
            meaning="agree",
            shown_sha256=agreement.original_sha256,
            name=name_of(stage, signer.person_id),
            method="typed" if own else "table",
            witness_id=None if own else sitting.chair,
            consent_version=CONSENT,
        )
        stage.ask(case.id, command, at)


def name_of(stage: Stage, person_id: int) -> str:
    with stage.world.store.read() as connection:
        found = people.person(connection, person_id)
    return found.name if found else ""
