"""What the courier works with: store, archive, printer, keys, mail; how it speaks to the desk."""

from dataclasses import dataclass, field
from datetime import datetime

from meetings import desk
from meetings.archive import Archive
from meetings.keys import Keys
from meetings.post import Server
from meetings.printing import Printer
from meetings.settings import Settings
from meetings.store import Store
from workflow.commands import Actor, Command
from workflow.refusals import Refused

COURIER = Actor(person_id=0, role="courier")


@dataclass(slots=True, kw_only=True)
class Office:
    store: Store
    archive: Archive
    keys: Keys
    settings: Settings = field(default_factory=Settings)
    printer: Printer = field(default_factory=Printer)

    @property
    def server(self) -> Server | None:
        """The mail server; None until one is set."""
        said = self.settings
        if not said.smtp_host:
            return None
        return Server(
            host=said.smtp_host,
            port=said.smtp_port,
            user=said.smtp_user,
            password=said.smtp_password,
            starttls=said.smtp_starttls,
        )

    def say(self, case_id: int, command: Command, at: datetime) -> desk.Answer | Refused:
        """One command of the courier in a transaction of its own."""
        return self.store.write(lambda session: desk.submit(session, case_id, command, at))
