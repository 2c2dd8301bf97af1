"""Papers that are owed: the original to be signed, the sealed record, the record of the year.

Each is printed by the printer, filed in the archive by its digest, then told to the desk. Doing it
twice gives the same bytes, the same row, and an answer that it stands already.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from documents import agreement as paper_of
from documents.evidence import HEAD_WORDS, EvidenceData, evidence_json, head
from documents.paper import Attachment, Paper, page_count
from documents.plan import plan_json
from documents.review import review
from documents.seal import seal
from documents.verify import Trust, check
from meetings.courier.contents import File, heading
from meetings.courier.filing import filing, put
from meetings.courier.office import COURIER, Office
from meetings.courier.records import history_until, number, original_data, record_data
from meetings.courier.reviews import review_data
from meetings.store import cases
from meetings.store.orders import Owed
from workflow.commands import FileMinutes, FileOriginal, FileRecord
from workflow.refusals import Refused


class NotSealed(Exception):  # noqa: N818  named for what happened
    """The sealed file did not pass its own check; nothing was filed."""


class NotHeard(Exception):  # noqa: N818  named for what happened
    """The paper is filed, but the desk refused to hear of it; it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A paper to print, and what to do with its bytes."""

    owed: Owed
    paper: Paper
    finish: Callable[[bytes], None]


def job(office: Office, connection: Connection, owed: Owed) -> Job | None:
    """None where the case no longer wants this paper."""
    case = cases.load(connection, owed.case_id)
    if case is None:
        return None
    file = File.read(connection, case, office.settings)
    match owed.kind:
        case "print_original":
            return _original(office, file, owed)
        case "seal_minutes":
            return _record(office, file, owed)
        case "seal_record":
            return _year(office, file, owed)
        case _:
            return None


def _original(office: Office, file: File, owed: Owed) -> Job | None:
    agreement = file.case.agreement(owed.order.no)
    if agreement is None:
        return None
    made = paper_of.original(original_data(file, agreement), agreement.frozen_at)

    def finish(data: bytes) -> None:
        filed = filing(file, made, data, ("original", agreement.no))
        digest = put(office, filed, owed.given_at)
        command = FileOriginal(
            by=COURIER,
            key=f"original.{agreement.no}.{digest[:16]}",
            no=agreement.no,
            original_sha256=digest,
            pages=page_count(data),
        )
        _say(office, file.case.id, command, owed.given_at)

    return Job(owed=owed, paper=made, finish=finish)


def _say(
    office: Office, case_id: int, command: FileOriginal | FileMinutes | FileRecord, at: datetime
) -> None:
    answer = office.say(case_id, command, at)
    if isinstance(answer, Refused):
        raise NotHeard(str(answer))


def _record(office: Office, file: File, owed: Owed) -> Job | None:
    agreement = file.case.agreement(owed.order.no)
    if agreement is None or agreement.settled_at is None:
        return None
    settled_at = agreement.settled_at
    made = paper_of.record(record_data(office, file, agreement, owed.seq), settled_at)

    def finish(data: bytes) -> None:
        sealed = _sealed(office, data, settled_at)
        digest = put(office, filing(file, made, sealed, ("record", agreement.no)), owed.given_at)
        command = FileMinutes(
            by=COURIER,
            key=f"sealed.{agreement.no}.{digest[:16]}",
            no=agreement.no,
            sealed_sha256=digest,
        )
        _say(office, file.case.id, command, owed.given_at)

    return Job(owed=owed, paper=made, finish=finish)


def _sealed(office: Office, data: bytes, at: datetime) -> bytes:
    """Sealed and at once checked as a stranger would; raises NotSealed."""
    sealed = seal(data, office.keys.seal, at)
    verdict = check(sealed, Trust(roots=(office.keys.root,)))
    if not verdict.unaltered:
        raise NotSealed(" ".join(verdict.findings))
    return sealed


def _year(office: Office, file: File, owed: Owed) -> Job | None:
    """The year's last paper: how each goal ended, sealed with the whole history."""
    data = review_data(file, "year_end", owed.given_at)
    plain = review(data, heading(file, "Record of the year"), owed.given_at)
    original = office.printer.print_one(plain)
    filed = put(office, filing(file, plain, original, ("year_end", 1)), owed.given_at)
    rows = history_until(file, owed.seq)
    evidence = EvidenceData(
        authority=file.school.authority,
        agreement=number(file.case, 0),
        original_sha256=filed,
        rows=rows,
        answers=(),
        receipt_key=office.keys.receipt.public_key(),
    )
    made = _with_evidence(plain, original, evidence, file)

    def finish(data: bytes) -> None:
        sealed = _sealed(office, data, owed.given_at)
        digest = put(office, filing(file, made, sealed, ("year_record", 1)), owed.given_at)
        command = FileRecord(by=COURIER, key=f"record.{digest[:16]}", record_sha256=digest)
        _say(office, file.case.id, command, owed.given_at)

    return Job(owed=owed, paper=made, finish=finish)


def _with_evidence(plain: Paper, original: bytes, evidence: EvidenceData, file: File) -> Paper:
    return replace(
        plain,
        sealable=True,
        about=f"Agreement {evidence.agreement}. {HEAD_WORDS} {head(evidence.rows)}",
        attachments=(
            Attachment(name="original.pdf", data=original, relation="Source"),
            plan_json(file.text(file.case.in_force or file.case.draft)),
            Attachment(name="evidence.json", data=evidence_json(evidence), relation="Data"),
        ),
    )
