"""Which timers a case has armed, when each rings next, and what it says then.

A timer is a row and a question: the clock asks the law when it rings, and may be refused. Days are
reckoned in `deadlines.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from workflow.alarms import TimerDue
from workflow.ask import Moment
from workflow.chart import Law, Row
from workflow.deadlines import HAND_OVER, Due, later, rings
from workflow.plan import Case, Subject
from workflow.rules import Rule

__all__ = ["TimerDue", "dates_of", "rung", "timers"]

Dates = Mapping[str, date | datetime]


def timers(
    law: Law, case: Case, moment: Moment, before: tuple[TimerDue, ...] = ()
) -> tuple[TimerDue, ...]:
    """Every timer that the states and dates of the case arm.

    Of the rows `before`, those of the same rule and the same base keep their date and count.
    """
    known = {timer.name: timer for timer in before}
    found: list[TimerDue] = []
    for subject in case.subjects:
        if subject.live:
            place = _Place(case=case, subject=subject, moment=moment, known=known)
            found += (timer for row in rung_rows(law, subject) if (timer := place.armed(row)))
    return tuple(found)


def rung(law: Law, case: Case, timer: TimerDue, moment: Moment) -> TimerDue:
    """The timer after it rang, heard or refused: its next date counts from now, or it is spent."""
    row, subject = _row(law, case, timer), case.subject(timer.chart, timer.no)
    if row is None or subject is None or row.rule is None or timer.due_at is None:
        return replace(timer, due_at=None)
    if timer.says != timer.command:
        return replace(timer, due_at=None)
    left = max(timer.left - 1, 0)
    following = _following(row.rule, subject, (case, moment), timer.due_at)
    if following is not None and (left or not timer.then):
        return _dated(timer, following, left)
    if timer.then:
        handed = Due(at=moment.at + HAND_OVER, because="nobody answered the reminders")
        return _dated(timer, handed, 0)
    return replace(timer, due_at=None, left=0)


def _dated(timer: TimerDue, due: Due, left: int) -> TimerDue:
    return replace(
        timer, due_at=due.at, left=left, because=due.because, provisional=due.provisional
    )


def _following(
    rule: Rule, subject: Subject, where: tuple[Case, Moment], last: datetime
) -> Due | None:
    case, moment = where
    dates = dates_of(case, subject)
    ahead = [
        ring
        for ring in rings(rule, subject.entered_at, dates, moment.school)
        if ring.at > max(last, moment.at)
    ]
    if ahead and rule.anchors:
        return ahead[0]
    return later(rule.every, moment.at, moment.school) if rule.every else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """One subject, where its timers are armed."""

    case: Case
    subject: Subject
    moment: Moment
    known: Mapping[tuple[str, int, str], TimerDue]

    def armed(self, row: Row) -> TimerDue | None:
        rule, subject, dates = row.rule, self.subject, dates_of(self.case, self.subject)
        if rule is None:
            return None
        base_at = _base(rule, subject, dates, self.moment)
        old = self.known.get((subject.chart, subject.no, row.command))
        if old is not None and (old.rule, old.base_at) == (rule.text, base_at):
            return old
        found = rings(rule, subject.entered_at, dates, self.moment.school)
        if not found and not rule.then:
            return None
        nothing = Due(at=self.moment.at, because="no reminder was left to send")
        first = found[0] if found else nothing
        return TimerDue(
            chart=subject.chart,
            no=subject.no,
            command=row.command,
            rule=rule.text,
            base_at=base_at,
            due_at=first.at,
            left=min(rule.times, len(found)),
            then=rule.then,
            because=first.because,
            provisional=first.provisional,
        )


def rung_rows(law: Law, subject: Subject) -> Iterator[Row]:
    """The rows with a rule where the subject stands."""
    chart = law.charts[subject.chart]
    for command in chart.heard_at(subject.state):
        for row in chart.at[subject.state, command].values():
            if row.rule is not None:
                yield row


def _row(law: Law, case: Case, timer: TimerDue) -> Row | None:
    subject = case.subject(timer.chart, timer.no)
    rows = rung_rows(law, subject) if subject else ()
    return next((row for row in rows if row.command == timer.command), None)


def _base(rule: Rule, subject: Subject, dates: Dates, moment: Moment) -> datetime:
    """The moment from which the timer counts, as an instant."""
    named = [anchor.base for anchor in rule.anchors if anchor.base]
    if len(named) != 1 or named[0] not in dates:
        return subject.entered_at
    base = dates[named[0]]
    return base if isinstance(base, datetime) else moment.school.instant(base, time())


def dates_of(case: Case, subject: Subject) -> Dates:
    """The dates that rules may name, for this subject; what is not known is not in it."""
    found: dict[str, date | datetime] = dict(case.dates)
    conference = case.conference(subject.no) if subject.chart == "conference" else None
    if conference is not None and conference.slot is not None:
        found["starts_at"] = conference.slot.starts_at
    if case.dispute is not None:
        found["objected_on"] = case.dispute.objected_on
        if case.dispute.decided_on is not None:
            found["decided_on"] = case.dispute.decided_on
    return found
