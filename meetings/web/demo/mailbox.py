"""Everybody's letters in one mailbox: newest first, with links that work, and answers by mail.

Elsewhere links and codes of others are hidden; here the whole point is to be the recipient.
"""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from meetings.store import letters, people
from meetings.store.letters import Letter
from meetings.store.tables import letter
from meetings.web.staff.letter_shown import LetterText, frame_policy, letter_text

PAGE = 40
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")
_COLUMNS = tuple(column for column in letter.c if column.name != "raw")
#: The demo's clock stands still, so many letters share a moment: the order of writing tells.
_WRITTEN: ColumnElement[int] = literal_column("letter.rowid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """0 is everybody."""

    person_id: int = 0
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a letter's text; with an address it is a link to a page of this demo."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    letter: Letter
    person: people.Person | None
    shown: LetterText
    pieces: tuple[Piece, ...]
    #: Where the letter leads a member of staff, who has to be signed in for it; else "".
    place: str


def found(connection: Connection, wanted: Wanted) -> tuple[tuple[Letter, ...], int]:
    """One page of letters, and how many there are in all."""
    asked = _wanted(wanted)
    rows = connection.execute(
        select(*_COLUMNS)
        .where(*asked)
        .order_by(letter.c.dated_at.desc(), _WRITTEN.desc())
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE)
    ).mappings()
    listed = tuple(Letter(**row) for row in rows)
    total = connection.execute(select(func.count()).select_from(letter).where(*asked)).scalar_one()
    return listed, total


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.person_id:
        asked.append(letter.c.recipient_id == wanted.person_id)
    if wanted.words:
        asked.append(letter.c.subject.icontains(wanted.words, autoescape=True))
    return asked


def opened(connection: Connection, letter_id: str, own: str) -> Opened | None:
    """The letter as its recipient holds it; `own` is the address under which the demo runs."""
    one, raw = letters.one(connection, letter_id), letters.raw(connection, letter_id)
    if one is None or raw is None:
        return None
    person = people.person(connection, one.recipient_id)
    shown = letter_text(raw, whole=True)
    parts = pieces(shown.text, own)
    is_staff = person is not None and person.kind == "staff"
    place = next((piece.href for piece in parts if piece.href), "") if is_staff else ""
    return Opened(
        letter=one,
        person=person,
        shown=shown,
        pieces=parts,
        place=place,
    )


def pieces(text: str, own: str) -> tuple[Piece, ...]:
    """Links to the demo become links; other addresses stay text, for nothing leaves the machine."""
    made: list[Piece] = []
    end = 0
    for url in _URL.finditer(text):
        path = url[0].removeprefix(own)
        if path.startswith("/"):
            made += [Piece(text=text[end : url.start()]), Piece(text=url[0], href=path)]
            end = url.end()
    return (*made, Piece(text=text[end:]))


def framed(one: Opened) -> tuple[str, str]:
    """The letter's page for a sandboxed frame, and its policy: a pressed link opens on top."""
    html = one.shown.html.replace("<head>", '<head><base target="_top">', 1)
    return html, f"{frame_policy(html)} allow-top-navigation-by-user-activation"
