"""What is attached to a paper comes out as it went in, whatever its bytes are."""

import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path

import page
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.paper import Attachment, print_paper
from documents.plan import plan
from documents.verify import attached_files
from tests.documents.papers.amara import AT, HEADING, PLAN


def ending_in(byte: bytes) -> bytes:
    """Data whose packed form ends in this byte, as one of 256 does by chance."""
    texts = (f'{{"n":{number}}}'.encode() for number in count())
    return next(text for text in texts if zlib.compress(text, 6).endswith(byte))


@pytest.mark.parametrize("byte", [b"\n", b"\r"], ids=["line feed", "carriage return"])
def test_an_attachment_that_packs_into_a_line_end_is_not_changed(
    byte: bytes, tmp_path: Path
) -> None:
    data = ending_in(byte)
    paper = replace(plan(PLAN, HEADING, AT), attachments=(Attachment(name="data.json", data=data),))

    printed = print_paper(paper)

    assert attached_files(PdfFileReader(BytesIO(printed))) == {"data.json": data}
    path = tmp_path / "paper.pdf"
    path.write_bytes(printed)
    assert subprocess.run(["qpdf", "--check", path], check=False).returncode == 0
    reports = [page.validate_pdf_bytes(printed, profile=name) for name in ("3a", "ua1")]
    assert [report.is_compliant for report in reports] == [True, True]
