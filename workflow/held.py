"""What a case knows of its conferences and agreements, besides the states they are in."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    interpreter_id: int | None = None
    cover: tuple[int, ...] = ()
    #: Whose time it holds, as it was planned; (): everybody who is invited.
    team: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The newest word of one invited person on one conference."""

    person_id: int
    #: accepted, tentative, declined, needs_action.
    partstat: str
    #: The revision that this person was last asked about, and the one answered.
    asked_sequence: int
    reply_sequence: int | None = None
    reply_stamp: datetime | None = None
    #: mail, web, phone, paper.
    source: str = ""
    #: room, video, phone.
    modality: str = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    person_id: int
    role: str
    #: room, video, phone, absent.
    mode: str
    #: whole or part.
    extent: str = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excusal:
    person_id: int
    #: not_needed or with_input (34 CFR 300.321(e)).
    kind: str
    asked_at: datetime
    input_digest: str = ""
    granted_at: datetime | None = None
    granted_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A time that a participant proposes instead."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    sequence: int
    #: open, accepted, refused, obsolete.
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """What is known of the n-th conference besides its state."""

    no: int
    #: full, short or asynchronous.
    tier: str = "full"
    length_minutes: int = 30
    #: Seats that this conference does not ask: the other home, which has a conference of its own
    #: or is sent a copy. They sign all the same.
    left_out: tuple[int, ...] = ()
    #: Rises by the rule of documents/invitation: time, place kind or status changed.
    sequence: int = 0
    slot: Slot | None = None
    offered: tuple[Slot, ...] = ()
    offered_at: datetime | None = None
    noticed_at: datetime | None = None
    notice_waived_by: int | None = None
    answers: tuple[Answer, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    moves: int = 0
    #: Automatic new offers after a no-show.
    re_offers: int = 0
    interpreter_language: str = ""
    interpreter_id: int | None = None
    attendance: tuple[Attendance, ...] = ()
    excusals: tuple[Excusal, ...] = ()
    #: Digests of the minutes' text and of what was read back; "" before.
    minutes_digest: str = ""
    minutes_settled_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    #: The draft's number when the conference began: read-back shows what changed since.
    draft_at_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    person_id: int
    role: str
    #: attended, received_copy, agree, agree_with_comment, disagree, decline_to_sign.
    meaning: str
    #: typed, drawn, table, paper.
    method: str
    #: SHA-256 of the PDF that was shown.
    shown_sha256: str
    at: datetime
    name: str = ""
    comment_digest: str = ""
    mark_digest: str = ""
    #: link_code, witness, staff_session, paper_scan.
    identified_by: str = ""
    witness_id: int | None = None
    consent_version: str = ""
    #: Parts that a disagreement names.
    parts: tuple[str, ...] = ()
    scan_sha256: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    person_id: int
    role: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What is known of the n-th agreement besides its state."""

    no: int
    draft_number: int
    text_digest: str
    conference_no: int
    frozen_at: datetime
    sign_by: date
    signers: tuple[Signer, ...] = ()
    #: SHA-256 of the PDF shown to all (D0), and of the sealed one (D1); "" before.
    original_sha256: str = ""
    sealed_sha256: str = ""
    pages: int = 0
    signatures: tuple[Signature, ...] = ()
    settled_at: datetime | None = None
    sealed_at: datetime | None = None
    lapsed: bool = False

    def standing_signatures(self) -> tuple[Signature, ...]:
        return tuple(mark for mark in self.signatures if not mark.replaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    by: int
    parts: tuple[str, ...]
    reason_digest: str
    objected_on: date
    heard_on: date | None = None
    decided_on: date | None = None
