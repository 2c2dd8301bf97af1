"""The fields of a command with all that their drawing needs: values, options, what is wrong.

The table of fields is `acts.py`, reading them `filled.py`, drawing them
templates/pages/staff/act_fields.html.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from meetings.web import told
from meetings.web.forms import Form
from meetings.web.staff.acts import ACTS, Field
from meetings.web.staff.choices import ROLES
from meetings.web.staff.scene import Scene

PLEASE = ("", "Please choose")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    name: str
    kind: str
    label: str
    hint: str
    value: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    minutes: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who can be chosen beyond the seats of the case: person to name."""

    interpreters: Mapping[int, str]
    everybody: Mapping[int, str]


def fields_shown(word: str, scene: Scene, choice: Choice, form: Form) -> tuple[FieldShown, ...]:
    drawing = _Drawing(scene=scene, choice=choice, form=form)
    return tuple(drawing.shown(field) for field in ACTS.get(word, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    scene: Scene
    choice: Choice
    form: Form

    def shown(self, field: Field) -> FieldShown:
        return FieldShown(
            name=field.name,
            kind=field.kind,
            label=field.label,
            hint=field.hint,
            value=self.form.typed(field.name) or self._first_value(field),
            values=self.form.picked(field.name),
            options=self._options(field),
            roles=(PLEASE, *ROLES),
            minutes=self._minutes(),
            error=self.form.wrong(field.name),
        )

    def _first_value(self, field: Field) -> str:
        if field.kind == "moment":
            now = self.scene.moment.at - timedelta(minutes=1)
            return local_value(now.astimezone(ZoneInfo(self.scene.moment.school.zone)).isoformat())
        if field.kind in ("date", "party"):
            return self.scene.on.isoformat()
        return field.value

    def _options(self, field: Field) -> tuple[tuple[str, str], ...]:
        if field.name == "goal_key":
            keys = self.scene.case.in_force.goal_keys if self.scene.case.in_force else ()
            return (PLEASE, *((key, f"Goal {key}") for key in keys))
        if field.kind == "party":
            return (PLEASE, *_by_name(self.choice.everybody))
        if field.kind == "person":
            return (PLEASE, *self._people(field.among))
        if field.kind == "people":
            return tuple(self._people(field.among))
        if field.kind == "choice" and not field.value:
            return (PLEASE, *field.options)
        return field.options

    def _people(self, among: tuple[str, ...]) -> Iterable[tuple[str, str]]:
        if "interpreter" in among and self.choice.interpreters:
            return _by_name(self.choice.interpreters)
        seats = {
            party.person_id: self._named(party.person_id, party.role)
            for party in self.scene.case.parties
            if party.role in among and party.holds_on(self.scene.on)
        }
        return _by_name(seats)

    def _named(self, person_id: int, role: str) -> str:
        return f"{self.scene.names.get(person_id, '')} ({told.ROLES.get(role, role)})"

    def _minutes(self) -> int:
        conference = told.newest_conference(self.scene.case)
        return conference.length_minutes if conference else 30


def local_value(iso: str) -> str:
    """What a `datetime-local` field takes."""
    return iso[:16]


def _by_name(people: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    ordered = sorted(people.items(), key=lambda one: (one[1].casefold(), one[0]))
    return tuple((str(person_id), name) for person_id, name in ordered)
