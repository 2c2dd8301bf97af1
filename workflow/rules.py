"""When a timer rings: the words before the colon of a row, read into a value.

Reading only. Which day that is, is `deadlines.py`. A number in braces comes from the profile and
may be a list: then the timer rings several times.
"""

import re
from dataclasses import dataclass

from workflow.jurisdiction import MonthDay, Profile, ProfileError, Span, month_day, span

_BRACES = re.compile(r"\{(\w+)\}")
_RELATIVE = re.compile(r"(.+) (before|after) (\w+)")
_TIMES = re.compile(r"times (\d+) then (\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Rings at `base`, moved by each of the spans; with no span on the day itself."""

    #: before, after or on.
    side: str
    spans: tuple[Span, ...] = ()
    #: A date of the case, or "" for the moment at which the state was entered.
    base: str = ""
    #: A day of the year from the profile, instead of a date of the case.
    on: MonthDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    text: str
    anchors: tuple[Anchor, ...] = ()
    every: Span | None = None
    #: Not earlier than this long after the state was entered.
    not_before: Span | None = None
    not_after: MonthDay | None = None
    #: After so many rings it becomes `then`; 0 is without end.
    times: int = 0
    then: str = ""
    #: It changes a state or a fact: its last day belongs to people, so it rings after it.
    closes: bool = False

    @property
    def endless(self) -> bool:
        return self.every is not None and not self.times


def read_rule(text: str, profile: Profile, *, closes: bool = False) -> Rule:
    """Raises ProfileError for words that no rule has, or a number that the profile lacks."""
    said: dict[str, object] = {"text": text, "closes": closes}
    for clause in text.split(", "):
        said |= _clause(clause, profile)
    return Rule(**said)  # type: ignore[arg-type]  # each clause gives the fields it names


def _clause(clause: str, profile: Profile) -> dict[str, object]:
    if found := _TIMES.fullmatch(clause):
        return {"times": int(found[1]), "then": found[2]}
    if clause.startswith("every "):
        return {"every": _one(clause.removeprefix("every "), profile)}
    if clause.startswith("not before "):
        return {"not_before": _one(clause.removeprefix("not before "), profile)}
    if clause.startswith("not after "):
        return {"not_after": _day(clause.removeprefix("not after "), profile)}
    if clause.startswith("on "):
        return {"anchors": _days(clause.removeprefix("on "), profile)}
    if clause.startswith("after "):
        spans = _spans(clause.removeprefix("after "), profile)
        return {"anchors": (Anchor(side="after", spans=spans),)}
    if found := _RELATIVE.fullmatch(clause):
        return {"anchors": (Anchor(side=found[2], spans=_spans(found[1], profile), base=found[3]),)}
    raise ProfileError(f"No timer is set by the words {clause!r}.")


def _days(words: str, profile: Profile) -> tuple[Anchor, ...]:
    return tuple(
        Anchor(side="on", on=_day(word, profile)) if "{" in word else Anchor(side="on", base=word)
        for word in words.split(" and ")
    )


def _day(word: str, profile: Profile) -> MonthDay:
    key = _BRACES.fullmatch(word)
    return profile.day(key[1]) if key else month_day(word)


def _spans(words: str, profile: Profile) -> tuple[Span, ...]:
    key = _BRACES.fullmatch(words)
    return profile.spans(key[1]) if key else (span(words),)


def _one(words: str, profile: Profile) -> Span:
    return _spans(words, profile)[0]
