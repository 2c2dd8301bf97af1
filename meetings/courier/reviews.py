"""What a review says on paper: how each goal stands, who saw what."""

from datetime import datetime

from documents.review import Progress, ReviewData
from meetings.courier.contents import File
from meetings.store import cases
from workflow.content import Goal, GoalReview

RATINGS = ("Talked about it at home", "Stuck", "Moving", "Going well", "Reached")


def review_data(file: File, kind: str, at: datetime) -> ReviewData:
    """A review as the case knows it; goals of the text in force."""
    content = file.text(file.case.in_force or file.case.draft)
    meeting = any(
        subject.kind == kind for subject in file.case.subjects if subject.chart == "conference"
    )
    return ReviewData(
        kind=kind,
        held_on=file.local(at),
        how="in a conference" if meeting else "without a meeting, by agreement",
        goals=content.goals,
        reviews=reviews(file, kind),
        progress=_progress(file, content.goals),
    )


def reviews(file: File, kind: str) -> tuple[GoalReview, ...]:
    """The words of the newest review of each goal; only the outcome where words were erased."""
    found: dict[str, GoalReview] = {}
    for one in file.case.reviews:
        if one.kind != kind:
            continue
        said = cases.passage_of(file.connection, one.digest, tuple[GoalReview, ...]) or ()
        mine = next((r for r in said if r.goal_key == one.goal_key), None)
        found[one.goal_key] = mine or GoalReview(goal_key=one.goal_key, outcome=one.outcome)
    return tuple(found.values())


def _progress(file: File, goals: tuple[Goal, ...]) -> tuple[Progress, ...]:
    known = {goal.key for goal in goals}
    return tuple(
        Progress(
            goal_key=one.goal_key,
            on=file.local(one.at),
            by=file.name(one.person_id),
            text=cases.passage_of(file.connection, one.digest, str) or RATINGS[one.rating],
        )
        for one in file.case.progress
        if one.goal_key in known
    )
