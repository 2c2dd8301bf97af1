"""What a letter that came to our mailbox can be: eight frozen values, each with its reason.

They say what was read, not what follows: whether an answer counts is the law's to decide. All
times are aware and in UTC, all addresses in small letters, all texts free of controls.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """What the topmost Authentication-Results says. It counts only if `server` is our own MX."""

    server: str = ""
    #: pass, fail, none, or empty if not named.
    dmarc: str = ""
    #: The domain in From that DMARC looked at.
    dmarc_domain: str = ""
    #: Domains whose DKIM signature passed.
    dkim_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What every letter has, whatever it is."""

    #: With its angle brackets, or empty.
    message_id: str
    from_address: str
    reply_to: str
    #: The address in Sender, as relays set it.
    sender: str
    subject: str
    #: Of the seat, from the envelope, To or ORGANIZER (`conf+<token>@`, `r-<token>@`); or empty.
    token: str
    #: Of the letter that came back (`bounce+<token>@`); or empty.
    bounce_token: str
    auth: Auth
    #: One sentence: what this is, or why it is nothing that can be used.
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduling(Heard):
    """What every calendar answer has (RFC 5546)."""

    uid: str
    #: Whom the answer is about; from the calendar part, never from the headers (RFC 6047 §2.3).
    attendee: str
    #: 0 if it is missing.
    sequence: int
    #: When their calendar made it; the letter's Date where it is missing; None without both.
    dtstamp: datetime | None
    #: NEEDS-ACTION where it is unknown.
    partstat: str
    #: Plain text, at most 2,000 characters.
    comment: str
    #: Of the calendar part, decoded: the same answer again has the same.
    digest_sha256: str
    #: An assistant who answered for the attendee; or empty.
    sent_by: str = ""
    #: "3.7;…" where their system failed to understand us; or empty.
    request_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Scheduling):
    """ACCEPTED, DECLINED or TENTATIVE by the attendee."""

    #: Who sent this person in their stead; or empty.
    delegated_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Scheduling):
    """Another time, as wish: it changes nothing by itself (RFC 5546 §3.2.7)."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Scheduling):
    """The attendee wants to send somebody else."""

    delegate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh(Scheduling):
    """The attendee asks for a current copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce(Heard):
    #: failed, delayed, delivered, relayed, expanded or complaint.
    action: str
    recipient: str
    #: "5.1.1", or empty.
    status: str
    #: Message-ID of our letter, or empty.
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReply(Heard):
    """A machine's answer: on holiday, read, received. It is no answer of the person."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Heard):
    """A letter written by a person, for the specialist to read."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Heard):
    """Held: it carries a calendar, or claims to, that cannot be applied; `why` says why not."""

    digest_sha256: str = ""
    #: Where it could be read.
    uid: str = ""


Letter = Answer | Proposal | Delegation | Refresh | Bounce | AutoReply | Words | Unreadable
