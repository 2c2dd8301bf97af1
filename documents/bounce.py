"""A letter that says a letter did not arrive → which one, for whom, how badly (RFC 3464, 5965).

Reads multipart/report, and the plain texts of mail servers that write none. Whether the address is
unhealthy now is the school's (`meetings/`): a report counts only with a token that we gave.
"""

import re
from dataclasses import dataclass
from email.message import Message

MAX_TEXT = 20_000
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ADDRESS = re.compile(r"[\w.+%=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
DAEMONS = re.compile(r"\b(mailer-daemon|postmaster|mail delivery (sub)?system)\b", re.IGNORECASE)
FAILED = re.compile(
    r"undeliver|not (be )?deliver|delivery (has )?failed|failure notice|returned mail"
    r"|delivery status notification|could not be delivered|no entregado",
    re.IGNORECASE,
)
DELAYED = re.compile(r"delay|retr(y|ied)|still trying", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    #: failed, delayed, delivered, relayed, expanded, or complaint.
    action: str
    #: Small letters; empty if the report does not say.
    recipient: str
    #: "5.1.1" (RFC 3463); empty if the report does not say.
    status: str
    #: Message-ID of the letter that it is about, with its angle brackets; or empty.
    about: str


def report_in(message: Message) -> Report | None:
    """Return what a bounce or a complaint says, or None if it is no such letter."""
    parts = list(_leaves(message))
    kinds = [part.get_content_type() for part in _own(message)]
    told = "\n".join([_said(message), *(_text(part) for part in parts[1:])])[:MAX_TEXT]
    if "message/feedback-report" in kinds:
        return Report(action="complaint", recipient=_recipient(told), status="", about=_about(told))
    if "message/delivery-status" in kinds:
        return _delivery(told)
    if DAEMONS.search(str(message.get("From", ""))) and _sounds_failed(message, told):
        action = "delayed" if DELAYED.search(str(message.get("Subject", ""))) else "failed"
        return _plain(told, action)
    return None


def _delivery(told: str) -> Report:
    action = _field(told, "Action").lower() or "failed"
    status = STATUS.search(_field(told, "Status"))
    return Report(
        action=action if action in ("delayed", "delivered", "relayed", "expanded") else "failed",
        recipient=_recipient(told),
        status=status[1] if status else "",
        about=_about(told),
    )


def _plain(told: str, action: str) -> Report:
    status, address = STATUS.search(told), ADDRESS.search(told)
    return Report(
        action=action,
        recipient=address[0].lower() if address else "",
        status=status[1] if status else "",
        about=_about(told),
    )


def _sounds_failed(message: Message, told: str) -> bool:
    return bool(FAILED.search(str(message.get("Subject", ""))) or FAILED.search(told[:2000]))


def _recipient(told: str) -> str:
    said = _field(told, "Final-Recipient") or _field(told, "Original-Recipient")
    address = ADDRESS.search(said or _field(told, "Original-Rcpt-To"))
    return address[0].lower() if address else ""


def _field(told: str, name: str) -> str:
    match = re.search(rf"^{name}:[ \t]*(.{{0,900}})$", told, re.IGNORECASE | re.MULTILINE)
    return match[1].strip() if match else ""


def _about(told: str) -> str:
    match = MESSAGE_ID.search(told)
    return match[1] if match else ""


def _leaves(message: Message) -> list[Message]:
    """Return the parts, those inside reports and returned letters as well, at most a hundred."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < 100:  # noqa: PLR2004 - bounded, whatever was sent
        part = waiting.pop(0)
        found.append(part)
        waiting.extend(_own(part)[1:])
    return found


def _own(message: Message) -> list[Message]:
    """Return the letter and its direct parts: a bounce that somebody forwards is no bounce."""
    inner = message.get_payload()
    parts = inner if isinstance(inner, list) else []
    return [message, *(part for part in parts if isinstance(part, Message))]


def _text(part: Message) -> str:
    """Return a part's own fields, then its words: reports write what matters as fields."""
    fields = "\n".join(f"{name}: {value}" for name, value in part.items())
    return f"{fields}\n{_said(part)}"


def _said(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload[:MAX_TEXT].decode("latin-1") if isinstance(payload, bytes) else ""
