"""What a calendar answer says to the law, as a command; or why a person has to look first.

Whether it counts (an old SEQUENCE, a conference that is over) is the law's to say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from documents.reply import Answer, Delegation, Proposal, Refresh
from meetings.inbox.verdict import Place, Verdict
from meetings.store import Session
from workflow import plan
from workflow.ask import roles_of
from workflow.commands import Actor, AskForCopy, AskToDelegate, Command, ProposeTime, Reply
from workflow.plan import Case, Conference
from workflow.seats import answer_of

Calling = Answer | Proposal | Delegation | Refresh

SEAT_GONE = "This person no longer has a seat in this plan. Add the seat again, then count it."
NO_ANSWER = "Nothing was answered, so the question stays open."
BROKEN = "Their calendar program reports that it could not use the invitation. Ask the person."
DELEGATE = "It answers for somebody else. Ask both, then count it."
CONTRADICTION = "Another answer bears the very same time stamp. Ask the person which one holds."
NOBODY = "It does not say who would come instead. Ask the person."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the answer meets: the case as it is, the seat that speaks, when the letter came."""

    case: Case
    place: Place
    by: Actor
    received_at: datetime
    at: datetime

    @property
    def no(self) -> int:
        return self.place.no or 0

    @property
    def conference(self) -> Conference:
        return self.case.conference(self.no) or Conference(no=self.no)

    @property
    def before(self) -> plan.Answer | None:
        return answer_of(self.conference, self.by.person_id)


def speaker(session: Session, case: Case, person_id: int, at: datetime) -> Actor | None:
    """Whoever holds the seat, by mail; None where the person holds none that day."""
    roles = roles_of(case, person_id, session.school(case.school_year).local(at))
    return Actor(person_id=person_id, role=roles[0], identified_by="mail") if roles else None


def command(heard: Calling, scene: Scene) -> Command | Verdict:
    match heard:
        case Answer():
            return _answer(heard, scene)
        case Proposal():
            return _proposal(heard, scene)
        case Delegation():
            return _delegation(heard, scene)
        case Refresh():
            return AskForCopy(by=scene.by, key=_one_an_hour(scene), no=scene.no)
        case _:
            assert_never(heard)


def _answer(heard: Answer, scene: Scene) -> Reply | Verdict:
    for trouble, why in ((heard.request_status, BROKEN), (heard.delegated_from, DELEGATE)):
        if trouble:
            return _aside("held", heard, why, scene)
    if heard.partstat == "NEEDS-ACTION":
        return _aside("recorded", heard, NO_ANSWER, scene)
    # A stamp from the future counts as the moment of receipt, or nothing later could replace it.
    stamp = min(heard.dtstamp or scene.received_at, scene.received_at)
    before = scene.before
    if before is not None and _contradicts(before, heard, stamp):
        return _aside("held", heard, CONTRADICTION, scene)
    return Reply(
        by=scene.by,
        key=_key(heard),
        no=scene.no,
        partstat=heard.partstat.lower(),
        sequence=heard.sequence,
        stamp=stamp,
        source="mail",
        modality=before.modality if before else "room",
        comment=heard.comment,
    )


def _contradicts(before: plan.Answer, heard: Answer, stamp: datetime) -> bool:
    same = (before.source, before.reply_sequence, before.reply_stamp)
    return same == ("mail", heard.sequence, stamp) and before.partstat != heard.partstat.lower()


def _proposal(heard: Proposal, scene: Scene) -> ProposeTime:
    length = timedelta(minutes=scene.conference.length_minutes)
    is_long = heard.ends_at > heard.starts_at
    return ProposeTime(
        by=scene.by,
        key=_key(heard),
        no=scene.no,
        starts_at=heard.starts_at,
        ends_at=heard.ends_at if is_long else heard.starts_at + length,
        sequence=heard.sequence,
        comment=heard.comment,
    )


def _delegation(heard: Delegation, scene: Scene) -> AskToDelegate | Verdict:
    if not heard.delegate:
        return _aside("held", heard, NOBODY, scene)
    return AskToDelegate(
        by=scene.by,
        key=_key(heard),
        no=scene.no,
        delegate=heard.delegate,
        sequence=heard.sequence,
    )


def _aside(state: str, heard: Calling, why: str, scene: Scene) -> Verdict:
    return Verdict(state=state, reason=f"{heard.why} {why}", place=scene.place)


def _key(heard: Calling) -> str:
    """The same calendar again, in whatever letter, is the same press."""
    return f"mail.{heard.digest_sha256}"


def _one_an_hour(scene: Scene) -> str:
    """A program that asks for copies in a loop gets one an hour (RFC 5546 §6.1.6)."""
    return f"mail.copy.{scene.no}.{scene.by.person_id}.{scene.at:%Y%m%d%H}"
