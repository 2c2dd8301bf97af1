"""Asking the desk: the one way in which a page changes a case."""

from datetime import datetime

from meetings import desk
from meetings.web.site import Site
from workflow.commands import Command
from workflow.refusals import Refused


def ask(site: Site, case_id: int, command: Command, at: datetime) -> desk.Answer | Refused:
    """Returns after the transaction is on the disk; a refusal wrote nothing."""
    outcome = site.store.write(lambda session: desk.submit(session, case_id, command, at))
    if not isinstance(outcome, Refused):
        site.poke()
    return outcome
