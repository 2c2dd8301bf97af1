"""A person on the staff says what a letter means; the law is asked as if it had come by itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row

from meetings import desk
from meetings.inbox.kept import note, row_of
from meetings.inbox.saying import speaker
from meetings.inbox.verdict import Place, Verdict
from meetings.store import Session, cases, people
from workflow.commands import Reply
from workflow.refusals import Refused
from workflow.seats import answer_of

NOT_KEPT = Refused(
    code="not_now",
    why="There is no such letter, or it was counted already.",
    remedy="Load the inbox page again.",
)
NO_CONFERENCE = Refused(
    code="not_now",
    why="There is no such conference.",
    remedy="Choose the conference that the letter is about.",
)
NO_SEAT = Refused(
    code="not_you",
    why="This person has no seat in this plan.",
    remedy="Choose one of the people of the conference.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedAs:
    """What the staff says that a letter means."""

    case_id: int
    no: int
    person_id: int
    #: accepted, tentative or declined.
    partstat: str
    comment: str = ""


def count_as(
    session: Session, letter_id: int, counted: CountedAs, at: datetime
) -> desk.Answer | Refused:
    """The staff says whose answer a letter is, and which; it counts for the time that stands."""
    row = row_of(session.connection, letter_id)
    case = cases.load(session.connection, counted.case_id)
    if row is None or row.state == "applied":
        return NOT_KEPT
    conference = case.conference(counted.no) if case else None
    if case is None or conference is None:
        return NO_CONFERENCE
    by = speaker(session, case, counted.person_id, at)
    if by is None:
        return NO_SEAT
    before = answer_of(conference, counted.person_id)
    command = Reply(
        by=by,
        key=f"counted.{letter_id}",
        no=conference.no,
        partstat=counted.partstat,
        sequence=conference.sequence,
        stamp=row.received_at,
        source="mail",
        modality=before.modality if before else "room",
        comment=counted.comment,
    )
    answer = desk.submit(session, case.id, command, at)
    if isinstance(answer, desk.Answer):
        place = Place(case_id=case.id, no=conference.no, person_id=counted.person_id)
        _count(session, row, counted, place)
    return answer


def _count(
    session: Session, row: Row[tuple[object, ...]], counted: CountedAs, place: Place
) -> None:
    known = people.person(session.connection, counted.person_id)
    name = known.name if known else "this person"
    reason = f"Counted by hand as the answer of {name}: {counted.partstat}."
    kind = str(row._mapping["class"])  # noqa: SLF001  the documented way to read a row by name
    verdict = Verdict(state="applied", reason=reason, place=place)
    note(session.connection, row.id, verdict, kind)
