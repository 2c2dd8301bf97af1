"""Commands: what is said of a conference: its time, its answers, its people, its minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflow.commands.asking import WORDS, Command, Words
from workflow.content import MinutesContent
from workflow.plan import Attendance, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConference(Command):
    kind: str = "annual"
    tier: str = "full"
    length_minutes: int = 30
    #: Guardians whom another conference asks, or who are sent a copy only.
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipConference(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Command):
    """Times are held for the family to choose from."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Convene(Command):
    """A time is set and everybody is invited."""

    slot: Slot
    modalities: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(Command):
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTime(Command):
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0
    comment: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurry(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOffer(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNoTime(Command):
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseTime(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Command):
    partstat: str
    sequence: int
    stamp: datetime
    source: str = "web"
    modality: str = "room"
    comment: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToDelegate(Command):
    delegate: Words
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForCopy(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExcusal(Command):
    person_id: int
    kind: str
    written_input: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantExcusal(Command):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRoom(Command):
    """Another room in the house, or another link: the time stays."""

    room: str
    modalities: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Command):
    """By hand: another time or room."""

    slot: Slot
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Command):
    #: Who is here; () means everybody who did not decline.
    present: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseAnswers(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HaveCalled(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskIfHeld(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPhone(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnew(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseMissed(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAttendance(Command):
    present: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMinutes(Command):
    """The minutes as they now read."""

    content: Annotated[MinutesContent, WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjourn(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseClosing(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMinutes(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseMinutes(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveParent(Command):
    """The conference may be held without a parent: the attempts are documented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskInterpreter(Command):
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInterpreter(Command):
    interpreter_id: int
    #: How the interpreter is related to the family; "" is not at all.
    relation: str = ""
    trained: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveNotice(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Command):
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Command):
    pass
