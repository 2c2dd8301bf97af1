"""The chapter of the time: it is offered, chosen, set, moved, answered, given up.

`revise` is the only place where an invitation's SEQUENCE rises (RFC 5546 §2.1.4).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workflow.commands import (
    AskExcusal,
    AskInterpreter,
    AskToDelegate,
    BookInterpreter,
    CallConference,
    ChangeRoom,
    Convene,
    GrantExcusal,
    Move,
    Offer,
    Pick,
    ProposeTime,
    Reply,
)
from workflow.events import meeting as happened
from workflow.events.happening import Event
from workflow.hearing import Hearing
from workflow.plan import Answer, Conference, Excusal, Proposed, Slot
from workflow.seats import answer_of, participants

#: Conferences without a room: from a room to one of these is another kind of place.
REMOTE = ("video", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    sequence: int
    #: invited, moved, details, cancelled.
    kind: str
    #: Everybody is asked anew; old answers do not count.
    ask_again: bool


def revise(before: Conference, after: Slot | None, *, standing: bool) -> Revision:
    """The next revision of the invitation; `standing` says whether a time stands until now."""
    if after is None:
        return Revision(sequence=before.sequence + 1, kind="cancelled", ask_again=False)
    if before.noticed_at is None or before.slot is None:
        return Revision(sequence=0, kind="invited", ask_again=True)
    same = (before.slot.starts_at, before.slot.ends_at) == (after.starts_at, after.ends_at)
    if standing and same and bool(before.slot.room) == bool(after.room):
        return Revision(sequence=before.sequence, kind="details", ask_again=False)
    return Revision(sequence=before.sequence + 1, kind="moved", ask_again=True)


def called(heard: Hearing, no: int) -> tuple[Event, ...]:
    """A conference that a row opens: as it was asked for, or like the one that was adjourned."""
    command, previous = heard.ask.command, heard.case.conferences
    conference = Conference(no=no)
    if isinstance(command, CallConference):
        conference = Conference(
            no=no,
            tier=command.tier,
            length_minutes=command.length_minutes,
            left_out=command.left_out,
        )
    elif previous:
        last = previous[-1]
        conference = Conference(
            no=no,
            tier=last.tier,
            length_minutes=last.length_minutes,
            left_out=last.left_out,
            interpreter_language=last.interpreter_language,
        )
    return (happened.ConferenceCalled(stamp=heard.stamp, conference=conference),)


def offer(heard: Hearing) -> tuple[Event, ...]:
    slots = heard.said(Offer).slots
    return (happened.TimesOffered(stamp=heard.stamp, no=heard.no, slots=slots),)


def end_offer(heard: Hearing) -> tuple[Event, ...]:
    return (happened.TimesReleased(stamp=heard.stamp, no=heard.no),)


def pick(heard: Hearing) -> tuple[Event, ...]:
    starts_at = heard.said(Pick).starts_at
    slot = next(slot for slot in heard.conference.offered if slot.starts_at == starts_at)
    return _set(heard, slot, {})


def convene(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(Convene)
    return _set(heard, said.slot, said.modalities)


def move(heard: Hearing) -> tuple[Event, ...]:
    return _set(heard, heard.said(Move).slot, {})


def _set(heard: Hearing, slot: Slot, modalities: Mapping[str, str]) -> tuple[Event, ...]:
    revision = revise(
        heard.conference, slot, standing=heard.ask.subject.state in {"scheduled", "missed"}
    )
    booked = slot.interpreter_id is not None
    events: list[Event] = [
        happened.TimeSet(
            stamp=heard.stamp,
            no=heard.no,
            slot=slot,
            sequence=revision.sequence,
            answers=_answers(heard, revision, modalities),
            moved=revision.kind == "moved",
        )
    ]
    if booked and heard.conference.interpreter_language:
        events.append(_booked(heard, slot.interpreter_id or 0))
    return tuple(events)


def _answers(
    heard: Hearing, revision: Revision, modalities: Mapping[str, str]
) -> tuple[Answer, ...]:
    """One for each invited person; who sets the time comes; answers that still count stay."""
    people = participants(heard.case, heard.on, heard.conference)
    return tuple(_answer(heard, person, revision, modalities) for person in people)


def _answer(
    heard: Hearing, person_id: int, revision: Revision, modalities: Mapping[str, str]
) -> Answer:
    before = answer_of(heard.conference, person_id)
    if before is not None and not revision.ask_again:
        return replace(before, modality=modalities.get(str(person_id), before.modality))
    known = before.modality if before else "room"
    return Answer(
        person_id=person_id,
        partstat="accepted" if person_id == heard.ask.by.person_id else "needs_action",
        asked_sequence=revision.sequence,
        reply_stamp=heard.at if person_id == heard.ask.by.person_id else None,
        modality=modalities.get(str(person_id), known),
    )


def change_room(heard: Hearing) -> tuple[Event, ...]:
    said, conference = heard.said(ChangeRoom), heard.conference
    if conference.slot is None:
        return ()
    slot = replace(conference.slot, room=said.room)
    revision = revise(conference, slot, standing=True)
    return (
        happened.RoomChanged(
            stamp=heard.stamp,
            no=heard.no,
            slot=slot,
            sequence=revision.sequence,
            answers=_answers(heard, revision, said.modalities),
        ),
    )


def propose_time(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(ProposeTime)
    proposed = Proposed(
        person_id=heard.ask.by.person_id,
        starts_at=said.starts_at,
        ends_at=said.ends_at,
        sequence=said.sequence,
    )
    noted = happened.TimeProposed(stamp=heard.stamp, no=heard.no, proposed=proposed)
    if heard.row.target:
        return (happened.TimesReleased(stamp=heard.stamp, no=heard.no), noted)
    return (noted,)


def reply(heard: Hearing) -> tuple[Event, ...]:
    said, before = heard.said(Reply), answer_of(heard.conference, heard.ask.by.person_id)
    if before is None:
        return ()
    answer = replace(
        before,
        partstat=said.partstat,
        reply_sequence=said.sequence,
        reply_stamp=min(said.stamp, heard.at),
        source=said.source,
        modality=said.modality,
    )
    noted = happened.Answered(stamp=heard.stamp, no=heard.no, answer=answer)
    if heard.row.finding != "seat_lost":
        return (noted,)
    lost = happened.SeatLost(stamp=heard.stamp, no=heard.no, person_id=answer.person_id)
    return (noted, lost, *given_up(heard))


def given_up(heard: Hearing) -> tuple[Event, ...]:
    """Where a time stood, calendars are told that it does not."""
    if heard.ask.subject.state != "scheduled" or heard.conference.noticed_at is None:
        return ()
    revision = revise(heard.conference, None, standing=True)
    return (happened.TimeGivenUp(stamp=heard.stamp, no=heard.no, sequence=revision.sequence),)


def drop(heard: Hearing) -> tuple[Event, ...]:
    return (*given_up(heard), happened.TimesReleased(stamp=heard.stamp, no=heard.no))


def ask_to_delegate(heard: Hearing) -> tuple[Event, ...]:
    heard.said(AskToDelegate)
    return (
        happened.DelegateNamed(
            stamp=heard.stamp,
            no=heard.no,
            person_id=heard.ask.by.person_id,
            delegate_digest=heard.digest("delegate"),
        ),
    )


def ask_excusal(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(AskExcusal)
    excusal = Excusal(
        person_id=said.person_id,
        kind=said.kind,
        asked_at=heard.at,
        input_digest=heard.digest("written_input"),
    )
    return (happened.ExcusalAsked(stamp=heard.stamp, no=heard.no, excusal=excusal),)


def grant_excusal(heard: Hearing) -> tuple[Event, ...]:
    person_id = heard.said(GrantExcusal).person_id
    return (happened.ExcusalGranted(stamp=heard.stamp, no=heard.no, person_id=person_id),)


def ask_interpreter(heard: Hearing) -> tuple[Event, ...]:
    language = heard.said(AskInterpreter).language
    return (happened.InterpreterAsked(stamp=heard.stamp, no=heard.no, language=language),)


def book_interpreter(heard: Hearing) -> tuple[Event, ...]:
    return (_booked(heard, heard.said(BookInterpreter).interpreter_id),)


def _booked(heard: Hearing, interpreter_id: int) -> Event:
    return happened.InterpreterBooked(stamp=heard.stamp, no=heard.no, interpreter_id=interpreter_id)


def waive_notice(heard: Hearing) -> tuple[Event, ...]:
    return (happened.NoticeWaived(stamp=heard.stamp, no=heard.no),)


def offer_anew(heard: Hearing) -> tuple[Event, ...]:
    return (happened.NewTimesSought(stamp=heard.stamp, no=heard.no),)


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "offer": offer,
    "end_offer": end_offer,
    "pick": pick,
    "convene": convene,
    "move": move,
    "change_room": change_room,
    "propose_time": propose_time,
    "reply": reply,
    "drop": drop,
    "ask_to_delegate": ask_to_delegate,
    "ask_excusal": ask_excusal,
    "grant_excusal": grant_excusal,
    "ask_interpreter": ask_interpreter,
    "book_interpreter": book_interpreter,
    "waive_notice": waive_notice,
    "offer_anew": offer_anew,
}
