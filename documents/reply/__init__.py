"""A letter to our mailbox → an answer, a proposal, a bounce, words … or a reason why not.

`read` takes any bytes, changes nothing and never raises. It sorts in this order: reports of letters
that did not arrive, machines that answer by themselves, calendar answers, words of a person.
Whether an answer counts is the law's; where the bytes come from is `meetings/inbox.py`.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from itertools import islice
from typing import Any

from documents.bounce import report_in
from documents.leniency import decoded
from documents.reply.envelope import date_of, header, outside, seat_token, vouched
from documents.reply.scheduling import Part, Understood, understood
from documents.reply.values import (
    Answer,
    Auth,
    AutoReply,
    Bounce,
    Delegation,
    Heard,
    Letter,
    Proposal,
    Refresh,
    Scheduling,
    Unreadable,
    Words,
)

__all__ = [
    "Answer",
    "Auth",
    "AutoReply",
    "Bounce",
    "Delegation",
    "Heard",
    "Letter",
    "Proposal",
    "Refresh",
    "Scheduling",
    "Unreadable",
    "Words",
    "read",
    "seat_token",
    "vouched",
]

MAX_LETTER = 25 * 1024 * 1024
MAX_PARTS = 100
MAX_CALENDARS = 4
MAX_WORDS = 20_000
NOBODY = Heard(
    message_id="",
    from_address="",
    reply_to="",
    sender="",
    subject="",
    token="",
    bounce_token="",
    auth=Auth(),
    why="",
)


def read(raw: bytes, rcpt: str = "") -> Letter:
    """Return what this letter is. `rcpt` is the envelope's recipient, if the door knows it."""
    if len(raw) > MAX_LETTER:
        return _lost(raw, "This letter is larger than 25 MiB, so it was not read.")
    try:
        # The standard parser stumbles over NUL, which means nothing in a letter.
        return _read(message_from_bytes(raw.replace(b"\x00", b"")), rcpt)
    except Exception:  # noqa: BLE001 - the standard parser raises what it likes; nothing may stop the inbox
        return _lost(raw, "This letter is broken in a way that we do not know. It is kept.")


def _read(message: Message, rcpt: str) -> Letter:
    heard = outside(message, rcpt, "")
    report = report_in(message)
    if report:
        why = f"A letter to {report.recipient or 'somebody'} came back: {report.action}."
        return Bounce(
            **_with(heard, why),
            action=report.action,
            recipient=report.recipient,
            status=report.status,
            about=report.about,
        )
    if _is_automatic(message):
        return AutoReply(**_with(heard, "A machine wrote this by itself."), text=_text(message))
    calendars = [understood(part, heard) for part in _calendar_parts(message)]
    if calendars:
        return _one_of(calendars)
    return Words(**_with(heard, "A person wrote this."), text=_text(message))


def _is_automatic(message: Message) -> bool:
    """Holiday answers and receipts. `auto-generated` is none: Google's answers carry it."""
    said = header(message, "Auto-Submitted").lower().strip()
    receipt = message.get_param("report-type", "") == "disposition-notification"
    return said.startswith("auto-replied") or receipt or "X-Autoreply" in message


def _one_of(calendars: list[Understood]) -> Understood:
    """Return the first, unless they speak of several conferences (RFC 6047 §2.4: held whole)."""
    first = calendars[0]
    if all(other.uid == first.uid for other in calendars):
        return first
    why = "This letter answers several conferences at once. Count each answer by hand."
    return Unreadable(**_with(first, why), digest_sha256=first.digest_sha256)


def _calendar_parts(message: Message) -> list[Part]:
    """Return the calendars to read: text/calendar, else application/ics, else files *.ics.

    The same calendar twice counts once; a file counts only if it is a calendar.
    """
    ranked = [(rank, part) for part in _leaves(message) if (rank := _rank(part)) is not None]
    best = min((rank for rank, _ in ranked), default=None)
    found = {_payload(part): part for rank, part in reversed(ranked) if rank == best}
    return [_as_part(part, date_of(message)) for part in list(found.values())[::-1][:MAX_CALENDARS]]


def _as_part(part: Message, dated_at: datetime | None) -> Part:
    method = part.get_param("method", "")
    return Part(
        data=_payload(part),
        charset=_charset(part),
        method=method if isinstance(method, str) else "",
        dated_at=dated_at,
    )


def _rank(part: Message) -> int | None:
    kind, name = part.get_content_type(), str(part.get_filename("")).lower()
    if kind == "text/calendar":
        return 0
    named = kind == "application/ics" or name.endswith(".ics")
    if named and b"BEGIN:VCALENDAR" in _payload(part)[:1024].upper():
        return 1 if kind == "application/ics" else 2
    return None


def _leaves(message: Message) -> Iterator[Message]:
    """Return the parts that are no parts themselves, never those of a letter enclosed in it."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [one for one in inner if isinstance(one, Message)]
        elif part.get_content_maintype() != "message":
            yield part


def _text(message: Message) -> str:
    """Return the plain words, or the source of the page where there are none."""
    parts = list(islice(_leaves(message), MAX_PARTS))
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                return decoded(_payload(part), _charset(part))[:MAX_WORDS]
    return ""


def _charset(part: Message) -> str:
    return str(part.get_param("charset", "")).strip("\"'") or "utf-8"


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _lost(raw: bytes, why: str) -> Unreadable:
    return Unreadable(**_with(NOBODY, why), digest_sha256=sha256(raw).hexdigest())


def _with(heard: Heard, why: str) -> dict[str, Any]:
    return {field.name: getattr(heard, field.name) for field in fields(heard)} | {"why": why}
