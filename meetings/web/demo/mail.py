"""The pages of the mailbox of everybody; what stands in it is mailbox.py."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from documents.letters import calendar_in
from meetings.store import letters, people
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.demo import mailbox
from meetings.web.demo.mover import Mover
from meetings.web.demo.play import Play, Press
from meetings.web.forms import Form
from meetings.web.site import Site

ANSWERS = (("ACCEPTED", "Yes, I come"), ("TENTATIVE", "Perhaps"), ("DECLINED", "No"))
CLIENTS = (
    ("thunderbird", "Thunderbird"),
    ("google", "Google Calendar"),
    ("outlook", "Outlook"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: str
    person_id: int
    who: str
    subject: str
    when: str
    unread: bool
    calendar: bool
    by_post: bool


@get("/demo/mail", sync_to_thread=True)
def show_mail(
    play: NamedDependency[Play],
    mover: NamedDependency[Mover],
    frame: NamedDependency[Frame],
    person: FromQuery[int] = 0,
    words: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Response[str]:
    wanted = mailbox.Wanted(person_id=person, words=words.strip()[:80], page=max(1, number))
    with play.store.read() as connection:
        listed, total = mailbox.found(connection, wanted)
        names = people.names(connection, {person, *(one.recipient_id for one in listed)})
    if person and person not in names:
        raise NotSeenError
    values = {
        "lines": [_line(frame, mover, one, names) for one in listed],
        "total": total,
        "unread": mover.unread(person or None),
        "person_id": person,
        "who": names.get(person, ""),
        "words": words,
        "older": _page(wanted, 1) if wanted.page * mailbox.PAGE < total else "",
        "newer": _page(wanted, -1) if wanted.page > 1 else "",
    }
    return page(frame, "demo/mail.html", values)


def _line(frame: Frame, mover: Mover, one: letters.Letter, names: dict[int, str]) -> Line:
    return Line(
        id=one.id,
        person_id=one.recipient_id,
        who=names.get(one.recipient_id, one.to_address),
        subject=one.subject,
        when=told.moment(frame, one.dated_at),
        unread=not mover.is_opened(one.id),
        calendar=bool(one.calendar_method),
        by_post=one.channel == "paper",
    )


def _page(wanted: mailbox.Wanted, by: int) -> str:
    asked = {"person": wanted.person_id, "words": wanted.words, "number": wanted.page + by}
    return "/demo/mail?" + urlencode(asked)


@get("/demo/mail/{letter_id:str}", sync_to_thread=True)
def show_letter(
    site: NamedDependency[Site],
    play: NamedDependency[Play],
    mover: NamedDependency[Mover],
    frame: NamedDependency[Frame],
    letter_id: FromPath[str],
) -> Response[str]:
    """Only this process remembers that the letter was opened; nothing is written."""
    one = _opened(site, play, letter_id)
    mover.opened(letter_id, one.letter.recipient_id)
    values = {
        "one": one,
        "when": told.moment(frame, one.letter.dated_at),
        "answers": ANSWERS if one.letter.calendar_method == "REQUEST" else (),
        "clients": CLIENTS,
        "became": mover.told.get(letter_id, ""),
        "is_me": frame.viewer is not None and frame.viewer.person_id == one.letter.recipient_id,
    }
    return page(frame, "demo/letter.html", values)


def _opened(site: Site, play: Play, letter_id: str) -> mailbox.Opened:
    with play.store.read() as connection:
        one = mailbox.opened(connection, letter_id, site.settings.public_url)
    if one is None:
        raise NotSeenError
    return one


@get("/demo/mail/{letter_id:str}/shown", sync_to_thread=True)
def show_letter_html(
    site: NamedDependency[Site], play: NamedDependency[Play], letter_id: FromPath[str]
) -> Response[str]:
    """The letter's own page, for the sandboxed frame alone."""
    html, policy = mailbox.framed(_opened(site, play, letter_id))
    headers = {"Content-Security-Policy": policy}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@get("/demo/mail/{letter_id:str}/calendar.ics", sync_to_thread=True)
def give_calendar(play: NamedDependency[Play], letter_id: FromPath[str]) -> Response[bytes]:
    """To open in a calendar program of one's own."""
    with play.store.read() as connection:
        raw = letters.raw(connection, letter_id)
    found = calendar_in(raw) if raw else b""
    if not found:
        raise NotSeenError
    return Response(found, media_type="text/calendar")


@post("/demo/mail/{letter_id:str}/answer", sync_to_thread=True)
def answer_by_mail(
    play: NamedDependency[Play],
    mover: NamedDependency[Mover],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    letter_id: FromPath[str],
) -> Redirect:
    """As if the recipient had pressed a button in a calendar program, which mails a reply."""
    press = Press(
        letter_id=letter_id,
        partstat=form.chosen("partstat", dict(ANSWERS)) or "ACCEPTED",
        client=form.chosen("client", dict(CLIENTS)) or "thunderbird",
    )
    with play.store.read() as connection:
        one = letters.one(connection, letter_id)
    if one is None or one.calendar_method != "REQUEST":
        raise NotSeenError
    mover.told[letter_id] = play.answer(press, at)
    mover.poke()
    return go(f"/demo/mail/{letter_id}")
