"""A letter: a template in templates/letters/<name>/, one recipient → frozen MIME bytes.

The same letter twice gives the same bytes: the date is an argument, Message-ID and boundaries come
from a seed. Who gets which letter is the law's, sending is `meetings/post.py`, the calendar part is
made in `invitation.py`. A folder bears the law's order word (`send_offer`); a language other than
English is a folder in it (`send_offer/es`), and English stands in where that is missing.

Every letter gets every field of `LetterContext`. All letters greet with `recipient_name` and close
with `specialist_name`, `school_name`, `contact`, and show `link` as their one button if it is set.
These fields are used besides, in

    send_offer remind_parent             child slots due
    invite moved invite_again            child when place purpose people was_when reason due
    remind_party remind_silent thank     child when place
    uninvite cancelled tell_family       child when reason
    decline_counter                      child when
    ask_inputs remind_inputs             child role due
    ask_self_check ask_reflection        child role due
    share_draft ask_for_signature        child due when
    remind_unsigned ask_consent          child due reason items
    receipt                              child when answer
    send_minutes send_copies tell_void   child reason items
    announce send_review confirm         child due
    notify_rights tell_parties           child reason due
    ask_progress                         child goal question role
    tell_decision tell_authority         child answer reason due
    nudge escalate digest report         child items reason
    ask_to_call find_interpreter         child when place reason due
    tell_coordinator tell_operator       child reason items due
    ask_times                            child role
    poll booking_open                    child due
    one_time_code                        code due
    to_print                             child due
"""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from jinja2 import Environment
from jinja2.exceptions import TemplatesNotFound

from documents.wellformed import findings

LETTER_NAME = re.compile(r"[a-z][a-z_]*")
LANGUAGE = re.compile(r"[a-z]{2}")
MAX_DISPLAY_NAME = 75
MAX_ADDRESS_OCTETS = 320
#: Stops holiday answers, never bounces: those we want (MS-OXCMAIL 2.1.3.2.20).
SUPPRESSED = "OOF, AutoReply, RN, NRN"


class UnfitLetterError(ValueError):
    """This letter cannot be frozen; the message says why. Nothing was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time to choose, in words with its zone, and the link that opens it."""

    when: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list. Without a link it is words alone."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """What a template may say; every field is finished text, empty where it does not apply."""

    recipient_name: str
    school_name: str
    specialist_name: str
    #: One line: whom to ask, by which telephone and address.
    contact: str
    #: guardian, student, teacher or another role of the recipient in this case.
    role: str = "guardian"
    #: The one act of this letter.
    link: str = ""
    #: First name only.
    child: str = ""
    #: Date, time and zone in the recipient's language.
    when: str = ""
    #: The time that held before, for `moved`.
    was_when: str = ""
    #: Room and address, or how to join by video or telephone.
    place: str = ""
    purpose: str = ""
    #: A date in the recipient's language.
    due: str = ""
    #: A whole sentence.
    reason: str = ""
    goal: str = ""
    question: str = ""
    #: What the recipient, or the authority, has said, as a clause in the recipient's language.
    answer: str = ""
    code: str = ""
    #: Who is expected, by title.
    people: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    #: REQUEST, CANCEL or DECLINECOUNTER, as in the bytes.
    method: str
    ics: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    #: No person's name in it.
    file_name: str
    #: "application/pdf"
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    #: A folder of templates/letters.
    name: str
    to_address: str
    to_name: str
    from_address: str
    from_name: str
    context: LetterContext
    #: When the order was given; becomes Date.
    at: datetime
    #: The same for the same letter, for no other: order and recipient, or uid.sequence.dtstamp.
    message_id_seed: str
    language: str = "en"
    reply_to: str = ""
    calendar: CalendarPart | None = None
    attachments: tuple[Attachment, ...] = ()
    #: For reminders and digests only, never on a required notice (RFC 8058).
    unsubscribe_link: str = ""


def compose(letter: Letter, env: Environment) -> bytes:
    """Return the letter as it goes over the wire: CRLF, 7 bit, ending in CRLF.

    `env` is `press.environment(letter.language)`. Raises UnfitLetterError for a letter that nobody
    wrote, a calendar part that is not well formed, or an address that is none.
    """
    if letter.calendar:
        _refuse_bad_calendar(letter.calendar)
    message = EmailMessage(policy=SMTP)
    _address(message, letter)
    message["Subject"] = subject(letter, env)
    message.set_content(text(letter, env), cte="quoted-printable")
    message.add_alternative(html(letter, env), subtype="html", cte="quoted-printable")
    if letter.calendar:
        _add_calendar(message, letter.calendar)
    for attachment in letter.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.data, maintype=main, subtype=sub, filename=attachment.file_name
        )
    _mark(message, letter)
    _settle(message)
    return message.as_bytes()


def subject(letter: Letter, env: Environment) -> str:
    """Return the subject in one line."""
    return " ".join(_rendered(letter, env, "subject.txt").split())


def text(letter: Letter, env: Environment) -> str:
    """Return the plain text with no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in _rendered(letter, env, "body.txt").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def html(letter: Letter, env: Environment) -> str:
    return _rendered(letter, env, "body.html").strip() + "\n"


