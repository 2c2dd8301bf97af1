"""A real mail server in this process that does what a test tells it: take, refuse, break off."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What arrived, and how the next letters are answered, in order; then "250 taken"."""

    arrived: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    #: An SMTP answer; or "hang up" after the text was taken.
    at_data: list[str] = field(default_factory=list)
    at_rcpt: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802  the names are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        answer = self.at_rcpt.pop(0) if self.at_rcpt else "250 fine"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.at_data.pop(0) if self.at_data else "250 taken"
        if answer.startswith(("250", "hang")):
            assert isinstance(envelope.content, bytes)
            self.arrived.append(
                (envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content)
            )
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox(port=_free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
