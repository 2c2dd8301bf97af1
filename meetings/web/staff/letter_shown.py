"""A letter's bytes as a page can show them: its texts and what it carries for calendars.

Links that sign somebody in, and codes, are hidden in what is sent by mail: they are for the
recipient. A letter that is printed and posted is shown whole.
"""

import base64
import email
import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from documents.letters import calendar_in

_TOKEN = re.compile(r"/m/[a-z2-7]{16,}")
_CODE = re.compile(r"\b\d{6}\b")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d(Z?)")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
#: What of a calendar object is worth a line, and its name.
_LINES = (
    ("METHOD", "Kind"),
    ("SUMMARY", "What"),
    ("DTSTART", "Begins"),
    ("DTEND", "Ends"),
    ("LOCATION", "Where"),
    ("STATUS", "Status"),
    ("SEQUENCE", "Revision"),
    ("ATTENDEE", "For"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    #: Name and value of what calendars read; () without a calendar part.
    card: tuple[tuple[str, str], ...]


def letter_text(raw: bytes, *, whole: bool = False) -> LetterText:
    """`whole` hides nothing."""
    message = email.message_from_bytes(raw, policy=SMTP)
    return LetterText(
        sender=str(message["from"] or ""),
        recipient=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        text=_hidden(_body(message, "plain"), whole=whole),
        html=_hidden(_body(message, "html"), whole=whole),
        card=_card(raw, message),
    )


def _body(message: EmailMessage, kind: str) -> str:
    """The first text of that kind, whatever the letter's shape."""
    for part in message.walk():
        if part.get_content_type() == f"text/{kind}" and not part.is_multipart():
            data = part.get_payload(decode=True)
            charset = part.get_content_charset() or "utf-8"
            said = data.decode(charset, errors="replace") if isinstance(data, bytes) else ""
            # Browsers see single line ends, and so must the digest of the style.
            return said.replace("\r\n", "\n")
    return ""


def _hidden(text: str, *, whole: bool) -> str:
    return text if whole else _TOKEN.sub("/m/…", _CODE.sub("······", text))


def _card(raw: bytes, message: EmailMessage) -> tuple[tuple[str, str], ...]:
    if not any(part.get_content_type() == "text/calendar" for part in message.walk()):
        return ()
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar_in(raw).decode(errors="replace"))
    found: dict[str, str] = {}
    inside = False
    for line in unfolded.splitlines():
        inside = inside or line == "BEGIN:VEVENT"
        name, _, value = line.partition(":")
        plain = name.partition(";")[0]
        if plain == "METHOD" or inside:
            found.setdefault(plain, value)
    return tuple((words, _plain(found[name])) for name, words in _LINES if found.get(name))


def _plain(value: str) -> str:
    """Calendars escape commas, semicolons and line ends, and write times without marks."""
    time = _TIME.fullmatch(value)
    if time:
        return f"{time[1]}-{time[2]}-{time[3]} {time[4]}:{time[5]}" + (" UTC" if time[6] else "")
    return value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";").removeprefix("mailto:")


def frame_policy(html: str) -> str:
    """What the letter's own style needs and nothing more: no script, no request, no form."""
    digests = [
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for style in _STYLE.findall(html)
    ]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )
