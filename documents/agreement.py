"""The agreement as papers: the original that signers see, and the record with its certificate.

Here: original (D0: plan and minutes) and record (D1: the same, then marks, certificate, evidence).
Not here: who must sign and when all have (`workflow/`), sealing (`seal.py`), judging (`verify.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from documents.amendment import AmendmentData, amendment_view
from documents.canonical import digest, moment
from documents.evidence import HEAD_WORDS, Answer, EvidenceData, evidence_json, head
from documents.marks import HEIGHT, WIDTH, Mark, path
from documents.minutes import MinutesData, minutes_view
from documents.paper import Attachment, Heading, Paper, page_count
from documents.plan import Line, PlanData, filled, plan_json, plan_view, variant
from documents.qrcode import QrCode, qrcode

#: How each meaning is printed; a signature alone never says more than this.
MEANINGS: dict[str, str] = {
    "attended": "attended the conference",
    "received_copy": "received a copy of this plan",
    "agree": "agrees with this plan",
    "agree_with_comment": "agrees with this plan, with a comment",
    "disagree": "disagrees with this plan",
    "decline_to_sign": "prefers not to sign",
}

#: What a minor's agreement says: a commitment, and no consent.
MINOR_AGREES = "helped write this plan and commits to it"

METHODS: dict[str, str] = {
    "typed": "name typed",
    "drawn": "name drawn",
    "table": "signed at the table",
    "paper": "signed on paper, scan attached",
}

#: A scan larger than this is named by its digest and kept in the archive only.
LARGEST_SCAN_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalData:
    heading: Heading
    plan: PlanData
    #: None for an amendment without a meeting.
    minutes: MinutesData | None = None
    #: The changes that are agreed to; None for the year's first agreement.
    amendment: AmendmentData | None = None
    #: The calendar object of the conference.
    meeting_ics: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One answer to the paper, whatever it says."""

    #: The row of the history that it is, and the digests in it.
    seq: int
    shown_sha256: str
    consent_sha256: str = ""
    name: str
    role: str
    #: A key of MEANINGS.
    meaning: str
    #: A minor's agreement is worded as a commitment.
    minor: bool = False
    comment: str = ""
    #: A key of METHODS.
    method: str
    #: In words: "link and fresh code", "in person before Dana Whitfield".
    authentication: str
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    consented_at: datetime | None = None
    signed_at: datetime
    #: None for a paper signature.
    mark: Mark | None = None

    @property
    def says(self) -> str:
        if self.minor and self.meaning == "agree":
            return MINOR_AGREES
        return MEANINGS[self.meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeat:
    """Somebody who was asked and has not answered, and what was done about it."""

    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordData:
    original: OriginalData
    #: The file that was signed, as filed.
    original_pdf: bytes
    #: "2026-0142".
    number: str
    signatures: tuple[Signature, ...]
    open_seats: tuple[OpenSeat, ...] = ()
    #: Reminders, reassignments, the lapse: one sentence each, with its date.
    remarks: tuple[str, ...] = ()
    #: Everything but `answers`, which follow from the signatures.
    evidence: EvidenceData
    #: Whose certificate seals it, and the fingerprint of its root.
    sealed_by: str
    root_fingerprint: str
    scans: tuple[Attachment, ...] = ()


def original(data: OriginalData, at: datetime) -> Paper:
    """D0: printed once at the freeze; signatures are bound to the SHA-256 of its bytes."""
    return Paper(
        kind="original",
        title=f"{variant(data.plan.content)} of {data.heading.student}, for signing",
        heading=data.heading,
        data=_original_values(data),
        at=at,
        attachments=(plan_json(data.plan.content), *_meeting(data)),
    )


def _original_values(data: OriginalData) -> Line:
    minutes = minutes_view(data.minutes) if data.minutes else None
    changes = amendment_view(data.amendment) if data.amendment else None
    return {"plan": plan_view(data.plan), "minutes": minutes, "amendment": changes}


def _meeting(data: OriginalData) -> tuple[Attachment, ...]:
    if not data.meeting_ics:
        return ()
    meeting = Attachment(
        name="meeting.ics",
        data=data.meeting_ics,
        relation="Supplement",
        description="The conference as a calendar entry",
    )
    return (meeting,)


def answers(signatures: tuple[Signature, ...]) -> tuple[Answer, ...]:
    """The signatures as the evidence names them."""
    return tuple(
        Answer(
            seq=each.seq,
            name=each.name,
            role=each.role,
            meaning=each.meaning,
            says=each.says,
            method=each.method,
            at=moment(each.signed_at),
            shown_sha256=each.shown_sha256,
            consent_sha256=each.consent_sha256,
            mark_sha256=digest(path(each.mark).encode()) if each.mark else "",
        )
        for each in signatures
    )


def record(data: RecordData, at: datetime) -> Paper:
    """D1: printed once when all have answered; it has the empty field for the seal."""
    values = _original_values(data.original) | {"certificate": _certificate(data)}
    content = data.original.plan.content
    return Paper(
        kind="record",
        title=f"{variant(content)} of {data.original.heading.student}, signed record",
        heading=data.original.heading,
        data=values,
        at=at,
        attachments=_attachments(data),
        sealable=True,
        about=f"Agreement {data.number}. {HEAD_WORDS} {head(data.evidence.rows)}",
    )


def _attachments(data: RecordData) -> tuple[Attachment, ...]:
    shown = Attachment(
        name="original.pdf",
        data=data.original_pdf,
        relation="Source",
        description="The paper that the signers were shown",
    )
    evidence = Attachment(
        name="evidence.json",
        data=evidence_json(data.evidence),
        relation="Data",
        description="The history of the agreement",
    )
    scans = (scan for scan in data.scans if len(scan.data) <= LARGEST_SCAN_BYTES)
    plan = plan_json(data.original.plan.content)
    return (shown, plan, evidence, *_meeting(data.original), *scans)


def _certificate(data: RecordData) -> Line:
    heading = data.original.heading
    address = f"{heading.verify_address}/{data.number}" if heading.verify_address else ""
    return {
        "number": data.number,
        "pages": page_count(data.original_pdf),
        "original_sha256": digest(data.original_pdf),
        "signatures": [_signature(each, heading.zone) for each in data.signatures],
        "open_seats": [{"name": s.name, "role": s.role, "note": s.note} for s in data.open_seats],
        "remarks": list(data.remarks),
        "scans": [{"name": scan.name, "sha256": digest(scan.data)} for scan in data.scans],
        "head": head(data.evidence.rows),
        "length": len(data.evidence.rows),
        "sealed_by": data.sealed_by,
        "root_fingerprint": data.root_fingerprint,
        "address": address,
        "qr": _code(qrcode(address)) if address else None,
    }


def _code(code: QrCode) -> Line:
    return {"size": code.size, "path": code.path, "text": code.text}


def _signature(each: Signature, zone: str) -> Line:
    times = (
        ("asked", each.sent_at),
        ("opened", each.opened_at),
        ("consented", each.consented_at),
        ("answered", each.signed_at),
    )
    drawn = each.mark is not None and each.mark.method == "drawn"
    return {
        "name": each.name,
        "role": each.role,
        "says": each.says,
        "lines": filled(
            ("Comment", each.comment),
            ("How", METHODS[each.method]),
            ("Known by", each.authentication),
        ),
        "times": [{"label": label, "at": at} for label, at in times if at],
        "mark": each.mark.name if each.mark else "",
        "path": path(each.mark) if each.mark and drawn else "",
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "zone": zone,
    }
