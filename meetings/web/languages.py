"""The languages of the pages, and our own sentences in each of them.

Templates are translated by the press; this is for sentences that come as values: refusals, tasks,
faults of a form. Both read the same catalogue, templates/locale/<language>/LC_MESSAGES/messages.po.
"""

from collections.abc import Mapping
from functools import cache

from babel.messages.pofile import read_po

from documents import press

#: The first is the one that everything else falls back to.
LANGUAGES = ("en", "es")


@cache
def spoken(language: str) -> Mapping[str, str]:
    """English sentence to its translation; empty for English."""
    source = press.template_folder().joinpath("locale", language, "LC_MESSAGES", "messages.po")
    if not source.is_file():
        return {}
    with source.open("rb") as stream:
        catalog = read_po(stream, locale=language)
    return {
        message.id: message.string
        for message in catalog
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string
    }
