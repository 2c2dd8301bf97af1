"""A letter of ours came back: which one, by the secret address that it left from.

Without that address a report proves nothing, for anybody can name a Message-ID: a person looks.
"""

from datetime import datetime

from sqlalchemy import select

from documents.reply import Bounce
from meetings.inbox.verdict import Place, Verdict
from meetings.store import Session, letters
from meetings.store.letters import Ending, Letter
from meetings.store.tables import letter

#: The letter did not arrive, or its reader does not want such letters.
UNDELIVERED = ("failed", "complaint")
UNPROVED = "It names a letter of ours, but did not come to that letter's own address. Look at both."
STRANGER = "It is about no letter that we sent."
CALL = "Call this person, or correct the address."
NOTHING_LOST = "Nothing is to be done."


def bounce(session: Session, heard: Bounce, at: datetime) -> Verdict:
    """Marks the letter as bounced when the report has the letter's own token."""
    own = _by_token(session, heard.bounce_token) if heard.bounce_token else None
    if own is None:
        return _unproved(session, heard)
    if heard.action not in UNDELIVERED:
        return _verdict("recorded", f"{heard.why} {NOTHING_LOST}", own)
    words = " ".join(part for part in (heard.action, heard.status, heard.recipient) if part)
    letters.settle(session, own.id, Ending(state="bounced", words=words), at)
    return _verdict("applied", f"{heard.why} {CALL}", own)


def _by_token(session: Session, token: str) -> Letter | None:
    found = session.connection.execute(
        select(letter.c.id).where(letter.c.env_from.startswith(f"bounce+{token}@"))
    ).scalar_one_or_none()
    return letters.one(session.connection, found) if found else None


def _unproved(session: Session, heard: Bounce) -> Verdict:
    named = letters.by_message_id(session.connection, heard.about) if heard.about else None
    if named is None:
        return Verdict(state="dead", reason=f"{heard.why} {STRANGER}")
    return _verdict("held", f"{heard.why} {UNPROVED}", named)


def _verdict(state: str, reason: str, about: Letter) -> Verdict:
    place = Place(
        case_id=about.case_id, no=about.conference_no or None, person_id=about.recipient_id
    )
    return Verdict(state=state, reason=reason, place=place)
