"""Commands: a text is frozen, printed, signed, closed, sealed; a family disagrees."""

from dataclasses import dataclass
from datetime import date

from workflow.commands.asking import Command, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze(Command):
    """The text is final; its paper is printed and shown to all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOriginal(Command):
    original_sha256: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Command):
    meaning: str
    shown_sha256: str
    name: str
    method: str = "typed"
    comment: Words = ""
    mark: Words = ""
    parts: tuple[str, ...] = ()
    consent_version: str = ""
    witness_id: int | None = None
    proof: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignedPaper(Command):
    """A signature on paper, with its scan, taken in by the specialist."""

    person_id: int
    meaning: str
    shown_sha256: str
    scan_sha256: str
    dated_on: date
    witness_id: int | None = None
    comment: Words = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseOriginal(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseSigners(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseLapse(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMinutes(Command):
    sealed_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseSeal(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Command):
    reason: Words
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Command):
    """A hearing took place."""

    on: date
    notes: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uphold(Command):
    decision: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise(Command):
    decision: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal(Command):
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetUphold(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LetRevise(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class UpholdFinally(Command):
    decision: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseFinally(Command):
    decision: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseHold(Command):
    pass
