"""Mina's family, invited to a conference that is still ahead today: for letters on a mail pipe.

The command line asks the real clock, so the conference stands at a distance from this very day.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from meetings.courier import round  # noqa: A004  the courier's word
from meetings.courier.office import Office
from tests.meetings.inbox.invited import LEADS, TOMAS, enrolled_office, plan, say
from workflow.commands import BeginDraft, CallConference, Convene, FinishDraft, Move, WritePlan
from workflow.plan import Slot

TODAY = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0)
YESTERDAY = TODAY - timedelta(days=1)


def slot(days: int) -> Slot:
    starts_at = TODAY + timedelta(days=days)
    return Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room="12")


def invited_in(folder: Path) -> Office:
    """Everybody holds an invitation, in revision 0, sent yesterday."""
    office = enrolled_office(folder)
    for command in (
        BeginDraft(by=LEADS, key="begin"),
        WritePlan(by=LEADS, key="write", content=plan()),
        FinishDraft(by=LEADS, key="finish"),
        CallConference(by=LEADS, key="call"),
        Convene(by=LEADS, key="convene", slot=slot(14), modalities={str(TOMAS): "video"}),
    ):
        say(office.store, command, YESTERDAY)
    round.work(office, YESTERDAY)
    # The tests open the store with a secret that they know; the command line reads this file.
    (folder / "secret").write_bytes(office.store.secret)
    return office


def move(office: Office) -> None:
    say(office.store, Move(by=LEADS, key="move", slot=slot(21)), YESTERDAY)
    round.work(office, YESTERDAY)
