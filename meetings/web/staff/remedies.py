"""Conferences without a time: why, who stands in the way, and what would help, each as a button.

A button sends the number of a change that the run itself worked out; nothing else is believed. What
it opens is a what-if (whatif.py), or a letter that asks the family for further times (asking.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from meetings.planner.runs import Run, Unplaced, case_id
from meetings.web.staff.cards import Shelf

#: So many changes are offered for one conference.
SHOWN = 4
#: Groups whose times the family itself knows.
FAMILY = frozenset({"guardian", "student"})
NO_MORE = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One change to try."""

    #: What the form sends.
    which: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One conference without a time."""

    case_id: int
    student: str
    reason: str
    remedy: str
    #: Students whose conferences want the same times.
    others: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    #: Its family could give further times.
    ask: bool
    #: The reason was proven, by the masks or by solving anew.
    verified: bool
    #: The certificate in words; "" without one.
    proof: str


def missing_of(run: Run, shelf: Shelf) -> tuple[Missing, ...]:
    return tuple(_missing(one, shelf) for one in run.unplaced)


def _missing(one: Unplaced, shelf: Shelf) -> Missing:
    form = one.form
    return Missing(
        case_id=one.case_id,
        student=shelf.student(one.case_id),
        reason=one.reason,
        remedy=one.remedy,
        others=tuple(shelf.student(case_id(key)) for key in form.get("others", ())),
        remedies=tuple(_remedies(form))[:SHOWN],
        ask=one.cause not in ("fixed_clash", NO_MORE),
        verified=bool(form.get("verified")),
        proof=_proof(form),
    )


def _remedies(form: dict[str, Any]) -> Iterator[Remedy]:
    tried = []
    if form.get("change"):
        tried.append(form["change"])
        yield Remedy(which="remedy", words=_act(form["remedy"]))
    for number, unlock in enumerate(form.get("unlocks", ())):
        if unlock["change"] not in tried:
            yield Remedy(which=f"unlock.{number}", words=_act(unlock["if"]))


def _act(sentence: str) -> str:
    """What to do, without what it opens: "Hold it by video"."""
    return sentence.split(": ", maxsplit=1)[0].split(". ", maxsplit=1)[0].rstrip(".")


def _proof(form: dict[str, Any]) -> str:
    """The certificate as it can be checked by hand."""
    proof = form.get("certificate") or {}
    said = []
    for one in proof.get("shortages", ()):
        rest = (
            f"without the {member} {count}"
            for member, count in zip(one["members"], one["without"], strict=True)
        )
        said.append(f"Starts that suit {_row(one['members'])}: 0; {', '.join(rest)}.")
    group = len(proof.get("group", ()))
    if group > 1:
        said.append(f"Of these {group} conferences {proof['fits']} fit, and any {group - 1} do.")
    return " ".join(said)


def _row(members: list[str]) -> str:
    *first, last = [f"the {member}" for member in members]
    return f"{', '.join(first)} and {last}" if first else last


def change_in(run: Run, case: int, which: str) -> tuple[dict[str, Any], str] | None:
    """The change behind a button, and its words; None where the run knows no such button."""
    one = next((each for each in run.unplaced if each.case_id == case), None)
    if one is None:
        return None
    if which == "remedy" and one.form.get("change"):
        return one.form["change"], _act(one.remedy)
    name, _, number = which.partition(".")
    unlocks = one.form.get("unlocks", ())
    if name == "unlock" and number.isdecimal() and int(number) < len(unlocks):
        return unlocks[int(number)]["change"], _act(unlocks[int(number)]["if"])
    return None


def advice_in(run: Run, number: int) -> tuple[dict[str, Any], str] | None:
    """The change behind an advice for the whole caseload."""
    advice = run.form.get("advice", ())
    if not 0 <= number < len(advice):
        return None
    return advice[number]["change"], _act(advice[number]["advice"])
