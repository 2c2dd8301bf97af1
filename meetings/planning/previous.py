"""An earlier proposal is read from its JSON form: who stood where. Its problem is not needed.

Only what a new plan needs is read; what else stands in the form is of no account here. What becomes
of it is replan.py.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from meetings.planning.faults import Fault
from meetings.planning.form import NAME, Faults


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """One conference of the earlier plan."""

    conference: str
    starts_at: Annotated[datetime, msgspec.Meta(tz=True)]
    people: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    room: str | None = None
    interpreter: str | None = None
    place: str = "room"
    remote: tuple[str, ...] = ()


class _Sheet(msgspec.Struct, frozen=True, kw_only=True):
    placed: tuple[Stood, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier plan; canonical order."""

    placed: tuple[Stood, ...]


def read_previous(text: str | bytes) -> Previous | Faults:
    """Read what `alp plan` printed before."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        return _fault("$", f"This is not JSON ({error}). Give what `alp plan` printed.")
    if not isinstance(raw, dict) or raw.get("form") != NAME:
        sentence = f"This is no proposal of the form {NAME}. Give what `alp plan` printed."
        return _fault("$.form", sentence)
    try:
        sheet = msgspec.convert(raw, _Sheet)
    except msgspec.ValidationError as error:
        words, _, where = str(error).partition(" - at `")
        return _fault(where.removesuffix("`") or "$", f"{words}. Give what `alp plan` printed.")
    keys = [one.conference for one in sheet.placed]
    if len(set(keys)) < len(keys):
        return _fault("$.placed", "A conference stands here twice. Give what `alp plan` printed.")
    return Previous(placed=tuple(sorted(sheet.placed, key=lambda one: one.conference)))


def _fault(path: str, sentence: str) -> Faults:
    return Faults(faults=(Fault(path=path, sentence=sentence),))
