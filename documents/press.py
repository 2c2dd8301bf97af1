"""The press: the one Jinja environment that every page, letter and paper is set with.

Here: loading templates, the filters for dates and texts, and the translations of a locale.
Not here: what a paper says (one module per paper) and how it becomes a PDF (`paper.py`).
An undefined name is an error, HTML and XML are escaped, and values arrive finished.
"""

import gettext
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from documents.canonical import short

#: Templates with these endings are escaped; letters in plain text are not.
_ESCAPED = (".html", ".xhtml", ".xml", ".svg")


def render(template_name: str, values: Mapping[str, object], locale: str = "en") -> str:
    """The finished text of a template such as `papers/plan.xhtml`; an unknown name raises."""
    return environment(locale).get_template(template_name).render(dict(values), locale=locale)


@cache
def environment(locale: str = "en") -> Environment:
    """One environment a locale and process; others may read it and must not change it."""
    press = Environment(
        loader=FunctionLoader(_template_text),
        undefined=StrictUndefined,
        autoescape=_is_escaped,  # noqa: S701 - by the ending of the template's name
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    catalog = _translations(locale)
    press.install_gettext_translations(catalog, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    press.filters.update(_filters(locale))
    return press


def template_folder() -> Traversable:
    """Where templates, style sheets and translations lie, in a checkout or a wheel."""
    return files("templates")


def _template_text(name: str) -> str | None:
    # Jinja refuses "..", but this loader is our own and must do so as well.
    if ".." in name.split("/"):
        return None
    source = template_folder().joinpath(*name.split("/"))
    return source.read_text(encoding="utf-8") if source.is_file() else None


def _is_escaped(name: str | None) -> bool:
    return name is None or name.endswith(_ESCAPED)


def _translations(locale: str) -> gettext.NullTranslations:
    source = template_folder().joinpath("locale", locale, "LC_MESSAGES", "messages.po")
    if not source.is_file():
        return gettext.NullTranslations()
    with source.open("rb") as stream:
        return _Translated(read_po(stream, locale=locale))


class _Translated(gettext.NullTranslations):
    """A catalogue read straight from its .po file, so that nothing has to be compiled."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog

    def gettext(self, message: str) -> str:
        found = self._catalog.get(message)
        text = found.string if found is not None else ""
        return str(text) if text else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._catalog.get(msgid1)
        if found is None or not isinstance(found.string, tuple) or not any(found.string):
            return msgid1 if n == 1 else msgid2
        return str(found.string[0 if n == 1 else -1])


def _filters(locale: str) -> dict[str, object]:
    def on(value: date) -> str:
        return long_date(value, locale)

    def at(value: datetime, zone: str = "") -> str:
        return long_time(value, zone, locale)

    def moment(value: datetime, zone: str = "") -> str:
        return long_moment(value, zone, locale)

    return {
        "long_date": on,
        "long_time": at,
        "long_moment": moment,
        "short_digest": short,
        "paragraphs": paragraphs,
    }


def long_date(value: date, locale: str = "en") -> str:
    """Written out: "Tuesday, September 22, 2026"."""
    return _plain_spaces(format_date(value, "full", locale=locale))


def long_time(value: datetime, zone: str = "", locale: str = "en") -> str:
    """With its zone: "3:30 PM MDT". Without a zone name the moment's own zone is kept."""
    local = _local(value, zone)
    time = format_time(local, "short", tzinfo=local.tzinfo, locale=locale)
    return _plain_spaces(f"{time} {local.tzname() or ''}".strip())


def long_moment(value: datetime, zone: str = "", locale: str = "en") -> str:
    """Date and time with zone: "Tuesday, September 22, 2026, 3:30 PM MDT"."""
    local = _local(value, zone)
    return f"{long_date(local.date(), locale)}, {long_time(local, '', locale)}"


def paragraphs(text: str) -> Markup:
    """Typed text as paragraphs: a blank line ends one, a single line break stays."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    made = [str(escape(block)).replace("\n", "<br/>") for block in blocks if block]
    return Markup("".join(f"<p>{block}</p>" for block in made))  # noqa: S704 - each block is escaped above


def _local(value: datetime, zone: str) -> datetime:
    return value.astimezone(ZoneInfo(zone)) if zone else value


def _plain_spaces(text: str) -> str:
    """Babel writes thin spaces before "PM", which some fonts and plain letters lack."""
    return text.replace("\u202f", " ").replace("\u2009", " ")
