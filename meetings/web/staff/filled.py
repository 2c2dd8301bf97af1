"""What was filled in becomes a command: the fields of `acts.py`, read one by one.

Faults are noted in the form and no command is made. Whether the command is possible is the law's
to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never, cast

from meetings.web.forms import Form
from meetings.web.staff.acts import ACTS, Field
from meetings.web.staff.choices import ROLES
from meetings.web.staff.keeping import media_of
from workflow.commands import COMMANDS, Actor, Command
from workflow.plan import Case, Conference, Party, Slot

#: So many times can be offered at once.
OFFERED = 3
LARGEST_SCAN = 10_000_000
_SHORTEST, _LONGEST = 5, 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who fills in, in which case, about which conference or agreement (0 is the running one)."""

    case: Case
    by: Actor
    no: int
    at: datetime
    zone: str
    #: Keeps an uploaded file and gives its SHA-256.
    keep: Callable[[bytes], str]

    @property
    def conference(self) -> Conference | None:
        running = self.case.running("conference")
        return self.case.conference(self.no or (running.no if running else 0))

    @property
    def length_minutes(self) -> int:
        return self.conference.length_minutes if self.conference else 30


def command_of(word: str, form: Form, asking: Asking) -> Command | None:
    """None when the form has faults; they are in `form.faults`."""
    words: dict[str, object] = {}
    for field in ACTS.get(word, ()):
        words |= _read(field, form, asking)
    if form.faults:
        return None
    return made(COMMANDS[word], form, asking, words | _unasked(word, asking))


def made(kind: type[Command], form: Form, asking: Asking, words: dict[str, object]) -> Command:
    """The command with who, when seen and which press; `words` are fields of its own."""
    make = cast("Callable[..., Command]", kind)
    return make(by=asking.by, key=form.key, seen=form.seen, no=asking.no, **words)


def _unasked(word: str, asking: Asking) -> dict[str, object]:
    """What a command needs and no person types."""
    sequence = asking.conference.sequence if asking.conference else 0
    match word:
        case "reply":
            return {"sequence": sequence, "stamp": asking.at, "source": "web"}
        case "propose_time" | "ask_to_delegate":
            return {"sequence": sequence}
        case "convene" | "change_room":
            return {"modalities": {}}
        case _:
            return {}


def _read(field: Field, form: Form, asking: Asking) -> dict[str, object]:
    name, missing = field.name, field.missing
    match field.kind:
        case "line":
            return {name: form.line(name, missing)}
        case "text":
            return {name: form.text(name, missing)}
        case "whole" | "person":
            return {name: form.whole(name, missing) or 0}
        case "date":
            return {name: form.on(name, missing)}
        case "moment":
            return {name: form.moment(name, asking.zone, missing)}
        case "choice":
            return {name: _chosen(field, form)}
        case "people":
            return {name: tuple(int(one) for one in form.picked(name) if one.isdecimal())}
        case "tick":
            return {name: form.ticked(name)}
        case "ticks":
            return {name: form.picked(name)}
        case "slot" | "slots" | "span" | "party" | "scan":
            return _composed(field, form, asking)
        case _ as never:
            assert_never(never)


def _composed(field: Field, form: Form, asking: Asking) -> dict[str, object]:
    """Fields that are drawn as several."""
    match field.kind:
        case "slot":
            return {field.name: slot_of(form, field.name, asking, field.missing)}
        case "slots":
            return {field.name: _slots(field, form, asking)}
        case "span":
            return _span(field, form, asking)
        case "party":
            return {field.name: _party(field, form, asking)}
        case _:
            return {field.name: _scan(field, form, asking)}


def _chosen(field: Field, form: Form) -> str | int:
    """A rating is a number, and so its options are."""
    if not field.options:
        return form.line(field.name, field.missing)
    said = form.chosen(field.name, dict(field.options), field.missing)
    return int(said) if said.isdecimal() else said


def slot_of(form: Form, name: str, asking: Asking, missing: str) -> Slot | None:
    """Fields `<name>`, `<name>-minutes` and `<name>-room`; the interpreter stays who it is."""
    starts_at = form.moment(name, asking.zone, missing)
    if starts_at is None:
        return None
    minutes = form.whole(f"{name}-minutes") or asking.length_minutes
    if not _SHORTEST <= minutes <= _LONGEST:
        form.fault(f"{name}-minutes", "A conference takes between 5 and 240 minutes.")
    before = asking.conference.slot if asking.conference else None
    slot = Slot(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=min(minutes, _LONGEST)),
        room=form.line(f"{name}-room"),
    )
    booked = form.whole(f"{name}-interpreter") or (before.interpreter_id if before else None)
    return replace(slot, interpreter_id=booked)


def _slots(field: Field, form: Form, asking: Asking) -> tuple[Slot, ...]:
    found = tuple(
        slot
        for number in range(OFFERED)
        if (slot := slot_of(form, f"{field.name}-{number}", asking, "")) is not None
    )
    if not found:
        form.fault(f"{field.name}-0", field.missing)
    return found


def _span(field: Field, form: Form, asking: Asking) -> dict[str, object]:
    starts_at = form.moment(field.name, asking.zone, field.missing)
    if starts_at is None:
        return {}
    ends_at = starts_at + timedelta(minutes=asking.length_minutes)
    return {"starts_at": starts_at, "ends_at": ends_at}


def _party(field: Field, form: Form, asking: Asking) -> Party | None:
    person_id = form.whole("party-person", field.missing)
    role = form.chosen("party-role", dict(ROLES), "Choose a seat.")
    since = form.on("party-since", "Say from which day.")
    until = form.on("party-until")
    if person_id is None or since is None or not role:
        return None
    known = next(
        (one for one in asking.case.parties if (one.person_id, one.role) == (person_id, role)), None
    )
    if known is not None:
        return replace(known, until=until)
    return Party(
        person_id=person_id,
        role=role,
        required=form.ticked("party-required"),
        since=since,
        until=until,
    )


def _scan(field: Field, form: Form, asking: Asking) -> str:
    return scan_of(form, field.name, field.missing, asking)


def scan_of(form: Form, name: str, missing: str, asking: Asking) -> str:
    """The SHA-256 of the file that was added; nothing is kept while the form has faults."""
    found = form.upload(name, missing)
    if found is None:
        return ""
    if len(found.data) > LARGEST_SCAN:
        form.fault(name, "This file is larger than 10 MB. Scan it with fewer dots.")
    elif not media_of(found.data):
        form.fault(name, "This is no PDF, PNG or JPEG. Scan or photograph the page again.")
    return asking.keep(found.data) if not form.faults else ""
