"""The outbox: letters that wait, were kept, sent or failed; each as its recipient gets it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.store import Session, letters, orders, people
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page, refusal
from meetings.web.forms import Form
from meetings.web.site import Site, Viewer
from meetings.web.staff import post_book
from meetings.web.staff.letter_shown import frame_policy, letter_text
from meetings.web.staff.saying import with_said
from workflow.labels import label
from workflow.refusals import Refused

#: State of a letter to its word and tone, in the order in which a list offers them.
STATES: dict[str, tuple[str, str]] = {
    "frozen": ("Waiting", "act"),
    "waiting": ("Tried, waits", "warn"),
    "sending": ("Being sent", "act"),
    "captured": ("Kept, not sent", "warn"),
    "to_print": ("To be printed", "act"),
    "sent": ("Sent", "good"),
    "failed": ("Failed", "bad"),
    "bounced": ("Came back", "bad"),
    "in_doubt": ("Not known whether sent", "warn"),
    "superseded": ("A newer one went instead", "plain"),
    "moot": ("Not needed any more", "plain"),
}
CAPTURE = Refused(
    code="not_yet",
    why="No mail server is confirmed, so letters are kept here and nothing leaves.",
    remedy="Set a mail server and confirm a test letter in the settings, then send.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: str
    case_id: int
    when: str
    subject: str
    who: str
    address: str
    word: str
    tone: str
    words: str
    calendar: str


@get("/outbox", sync_to_thread=True)
def show_outbox(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    stands: FromQuery[str] = "",
    words: FromQuery[str] = "",
    case: FromQuery[int] = 0,
    number: FromQuery[int] = 1,
) -> Response[str]:
    mine = post_book.only_of(viewer)
    wanted = post_book.Wanted(
        of_person=mine, state=stands, words=words[:80], case_id=case, page=number
    )
    with site.store.read() as connection:
        found = post_book.letters(connection, wanted)
        total = post_book.count(connection, wanted)
        counts = post_book.counts(connection, mine)
        names = people.names(connection, tuple(one.recipient_id for one in found))
        owed = orders.waiting(connection)
        failed = orders.by_stage(connection, "failed")
    values = {
        "lines": tuple(_line(frame, one, names) for one in found),
        "states": [(key, word, tone, counts.get(key, 0)) for key, (word, tone) in STATES.items()],
        "all": sum(counts.values()),
        "state": stands,
        "words": words,
        "owed": owed,
        "failed": [(row.id, label(row.kind), row.note) for row in failed[:50]],
        "total": total,
        "pages": _pages(wanted, total),
        "number": wanted.page,
    }
    return page(frame, "staff/outbox.html", values)


def _pages(wanted: post_book.Wanted, total: int) -> tuple[tuple[int, str], ...]:
    last = max(1, -(-total // post_book.PAGE))
    kept = {"stands": wanted.state, "words": wanted.words, "case": wanted.case_id or ""}
    return tuple(
        (number, "/outbox?" + urlencode({**kept, "number": number}))
        for number in range(1, last + 1)
    )


def _line(frame: Frame, one: letters.Letter, names: dict[int, str]) -> Line:
    word, tone = STATES.get(one.state, (one.state, "plain"))
    return Line(
        id=one.id,
        case_id=one.case_id,
        when=told.moment(frame, one.dated_at),
        subject=one.subject,
        who=names.get(one.recipient_id, ""),
        address=one.to_address if one.channel == "email" else "by post",
        word=word,
        tone=tone,
        words=one.last_words,
        calendar=one.calendar_method,
    )


@get("/outbox/{letter_id:str}", sync_to_thread=True)
def show_letter(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    letter_id: FromPath[str],
) -> Response[str]:
    one, raw, names = _letter(site, viewer, letter_id)
    word, tone = STATES.get(one.state, (one.state, "plain"))
    values = {
        "letter": one,
        "shown": letter_text(raw, whole=one.channel == "paper"),
        "who": names.get(one.recipient_id, ""),
        "word": word,
        "tone": tone,
        "again": one.state in post_book.AGAIN and one.channel == "email",
    }
    return page(frame, "staff/letter.html", values)


@get("/outbox/{letter_id:str}/shown", sync_to_thread=True)
def show_letter_html(
    site: NamedDependency[Site], viewer: NamedDependency[Viewer], letter_id: FromPath[str]
) -> Response[str]:
    """The letter's own page, for the sandboxed frame alone."""
    one, raw, _ = _letter(site, viewer, letter_id)
    html = letter_text(raw, whole=one.channel == "paper").html
    headers = {"Content-Security-Policy": frame_policy(html)}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


def _letter(
    site: Site, viewer: Viewer, letter_id: str
) -> tuple[letters.Letter, bytes, dict[int, str]]:
    with site.store.read() as connection:
        seen = post_book.is_for(connection, letter_id, post_book.only_of(viewer))
        one = letters.one(connection, letter_id) if seen else None
        raw = letters.raw(connection, letter_id)
        names = people.names(connection, (one.recipient_id,)) if one else {}
    if one is None or raw is None:
        raise NotSeenError
    return one, raw, names


@post("/outbox/again", sync_to_thread=True)
def send_again(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """One letter, or all in a state; in capture mode nothing leaves and the page says why."""
    if frame.capture:
        return refusal(frame, CAPTURE)
    letter_id, state = form.line("letter"), form.typed("state")
    mine = post_book.only_of(viewer)

    def put_back(session: Session) -> int:
        wanted = post_book.Wanted(of_person=mine, state=state)
        ids = post_book.ids_of(session.connection, wanted) if state in post_book.AGAIN else ()
        if letter_id and post_book.is_for(session.connection, letter_id, mine):
            ids = (letter_id,)
        return post_book.send_again(session, ids, at)

    site.store.write(put_back)
    site.poke()
    return go(with_said("/outbox", "queued"))


@post("/outbox/orders/again", sync_to_thread=True)
def try_order_again(
    site: NamedDependency[Site], form: NamedDependency[Form], at: NamedDependency[datetime]
) -> Redirect:
    order_id = form.line("order")
    site.store.write(lambda session: orders.try_again(session.connection, order_id, at))
    site.poke()
    return go(with_said("/outbox", "queued"))
