"""Sending bytes by SMTP. What a letter says, and when it is sent again, is not decided here."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal

#: delivered: the server took it. deferred: try again later. refused: never.
#: in_doubt: the connection broke after the text was sent; it may have been taken.
Outcome = Literal["delivered", "deferred", "refused", "in_doubt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    starttls: bool = True
    #: The name this machine gives in EHLO.
    local_name: str = "localhost"
    timeout_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    outcome: Outcome
    code: int
    #: The server's words, or ours when none came.
    words: str


def send(server: Server, sender: str, recipient: str, raw: bytes) -> Delivery:
    """One letter to one recipient, as these very bytes (CRLF lines). Raises nothing."""
    try:
        connection = _connect(server)
    except smtplib.SMTPResponseException as refusal:
        # The server refuses us, not the letter: a wrong password must not fail every letter.
        return Delivery(outcome="deferred", code=refusal.smtp_code, words=_said(refusal.smtp_error))
    except (OSError, smtplib.SMTPException) as fault:
        return Delivery(outcome="deferred", code=0, words=f"No connection: {fault}")
    try:
        return _hand_over(connection, sender, recipient, raw)
    finally:
        connection.close()


def _connect(server: Server) -> smtplib.SMTP:
    connection = smtplib.SMTP(
        server.host, server.port, local_hostname=server.local_name, timeout=server.timeout_seconds
    )
    try:
        if server.starttls:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _hand_over(connection: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> Delivery:
    try:
        connection.ehlo_or_helo_if_needed()
        code, words = connection.mail(sender)
        if code == 250:  # noqa: PLR2004  RFC 5321: done
            code, words = connection.rcpt(recipient)
        if code not in {250, 251}:
            return _judged(code, words)
    except (OSError, smtplib.SMTPException) as fault:
        return Delivery(outcome="deferred", code=0, words=f"The connection broke: {fault}")
    try:
        return _judged(*connection.data(raw))
    except smtplib.SMTPResponseException as refusal:
        return _judged(refusal.smtp_code, refusal.smtp_error)
    except (OSError, smtplib.SMTPException) as fault:
        return Delivery(outcome="in_doubt", code=0, words=f"No answer after the text: {fault}")


def _judged(code: int, words: bytes | str) -> Delivery:
    said = _said(words)
    if 200 <= code < 300:  # noqa: PLR2004  RFC 5321 §4.2.1: the first digit decides
        return Delivery(outcome="delivered", code=code, words=said)
    if 400 <= code < 500:  # noqa: PLR2004
        return Delivery(outcome="deferred", code=code, words=said)
    return Delivery(outcome="refused", code=code, words=said)


def _said(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
