"""Why a plan needs a person: each reason with its words, and the filter of the caseload's list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from meetings.web.staff.caseload import Row
from workflow.seats import silent

#: So long an invitation may stay unanswered before it needs a person.
PATIENCE = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One reason why a plan needs a person; its list is /caseload?need=<key>."""

    key: str
    words: str
    tone: str
    holds: Callable[[Row], bool]


def _unanswered(row: Row) -> bool:
    conference = row.conference
    if conference is None or row.meets != "scheduled" or conference.noticed_at is None:
        return False
    return bool(silent(conference)) and conference.noticed_at.date() + PATIENCE <= row.on


def _is_today(row: Row) -> bool:
    """Its day has come; what lies behind is late to be held."""
    return row.meets == "scheduled" and row.meets_on is not None and row.meets_on <= row.on


NEEDS: tuple[Need, ...] = (
    Need(key="late", words="Late", tone="bad", holds=lambda row: row.late),
    Need(key="begin", words="To be begun", tone="act", holds=lambda row: row.state == "identified"),
    Need(
        key="complete",
        words="Drafts to be completed",
        tone="act",
        holds=lambda row: row.state == "drafting",
    ),
    Need(
        key="call",
        words="Ready for a conference",
        tone="act",
        holds=lambda row: row.state == "ready",
    ),
    Need(
        key="no_time",
        words="Without a time",
        tone="warn",
        holds=lambda row: row.meets in ("draft", "unanswered"),
    ),
    Need(
        key="other_time",
        words="Another time was proposed",
        tone="warn",
        holds=lambda row: any(
            one.state == "open" for one in (row.conference.proposals if row.conference else ())
        ),
    ),
    Need(
        key="no_reply",
        words="No answer for five days",
        tone="warn",
        holds=_unanswered,
    ),
    Need(key="hold", words="Conferences today", tone="act", holds=_is_today),
    Need(
        key="missed",
        words="Missed or still going on",
        tone="warn",
        holds=lambda row: row.meets in ("missed", "under_way"),
    ),
    Need(
        key="minutes", words="Minutes to settle", tone="act", holds=lambda row: row.meets == "held"
    ),
    Need(
        key="freeze",
        words="To read back and freeze",
        tone="act",
        holds=lambda row: row.state == "finalizing",
    ),
    Need(
        key="unsigned",
        words="Waiting for signatures",
        tone="act",
        holds=lambda row: row.signing is not None and row.signing.state == "out",
    ),
    Need(
        key="midyear",
        words="Mid-year reviews open",
        tone="act",
        holds=lambda row: row.state == "midyear_due",
    ),
    Need(
        key="year_end",
        words="Year-end reviews open",
        tone="act",
        holds=lambda row: row.state == "year_end_due",
    ),
    Need(key="disputed", words="Disagreements", tone="warn", holds=lambda row: row.disputed),
)


def needing(rows: tuple[Row, ...]) -> tuple[tuple[Need, int], ...]:
    """Those needs that somebody has, with their number."""
    counted = ((need, sum(map(need.holds, rows))) for need in NEEDS)
    return tuple((need, count) for need, count in counted if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the address of the list says."""

    need: str = ""
    state: str = ""
    words: str = ""

    def keeps(self, row: Row) -> bool:
        need = next((one for one in NEEDS if one.key == self.need), None)
        return (
            (need is None or need.holds(row))
            and (not self.state or row.state == self.state)
            and all(word in row.student.casefold() for word in self.words.casefold().split())
        )
