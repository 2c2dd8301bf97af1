"""What the same thing said again means: what stands so, by the same person, changes nothing.

The desk knows a press by its key; this is for a second press with another key, perhaps after the
state has moved on.
"""

from workflow.ask import Ask
from workflow.chart import Law
from workflow.commands import Sign
from workflow.digests import fingerprint
from workflow.refusals import Refused
from workflow.step import step


def stands(law: Law, ask: Ask) -> bool:
    """False for words that add: they leave no mark to be found again."""
    if ask.command is None or ask.by.role == "clock":
        return False
    chart = law.charts[ask.subject.chart]
    if isinstance(ask.command, Sign):
        return _signed_so(ask, ask.command)
    mark = ask.subject.done.get(f"{ask.word}:{ask.by.person_id}")
    if not mark or mark != fingerprint(ask.command):
        return False
    if ask.word in chart.replaces:
        return True
    move = step(law, ask)
    return isinstance(move, Refused) or (
        move.row is not None and move.row.target == ask.subject.state
    )


def _signed_so(ask: Ask, command: Sign) -> bool:
    """The same person signed the same paper with the same meaning, and adds no comment now."""
    agreement = ask.agreement
    if agreement is None or command.comment:
        return False
    return any(
        (mark.person_id, mark.meaning, mark.shown_sha256)
        == (ask.by.person_id, command.meaning, command.shown_sha256)
        for mark in agreement.standing_signatures()
    )
