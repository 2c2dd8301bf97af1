"""The chapter of the text: it is written, people give input, the family is told, seats change."""

from collections.abc import Callable

from workflow.commands import ChangeParty, RecordAttempt, WritePlan
from workflow.completeness import missing
from workflow.digests import rest_digest
from workflow.events.happening import Event
from workflow.events.planning import (
    AttemptRecorded,
    DraftWritten,
    FamilyInformed,
    InputGiven,
    PartyChanged,
)
from workflow.hearing import Hearing
from workflow.plan import Attempt, Draft, Input


def write_plan(heard: Hearing) -> tuple[Event, ...]:
    content = heard.said(WritePlan).content
    before = heard.case.draft
    draft = Draft(
        number=before.number + 1 if before else 1,
        digest=heard.digest("content"),
        missing=tuple(lack.code for lack in missing(content, heard.law.profile)),
        written_by=heard.ask.by.person_id,
        written_at=heard.at,
        goal_keys=tuple(goal.key for goal in content.goals),
        rest_digest=rest_digest(content),
    )
    return (DraftWritten(stamp=heard.stamp, draft=draft),)


def give_input(heard: Hearing) -> tuple[Event, ...]:
    given = Input(
        person_id=heard.ask.by.person_id,
        role=heard.ask.by.role,
        digest=heard.digest("answers"),
        given_at=heard.at,
    )
    return (InputGiven(stamp=heard.stamp, input=given),)


def inform_family(heard: Hearing) -> tuple[Event, ...]:
    return (FamilyInformed(stamp=heard.stamp),)


def record_attempt(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(RecordAttempt)
    attempt = Attempt(
        channel=said.channel,
        at=said.tried_at,
        by=heard.ask.by.person_id,
        person_id=said.person_id,
        result=said.result,
        digest=heard.digest("note"),
    )
    return (AttemptRecorded(stamp=heard.stamp, attempt=attempt),)


def change_party(heard: Hearing) -> tuple[Event, ...]:
    return (PartyChanged(stamp=heard.stamp, party=heard.said(ChangeParty).party),)


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "write_plan": write_plan,
    "give_input": give_input,
    "inform_family": inform_family,
    "record_attempt": record_attempt,
    "change_party": change_party,
}
