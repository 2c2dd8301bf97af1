"""The case as a value: one student's ALP year, as small facts. evolve.py changes it.

Texts are not here, only their digests: what people wrote stands in passages (meetings/store),
and can be erased while the history stays whole. A changed case is a new value. What is known of a
conference and of an agreement is in `held.py`, and can be had from here.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.held import (
    Agreement,
    Answer,
    Attendance,
    Conference,
    Dispute,
    Excusal,
    Proposed,
    Signature,
    Signer,
    Slot,
)

__all__ = [
    "Agreement",
    "Answer",
    "Attempt",
    "Attendance",
    "Case",
    "Conference",
    "Dispute",
    "Draft",
    "Excusal",
    "Input",
    "Party",
    "Progress",
    "Proposed",
    "ReviewedGoal",
    "Signature",
    "Signer",
    "Slot",
    "Subject",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One seat of one person in this case, with its dates; a person may hold several."""

    person_id: int
    #: parent, student, teacher, specialist, chair, recorder, administrator, guest, interpreter,
    #: coordinator, authority.
    role: str
    required: bool = True
    since: date
    until: date | None = None
    #: A parent without education rights is told what may be told, and never asked.
    education_rights: bool = True
    may_contact: bool = True
    receives_copy: bool = True

    def holds_on(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Where one chart stands: the plan (no 0), the n-th conference, the n-th agreement."""

    chart: str
    no: int
    state: str
    facts: dict[str, str] = field(default_factory=dict)
    #: The version of the case at which the state was last entered.
    entered_seq: int
    entered_at: datetime
    #: False once it reached an ending or was stopped.
    live: bool = True
    #: initial, annual, midyear, amendment, year_end, requested (conference); "" for others.
    kind: str = ""
    #: What stands, as "word:person" to a digest of what was said: a repetition is recognised by it.
    done: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The n-th text of the plan, by its salted digest, and what it still lacks."""

    number: int
    digest: str
    #: Codes of completeness.Lack; () is complete.
    missing: tuple[str, ...] = ()
    written_by: int
    written_at: datetime
    goal_keys: tuple[str, ...] = ()
    #: Digest of everything but the goals: a student may write the goals alone.
    rest_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    person_id: int
    role: str
    digest: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One documented try to reach a parent (34 CFR 300.322(d))."""

    #: mail, phone, letter, visit, message.
    channel: str
    at: datetime
    by: int
    #: Whom it was meant for.
    person_id: int
    #: no_answer, reached, refused, wrong_address.
    result: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedGoal:
    #: midyear or year_end.
    kind: str
    goal_key: str
    outcome: str
    by: int
    at: datetime
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    goal_key: str
    person_id: int
    role: str
    #: 0 (talked about it), 1 stuck, 2 going, 3 going well, 4 reached.
    rating: int
    at: datetime
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: int
    student_id: int
    #: "2026-27".
    school_year: str
    #: Of the plan: annual, initial.
    kind: str = "annual"
    #: full, short or asynchronous: how the family wants to meet.
    tier: str = "full"
    #: The history row that this value includes last.
    version: int
    law: str
    parties: tuple[Party, ...] = ()
    subjects: tuple[Subject, ...] = ()
    #: plan_due_on, inputs_due_on, inform_due_on, first_school_day, last_school_day,
    #: birthday_17, birthday_18; a missing date arms nothing.
    dates: dict[str, date] = field(default_factory=dict)
    draft: Draft | None = None
    #: The text that binds: in force, or the prior plan that moved in.
    in_force: Draft | None = None
    in_force_since: date | None = None
    informed_at: datetime | None = None
    inputs: tuple[Input, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    conferences: tuple[Conference, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    dispute: Dispute | None = None
    reviews: tuple[ReviewedGoal, ...] = ()
    progress: tuple[Progress, ...] = ()
    self_checked_at: datetime | None = None
    #: The family agreed in writing to an amendment without a meeting.
    amendment_agreed_by: int | None = None
    #: The family's word that the mid-year review needs no meeting.
    review_without_meeting_by: int | None = None
    record_sha256: str = ""

    def subject(self, chart: str, no: int) -> Subject | None:
        return next((s for s in self.subjects if s.chart == chart and s.no == no), None)

    def running(self, chart: str) -> Subject | None:
        """The one live subject of this chart, if any: the database allows no second."""
        return next((s for s in self.subjects if s.chart == chart and s.live), None)

    def plan(self) -> Subject:
        found = self.subject("plan", 0)
        assert found is not None  # noqa: S101  every case opens with its plan
        return found

    def conference(self, no: int) -> Conference | None:
        return next((c for c in self.conferences if c.no == no), None)

    def agreement(self, no: int) -> Agreement | None:
        return next((a for a in self.agreements if a.no == no), None)

    def people(self, role: str, on: date) -> tuple[int, ...]:
        return tuple(p.person_id for p in self.parties if p.role == role and p.holds_on(on))
