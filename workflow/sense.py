"""Whether what was said makes sense by itself: known words, days that can be.

Whether it is possible now is the chart's affair; what the plan lacks is `completeness.py`.
"""

from datetime import timedelta

from workflow.ask import Ask, people_of
from workflow.commands import (
    AskExcusal,
    CallConference,
    Command,
    FileSignedPaper,
    Hear,
    NoteProgress,
    ProposeTime,
    RecordAttempt,
    Reply,
    ReviewGoals,
    Sign,
    TakeAttendance,
)
from workflow.content import MIDYEAR_OUTCOMES, YEAR_END_OUTCOMES
from workflow.refusals import Because

MEANINGS = (
    "attended",
    "received_copy",
    "agree",
    "agree_with_comment",
    "disagree",
    "decline_to_sign",
)
PARTSTATS = ("accepted", "tentative", "declined")
CHANNELS = ("mail", "phone", "letter", "visit", "message")
RESULTS = ("no_answer", "reached", "refused", "wrong_address")
EXCUSALS = ("not_needed", "with_input")
MODES = ("room", "video", "phone", "absent")
TIERS = ("full", "short", "asynchronous")
#: 0 talked about it, 1 stuck, 2 going, 3 going well, 4 reached.
RATINGS = range(5)
#: A clock on a phone may be ahead of ours by so much.
SKEW = timedelta(minutes=5)


def nonsense(ask: Ask) -> Because | None:
    """Why what was said cannot be meant; None where it can."""
    if ask.command is None:
        return None
    return _unknown_word(ask, ask.command) or _wrong_day(ask, ask.command)


def _unknown_word(ask: Ask, command: Command) -> Because | None:
    match command:
        case Reply(partstat=word):
            return _one_of(word, PARTSTATS, "an answer")
        case Sign(meaning=word) | FileSignedPaper(meaning=word):
            return _one_of(word, MEANINGS, "what a signature can mean")
        case RecordAttempt(channel=channel, result=result):
            return _one_of(channel, CHANNELS, "a way to reach somebody") or _one_of(
                result, RESULTS, "a result"
            )
        case AskExcusal(kind=word):
            return _one_of(word, EXCUSALS, "a kind of excusal")
        case CallConference(tier=word, left_out=left_out):
            return _one_of(word, TIERS, "a way to meet") or _nobody_left(ask, left_out)
        case TakeAttendance(present=present):
            return next(
                (bad for one in present if (bad := _one_of(one.mode, MODES, "a way to be here"))),
                None,
            )
        case ReviewGoals(reviews=reviews):
            known = MIDYEAR_OUTCOMES if ask.subject.state == "midyear_due" else YEAR_END_OUTCOMES
            outcomes = (_one_of(one.outcome, known, "an outcome here") for one in reviews)
            return next((bad for bad in outcomes if bad), None) or _goals(
                ask, tuple(one.goal_key for one in reviews)
            )
        case NoteProgress(rating=rating, goal_key=key):
            if rating not in RATINGS:
                return Because(why="That rating is not known.", remedy="Choose one from 0 to 4.")
            return _goals(ask, (key,))
        case _:
            return None


def _one_of(word: str, known: tuple[str, ...], what: str) -> Because | None:
    if word in known:
        return None
    return Because(
        why=f"“{word.replace('_', ' ')}” is not {what}.",
        remedy="Choose one of: " + ", ".join(one.replace("_", " ") for one in known) + ".",
    )


def _nobody_left(ask: Ask, left_out: tuple[int, ...]) -> Because | None:
    """Only a home can be left out, and one of the parents has to be asked."""
    parents = people_of(ask.case, "parent", ask.moment.on)
    if not left_out:
        return None
    if not set(left_out) <= set(parents):
        return Because(
            why="Only a parent can have a conference of their own, or a copy instead of one.",
            remedy="Excuse other seats one by one.",
        )
    if set(parents) <= set(left_out):
        return Because(
            why="Then no parent would be asked to this conference.",
            remedy="Leave at least one of them in.",
        )
    return None


def _goals(ask: Ask, keys: tuple[str, ...]) -> Because | None:
    known = ask.case.in_force.goal_keys if ask.case.in_force else ()
    if all(key in known for key in keys):
        return None
    return Because(
        why="The plan in force has no such goal.", remedy="Choose one of the goals of the plan."
    )


def _wrong_day(ask: Ask, command: Command) -> Because | None:
    at, on = ask.moment.at, ask.moment.on
    match command:
        case RecordAttempt(tried_at=tried_at) if tried_at > at + SKEW:
            return Because(
                why="That attempt lies in the future.", remedy="Record it once it was made."
            )
        case Hear(on=held_on) if held_on > on:
            return Because(
                why="That hearing lies in the future.", remedy="Record it once it was held."
            )
        case FileSignedPaper(dated_on=dated_on) if dated_on > on:
            return Because(
                why="The paper is dated in the future.", remedy="Correct the day that it bears."
            )
        case ProposeTime(starts_at=starts_at, ends_at=ends_at):
            return _wrong_time(ask, (starts_at <= at, ends_at <= starts_at))
        case _:
            return None


def _wrong_time(_ask: Ask, wrong: tuple[bool, bool]) -> Because | None:
    past, backwards = wrong
    if past:
        return Because(why="That time is already past.", remedy="Propose a time that is to come.")
    if backwards:
        return Because(why="The end is not after the beginning.", remedy="Correct the end.")
    return None
