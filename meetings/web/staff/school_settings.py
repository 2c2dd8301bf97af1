"""Settings: what the school says of itself, where mail goes, and the test letter that opens it.

The mail server itself is set in alp.toml or the environment, for a password does not belong into a
page. Nothing leaves before somebody has typed the number of a test letter that arrived.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import available_timezones

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings import post as mail
from meetings.settings import Settings
from meetings.store import Session, values
from meetings.web.answers import Frame, NotYoursError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site, Viewer
from meetings.web.staff.saying import with_said

#: Name, label, hint of what the school says of itself.
FIELDS = (
    ("school_name", "Name of the school", "As letters and papers print it."),
    (
        "zone",
        "Time zone",
        "Like America/Denver. All times on pages and in letters are of this zone.",
    ),
    ("place", "Place", "Town, as papers print it."),
    ("contact", "Whom families can ask", "Name, phone and e-mail in one line."),
    ("authority", "Who decides disagreements", "As the district has posted it."),
    ("from_name", "Name of the sender of letters", ""),
    ("from_address", "Address of the sender of letters", ""),
)
#: Who may change how the school's letters leave.
MAY_CHANGE = ("operator", "coordinator", "administrator", "specialist")
CODE_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The mail server as it is set; never its password."""

    host: str
    port: int
    user: str
    starttls: bool
    confirmed: bool
    #: Where the last test letter went; "" before.
    tested: str


@get("/settings", sync_to_thread=True)
def show_settings(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    return _settings_page(site, frame, EMPTY)


@post("/settings", sync_to_thread=True)
def save_settings(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
) -> Response[str] | Redirect:
    _may_change(viewer)
    said = {name: form.line(name) for name, _, _ in FIELDS}
    if said["zone"] not in zones():
        form.fault("zone", "This zone is not known. Write it like America/Denver.")
    if "@" not in said["from_address"]:
        form.fault("from_address", "Give an e-mail address that can receive answers.")
    if form.faults:
        return _settings_page(site, frame, form, 422)

    def put_all(session: Session) -> None:
        for name, value in said.items():
            values.put(session.connection, name, value)

    site.store.write(put_all)
    return go(with_said("/settings", "saved"))


@post("/settings/test-letter", sync_to_thread=True)
def send_test(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Goes out at once, by the server that is set, capture or not."""
    _may_change(viewer)
    to = form.line("to", "Give the address that the test letter goes to.")
    if to and "@" not in to:
        form.fault("to", "This is no e-mail address.")
    server = server_of(site.settings)
    if server is None:
        form.fault(
            "to", "No mail server is set. Set smtp_host in alp.toml, start again, then test."
        )
    if form.faults or server is None:
        return _settings_page(site, frame, form, 422)
    with site.store.read() as connection:
        sender = values.text(connection, "from_address")
        raw = _letter(site, connection, to, at)
    handed = mail.send(server, sender, to, raw)
    if handed.outcome != "delivered":
        form.fault(
            "to", f"The server did not take it: {handed.words}. Check host, user and sender."
        )
        return _settings_page(site, frame, form, 422)
    site.store.write(lambda session: values.put(session.connection, "mail_tested", to))
    return go(with_said("/settings#mail", "sent"))


@post("/settings/confirmation", sync_to_thread=True)
def confirm(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
) -> Response[str] | Redirect:
    """The number of the test letter opens the way out; an empty one closes it again."""
    _may_change(viewer)
    if form.typed("capture"):
        site.store.write(lambda session: values.put(session.connection, "mail_confirmed", ""))
        return go(with_said("/settings#mail", "saved"))
    with site.store.read() as connection:
        tested = values.text(connection, "mail_tested")
    code = form.line("code", "Type the number that stands in the test letter.")
    if code and not hmac.compare_digest(code, _code(site, tested)):
        form.fault("code", "This is not the number of the newest test letter.")
    if form.faults:
        return _settings_page(site, frame, form, 422)
    site.store.write(lambda session: values.put(session.connection, "mail_confirmed", "yes"))
    site.poke()
    return go(with_said("/settings#mail", "saved"))


def _may_change(viewer: Viewer) -> None:
    if not viewer.has_role(*MAY_CHANGE):
        raise NotYoursError


def server_of(settings: Settings) -> mail.Server | None:
    """None until a host is set."""
    if not settings.smtp_host:
        return None
    return mail.Server(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        starttls=settings.smtp_starttls,
    )


def _code(site: Site, address: str) -> str:
    said = f"test_letter.{address}".encode()
    number = int.from_bytes(hmac.new(site.store.secret, said, hashlib.sha256).digest()[:8])
    return f"{number % 10**CODE_LENGTH:0{CODE_LENGTH}d}" if address else ""


def _letter(site: Site, connection: Connection, to: str, at: datetime) -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = values.text(connection, "from_address")
    letter["To"] = to
    letter["Subject"] = "Test letter of the ALP office"
    letter["Date"] = format_datetime(at)
    name = values.school_name(connection)
    letter.set_content(
        f"This is a test letter of {name}.\n\n"
        f"Type this number on the settings page, so that letters can leave: {_code(site, to)}\n"
    )
    return letter.as_bytes()


def zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _settings_page(site: Site, frame: Frame, form: Form, status: int = 200) -> Response[str]:
    with site.store.read() as connection:
        said = {name: values.text(connection, name) for name, _, _ in FIELDS}
        said["school_name"] = values.school_name(connection)
        tested = values.text(connection, "mail_tested")
        confirmed = not values.capture(connection)
    settings = site.settings
    fields = [
        (name, label, hint, form.typed(name) if form.has(name) else said[name], form.wrong(name))
        for name, label, hint in FIELDS
    ]
    content = {
        "fields": fields,
        "mail": Mail(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            starttls=settings.smtp_starttls,
            confirmed=confirmed,
            tested=tested,
        ),
        "public_url": settings.public_url,
        "profile": site.store.law.profile,
        "form": form,
    }
    return page(frame, "staff/settings.html", content, status)
