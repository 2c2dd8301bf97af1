"""Every paper: standards, pages, text, the same bytes, and nothing fetched."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import page
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.glance import glance
from documents.paper import Paper, PaperRefused, page_count, print_paper, print_xhtml, xhtml
from documents.plan import PlanData, plan
from documents.verify import attached_files
from tests.documents.papers import signing
from tests.documents.papers.amara import AT, CONTENT, GLANCE, HEADING, PLAN, papers

PAPERS = papers()
ROOT = Path(__file__).parents[3]


@cache
def printed(name: str) -> bytes:
    match name:
        case "original":
            return signing.original_pdf()
        case "record":
            return signing.record_pdf()
        case "sealed":
            return signing.sealed_pdf()
        case _:
            return print_paper(PAPERS[name])


@pytest.mark.parametrize("standard", ["3a", "ua1"])
@pytest.mark.parametrize("name", [*PAPERS, "original", "record", "sealed"])
def test_every_paper_conforms_to_pdf_a_and_pdf_ua_at_once(name: str, standard: str) -> None:
    report = page.validate_pdf_bytes(printed(name), profile=standard)

    assert [f"{found.rule_id}: {found.message}" for found in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", [*PAPERS, "original", "record", "sealed"])
def test_qpdf_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(printed(name))

    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert (checked.returncode, "No syntax or stream encoding errors" in checked.stdout) == (
        0,
        True,
    )


@pytest.mark.parametrize("name", ["plan", "minutes", "notice", "review", "amendment", "record"])
def test_the_text_reads_in_order(
    name: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(printed(name))

    command = ["pdftotext", "-raw", "-nopgbrk", str(file), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    golden(f"papers/{name}.txt", _without_digests(text))


def _without_digests(text: str) -> str:
    """Digests change with every template, so a reader would learn nothing from them."""
    words = [
        "#" * len(word) if len(word) == 64 and word.isalnum() else word  # a SHA-256
        for word in text.replace("\n", " \n ").split(" ")
    ]
    lines = " ".join(words).split("\n")
    return "\n".join(
        ("Text ####" + line.rstrip()[20:]) if line.strip().startswith("Text ") else line.rstrip()
        for line in lines
    )


def test_each_attached_file_is_named_once_with_its_relation() -> None:
    reader = PdfFileReader(BytesIO(printed("record")))
    specs = [each.get_object() for each in reader.root["/AF"]]
    named = [(str(spec["/UF"]), str(spec["/AFRelationship"])) for spec in specs]

    assert named == [
        ("original.pdf", "/Source"),
        ("plan.json", "/Data"),
        ("evidence.json", "/Data"),
        ("meeting.ics", "/Supplement"),
    ]
    assert attached_files(reader)["original.pdf"] == printed("original")


def test_another_process_with_another_hash_seed_prints_the_same_bytes() -> None:
    said = (
        "import hashlib; from tests.documents.papers import signing;"
        "print(hashlib.sha256(signing.sealed_pdf()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "4711", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == hashlib.sha256(signing.sealed_pdf()).hexdigest()


@pytest.mark.parametrize(
    ("name", "pages"),
    [("notice", 1), ("glance", 1), ("class_glance", 3), ("summary", 1), ("review", 1)],
)
def test_short_papers_stay_short(name: str, pages: int) -> None:
    assert page_count(printed(name)) == pages


def test_a_glance_that_overflows_its_page_is_refused() -> None:
    long = replace(GLANCE, what_works=tuple(f"Habit {number}" for number in range(60)))

    with pytest.raises(PaperRefused, match=r"fills 3 pages, but only 1 will be read\. Shorten"):
        print_paper(glance(long, HEADING, AT))


@pytest.mark.parametrize(
    "template",
    [
        '<img src="http://127.0.0.1:9/a.png" alt="a"/>',
        '<img src="file:///etc/hostname" alt="a"/>',
        '<img src="data:image/png;base64,AAAA" alt="a"/>',
        '<p style="background: url(file:///etc/hostname)">a</p>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>a</title><image href="file:///a"/></svg>',
    ],
)
def test_a_paper_that_asks_for_a_file_or_an_address_is_refused(template: str) -> None:
    hostile = f'<html lang="en"><head><title>a</title></head><body>{template}</body></html>'

    with pytest.raises(PaperRefused, match="A paper may not load anything, but it asks for "):
        print_xhtml(hostile, PAPERS["plan"])


def test_what_people_write_is_text_and_never_markup() -> None:
    hostile = replace(CONTENT, accommodations=('<img src="file:///etc/hostname"/> & more',))
    paper = plan(replace(PLAN, content=hostile), HEADING, AT)

    assert "&lt;img src=&#34;file:///etc/hostname&#34;/&gt; &amp; more" in xhtml(paper)
    assert print_paper(paper)[:5] == b"%PDF-"


def test_an_empty_plan_can_be_printed() -> None:
    paper = plan(PlanData(content=replace(CONTENT, goals=(), programming=())), HEADING, AT)

    assert page.is_pdf_compliant_bytes(print_paper(paper), profile="ua1")


def test_the_running_lines_name_no_student() -> None:
    text = xhtml(PAPERS["plan"])
    (running,) = [line for line in text.splitlines() if "data-header" in line]

    assert "A. O." in running
    assert "Okafor" not in running


def test_one_changed_word_changes_the_digest_of_the_text() -> None:
    other: Paper = plan(replace(PLAN, draft=True), HEADING, AT)

    assert PAPERS["plan"].text_digest != other.text_digest
    assert PAPERS["plan"].text_digest == papers()["plan"].text_digest
