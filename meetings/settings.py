"""What an operator sets: `alp.toml` in the data folder, and `ALP_*` in the environment, which wins.

What the school says of itself (zone, contact) is a page and stands in the database.
"""

import os
import tomllib
from pathlib import Path

import msgspec


class BadSettings(ValueError):  # noqa: N818  named for what was found
    """The settings cannot be used; the sentence says which key, why, and what to write."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    #: Where people reach the pages: "https://alp.district.example".
    public_url: str = "http://127.0.0.1:8000"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    #: The host of the addresses that calendar answers come to; "" is that of the letters' sender.
    mail_domain: str = ""
    #: Whose Authentication-Results header is believed: the name of the district's own mail server.
    mail_exchanger: str = ""
    #: Opens the seal key; in the environment rather than in the file.
    seal_passphrase: str = ""
    #: CalDAV servers that calendars may be read from, by comma; a subdomain counts. "": none.
    caldav_hosts: str = ""
    #: `host` or `host:port` of the district's own network: the only ones reached there, or by http.
    calendar_hosts_inside: str = ""
    #: PEM file of the district's own authority for such hosts.
    calendar_authorities: str = ""
    #: Worker processes for papers; 0 prints in this process.
    printers: int = 0

    def __repr__(self) -> str:
        """Without secrets, for logs and `alp doctor`."""
        shown = {
            name: "***" if value and ("password" in name or "passphrase" in name) else value
            for name, value in msgspec.structs.asdict(self).items()
        }
        return f"Settings({shown})"


def read(folder: Path) -> Settings:
    """Raises BadSettings for an unknown key or a value of the wrong kind."""
    said: dict[str, object] = {}
    path = folder / "alp.toml"
    if path.exists():
        try:
            said = tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as wrong:
            raise BadSettings(f"{path.name} cannot be read: {wrong}. Correct that line.") from wrong
    for name, value in os.environ.items():
        key = name.removeprefix("ALP_").lower()
        if name.startswith("ALP_") and key in Settings.__struct_fields__:
            said[key] = value
    try:
        return msgspec.convert(said, Settings, strict=False)
    except msgspec.ValidationError as wrong:
        known = ", ".join(Settings.__struct_fields__)
        raise BadSettings(f"alp.toml or the environment: {wrong}. Known are: {known}.") from wrong
