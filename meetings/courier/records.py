"""What a sealed record says: signatures with their proof, open seats, evidence, receipts."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from documents import agreement as paper_of
from documents.agreement import OpenSeat, OriginalData, RecordData
from documents.canonical import digest, moment
from documents.consent import consent_text
from documents.evidence import EvidenceData, ReceiptData, receipt
from documents.evidence import Row as EvidenceRow
from documents.marks import Mark, MarkRefused, drawn, typed
from documents.paper import Attachment
from meetings.courier.contents import File, amendment_data, heading, minutes_data, plan_data
from meetings.courier.office import Office
from meetings.store import cases
from meetings.store.tables import history as log
from workflow.plan import Agreement, Case, Signature


def original_data(file: File, agreement: Agreement) -> OriginalData:
    """What the signers see: plan, minutes of its conference, and what it changes.

    Read from the agreement, not from the newest draft: the sealed record says what was signed.
    """
    conference = file.case.conference(agreement.conference_no)
    plan = file.words(agreement.text_digest)
    return OriginalData(
        heading=heading(file, f"Version {agreement.draft_number}"),
        plan=plan_data(file, plan),
        minutes=minutes_data(file, conference, plan) if conference else None,
        amendment=amendment_data(file, agreement, plan),
    )


def history_until(file: File, seq: int) -> tuple[EvidenceRow, ...]:
    """The rows of the case up to this one, so that a second printing says the same."""
    rows = cases.rows_of(file.connection, file.case.id)
    return tuple(cases.as_said(row) for row in rows if row.seq <= seq)


def record_data(office: Office, file: File, agreement: Agreement, seq: int) -> RecordData:
    """Everything that the sealed record says; its history ends with row `seq`."""
    rows = history_until(file, seq)
    marks = agreement.standing_signatures()
    signatures = tuple(_signature(file, agreement, mark) for mark in marks)
    original = office.archive.get(agreement.original_sha256)
    return RecordData(
        original=original_data(file, agreement),
        original_pdf=original,
        number=number(file.case, agreement.no),
        signatures=signatures,
        open_seats=_open_seats(file, agreement),
        remarks=_remarks(agreement),
        evidence=EvidenceData(
            authority=file.school.authority,
            agreement=number(file.case, agreement.no),
            original_sha256=agreement.original_sha256,
            rows=rows,
            answers=paper_of.answers(signatures),
            consents=_consents(marks),
            receipts=tuple(_receipt(office, file, mark) for mark in marks),
            receipt_key=office.keys.receipt.public_key(),
        ),
        sealed_by=file.school.authority,
        root_fingerprint=office.keys.root_fingerprint,
        scans=tuple(_scan(office, n, mark) for n, mark in enumerate(marks, 1) if mark.scan_sha256),
    )


def number(case: Case, no: int) -> str:
    """The agreement's number as printed: year, case, agreement."""
    return f"{case.school_year}-{case.id:04}-{no}"


def _signature(file: File, agreement: Agreement, mark: Signature) -> paper_of.Signature:
    name = mark.name or file.name(mark.person_id)
    shown = None if mark.method == "paper" else _mark(file, mark, name)
    return paper_of.Signature(
        seq=_seq_of(file, mark),
        shown_sha256=mark.shown_sha256,
        consent_sha256=_consent_digest(mark),
        name=name,
        role=file.role(mark.person_id),
        meaning=mark.meaning,
        minor=mark.role == "student" and not _of_age(file.case, mark.at),
        comment=cases.passage_of(file.connection, mark.comment_digest, str) or "",
        method=mark.method,
        authentication=_authentication(file, mark),
        sent_at=agreement.frozen_at,
        signed_at=mark.at,
        mark=shown,
    )


def _of_age(case: Case, at: datetime) -> bool:
    birthday = case.dates.get("birthday_18")
    return birthday is not None and birthday <= at.date()


def _mark(file: File, mark: Signature, name: str) -> Mark:
    strokes = cases.passage_of(file.connection, mark.mark_digest, str) or ""
    if mark.method == "drawn" and strokes:
        try:
            return drawn(name, strokes)
        except MarkRefused:
            return typed(name)
    return typed(name)


def _authentication(file: File, mark: Signature) -> str:
    if mark.witness_id is not None:
        return f"in person, before {file.name(mark.witness_id)}"
    ways = {
        "link_code": "link and fresh code",
        "link": "link",
        "password": "staff sign-in",
        "paper_scan": "on paper, taken in by the school",
    }
    return ways.get(mark.identified_by, mark.identified_by.replace("_", " "))


def _seq_of(file: File, mark: Signature) -> int:
    """The history row of this very signature."""
    rows = file.connection.execute(
        select(log.c.seq, log.c.actor_id, log.c.body)
        .where(log.c.case_id == file.case.id)
        .where(log.c.command.in_(("sign", "file_signed_paper")))
        .where(log.c.at == mark.at)
        .order_by(log.c.seq)
    ).all()
    said = [row for row in rows if _is_of(row, mark)]
    return int(said[-1].seq if said else rows[-1].seq)


def _is_of(row: Row[Any, Any, Any], mark: Signature) -> bool:
    return row.actor_id == mark.person_id or f'"person_id":{mark.person_id}' in row.body


def _consent_digest(mark: Signature) -> str:
    text = consent_text(mark.consent_version)
    return digest(text.encode()) if text else ""


def _consents(marks: tuple[Signature, ...]) -> tuple[str, ...]:
    texts = dict.fromkeys(consent_text(mark.consent_version) for mark in marks)
    return tuple(text for text in texts if text)


def _receipt(office: Office, file: File, mark: Signature) -> bytes:
    seq = _seq_of(file, mark)
    hashed = file.connection.execute(
        select(log.c.hash).where(log.c.case_id == file.case.id).where(log.c.seq == seq)
    ).scalar_one()
    said = ReceiptData(
        authority=file.school.authority,
        case=file.case.id,
        seq=seq,
        hash=hashed,
        shown_sha256=mark.shown_sha256,
        meaning=mark.meaning,
        at=moment(mark.at),
    )
    return receipt(said, office.keys.receipt)


def _scan(office: Office, n: int, mark: Signature) -> Attachment:
    return Attachment(
        name=f"scan-{n}.pdf",
        data=office.archive.get(mark.scan_sha256),
        relation="Supplement",
        description="Scan of a signature on paper",
    )


def _open_seats(file: File, agreement: Agreement) -> tuple[OpenSeat, ...]:
    signed = {mark.person_id for mark in agreement.standing_signatures()}
    return tuple(
        OpenSeat(
            name=file.name(signer.person_id),
            role=file.role(signer.person_id),
            note="asked by letter and reminded; no answer by the day set"
            if agreement.lapsed
            else "asked; another guardian has answered",
        )
        for signer in agreement.signers
        if signer.person_id not in signed
    )


def _remarks(agreement: Agreement) -> tuple[str, ...]:
    if not agreement.lapsed:
        return ()
    return ("The chair closed the agreement without the missing answers; the attempts are listed.",)
