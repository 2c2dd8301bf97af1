"""Facts about one conference: its time, its invitations, the people there, its minutes."""

from dataclasses import dataclass, replace

from workflow.events.happening import Event, edit_conference
from workflow.plan import Answer, Attendance, Case, Conference, Excusal, Proposed, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCalled(Event):
    conference: Conference

    def change(self, case: Case) -> Case:
        return replace(case, conferences=(*case.conferences, self.conference))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfConference(Event):
    """A fact about the conference with this number."""

    no: int

    def change(self, case: Case) -> Case:
        return edit_conference(case, self.no, self.edit)

    def edit(self, conference: Conference) -> Conference:
        return conference


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesOffered(OfConference):
    slots: tuple[Slot, ...]

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, offered=self.slots, offered_at=self.stamp.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesReleased(OfConference):
    """The held times are free for others again."""

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, offered=())


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSet(OfConference):
    """A time stands and all are asked anew; the sequence is that of the invitation."""

    slot: Slot
    sequence: int
    answers: tuple[Answer, ...]
    #: It was a time before: this one is a move.
    moved: bool = False

    def edit(self, conference: Conference) -> Conference:
        return replace(
            conference,
            slot=self.slot,
            sequence=self.sequence,
            answers=self.answers,
            offered=(),
            noticed_at=self.stamp.at,
            moves=conference.moves + self.moved,
            proposals=tuple(
                _settled(one, self.slot) if one.state == "open" else one
                for one in conference.proposals
            ),
        )


def _settled(proposed: Proposed, slot: Slot) -> Proposed:
    taken = proposed.starts_at == slot.starts_at
    return replace(proposed, state="accepted" if taken else "obsolete")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged(OfConference):
    slot: Slot
    sequence: int
    answers: tuple[Answer, ...]

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, slot=self.slot, sequence=self.sequence, answers=self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeGivenUp(OfConference):
    """The time is void: calendars hear of it with a raised sequence."""

    sequence: int

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, sequence=self.sequence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(OfConference):
    answer: Answer

    def edit(self, conference: Conference) -> Conference:
        return replace(
            conference,
            answers=tuple(
                self.answer if one.person_id == self.answer.person_id else one
                for one in conference.answers
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLost(OfConference):
    """Somebody who is needed declined: the time cannot stand."""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeProposed(OfConference):
    proposed: Proposed

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, proposals=(*conference.proposals, self.proposed))


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateNamed(OfConference):
    person_id: int
    delegate_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWaived(OfConference):
    def edit(self, conference: Conference) -> Conference:
        return replace(conference, notice_waived_by=self.stamp.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusalAsked(OfConference):
    excusal: Excusal

    def edit(self, conference: Conference) -> Conference:
        others = tuple(
            one for one in conference.excusals if one.person_id != self.excusal.person_id
        )
        return replace(conference, excusals=(*others, self.excusal))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusalGranted(OfConference):
    person_id: int

    def edit(self, conference: Conference) -> Conference:
        return replace(
            conference,
            excusals=tuple(
                replace(one, granted_at=self.stamp.at, granted_by=self.stamp.by)
                if one.person_id == self.person_id
                else one
                for one in conference.excusals
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterAsked(OfConference):
    language: str

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, interpreter_language=self.language, interpreter_id=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterBooked(OfConference):
    interpreter_id: int

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, interpreter_id=self.interpreter_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTimesSought(OfConference):
    """New times are sought by themselves after somebody did not come."""

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, re_offers=conference.re_offers + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceBegun(OfConference):
    draft_number: int

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, began_at=self.stamp.at, draft_at_start=self.draft_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTaken(OfConference):
    """Who was here; a later word on the same person replaces the earlier one."""

    present: tuple[Attendance, ...]

    def edit(self, conference: Conference) -> Conference:
        said = {one.person_id for one in self.present}
        others = tuple(one for one in conference.attendance if one.person_id not in said)
        return replace(conference, attendance=(*others, *self.present))


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesTaken(OfConference):
    minutes_digest: str

    def edit(self, conference: Conference) -> Conference:
        return replace(conference, minutes_digest=self.minutes_digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceEnded(OfConference):
    def edit(self, conference: Conference) -> Conference:
        return replace(conference, ended_at=self.stamp.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSettled(OfConference):
    def edit(self, conference: Conference) -> Conference:
        return replace(conference, minutes_settled_at=self.stamp.at)
