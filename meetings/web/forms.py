"""Forms: what a person sent, read field by field; every fault is kept for its field.

A handler takes `form` by name, reads what it needs, and answers the form again with 422 when
`form.faults` is not empty. Nothing is thrown away: `form.typed` gives back what was written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import cast
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile

from meetings.web.answers import AnyRequest

LONGEST_LINE = 400
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with one field, in words for the person who typed it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    values: dict[str, tuple[str, ...]]
    uploads: dict[str, tuple[Upload, ...]] = field(default_factory=dict)
    #: Grows while fields are read.
    faults: list[Fault] = field(default_factory=list)
    #: "goals-0-" inside a row of a repeated part.
    prefix: str = ""

    @property
    def key(self) -> str:
        """The key of this press; the same press again has the same."""
        return self.values.get("key", ("",))[0][:100]

    @property
    def seen(self) -> int | None:
        """The version of the case that the page was made from."""
        text = self.values.get("seen", ("",))[0]
        return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004  nine digits are enough

    def typed(self, name: str) -> str:
        """As it was typed, for showing it again; "" when it was not sent."""
        return self.values.get(self.prefix + name, ("",))[0]

    def has(self, name: str) -> bool:
        return self.prefix + name in self.values

    def line(self, name: str, missing: str = "") -> str:
        """One line. `missing` is the sentence for an empty one; without it, empty is fine."""
        text = " ".join(self.typed(name).split())
        if not text and missing:
            self.fault(name, missing)
        if len(text) > LONGEST_LINE:
            self.fault(name, f"Please use at most {LONGEST_LINE} letters here.")
        return text

    def text(self, name: str, missing: str = "") -> str:
        """Several lines, with single line ends."""
        text = self.typed(name).replace("\r\n", "\n").strip()
        if not text and missing:
            self.fault(name, missing)
        if len(text) > LONGEST_TEXT:
            self.fault(name, f"Please use at most {LONGEST_TEXT} letters here.")
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """One entry a line; empty lines are left out."""
        return tuple(part.strip() for part in self.text(name).split("\n") if part.strip())

    def whole(self, name: str, missing: str = "") -> int | None:
        text = self.line(name, missing)
        if not text:
            return None
        if text.isdecimal() and len(text) < 10:  # noqa: PLR2004  nine digits are enough
            return int(text)
        self.fault(name, "Please give a whole number, like 12.")
        return None

    def on(self, name: str, missing: str = "") -> date | None:
        text = self.line(name, missing)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(name, "Please give a date, like 2026-10-09.")
            return None

    def moment(self, name: str, zone: str, missing: str = "") -> datetime | None:
        """A `datetime-local` field, read as wall time in `zone`; UTC."""
        text = self.line(name, missing)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fault(name, "Please give a date and a time, like 2026-10-09 15:30.")
            return None

    def chosen(self, name: str, allowed: Iterable[str], missing: str = "") -> str:
        """One of `allowed`; "" when nothing or something else was sent."""
        text = self.typed(name)
        if text in set(allowed):
            return text
        if missing or text:
            self.fault(name, missing or "Please choose one of the list.")
        return ""

    def picked(self, name: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """All ticked values, in the order sent; those not in `allowed` are left out."""
        sent = self.values.get(self.prefix + name, ())
        wanted = set(allowed) if allowed is not None else set(sent)
        return tuple(value for value in sent if value in wanted)

    def ticked(self, name: str, missing: str = "") -> bool:
        on = bool(self.typed(name))
        if not on and missing:
            self.fault(name, missing)
        return on

    def upload(self, name: str, missing: str = "") -> Upload | None:
        found = self.uploads.get(name, ())
        if not found and missing:
            self.fault(name, missing)
        return found[0] if found else None

    def rows(self, part: str) -> tuple["Form", ...]:
        """The rows of a repeated part: the fields `goals-0-statement`, `goals-1-statement`."""
        found: list[Form] = []
        for index in count():
            prefix = f"{self.prefix}{part}-{index}-"
            if not any(name.startswith(prefix) for name in self.values):
                return tuple(found)
            found.append(Form(values=self.values, faults=self.faults, prefix=prefix))
        return tuple(found)

    def fault(self, name: str, words: str) -> None:
        self.faults.append(Fault(name=self.prefix + name, words=words))

    def in_words(self, say: Callable[[str], str]) -> "Form":
        """The same form with its sentences in another language."""
        said = [Fault(name=each.name, words=say(each.words)) for each in self.faults]
        return replace(self, faults=said)

    def wrong(self, name: str) -> str:
        """The sentence for a field, or ""; for the `error` of a field macro."""
        full = self.prefix + name
        return next((fault.words for fault in self.faults if fault.name == full), "")


#: A form that nobody sent yet: pages show their fields empty with it.
EMPTY = Form(values={})


async def sent_form(request: AnyRequest) -> Form:
    """The dependency `form`; url-encoded or with files. Anything else is an empty form."""
    data = await request.form()
    texts: dict[str, tuple[str, ...]] = {}
    uploads: dict[str, tuple[Upload, ...]] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                upload = Upload(name=value.filename, data=await value.read())
                uploads[name] = (*uploads.get(name, ()), upload)
        else:
            texts[name] = (*texts.get(name, ()), cast("str", value))
    return Form(values=texts, uploads=uploads)