def calendar_in(raw: bytes) -> bytes:
    """The calendar object inside a letter's bytes; b"" where there is none."""
    for part in message_from_bytes(raw).walk():
        if part.get_content_type() == "text/calendar":
            data = part.get_payload(decode=True)
            return data if isinstance(data, bytes) else b""
    return b""


def message_id(letter: Letter) -> str:
    """Return the Message-ID with its angle brackets: a digest of the seed, so it names nobody."""
    domain = letter.from_address.rpartition("@")[2]
    return f"<{sha256(letter.message_id_seed.encode()).hexdigest()[:40]}@{domain}>"


def _rendered(letter: Letter, env: Environment, file_name: str) -> str:
    if not LETTER_NAME.fullmatch(letter.name) or not LANGUAGE.fullmatch(letter.language):
        raise UnfitLetterError(_unknown(letter))
    folder = f"letters/{letter.name}"
    names = [f"{folder}/{letter.language}/{file_name}", f"{folder}/{file_name}"]
    values = {field.name: getattr(letter.context, field.name) for field in fields(LetterContext)}
    try:
        template = env.select_template(names)
    except TemplatesNotFound as missing:
        raise UnfitLetterError(_unknown(letter)) from missing
    spoken = letter.language if template.name == names[0] else "en"
    return template.render(values, language=spoken)


def _unknown(letter: Letter) -> str:
    return f"There is no letter “{letter.name}” ({letter.language}). Use the law's order word."


def _refuse_bad_calendar(part: CalendarPart) -> None:
    found = findings(part.ics)
    if found:
        said = " ".join(f"{finding.rule}: {finding.why}" for finding in found)
        message = f"The calendar part is not well formed, so the letter was not made. {said}"
        raise UnfitLetterError(message)
    if f"\r\nMETHOD:{part.method}\r\n".encode() not in part.ics:
        message = f"The calendar part is not a {part.method}. Name its own method."
        raise UnfitLetterError(message)


def _address(message: EmailMessage, letter: Letter) -> None:
    try:
        message["From"] = _mailbox(letter.from_address, letter.from_name)
        message["To"] = _mailbox(letter.to_address, letter.to_name)
        if letter.reply_to:
            message["Reply-To"] = _mailbox(letter.reply_to, "")
    except (ValueError, IndexError) as wrong:  # the parser answers an empty address with IndexError
        note = f"“{letter.to_address}” is not an e-mail address. Correct it, or send this by paper."
        raise UnfitLetterError(note) from wrong


def _mailbox(address: str, name: str) -> Address:
    """Return a mailbox with a name that no relay trips over, or without one."""
    shown = " ".join(re.sub(r"[@:,;\"<>()\\\[\]\x00-\x1f\x7f]", " ", name).split())
    shown = shown[:MAX_DISPLAY_NAME].strip()
    if len(shown.encode()) + len(address) > MAX_ADDRESS_OCTETS - 20:
        shown = ""
    return Address(display_name=shown, addr_spec=address)


def _mark(message: EmailMessage, letter: Letter) -> None:
    """Say when, which and by whom; last, since `email` moves an earlier Content-* into a part."""
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = message_id(letter)
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = SUPPRESSED
    if letter.unsubscribe_link:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _add_calendar(message: EmailMessage, part: CalendarPart) -> None:
    """Add it last, in base64, without a disposition: only so do all clients show buttons."""
    message.add_alternative(
        part.ics,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": part.method, "charset": "UTF-8"},
    )


def _settle(message: EmailMessage) -> None:
    """Give each multipart a boundary from the Message-ID, and MIME-Version to the whole alone."""
    for number, part in enumerate(message.walk()):
        if part is not message:
            del part["MIME-Version"]
        if part.is_multipart():
            seed = f"{message['Message-ID']}{number}"
            part.set_boundary(f"=_{sha256(seed.encode()).hexdigest()[:32]}")
