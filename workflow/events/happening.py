"""What an event is, and the events of any chart: a case opened, a chart started, it moved.

An event is a fact: it never refuses. `change` returns the case as it is after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.plan import Agreement, Case, Conference, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Which history row, when, and who."""

    seq: int
    at: datetime
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    stamp: Stamp

    def change(self, case: Case) -> Case:
        """The case after this; here for events that say nothing but that they were."""
        return case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """The first row of a history: the case as it begins."""

    case: Case

    def change(self, case: Case) -> Case:  # noqa: ARG002  nothing was before
        return self.case


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStarted(Event):
    """A conference or an agreement began to run."""

    subject: Subject

    def change(self, case: Case) -> Case:
        return replace(case, subjects=(*case.subjects, self.subject))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """A row of a chart was heard; with `entered` its state was entered, if only anew."""

    chart: str
    no: int
    command: str
    finding: str = ""
    state: str
    facts: dict[str, str]
    entered: bool
    live: bool
    done: dict[str, str]

    def change(self, case: Case) -> Case:
        return replace(case, subjects=tuple(self._moved(subject) for subject in case.subjects))

    def _moved(self, subject: Subject) -> Subject:
        if (subject.chart, subject.no) != (self.chart, self.no):
            return subject
        moved = replace(subject, state=self.state, facts=self.facts, live=self.live, done=self.done)
        if not self.entered:
            return moved
        return replace(moved, entered_seq=self.stamp.seq, entered_at=self.stamp.at)


def edit_conference(case: Case, no: int, edit: Callable[[Conference], Conference]) -> Case:
    return replace(
        case, conferences=tuple(edit(one) if one.no == no else one for one in case.conferences)
    )


def edit_agreement(case: Case, no: int, edit: Callable[[Agreement], Agreement]) -> Case:
    return replace(
        case, agreements=tuple(edit(one) if one.no == no else one for one in case.agreements)
    )
