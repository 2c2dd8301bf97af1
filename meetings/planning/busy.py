"""Somebody's own calendar as busy time: texts become blocks of taken time.

Only times are kept, no titles, places or names. Text is taken apart in `ics.py`, fetched in
`meetings/busy/`; blocks become masks in `meetings/planner/`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icalendar.cal import Component

from meetings.planning.ics import NotACalendar, Span, contents, each, moment

#: What the calendar of Outlook says in a property of its own.
OUTLOOK = "X-MICROSOFT-CDO-BUSYSTATUS"
#: The address of a feed of ours carries the same meetings under this name.
FEED_SUFFIX = "-f"


class Certainty(StrEnum):
    BUSY = "busy"
    #: Not settled yet: a meeting there costs something, but is possible.
    TENTATIVE = "tentative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Taken time, in UTC. Of several entries that touch, one block is kept."""

    starts_at: datetime
    ends_at: datetime
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose calendar it is."""

    #: IANA name: whole days and times without a zone are meant there.
    zone: str
    #: Own mail addresses in lower case: whose answer to an invitation counts.
    addresses: frozenset[str] = frozenset()
    #: UIDs of conferences that we invited to, in lower case: we count those ourselves.
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    #: In order of time, none touching another of its kind.
    blocks: tuple[Block, ...]
    #: Entries that might lie in the span and could not be read.
    unread: int = 0


def read(texts: Sequence[str], span: Span, owner: Owner) -> Reading:
    """The taken time inside the span. Raises ics.NotACalendar, with a sentence.

    Of several texts one that is no calendar is counted like an entry that cannot be read.
    """
    found: list[Block] = []
    unread = 0
    for text in texts:
        try:
            blocks, failed = _blocks(text, span, owner)
        except NotACalendar:
            if len(texts) == 1:
                raise
            blocks, failed = [], 1
        found += blocks
        unread += failed
    return Reading(blocks=merged(found, span), unread=unread)


def _blocks(text: str, span: Span, owner: Owner) -> tuple[list[Block], int]:
    inside = contents(text, span, owner.zone)
    found = []
    for one in inside.occurrences:
        certainty = certainty_of(one.entry, owner)
        if certainty is not None:
            found.append(_block(one.starts_at, one.ends_at, certainty))
    unread = inside.unread + len(inside.availability)
    for part in inside.free_busy:
        blocks, failed = _free_busy(part, owner)
        found += blocks
        unread += failed
    return found, unread


def certainty_of(entry: Component, owner: Owner) -> Certainty | None:
    """How this entry takes the owner's time; None where it does not."""
    if str(entry.get("UID", "")).strip().lower().removesuffix(FEED_SUFFIX) in owner.ours:
        return None
    said = {_word(entry, name) for name in ("STATUS", "TRANSP", OUTLOOK)}
    said.add(own_answer(entry, owner))
    if said & {"CANCELLED", "TRANSPARENT", "FREE", "DECLINED"}:
        return None
    return Certainty.TENTATIVE if "TENTATIVE" in said else Certainty.BUSY


def _word(entry: Component, name: str) -> str:
    return next((str(value).strip().upper() for value in each(entry, name)), "")


def own_answer(entry: Component, owner: Owner) -> str:
    """ACCEPTED, DECLINED, TENTATIVE …; "" where the owner was not invited."""
    for attendee in each(entry, "ATTENDEE"):
        params = getattr(attendee, "params", {})
        names = {
            str(attendee).lower().removeprefix("mailto:"),
            str(params.get("EMAIL", "")).lower(),
        }
        if names & owner.addresses:
            return str(params.get("PARTSTAT", "")).upper()
    return ""


def _free_busy(part: Component, owner: Owner) -> tuple[list[Block], int]:
    """RFC 5545 §3.8.2.6; a kind of busy time that we do not know is busy."""
    blocks: list[Block] = []
    failed = 0
    for period in each(part, "FREEBUSY"):
        try:
            starts, ends = period.start, period.end  # type: ignore[attr-defined]  # or no period
        except (AttributeError, ValueError):
            failed += 1
            continue
        kind = str(getattr(period, "params", {}).get("FBTYPE", "BUSY")).upper()
        if kind != "FREE":
            tentative = kind == "BUSY-TENTATIVE"
            certainty = Certainty.TENTATIVE if tentative else Certainty.BUSY
            walls = (moment(starts, owner.zone), moment(ends, owner.zone))
            blocks.append(_block(*walls, certainty))
    return blocks, failed


def _block(starts_at: datetime, ends_at: datetime, certainty: Certainty) -> Block:
    return Block(starts_at=starts_at, ends_at=ends_at, certainty=certainty)


def merged(blocks: Iterable[Block], span: Span) -> tuple[Block, ...]:
    """Cut to the span; what touches is one; where both kinds meet, it is busy."""
    every_one = [(max(b.starts_at, span[0]), min(b.ends_at, span[1]), b.certainty) for b in blocks]
    inside = sorted(one for one in every_one if one[0] < one[1])
    firm = list(_joined((s, e) for s, e, c in inside if c is Certainty.BUSY))
    soft = _joined((s, e) for s, e, c in inside if c is Certainty.TENTATIVE)
    kept = [_block(*pair, Certainty.BUSY) for pair in firm]
    kept += [_block(*pair, Certainty.TENTATIVE) for one in soft for pair in _without(one, firm)]
    return tuple(sorted(kept, key=lambda block: block.starts_at))


Pair = tuple[datetime, datetime]


def _joined(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Of pairs in order of their start."""
    current: Pair | None = None
    for starts, ends in pairs:
        if current is not None and starts <= current[1]:
            current = (current[0], max(current[1], ends))
            continue
        if current is not None:
            yield current
        current = (starts, ends)
    if current is not None:
        yield current


def _without(one: Pair, taken: Iterable[Pair]) -> Iterator[Pair]:
    starts, ends = one
    for from_at, to_at in taken:
        if to_at <= starts or from_at >= ends:
            continue
        if starts < from_at:
            yield (starts, from_at)
        starts = max(starts, to_at)
    if starts < ends:
        yield (starts, ends)
