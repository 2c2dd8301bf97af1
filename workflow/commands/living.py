"""Commands: a plan that binds is followed, reviewed, and its year is finished."""

from dataclasses import dataclass
from typing import Annotated

from workflow.commands.asking import WORDS, Command, Words
from workflow.content import GoalReview


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteProgress(Command):
    """One word on one goal; rating 0 is `we talked about it`."""

    goal_key: str
    rating: int
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConference(Command):
    reason: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseProgress(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReview(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck(Command):
    answers: Annotated[dict[str, str], WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGoals(Command):
    reviews: Annotated[tuple[GoalReview, ...], WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReview(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseReview(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeWithoutMeeting(Command):
    """The family agrees in writing that the review, or an amendment, needs no meeting."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenYearEnd(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishYear(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseYearEnd(Command):
    pass
