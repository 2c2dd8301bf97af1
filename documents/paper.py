"""Paper: a value printed as a PDF that is PDF/A-3a and PDF/UA-1, without network or clock.

Here: what a paper is, whose letterhead it bears, and `print_paper`. Not here: what each paper says
(one module per paper), the last hand on the file (`conformity.py`), sealing (`seal.py`), and the
processes in which papers are printed (`meetings/printing.py`).
The same paper gives the same bytes in every process of one installation.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from xml.etree import ElementTree as ET

import cssselect2
import pydyf
from pyhanko.pdf_utils.reader import PdfFileReader
from weasyprint import CSS, HTML, Document
from weasyprint import Attachment as PdfAttachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from documents import conformity, press
from documents.canonical import digest, digest_of, moment, short

#: What an element is before any style.
BASE_SHEET = "print-base.css"

#: The four parts of the print style, in this order.
STYLE_SHEETS = ("print-fonts.css", "print-variables.css", "print-page.css", "print-style.css")


class PaperRefused(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """The paper cannot be printed; no file was made. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The letterhead and the running lines that every paper of a case bears."""

    #: The administrative unit, "Aspen Ridge School District".
    authority: str
    school: str
    #: The student's name as printed; the running line has the initials alone.
    student: str
    initials: str
    grade: str = ""
    #: "2026-27".
    school_year: str = ""
    #: "Version 3".
    version: str = ""
    #: Whom to call or write to, in one line.
    contact: str = ""
    #: The zone of every time on the paper, "America/Denver".
    zone: str = "America/Denver"
    #: Where a paper can be checked, "https://alp.example.org/verify".
    verify_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the file."""

    name: str
    data: bytes
    #: AFRelationship of ISO 19005-3: Source, Data or Supplement.
    relation: str = "Data"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    #: The template: `papers/<kind>.xhtml`.
    kind: str
    locale: str = "en"
    title: str
    heading: Heading
    #: The finished values that the template shows.
    data: Mapping[str, object]
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    #: True gives the file the empty field that a seal fills.
    sealable: bool = False
    #: "letter" or "a4".
    size: str = "letter"
    #: More pages than this are refused; 0 allows any number.
    most_pages: int = 0
    #: One line about the file, kept in its metadata.
    about: str = ""

    @property
    def dated(self) -> str:
        return moment(self.at)

    @property
    def text_digest(self) -> str:
        """SHA-256 over what the paper says and the templates that say it."""
        said = {"kind": self.kind, "locale": self.locale, "title": self.title}
        shown = {"heading": self.heading, "data": self.data, "templates": templates_digest()}
        return digest_of(said | shown)


@cache
def templates_digest() -> str:
    """One digest over every paper template and print style, so that a text names its form."""
    folders = (
        press.template_folder().joinpath("papers"),
        press.template_folder().joinpath("assets"),
    )
    sources = [entry for folder in folders for entry in folder.iterdir() if entry.is_file()]
    wanted = [
        entry
        for entry in sources
        if entry.name.endswith(".xhtml") or entry.name in (BASE_SHEET, *STYLE_SHEETS)
    ]
    return digest_of({entry.name: digest(entry.read_bytes()) for entry in wanted})


def xhtml(paper: Paper) -> str:
    """The paper as well-formed XHTML, also the form in which a page shows it."""
    values = {"paper": paper, "heading": paper.heading, "running": _running(paper)}
    values["checked"] = f"Text {short(paper.text_digest)}  {paper.heading.verify_address}".rstrip()
    return press.render(f"papers/{paper.kind}.xhtml", values | dict(paper.data), paper.locale)


def _running(paper: Paper) -> str:
    """The line at the top of each page: initials, never the student's name."""
    head = paper.heading
    name = paper.kind.replace("_", " ").capitalize()
    return " · ".join(part for part in (head.authority, name, head.initials, head.version) if part)


def print_paper(paper: Paper) -> bytes:
    """The PDF. Raises PaperRefused when the paper is too long or asks for something outside it."""
    return print_xhtml(xhtml(paper), paper)


