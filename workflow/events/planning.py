"""Facts about the plan's text, the people in the case, and the plan while it lives."""

from dataclasses import dataclass, replace
from datetime import date

from workflow.events.happening import Event
from workflow.plan import Attempt, Case, Dispute, Draft, Input, Party, Progress, ReviewedGoal


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWritten(Event):
    draft: Draft

    def change(self, case: Case) -> Case:
        return replace(case, draft=self.draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGiven(Event):
    """The newest input of one person replaces the older one."""

    input: Input

    def change(self, case: Case) -> Case:
        others = tuple(one for one in case.inputs if one.person_id != self.input.person_id)
        return replace(case, inputs=(*others, self.input))


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyInformed(Event):
    def change(self, case: Case) -> Case:
        return replace(case, informed_at=self.stamp.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecorded(Event):
    attempt: Attempt

    def change(self, case: Case) -> Case:
        return replace(case, attempts=(*case.attempts, self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChanged(Event):
    """A seat was added, or the seat of that person in that role got other dates."""

    party: Party

    def change(self, case: Case) -> Case:
        key = (self.party.person_id, self.party.role, self.party.since)
        others = tuple(one for one in case.parties if (one.person_id, one.role, one.since) != key)
        return replace(case, parties=(*others, self.party))


@dataclass(frozen=True, slots=True, kw_only=True)
class TookEffect(Event):
    """The frozen text binds from this day."""

    draft: Draft
    on: date

    def change(self, case: Case) -> Case:
        return replace(case, in_force=self.draft, in_force_since=self.on, amendment_agreed_by=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected(Event):
    """A family objected; a second word while the first is open adds its parts."""

    person_id: int
    parts: tuple[str, ...]
    reason_digest: str
    on: date
    #: Nothing was waiting for a decision: the days count anew.
    anew: bool

    def change(self, case: Case) -> Case:
        before = case.dispute
        if before is None or self.anew:
            return replace(
                case,
                dispute=Dispute(
                    by=self.person_id,
                    parts=self.parts,
                    reason_digest=self.reason_digest,
                    objected_on=self.on,
                ),
            )
        parts = tuple(dict.fromkeys((*before.parts, *self.parts)))
        return replace(case, dispute=replace(before, parts=parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld(Event):
    on: date

    def change(self, case: Case) -> Case:
        if case.dispute is None:
            return case
        return replace(case, dispute=replace(case.dispute, heard_on=self.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDecided(Event):
    on: date
    upheld: bool
    decision_digest: str = ""

    def change(self, case: Case) -> Case:
        if case.dispute is None:
            return case
        return replace(case, dispute=replace(case.dispute, decided_on=self.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAppealed(Event):
    """A new hearing is due before the final decision."""

    on: date

    def change(self, case: Case) -> Case:
        if case.dispute is None:
            return case
        again = replace(case.dispute, objected_on=self.on, heard_on=None, decided_on=None)
        return replace(case, dispute=again)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeEnded(Event):
    def change(self, case: Case) -> Case:
        return replace(case, dispute=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNoted(Event):
    progress: Progress

    def change(self, case: Case) -> Case:
        return replace(case, progress=(*case.progress, self.progress))


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfChecked(Event):
    answers_digest: str

    def change(self, case: Case) -> Case:
        return replace(case, self_checked_at=self.stamp.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsReviewed(Event):
    """The newest word of one person on one goal in one review replaces the older one."""

    reviews: tuple[ReviewedGoal, ...]

    def change(self, case: Case) -> Case:
        said = {(one.kind, one.goal_key, one.by) for one in self.reviews}
        others = tuple(one for one in case.reviews if (one.kind, one.goal_key, one.by) not in said)
        return replace(case, reviews=(*others, *self.reviews))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedWithoutMeeting(Event):
    #: amendment or review.
    what: str

    def change(self, case: Case) -> Case:
        if self.what == "review":
            return replace(case, review_without_meeting_by=self.stamp.by)
        return replace(case, amendment_agreed_by=self.stamp.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFiled(Event):
    """The record of the year is sealed and archived."""

    record_sha256: str

    def change(self, case: Case) -> Case:
        return replace(case, record_sha256=self.record_sha256)
