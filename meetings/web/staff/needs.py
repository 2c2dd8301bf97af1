"""The words of why a plan needs a person, and the filter of the caseload's list.

Which needs a plan has is reckoned with its line (store/next_act.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.store.caseload import Line, needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One reason why a plan needs a person; its list is /caseload?need=<key>."""

    #: A name of next_act.NEEDS.
    key: str
    words: str
    tone: str


#: In the order in which they are shown.
NEEDS: tuple[Need, ...] = (
    Need(key="late", words="Late", tone="bad"),
    Need(key="begin", words="To be begun", tone="act"),
    Need(key="complete", words="Drafts to be completed", tone="act"),
    Need(key="call", words="Ready for a conference", tone="act"),
    Need(key="no_time", words="Without a time", tone="warn"),
    Need(key="other_time", words="Another time was proposed", tone="warn"),
    Need(key="no_reply", words="No answer for five days", tone="warn"),
    Need(key="hold", words="Conferences today", tone="act"),
    Need(key="missed", words="Missed or still going on", tone="warn"),
    Need(key="minutes", words="Minutes to settle", tone="act"),
    Need(key="freeze", words="To read back and freeze", tone="act"),
    Need(key="unsigned", words="Waiting for signatures", tone="act"),
    Need(key="midyear", words="Mid-year reviews open", tone="act"),
    Need(key="year_end", words="Year-end reviews open", tone="act"),
    Need(key="disputed", words="Disagreements", tone="warn"),
    Need(key="bounced", words="A letter came back", tone="bad"),
)


def counted(lines: Iterable[Line]) -> tuple[tuple[Need, int], ...]:
    """Each need with how many plans have it; 0 too."""
    found = needs(lines)
    return tuple((need, found[need.key]) for need in NEEDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the address of the list says; a need that is none filters nothing."""

    need: str = ""
    state: str = ""
    words: str = ""

    def keeps(self, line: Line) -> bool:
        known = self.need in {one.key for one in NEEDS}
        return (
            (not known or self.need in line.needs)
            and (not self.state or line.state == self.state)
            and all(word in line.student.casefold() for word in self.words.casefold().split())
        )
