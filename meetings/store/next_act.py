"""What comes next in a case, by when, and why it may need a person: from the case alone.

The caseload's list and its counts are `caseload.py`. What may be done is the law's (workflow.step).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.chart import Law
from workflow.deadlines import SchoolCalendar
from workflow.plan import Agreement, Case, Conference, Subject
from workflow.seats import silent

#: Until the plan binds, the day by which it is due counts.
WORKING = ("identified", "drafting", "ready", "conferring", "finalizing", "signing")
#: So long an invitation or an offer may stay unanswered before it needs a person.
PATIENCE = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    #: In the imperative where it is the school's turn: "Begin the draft".
    words: str
    #: The command that does it, and of which conference or agreement; "" is waiting.
    command: str = ""
    no: int = 0


PLAN: Mapping[str, Act] = {
    "identified": Act(words="Begin the draft", command="begin_draft"),
    "ready": Act(words="Call the conference", command="call_conference"),
    "finalizing": Act(words="Read the text back and freeze it", command="freeze"),
    "in_effect": Act(words="Nothing until the mid-year review"),
    "midyear_due": Act(words="Review the goals at mid-year", command="review_goals"),
    "midyear_done": Act(words="Nothing until the year-end review"),
    "year_end_due": Act(words="Review the goals of the year", command="review_goals"),
    "declined_by_family": Act(words="Offer the plan again in time", command="offer_again"),
}
CONFERENCE: Mapping[str, Act] = {
    "draft": Act(words="Find a time", command="convene"),
    "unanswered": Act(words="Find other times", command="offer"),
    "proposed": Act(words="Wait until the family chooses a time"),
    "missed": Act(words="Seek a new time", command="reschedule"),
    "under_way": Act(words="Close the conference", command="close"),
    "held": Act(words="Settle the minutes", command="settle_minutes"),
}
AGREEMENT: Mapping[str, Act] = {
    "frozen": Act(words="Wait until the paper is printed"),
    "settled": Act(words="Wait until the paper is sealed"),
}
DISPUTE: Mapping[str, Act] = {
    "asked": Act(words="Wait for the decision on the disputed part"),
    "higher": Act(words="Wait for the final decision on the disputed part"),
    "upheld": Act(words="Wait whether the family appeals"),
    "revised": Act(words="Wait whether the family appeals"),
    "ordered": Act(words="Change the disputed part", command="write_plan"),
}


def next_act(case: Case, on: date, school: SchoolCalendar) -> Act:
    """What runs beside the plan first: signatures, then a conference, then a dispute."""
    agreement, conference = case.running("agreement"), case.running("conference")
    if agreement is not None:
        return AGREEMENT.get(agreement.state) or _signing(case, agreement)
    if conference is not None:
        known = CONFERENCE.get(conference.state)
        return _of(known, conference) if known else _holding(case, conference, on, school)
    plan = case.plan()
    if plan.state == "drafting":
        return _drafting(case)
    disputed = DISPUTE.get(plan.facts.get("hold", "none"))
    return disputed or PLAN.get(plan.state) or Act(words="Wait until the record is filed")


def _of(act: Act, subject: Subject) -> Act:
    return Act(words=act.words, command=act.command, no=subject.no)


def _drafting(case: Case) -> Act:
    if case.draft is None:
        return Act(words="Write the plan", command="write_plan")
    if case.draft.missing:
        return Act(words="Complete the draft", command="write_plan")
    return Act(words="Finish the draft", command="finish_draft")


def _holding(case: Case, running: Subject, on: date, school: SchoolCalendar) -> Act:
    conference = case.conference(running.no)
    if conference is None or conference.slot is None:
        return Act(words="Find a time", command="convene", no=running.no)
    if school.local(conference.slot.starts_at) <= on:
        return Act(words="Hold the conference", command="begin", no=running.no)
    count = len(silent(conference))
    if count:
        return Act(words=f"Wait for {_counted(count, 'answer')}")
    return Act(words="Prepare the conference")


def _signing(case: Case, running: Subject) -> Act:
    count = len(unsigned(case.agreement(running.no)))
    return Act(words=f"Wait for {_counted(count, 'signature')}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def unsigned(agreement: Agreement | None) -> tuple[int, ...]:
    """Those who are asked to sign and have not."""
    if agreement is None:
        return ()
    signed = {mark.person_id for mark in agreement.standing_signatures()}
    return tuple(one.person_id for one in agreement.signers if one.person_id not in signed)


def due_on(law: Law, case: Case) -> date | None:
    """By when the next stage is to be reached; None where nothing is due."""
    running = case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if running is not None and running.state == "out" and agreement is not None:
        return agreement.sign_by
    match case.plan().state:
        case state if state in WORKING:
            return case.dates.get("plan_due_on")
        case "midyear_due":
            return law.profile.day("midyear_closes").in_school_year(case.school_year)
        case "year_end_due":
            return case.dates.get("last_school_day")
        case _:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a need looks at."""

    case: Case
    at: datetime
    on: date
    school: SchoolCalendar
    due_on: date | None
    #: Whether a letter in this case came back, and the address is still the same.
    bounced: bool

    @property
    def conference(self) -> Conference | None:
        running = self.case.running("conference")
        return self.case.conference(running.no) if running else None

    def state(self, chart: str) -> str:
        running = self.case.running(chart)
        return running.state if running else ""


def _stands(*states: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.case.plan().state in states


def _meets(*states: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.state("conference") in states


def _late(sight: Sight) -> bool:
    return sight.due_on is not None and sight.due_on < sight.on


def _other_time(sight: Sight) -> bool:
    conference = sight.conference
    return any(one.state == "open" for one in (conference.proposals if conference else ()))


def _no_reply(sight: Sight) -> bool:
    conference, running = sight.conference, sight.case.running("conference")
    if conference is None or running is None or sight.at - running.entered_at < PATIENCE:
        return False
    return running.state == "proposed" or (
        running.state == "scheduled" and bool(silent(conference))
    )


def _hold(sight: Sight) -> bool:
    """Its day has come; what lies behind is late to be held."""
    slot = sight.conference.slot if sight.conference else None
    if slot is None or sight.state("conference") != "scheduled":
        return False
    return sight.school.local(slot.starts_at) <= sight.on


def _unsigned(sight: Sight) -> bool:
    return sight.state("agreement") == "out"


def _disputed(sight: Sight) -> bool:
    return sight.case.plan().facts.get("hold", "none") != "none"


#: Why a case needs a person, by name, in the order in which they are shown.
NEEDS: Mapping[str, Callable[[Sight], bool]] = {
    "late": _late,
    "begin": _stands("identified"),
    "complete": _stands("drafting"),
    "call": _stands("ready"),
    "no_time": _meets("draft", "unanswered"),
    "other_time": _other_time,
    "no_reply": _no_reply,
    "hold": _hold,
    "missed": _meets("missed", "under_way"),
    "minutes": _meets("held"),
    "freeze": _stands("finalizing"),
    "unsigned": _unsigned,
    "midyear": _stands("midyear_due"),
    "year_end": _stands("year_end_due"),
    "disputed": _disputed,
    "bounced": lambda sight: sight.bounced,
}


def needed(sight: Sight) -> tuple[str, ...]:
    """The names of the needs that this case has."""
    return tuple(name for name, holds in NEEDS.items() if holds(sight))
