"""Named conditions of the charts: each answers None, or why not and what to do instead.

Exact guards read states and facts alone (`exact.py`); the others read people, texts, dates and what
was said, and stand here by what they look at. Where nothing was said yet (`may` asks what would be
possible) a guard on what is said does not object.
"""

from collections.abc import Callable

from workflow.ask import Ask
from workflow.chart import Law
from workflow.configuration import configuration
from workflow.exact import EXACT
from workflow.guards import meeting, signing, text
from workflow.refusals import Because

#: Every free guard by its word.
FREE: dict[str, Callable[[Law, Ask], Because | None]] = {
    **text.GUARDS,
    **meeting.GUARDS,
    **signing.GUARDS,
}


def objection(name: str, law: Law, ask: Ask) -> Because | None:
    exact = EXACT.get(name)
    if exact is None:
        return FREE[name](law, ask)
    return None if exact.holds(configuration(ask.case)) else exact.because