def print_xhtml(text: str, paper: Paper) -> bytes:
    """Prints a text that already stands, with the attachments and the moment of the paper."""
    workshop = _workshop()
    fetcher = DenyFetcher()
    with _no_garbage_collection():
        try:
            made = _sheet(text, fetcher).write_pdf(
                stylesheets=[workshop.style],
                font_config=workshop.fonts,
                attachments=[
                    _pdf_attachment(each, paper.at, fetcher) for each in paper.attachments
                ],
                pdf_variant="pdf/a-3a",
                pdf_identifier=True,
                finisher=partial(_finish, paper),
            )
        except FatalURLFetchingError as refusal:
            raise PaperRefused(_refusal(fetcher)) from refusal
    if fetcher.refused:
        # Inside a drawing WeasyPrint swallows the refusal, so the count decides.
        raise PaperRefused(_refusal(fetcher))
    return bytes(made)


def _finish(paper: Paper, document: Document, pdf: pydyf.PDF) -> None:
    pages = len(document.pages)
    if paper.most_pages and pages > paper.most_pages:
        raise PaperRefused(
            f"{paper.title} fills {pages} pages, but only {paper.most_pages} will be read. "
            "Shorten its text.",
        )
    conformity.finish(document, pdf, sealable=paper.sealable)


def page_count(data: bytes) -> int:
    return int(PdfFileReader(BytesIO(data)).root["/Pages"]["/Count"])


def _refusal(fetcher: "DenyFetcher") -> str:
    asked = ", ".join(dict.fromkeys(fetcher.refused))
    return f"A paper may not load anything, but it asks for {asked}. Take that out of its text."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workshop:
    """What is costly to make and the same for every paper: made once a process."""

    fonts: FontConfiguration
    base: CSS
    style: CSS


@cache
def _workshop() -> _Workshop:
    fonts = FontConfiguration()
    folder = press.template_folder().joinpath("assets")
    texts = [folder.joinpath(name).read_text(encoding="utf-8") for name in STYLE_SHEETS]
    plain = folder.joinpath(BASE_SHEET).read_text(encoding="utf-8")
    base = CSS(string=plain, font_config=fonts, url_fetcher=DenyFetcher())
    style = CSS(string="\n".join(texts), font_config=fonts, url_fetcher=DenyFetcher())
    return _Workshop(fonts=fonts, base=base, style=style)


def warm() -> None:
    """Reads style and templates before the first paper is asked for."""
    _workshop()
    templates_digest()


class _Sheet(HTML):  # type: ignore[misc] # WeasyPrint ships no types
    """HTML that is already a tree: expat is faster than the tolerant parser, and strict."""

    def __init__(self, root: ET.Element, fetcher: "DenyFetcher") -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, _forms: object = None) -> list[CSS]:
        """Our own base in place of the general one, whose rules for notes touch every element."""
        return [_workshop().base]


def _sheet(text: str, fetcher: "DenyFetcher") -> _Sheet:
    return _Sheet(ET.fromstring(text), fetcher)  # noqa: S314 - our own escaped template


def _pdf_attachment(each: Attachment, at: datetime, fetcher: "DenyFetcher") -> PdfAttachment:
    # The stock fetcher opens a TLS context for every attachment, hence ours.
    return PdfAttachment(
        string=each.data,
        name=each.name,
        description=each.description or each.name,
        created=_utc(at),
        modified=_utc(at),
        relationship=each.relation,
        url_fetcher=fetcher,
    )


def _utc(at: datetime) -> datetime:
    """WeasyPrint writes the numbers as they are and calls them UTC."""
    return datetime.fromisoformat(moment(at))


class DenyFetcher:
    """Answers no address at all, and remembers each that was asked for."""

    _fail_on_errors = True

    def __init__(self) -> None:
        self.refused: list[str] = []

    def __call__(self, url: str) -> URLFetcherResponse:
        self.refused.append(url if len(url) <= _SHOWN else url[:_SHOWN] + "…")
        raise PaperRefused(f"A paper may not load {url}.")


#: As much of a refused address as a sentence can bear.
_SHOWN = 80


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Layout makes millions of small objects; looking through them all costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def initials(name: str) -> str:
    """What the running line of a paper shows instead of a name: A. O. for Amara Okafor."""
    return " ".join(f"{part[0].upper()}." for part in name.split() if part[:1].isalpha())
