"""What a person can do now, and why not: the buttons of a page, from the charts alone."""

from dataclasses import dataclass

from workflow.ask import Ask, Moment
from workflow.chart import Law, Row
from workflow.commands import Actor
from workflow.configuration import configuration
from workflow.findings import FINDINGS
from workflow.labels import label
from workflow.plan import Case, Subject
from workflow.refusals import Because
from workflow.step import first_objection


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    command: str
    label: str
    chart: str
    no: int
    #: Why not, and what to do instead; None where it is possible.
    blocked: Because | None = None


def may(law: Law, case: Case, by: Actor, moment: Moment) -> tuple[Option, ...]:
    """The commands of this role, in the order of the charts. Seats are the caller's: `roles_of`."""
    found: list[Option] = []
    for subject in (case.plan(), *(one for one in case.subjects if one.live and one.no)):
        found += _of(law, _Asker(case=case, by=by, moment=moment), subject)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    case: Case
    by: Actor
    moment: Moment

    def about(self, subject: Subject, word: str) -> Ask:
        return Ask(case=self.case, subject=subject, word=word, by=self.by, moment=self.moment)


def _of(law: Law, asker: _Asker, subject: Subject) -> list[Option]:
    chart = law.charts[subject.chart]
    options = []
    for word in chart.heard_at(subject.state):
        rows = [row for row in chart.at[subject.state, word].values() if asker.by.role in row.who]
        rows = _possible(asker.case, word, rows)
        if rows:
            options.append(
                Option(
                    command=word,
                    label=label(word),
                    chart=subject.chart,
                    no=subject.no,
                    blocked=_blocked(law, asker.about(subject, word), rows),
                )
            )
    return options


def _possible(case: Case, word: str, rows: list[Row]) -> list[Row]:
    if word not in FINDINGS:
        return rows
    meanings = FINDINGS[word].possible(configuration(case))
    return [row for row in rows if row.finding in meanings]


def _blocked(law: Law, ask: Ask, rows: list[Row]) -> Because | None:
    """None if one of the meanings is free to be said."""
    found = [first_objection(law, ask, row) for row in rows]
    return None if None in found else found[0]
