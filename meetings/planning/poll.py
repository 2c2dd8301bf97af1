"""A poll over a few starts: who can, who can if need be, who cannot; what wins, who blocks what.

The best weighted approval wins among the starts that no required seat refuses. A seat of which one
or k of a group have to come refuses only if too few of the group are left. Sentences name groups,
never persons. Where the starts come from is offer.py; letters and holds are not here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meetings.planning.problem import Seat, SeatRule


class Answer(StrEnum):
    """What somebody says of a start."""

    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"


class State(StrEnum):
    """How far a poll is."""

    #: Answers that are still to come could change the result.
    OPEN = "open"
    #: No answer that is still to come could change the result.
    SETTLED = "settled"
    #: The closing date is over, or a person has ended it.
    CLOSED = "closed"


#: What an answer is worth. Two who come only if need be are not worth one who likes to come.
APPROVAL = {Answer.YES: 5, Answer.IF_NEEDED: 2, Answer.NO: 0}
#: Who is required counts so much more than who is only invited.
REQUIRED, INVITED = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What is asked, and of whom."""

    #: Everybody who is asked, the chair too; each person in one seat.
    seats: tuple[Seat, ...]
    #: Aware moments.
    starts: tuple[datetime, ...]
    #: Answers given later do not count; None: it stays open until a person ends it.
    closes_at: datetime | None = None
    #: When a person ended it.
    closed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        ends = [at for at in (self.closes_at, self.closed_at) if at is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One answer; a later one of the same person to the same start replaces it."""

    person: str
    starts_at: datetime
    answer: Answer
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An answer that is still to come."""

    person: str
    group: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one start stands."""

    starts_at: datetime
    approval: int
    yes: int
    if_needed: int
    no: int
    silent: int
    #: Groups whose seat cannot be filled then; () is not refused.
    blocked_by: tuple[str, ...] = ()
    #: Required groups of which too few have said yet that they can.
    waits_for: tuple[str, ...] = ()
    #: "The guardian cannot come then."
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Where a poll stands at a moment."""

    state: State
    #: In the order of the starts.
    results: tuple[Result, ...]
    #: The start that wins, or is ahead while the poll is open; None: every start is refused.
    best: datetime | None
    #: Answers still to come that could change the result; () once it is settled or closed.
    questions: tuple[Question, ...]
    sentence: str

    def result(self, starts_at: datetime) -> Result | None:
        return next((r for r in self.results if r.starts_at == starts_at), None)


#: Person → start → answer.
Said = Mapping[str, Mapping[datetime, Answer]]


def tally(poll: Poll, votes: Iterable[Vote], at: datetime) -> Tally:
    """Count the votes as they stand at a moment."""
    said = _said(poll, votes, at)
    results = tuple(_result(poll, said, start) for start in sorted(set(poll.starts)))
    best = _best(results)
    over = poll.ends_at is not None and at >= poll.ends_at
    questions = () if over else tuple(_questions(poll, said, results))
    state = State.CLOSED if over else State.OPEN if questions else State.SETTLED
    return Tally(
        state=state,
        results=results,
        best=None if best is None else best.starts_at,
        questions=questions,
        sentence=_say(state, best),
    )


def _said(poll: Poll, votes: Iterable[Vote], at: datetime) -> Said:
    """Take the last word of each person on each start, as long as the poll was open."""
    said: dict[str, dict[datetime, Answer]] = {p: {} for seat in poll.seats for p in seat.people}
    last = at if poll.ends_at is None else min(at, poll.ends_at)
    for vote in sorted(votes, key=lambda v: v.said_at):
        if vote.person in said and vote.starts_at in poll.starts and vote.said_at <= last:
            said[vote.person][vote.starts_at] = vote.answer
    return said


def _result(poll: Poll, said: Said, start: datetime) -> Result:
    answers = {person: some[start] for person, some in said.items() if start in some}
    given = list(answers.values())
    blocked = tuple(s.group for s in poll.seats if _most(s, answers) < _need(s))
    waits = tuple(s.group for s in poll.seats if _least(s, answers) < _need(s))
    return Result(
        starts_at=start,
        approval=sum(_worth(seat, answers) for seat in poll.seats),
        yes=given.count(Answer.YES),
        if_needed=given.count(Answer.IF_NEEDED),
        no=given.count(Answer.NO),
        silent=len(said) - len(given),
        blocked_by=blocked,
        waits_for=tuple(group for group in waits if group not in blocked),
        sentence=_blocks(blocked),
    )


def _need(seat: Seat) -> int:
    match seat.rule:
        case SeatRule.ALL:
            return len(seat.people)
        case SeatRule.ONE_OF:
            return min(1, len(seat.people))
        case SeatRule.K_OF:
            return seat.k
        case SeatRule.OPTIONAL:
            return 0


def _most(seat: Seat, answers: Mapping[str, Answer]) -> int:
    """Count who could still come."""
    return sum(answers.get(p) is not Answer.NO for p in seat.people)


def _least(seat: Seat, answers: Mapping[str, Answer]) -> int:
    """Count who has said that they come."""
    return sum(answers.get(p, Answer.NO) is not Answer.NO for p in seat.people)


def _worth(seat: Seat, answers: Mapping[str, Answer]) -> int:
    """Weigh a seat by those who would fill it, the willing first; a group is worth no more."""
    factor = INVITED if seat.rule is SeatRule.OPTIONAL else REQUIRED
    given = sorted((APPROVAL[answers[p]] for p in seat.people if p in answers), reverse=True)
    return factor * sum(given[: _need(seat) or len(given)])


def _best(results: Iterable[Result]) -> Result | None:
    return min((r for r in results if not r.blocked_by), key=_order, default=None)


def _order(result: Result) -> tuple[int, int, datetime]:
    """Put the highest approval first, then most who like to come, then the earliest."""
    return -result.approval, -result.yes, result.starts_at


def _questions(poll: Poll, said: Said, results: tuple[Result, ...]) -> Iterator[Question]:
    """Give the answers to come about all starts that could still win; () if only one could.

    Answers about one start change no other, so the best and the worst case of each tell everything.
    """
    ends = {r.starts_at: _ends(poll, said, r.starts_at) for r in results if not r.blocked_by}
    sure = [_order(low) for low, _ in ends.values() if not low.blocked_by]
    first = min(sure, default=None)
    live = [at for at, (_, high) in ends.items() if first is None or _order(high) <= first]
    if len(live) == 1 and first is not None:
        return
    for at in live:
        for seat in poll.seats:
            silent = (p for p in seat.people if at not in said[p])
            yield from (Question(person=p, group=seat.group, starts_at=at) for p in silent)


def _ends(poll: Poll, said: Said, start: datetime) -> tuple[Result, Result]:
    """Give how a start would stand if all who are silent refused it, and if all liked it."""
    low, high = (_result(poll, _filled(said, start, a), start) for a in (Answer.NO, Answer.YES))
    return low, high


def _filled(said: Said, start: datetime, answer: Answer) -> Said:
    return {person: {start: answer, **some} for person, some in said.items()}


def _blocks(groups: tuple[str, ...]) -> str:
    if not groups:
        return ""
    return f"The {_row(groups)} cannot come then."


def _row(groups: tuple[str, ...]) -> str:
    *first, last = dict.fromkeys(groups)
    return f"{', the '.join(first)} and the {last}" if first else last


def _say(state: State, best: Result | None) -> str:
    if best is None:
        return "Every start is refused by somebody who has to come. Offer others."
    if state is State.OPEN:
        return "Some answers are still to come that could change the result."
    if best.waits_for:
        return (
            f"Nobody refuses the best start, but no answer came from the {_row(best.waits_for)}. "
            "Ask before you invite."
        )
    return "The best start suits everybody who has to come."
