"""Verify: whether a file is the sealed record, byte for byte, and what it says.

Here: the strict judgement of a sealed file, offline and without a clock. Not here: sealing
(`seal.py`), the archive that knows which record is current (`meetings/archive.py` gives the log),
and the pages and commands that show a verdict. It never raises: what cannot be read is altered.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from io import BytesIO
from typing import assert_never

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.canonical import JsonValue, canonical, digest, moment
from documents.evidence import HEAD_WORDS, answers, broken_evidence
from documents.intact import Altered, Unknown, WholeSeal, whole_seal


class State(Enum):
    """What a file turned out to be."""

    #: The sealed record, unaltered, and the archive calls it the current one.
    GENUINE = "genuine and current"
    #: Unaltered, but a later record took its place.
    SUPERSEDED = "genuine, superseded"
    #: Unaltered, but the agreement was reopened.
    VOID = "genuine, void"
    #: Unaltered; no archive was asked, or it does not know the file.
    UNLISTED = "genuine"
    #: Bytes were changed, added or lost after sealing.
    ALTERED = "altered"
    #: No sealed record of ours, or the seal of somebody we do not know.
    UNKNOWN = "unknown"
    #: Unaltered, but its time was over and the archive let it go.
    DISPOSED = "genuine, disposed of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The roots of the districts whose seals are accepted; without any, no seal is known."""

    roots: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLog:
    """What the archive says of a file, by SHA-256: current, superseded, void or disposed."""

    standing: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    name: str
    role: str
    #: In words, as printed: "agrees with this plan".
    meaning: str
    method: str
    #: ISO text in UTC.
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the file says; only of use when the state is a genuine one."""

    sha256: str
    sealed_by: str = ""
    sealed_at: datetime | None = None
    agreement: str = ""
    original_sha256: str = ""
    signers: tuple[Signer, ...] = ()
    history_length: int = 0
    history_head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    state: State
    #: Sentences, the decisive one first.
    findings: tuple[str, ...]
    facts: Facts

    @property
    def unaltered(self) -> bool:
        return self.state not in (State.ALTERED, State.UNKNOWN)


def check(data: bytes, trust: Trust, log: ArchiveLog | None = None) -> Verdict:
    """The verdict on a file of any kind and size; never an exception."""
    facts = Facts(sha256=digest(data))
    try:
        sealed = whole_seal(data, trust.roots)
        facts = _checked_contents(data, sealed, facts)
    except Unknown as reason:
        return Verdict(state=State.UNKNOWN, findings=(str(reason),), facts=facts)
    except Altered as reason:
        return Verdict(state=State.ALTERED, findings=(str(reason),), facts=facts)
    except Exception:  # noqa: BLE001 - any file at all may come, and none may stop the command
        return Verdict(state=State.ALTERED, findings=(_UNREADABLE,), facts=facts)
    return _placed(facts, log)


_UNREADABLE = "A part of the seal or of the evidence cannot be read: the file was changed."


def _checked_contents(data: bytes, sealed: WholeSeal, facts: Facts) -> Facts:
    reader = PdfFileReader(BytesIO(data))
    files = attached_files(reader)
    raw = files["evidence.json"]
    found = json.loads(raw)
    if canonical(found) != raw:
        raise Altered("The evidence is written in another way than evidence is written.")
    if broken := broken_evidence(found, files["original.pdf"]):
        raise Altered(broken)
    if f"{HEAD_WORDS} {found['head']}" not in str(reader.trailer["/Info"]["/Subject"]):
        raise Altered("The history does not end where the certificate says that it ends.")
    return replace(
        facts,
        sealed_by=sealed.sealed_by,
        sealed_at=sealed.at,
        agreement=str(found["agreement"]),
        original_sha256=str(found["original"]),
        signers=_signers(found),
        history_length=int(found["length"]),
        history_head=str(found["head"]),
    )


def attached_files(reader: PdfFileReader) -> dict[str, bytes]:
    """The files inside a printed paper, by name."""
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    specs = [names[index] for index in range(1, len(names), 2)]
    return {str(spec["/UF"]): spec["/EF"]["/F"].data for spec in specs}


def _signers(found: Mapping[str, JsonValue]) -> tuple[Signer, ...]:
    return tuple(
        Signer(
            name=each["name"],
            role=each["role"],
            meaning=each["says"],
            method=each["method"],
            at=each["at"],
        )
        for each in answers(found)
    )


def _placed(facts: Facts, log: ArchiveLog | None) -> Verdict:
    standing = log.standing.get(facts.sha256, "") if log else ""
    states = {
        "current": State.GENUINE,
        "superseded": State.SUPERSEDED,
        "void": State.VOID,
        "disposed": State.DISPOSED,
    }
    state = states.get(standing, State.UNLISTED)
    asked = log is not None
    return Verdict(state=state, findings=(_sentence(state, asked=asked),), facts=facts)


def _sentence(state: State, *, asked: bool) -> str:
    match state:
        case State.GENUINE:
            return "This is the sealed record, unaltered, and it is the current one."
        case State.SUPERSEDED:
            return "This is the sealed record, unaltered, but a later one has taken its place."
        case State.VOID:
            return "This is the sealed record, unaltered, but the agreement was reopened later."
        case State.DISPOSED:
            return "This is the sealed record, unaltered; the archive has let it go since."
        case State.UNLISTED if asked:
            return "This is a sealed record, unaltered, but this archive does not know it."
        case State.UNLISTED:
            return "This is the sealed record, unaltered. No archive was asked if it is current."
        case State.ALTERED | State.UNKNOWN:
            return "The file could not be judged."
        case _:
            assert_never(state)


def told(verdict: Verdict) -> tuple[str, ...]:
    """Lines for a person: the judgement, then who sealed, and who signed with which meaning."""
    facts = verdict.facts
    if not verdict.unaltered or facts.sealed_at is None:
        return (f"{verdict.state.value}: {verdict.findings[0]}", f"SHA-256 {facts.sha256}")
    return (
        f"{verdict.state.value}: {verdict.findings[0]}",
        f"Agreement {facts.agreement}, sealed by {facts.sealed_by} on {moment(facts.sealed_at)}.",
        *(f"{each.name}, {each.role}: {each.meaning} ({each.at})." for each in facts.signers),
        f"History: {facts.history_length} rows, whole, ending in {facts.history_head}.",
        f"Paper shown to the signers: SHA-256 {facts.original_sha256}",
        f"This file: SHA-256 {facts.sha256}",
    )
