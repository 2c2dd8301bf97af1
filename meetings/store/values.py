"""The school's own settings, by name: what its pages and letters say of it, where mail goes."""

import json

from sqlalchemy import Connection, delete, insert, select

from meetings.store.tables import school, setting

DEFAULTS = {
    "zone": "America/Denver",
    "state": "CO",
    "authority": "",
    "contact": "",
    "place": "",
    "from_address": "alp@school.invalid",
    "from_name": "ALP office",
}


def text(connection: Connection, name: str) -> str:
    """The value, else its default, else ""."""
    found = connection.execute(
        select(setting.c.value).where(setting.c.name == name)
    ).scalar_one_or_none()
    return DEFAULTS.get(name, "") if found is None else str(json.loads(found))


def put(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=json.dumps(value)))


def zone(connection: Connection) -> str:
    return text(connection, "zone")


def school_name(connection: Connection) -> str:
    """What the school calls itself, else the first school of the roster."""
    said = text(connection, "school_name")
    if said:
        return said
    found = connection.execute(
        select(school.c.name).where(school.c.level == "school").order_by(school.c.id).limit(1)
    ).scalar_one_or_none()
    return found or "Our school"


def capture(connection: Connection) -> bool:
    """True until a test letter was confirmed: then nothing leaves the house."""
    return text(connection, "mail_confirmed") != "yes"
