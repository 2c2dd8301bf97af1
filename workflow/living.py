"""The chapter of the living plan: progress, self-check, reviews, the record of the year."""

from collections.abc import Callable

from workflow.commands import AgreeWithoutMeeting, FileRecord, NoteProgress, ReviewGoals, SelfCheck
from workflow.events import planning as happened
from workflow.events.happening import Event
from workflow.guards.text import review_kind
from workflow.hearing import Hearing
from workflow.plan import Progress, ReviewedGoal


def note_progress(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(NoteProgress)
    progress = Progress(
        goal_key=said.goal_key,
        person_id=heard.ask.by.person_id,
        role=heard.ask.by.role,
        rating=said.rating,
        at=heard.at,
        digest=heard.digest("note"),
    )
    return (happened.ProgressNoted(stamp=heard.stamp, progress=progress),)


def self_check(heard: Hearing) -> tuple[Event, ...]:
    heard.said(SelfCheck)
    return (happened.SelfChecked(stamp=heard.stamp, answers_digest=heard.digest("answers")),)


def review_goals(heard: Hearing) -> tuple[Event, ...]:
    reviews = tuple(
        ReviewedGoal(
            kind=review_kind(heard.ask.subject.state),
            goal_key=one.goal_key,
            outcome=one.outcome,
            by=heard.ask.by.person_id,
            at=heard.at,
            digest=heard.digest("reviews"),
        )
        for one in heard.said(ReviewGoals).reviews
    )
    return (happened.GoalsReviewed(stamp=heard.stamp, reviews=reviews),)


def agree_without_meeting(heard: Hearing) -> tuple[Event, ...]:
    what = heard.said(AgreeWithoutMeeting).what
    return (happened.AgreedWithoutMeeting(stamp=heard.stamp, what=what),)


def file_record(heard: Hearing) -> tuple[Event, ...]:
    said = heard.said(FileRecord)
    return (happened.RecordFiled(stamp=heard.stamp, record_sha256=said.record_sha256),)


SAYS: dict[str, Callable[[Hearing], tuple[Event, ...]]] = {
    "note_progress": note_progress,
    "self_check": self_check,
    "review_goals": review_goals,
    "agree_without_meeting": agree_without_meeting,
    "file_record": file_record,
}
