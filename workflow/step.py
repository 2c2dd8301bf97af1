"""One chart, one step: which row hears a word, or why none does. Pure and total.

What follows in other charts, which facts are noted and what is owed is `decide.py`. The labels that
people read on buttons are `labels.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflow.ask import DISTRICT, Ask, is_left_out, roles_of
from workflow.chart import Chart, Law, Row
from workflow.findings import FINDINGS
from workflow.guards import objection
from workflow.labels import label, one_of, role_name
from workflow.refusals import Because, Refused

#: Where waiting is wrong and another command is needed first: (command, state) to what to do.
REMEDIES: dict[tuple[str, str], str] = {
    ("write_plan", "signing"): "Reopen the text first; the signatures on it will then be void.",
    ("write_plan", "ready"): "Reopen the draft first.",
    ("write_plan", "identified"): "Begin the draft first.",
    ("sign", "frozen"): "The paper is being printed; you will get a letter when it can be signed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A row was heard. Without a row, what was asked stands already and nothing changes."""

    row: Row | None
    by_role: str = ""

    @property
    def entered(self) -> bool:
        return self.row is not None and bool(self.row.target)


def step(law: Law, ask: Ask) -> Move | Refused:
    """Refused says not_now, not_you or not_yet; what was seen too old is the desk's to say."""
    chart = law.charts[ask.subject.chart]
    rows = chart.at.get((ask.subject.state, ask.word), {})
    if not rows:
        return not_now(law, ask)
    if is_left_out(ask):
        return NOT_ASKED
    role = acting_role(ask, rows.values())
    if role is None:
        return not_you(rows.values())
    acting = replace(ask, by=replace(ask.by, role=role))
    row = rows.get(FINDINGS[ask.word].find(acting) if ask.word in FINDINGS else "")
    if row is None:
        return not_now(law, ask)
    if not row.hears(role):
        return not_you((row,))
    because = first_objection(law, acting, row)
    if because is not None:
        return Refused(code="not_yet", why=because.why, remedy=because.remedy)
    return Move(row=row, by_role=role)


NOT_ASKED = Refused(
    code="not_you",
    why="You are not asked to this conference.",
    remedy="A conference of your own follows, or you are sent a copy; ask the specialist which.",
)


def acting_role(ask: Ask, rows: Iterable[Row]) -> str | None:
    """The role named, if it is held and heard; else another of the person's seats."""
    rows = tuple(rows)
    if ask.by.role in DISTRICT:
        return ask.by.role if any(row.hears(ask.by.role) for row in rows) else None
    seats = roles_of(ask.case, ask.by.person_id, ask.moment.on)
    ordered = (ask.by.role, *seats) if ask.by.role in seats else seats
    return next((seat for seat in ordered if any(row.hears(seat) for row in rows)), None)


def first_objection(law: Law, ask: Ask, row: Row) -> Because | None:
    return next(
        (found for name in row.guards if (found := objection(name, law, ask)) is not None), None
    )


def not_now(law: Law, ask: Ask) -> Refused:
    chart = law.charts[ask.subject.chart]
    where = chart.states[ask.subject.state]
    return Refused(
        code="not_now",
        why=f"“{label(ask.word)}” is not possible now: {_small(where.says)}",
        remedy=REMEDIES.get((ask.word, where.name)) or _possible(chart, ask),
    )


def _possible(chart: Chart, ask: Ask) -> str:
    seats = (ask.by.role, *roles_of(ask.case, ask.by.person_id, ask.moment.on))
    words = [
        word
        for word in chart.heard_at(ask.subject.state)
        if any(
            seat in row.who for row in chart.at[ask.subject.state, word].values() for seat in seats
        )
    ]
    if not words:
        return "Look at the timeline; there is nothing for you to do here now."
    return f"Now you can: {one_of(label(word).lower() for word in words[:4])}."


def not_you(rows: Iterable[Row]) -> Refused:
    who = dict.fromkeys(role_name(role) for row in rows for role in row.who)
    if not who:
        return Refused(
            code="not_you",
            why="This happens by itself when its day comes.",
            remedy="There is nothing for you to do.",
        )
    named = one_of(who)
    return Refused(
        code="not_you", why=f"This is for {named} to do.", remedy=f"Ask {named} to do it."
    )


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
