"""The outside of a letter: who, to which token, with which proof. Its inside is `scheduling.py`.

Headers are believed for what they are: anybody can write them. `vouched` says when somebody whom we
trust has checked them (RFC 8601): our own MX, and only in its topmost line.
"""

import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from documents.leniency import clean, normal
from documents.reply.values import Auth, Heard, Scheduling

MAX_HEADER = 8_192
MAX_MESSAGE_ID = 998
#: At least 80 bits in lower-case base32.
SEAT_TOKEN = re.compile(r"(?:conf\+|r-)([a-z2-7]{16,56})@")
BOUNCE_TOKEN = re.compile(r"bounce\+([a-z2-7]{16,56})@")
#: Google sends its users' answers from here, signed, with Reply-To set to the attendee.
RELAYS = {"calendar-notification@google.com": "google.com"}
RECEIVERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


def outside(message: Message, rcpt: str, why: str) -> Heard:
    """Return what the headers say; `rcpt` is the envelope's recipient, if the door knows it."""
    to = [normal(rcpt), *(one for name in RECEIVERS for one in addresses(message, name))]
    return Heard(
        message_id=header(message, "Message-ID")[:MAX_MESSAGE_ID],
        from_address=_first(message, "From"),
        reply_to=_first(message, "Reply-To"),
        sender=_first(message, "Sender"),
        subject=header(message, "Subject"),
        token=_token(SEAT_TOKEN, to),
        bounce_token=_token(BOUNCE_TOKEN, to),
        auth=auth_of(header(message, "Authentication-Results")),
        why=why,
    )


def seat_token(address: str) -> str:
    """Return the token in one of our reply addresses, or ""."""
    return _token(SEAT_TOKEN, [address])


def vouched(heard: Scheduling, mx: str) -> bool:
    """Say whether our own MX has proved that the attendee sent this (CAL-62).

    A token that belongs to the seat proves it as well; that the caller knows. An assistant without
    the token is not believed (RFC 6047 §3).
    """
    if not mx or heard.auth.server != mx.lower() or heard.sent_by:
        return False
    relay = next((one for one in (heard.sender, heard.from_address) if one in RELAYS), "")
    if relay and RELAYS[relay] in heard.auth.dkim_domains:
        return heard.attendee in (heard.reply_to, heard.from_address)
    domain = heard.from_address.rpartition("@")[2]
    aligned = heard.auth.dmarc == "pass" and heard.auth.dmarc_domain == domain
    return aligned and heard.attendee == heard.from_address


def header(message: Message, name: str) -> str:
    """Return the first header of this name, decoded and bounded; "" without one."""
    raw = str(message.get(name, ""))[:MAX_HEADER]
    try:
        said = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, MessageError):
        said = raw
    return " ".join(clean(said).split())


def addresses(message: Message, name: str) -> list[str]:
    said = [clean(str(value))[:MAX_HEADER] for value in message.get_all(name, [])[:20]]
    return [normal(address) for _, address in getaddresses(said) if "@" in address]


def date_of(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header(message, "Date"))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def auth_of(results: str) -> Auth:
    """Read one Authentication-Results line (RFC 8601 §2.2), comments left out."""
    server, *clauses = re.sub(r"\([^()]*\)", " ", results.lower()).split(";")
    said = [re.sub(r"\s*=\s*", "=", clause.strip()) for clause in clauses]
    dmarc = next((clause for clause in said if clause.startswith("dmarc=")), "")
    passed = [clause for clause in said if clause.startswith("dkim=pass")]
    return Auth(
        server=server.split()[0] if server.split() else "",
        dmarc=_after("dmarc", dmarc),
        dmarc_domain=_after("header.from", dmarc),
        dkim_domains=tuple(_domain(clause) for clause in passed),
    )


def _domain(clause: str) -> str:
    return _after("header.d", clause) or _after("header.i", clause).rpartition("@")[2]


def _after(name: str, clause: str) -> str:
    match = re.search(rf"(?:^|\s){re.escape(name)}=([^\s;]+)", clause)
    return match[1] if match else ""


def _first(message: Message, name: str) -> str:
    return next(iter(addresses(message, name)), "")


def _token(pattern: re.Pattern[str], to: list[str]) -> str:
    matches = (pattern.match(address) for address in to)
    return next((match[1] for match in matches if match), "")
