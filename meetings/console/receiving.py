"""`alp receive`: one message from a mail pipe, kept first, then read and applied."""

from datetime import datetime

from meetings import inbox, settings
from meetings.console.installation import store_at


class NoLetter(ValueError):  # noqa: N818  named for what was found
    """Nothing was handed over: there is nothing to keep."""


def receive(where: str, rcpt: str, raw: bytes, at: datetime) -> str:
    """What it was and what was done, in a sentence. Raises FileNotFoundError, NoLetter."""
    store = store_at(where)
    try:
        if not raw.strip():
            raise NoLetter("Nothing came on standard input. Hand over one whole letter.")
        exchanger = settings.read(store.folder).mail_exchanger
        kept = inbox.take(store, raw, at, rcpt)
        return inbox.told(inbox.work(store, kept, at, exchanger))
    finally:
        store.close()
