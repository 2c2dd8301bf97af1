"""What a decision writes of a case: history, its row, seats, words. For the desk alone."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, update

from documents.canonical import JsonValue
from documents.evidence import NO_ROW
from meetings.store.cases import Kept
from meetings.store.engines import Session
from meetings.store.prepared import Prepared
from meetings.store.tables import cases, history, moment_text, party, passage, subject
from workflow.commands import Command
from workflow.decide import Decision
from workflow.digests import words_of
from workflow.plan import Case
from workflow.standing import standing_word

#: States of the plan in which the year is over for good.
OVER = ("archived",)
#: Columns of a case's row that a command changes.
_CHANGING = ("version", "head", "law_digest", "standing", "ended", "body")
_STANDING = ("state", "entered_seq", "entered_at", "live")

_encode = msgspec.json.Encoder().encode
#: Of texts and whole numbers by name: the bytes of documents/canonical.py, five times as fast.
_canonical = msgspec.json.Encoder(order="sorted").encode

_NEXT_ROW = Prepared(insert(history))
_CASE_NOW = Prepared(
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .where(cases.c.version == bindparam("seen_version"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_SUBJECT = Prepared(insert(subject))
_SUBJECT_NOW = Prepared(
    update(subject)
    .where(subject.c.case_id == bindparam("of_case"))
    .where(subject.c.chart == bindparam("of_chart"))
    .where(subject.c.no == bindparam("of_no"))
    .values({name: bindparam(name) for name in _STANDING})
)
_PASSAGE = Prepared(insert(passage))


class Overtaken(Exception):  # noqa: N818  named for what happened
    """Another writer changed the case first; nothing of this transaction may stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Personal words of one field, and what the history says instead of them."""

    digest: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A command with its personal words apart, by field."""

    command: Command
    word: str
    words: dict[str, Passage]

    @property
    def digests(self) -> dict[str, str]:
        return {name: one.digest for name, one in self.words.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a history row says besides the decision."""

    command: str
    body: str
    key: str
    actor_id: int = 0
    role: str = "operator"
    identified_by: str = "machine"


def saying(secret: bytes, case: Case, command: Command, word: str) -> Saying:
    """The salt follows from the installation's secret and the place, so that nobody guesses it."""
    seq = case.version + 1
    return Saying(
        command=command,
        word=word,
        words={
            name: _passage(secret, f"{case.id}.{seq}.{name}", getattr(command, name))
            for name in words_of(word)
        },
    )


def _passage(secret: bytes, place: str, said: object) -> Passage:
    text = _encode(said).decode()
    salt = hmac.digest(secret, place.encode(), "sha256").hex()
    return Passage(digest=salted_digest(salt, text), salt=salt, text=text)


def salted_digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def create(session: Session, decision: Decision) -> None:
    """Row 0 of a new case. Raises IntegrityError where the database knows an open one."""
    case, connection = decision.case, session.connection
    stamp = decision.events[0].stamp
    entry = _Entry(command="open_case", body="{}", key="opened", actor_id=stamp.by)
    said = _said(decision, entry)
    hashed = _row_hash(NO_ROW, said)
    values = {**columns(case), "head": hashed, "id": case.id}
    connection.execute(insert(cases).values(values))
    _NEXT_ROW.run(connection, {**said, "prev": NO_ROW, "hash": hashed})
    _put_subjects(connection, None, case)
    _put_parties(connection, None, case)


def append(session: Session, kept: Kept, decision: Decision, saying: Saying) -> None:
    """One history row with everything that follows; raises Overtaken if another was first."""
    connection, case, by = session.connection, decision.case, saying.command.by
    entry = _Entry(
        command=saying.word,
        body=_body(saying),
        key=saying.command.key,
        actor_id=by.person_id,
        role=by.role,
        identified_by=by.identified_by,
    )
    said = _said(decision, entry)
    hashed = _row_hash(kept.head, said)
    now = {**columns(case), "head": hashed, "case_id": case.id, "seen_version": kept.case.version}
    if _CASE_NOW.run(connection, now).rowcount != 1:
        raise Overtaken
    _NEXT_ROW.run(connection, {**said, "prev": kept.head, "hash": hashed})
    _put_subjects(connection, kept.case, case)
    _put_parties(connection, kept.case, case)
    _put_words(connection, case, saying)


def columns(case: Case) -> dict[str, object]:
    """The row of a case, but for its head: everything in it follows from the case."""
    return {
        "student_id": case.student_id,
        "school_year": case.school_year,
        "version": case.version,
        "law_digest": case.law,
        "standing": standing_word(case),
        "ended": case.plan().state in OVER,
        "body": _encode(case).decode(),
    }


def _said(decision: Decision, entry: _Entry) -> dict[str, JsonValue]:
    """A history row as it is hashed."""
    stamp = decision.events[0].stamp
    moves = [[one.row.chart, one.no, one.row.command, one.row.target] for one in decision.moves]
    return {
        "case_id": decision.case.id,
        "seq": stamp.seq,
        "at": moment_text(stamp.at),
        "command": entry.command,
        "body": entry.body,
        "moves": _encode(moves).decode(),
        "events": _encode([(type(one).__name__, one) for one in decision.events]).decode(),
        "actor_id": entry.actor_id,
        "role": entry.role,
        "identified_by": entry.identified_by,
        "law_digest": decision.case.law,
        "key": entry.key,
    }


def _row_hash(prev: str, said: dict[str, JsonValue]) -> str:
    """As documents/evidence.py says; `alp check` asks that one."""
    return hashlib.sha256(bytes.fromhex(prev) + _canonical(said)).hexdigest()


def _body(saying: Saying) -> str:
    plain: dict[str, Any] = msgspec.to_builtins(saying.command)
    for envelope in ("by", "key"):
        del plain[envelope]
    for name, digest in saying.digests.items():
        plain[name] = {"words": digest}
    return _encode(plain).decode()


def _put_words(connection: Connection, case: Case, saying: Saying) -> None:
    for name, one in saying.words.items():
        place = {"case_id": case.id, "seq": case.version, "field": name}
        words = {"digest": one.digest, "salt": one.salt, "text": one.text}
        _PASSAGE.run(connection, place | words)


def _put_subjects(connection: Connection, before: Case | None, after: Case) -> None:
    known = {(one.chart, one.no): one for one in before.subjects} if before else {}
    # A chart that ended is written first: another of its kind may start in the same row.
    for one in sorted(after.subjects, key=lambda one: one.live):
        old = known.get((one.chart, one.no))
        if old == one:
            continue
        values = {
            "state": one.state,
            "entered_seq": one.entered_seq,
            "entered_at": moment_text(one.entered_at),
            "live": one.live,
        }
        if old is None:
            place = {"case_id": after.id, "chart": one.chart, "no": one.no}
            _SUBJECT.run(connection, place | values)
        else:
            place = {"of_case": after.id, "of_chart": one.chart, "of_no": one.no}
            _SUBJECT_NOW.run(connection, place | values)


def _put_parties(connection: Connection, before: Case | None, after: Case) -> None:
    if before is not None and before.parties == after.parties:
        return
    known = {(p.person_id, p.role, p.since): p for p in before.parties} if before else {}
    for one in after.parties:
        old = known.get((one.person_id, one.role, one.since))
        values = {"until": one.until, "required": one.required}
        place = {"case_id": after.id, "person_id": one.person_id}
        seat = {"role": one.role, "since": one.since}
        if old is None:
            connection.execute(insert(party).values(place | seat | values))
        elif old != one:
            connection.execute(
                update(party)
                .where(party.c.case_id == after.id)
                .where(party.c.person_id == one.person_id)
                .where(party.c.role == one.role)
                .where(party.c.since == one.since)
                .values(values)
            )
