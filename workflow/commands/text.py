"""Commands: a plan is written, people give input and take seats, a case ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflow.commands.asking import WORDS, Command, Words
from workflow.content import PlanContent
from workflow.plan import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPrior(Command):
    """The prior plan that moved in binds until ours is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePlan(Command):
    """The whole text of the plan as it now reads."""

    content: Annotated[PlanContent, WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveInput(Command):
    """Answers of a student, guardian or teacher before the conference; question key to answer."""

    answers: Annotated[dict[str, str], WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenDraft(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseInputs(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class InformFamily(Command):
    """The family was told of the identification and of the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseInforming(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChasePlan(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """The family declines the plan; the identification stays."""

    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecline(Command):
    """The same on paper."""

    person_id: int
    scan_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAgain(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseOffer(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttempt(Command):
    channel: str
    tried_at: datetime
    person_id: int
    result: str
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParty(Command):
    """Adds or ends a seat."""

    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRights(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseYear(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOut(Command):
    to_school: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit(Command):
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersede(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstate(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord(Command):
    record_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseRecord(Command):
    pass
