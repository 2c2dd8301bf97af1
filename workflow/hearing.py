"""A command that a row heard: what the chapters get to say which facts came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from workflow.ask import Ask
from workflow.chart import Law, Row
from workflow.commands import Command
from workflow.digests import digest
from workflow.events.happening import Stamp
from workflow.plan import Agreement, Case, Conference

Said = TypeVar("Said", bound=Command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    law: Law
    ask: Ask
    row: Row
    stamp: Stamp

    @property
    def case(self) -> Case:
        return self.ask.case

    @property
    def at(self) -> datetime:
        return self.ask.moment.at

    @property
    def on(self) -> date:
        return self.ask.moment.on

    @property
    def no(self) -> int:
        return self.ask.subject.no

    @property
    def conference(self) -> Conference:
        found = self.ask.conference
        if found is None:
            raise LookupError("This row belongs to a conference, and the case has none.")
        return found

    @property
    def agreement(self) -> Agreement:
        found = self.ask.agreement
        if found is None:
            raise LookupError("This row belongs to an agreement, and the case has none.")
        return found

    def said(self, kind: type[Said]) -> Said:
        """The command with its own words."""
        if not isinstance(self.ask.command, kind):
            raise TypeError(f"{self.row.name} was heard without its words.")
        return self.ask.command

    def digest(self, field: str) -> str:
        """The salted digest of a field of words; "" where nothing was written."""
        value = getattr(self.ask.command, field)
        if not value:
            return ""
        return self.ask.digests.get(field) or digest(value)
