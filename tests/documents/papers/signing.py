"""How Amara's plan was signed: keys, history, answers, and the sealed record made from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from documents.agreement import (
    OpenSeat,
    OriginalData,
    RecordData,
    Signature,
    answers,
    original,
    record,
)
from documents.canonical import JsonValue, digest, moment
from documents.evidence import NO_ROW, EvidenceData, ReceiptData, Row, receipt, row_hash
from documents.marks import drawn, typed
from documents.paper import print_paper
from documents.seal import seal
from documents.verify import Trust
from meetings.keys import Authority, make_authority
from tests.documents.papers.amara import AT, HEADING, MINUTES, PLAN

SETTLED_AT = datetime(2026, 9, 24, 2, 40, tzinfo=UTC)

CONSENT = (
    "You may sign on paper instead. You may take back your consent at any time, free of charge."
)

STROKES = (
    "[[[80,210],[140,60],[200,215],[110,150]],[[300,120],[360,200],[420,110],[500,190],[620,150]]]"
)


@cache
def authority() -> Authority:
    return make_authority("Aspen Ridge School District", AT - timedelta(days=30), b"7" * 32)


@cache
def original_pdf() -> bytes:
    return print_paper(original(ORIGINAL, AT))


ORIGINAL = OriginalData(
    heading=HEADING,
    plan=PLAN,
    minutes=MINUTES,
    meeting_ics=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
)


def history(shown: str) -> tuple[Row, ...]:
    said: list[dict[str, JsonValue]] = [
        {"seq": 0, "at": "2026-09-22T22:15:00Z", "command": "freeze", "body": {"original": shown}},
        {"seq": 1, "at": "2026-09-22T23:02:11Z", "command": "sign", "body": {"meaning": "agree"}},
        {"seq": 2, "at": "2026-09-23T14:20:45Z", "command": "sign", "body": {"meaning": "agree"}},
        {
            "seq": 3,
            "at": "2026-09-24T02:31:09Z",
            "command": "sign",
            "body": {"meaning": "disagree"},
        },
    ]
    rows: list[Row] = []
    prev = NO_ROW
    for row in said:
        made = row_hash(prev, row)
        rows.append({**row, "prev": prev, "hash": made})
        prev = made
    return tuple(rows)


def signatures(shown: str) -> tuple[Signature, ...]:
    consent = digest(CONSENT.encode())
    first = AT + timedelta(minutes=5)
    return (
        Signature(
            seq=1,
            shown_sha256=shown,
            consent_sha256=consent,
            name="Ngozi Okafor",
            role="Mother",
            meaning="agree",
            comment="Thank you for the lab time.",
            method="drawn",
            authentication="link and fresh code",
            sent_at=first,
            opened_at=first + timedelta(minutes=30),
            consented_at=datetime(2026, 9, 22, 23, 1, 40, tzinfo=UTC),
            signed_at=datetime(2026, 9, 22, 23, 2, 11, tzinfo=UTC),
            mark=drawn("Ngozi Okafor", STROKES),
        ),
        Signature(
            seq=2,
            shown_sha256=shown,
            consent_sha256=consent,
            name="Amara Okafor",
            role="Student",
            meaning="agree",
            minor=True,
            method="table",
            authentication="in person before Dana Whitfield",
            sent_at=first,
            signed_at=datetime(2026, 9, 23, 14, 20, 45, tzinfo=UTC),
            mark=typed("Amara Okafor"),
        ),
        Signature(
            seq=3,
            shown_sha256=shown,
            name="Jonas Beck",
            role="Teacher of mathematics",
            meaning="disagree",
            comment="Goal 1 needs a second adult partner.",
            method="paper",
            authentication="paper received by the school office",
            sent_at=first,
            signed_at=datetime(2026, 9, 24, 2, 31, 9, tzinfo=UTC),
        ),
    )


def record_data() -> RecordData:
    pdf = original_pdf()
    shown = digest(pdf)
    rows, signed = history(shown), signatures(shown)
    keys = authority().keys
    given = tuple(
        receipt(
            ReceiptData(
                authority=HEADING.authority,
                case=142,
                seq=each.seq,
                hash=str(rows[each.seq]["hash"]),
                shown_sha256=shown,
                meaning=each.meaning,
                at=moment(each.signed_at),
            ),
            keys.receipt,
        )
        for each in signed
    )
    evidence = EvidenceData(
        authority=HEADING.authority,
        agreement="2026-0142",
        original_sha256=shown,
        rows=rows,
        answers=answers(signed),
        consents=(CONSENT,),
        receipts=given,
        receipt_key=keys.receipt.public_key(),
    )
    return RecordData(
        original=ORIGINAL,
        original_pdf=pdf,
        number="2026-0142",
        signatures=signed,
        open_seats=(OpenSeat(name="Priya Raman", role="Counselor", note="not required"),),
        remarks=("Reminder to Jonas Beck on Wednesday, September 23, 2026.",),
        evidence=evidence,
        sealed_by=HEADING.authority,
        root_fingerprint=keys.root_fingerprint,
    )


@cache
def record_pdf() -> bytes:
    return print_paper(record(record_data(), SETTLED_AT))


@cache
def sealed_pdf() -> bytes:
    return seal(record_pdf(), authority().keys.seal, SETTLED_AT)


def trust() -> Trust:
    return Trust(roots=(authority().keys.root,))


def sealed_with(data: RecordData) -> bytes:
    """A record that is properly sealed although something in it is wrong."""
    return seal(print_paper(record(data, SETTLED_AT)), authority().keys.seal, SETTLED_AT)


def with_evidence(**changes: object) -> bytes:
    data = record_data()
    return sealed_with(replace(data, evidence=replace(data.evidence, **changes)))  # type: ignore[arg-type] # one field by name
