"""The printing pool: the same bytes as here, refusals that come back, no secrets taken along."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from documents.glance import glance
from documents.paper import PaperRefused, print_paper
from meetings.printing import Printer, PrintingFailed, workers_for_this_machine
from tests.documents.papers.amara import AT, GLANCE, HEADING, papers

REVIEW = papers()["review"]
OVERFLOWING = glance(replace(GLANCE, what_works=("word ",) * 70), HEADING, AT)


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    os.environ["ALP_SEAL_OPENS_WITH"] = "correct horse"
    made = Printer(workers=1)
    yield made
    made.close()
    del os.environ["ALP_SEAL_OPENS_WITH"]


def test_a_worker_prints_the_same_bytes_as_this_process(printer: Printer) -> None:
    here = print_paper(REVIEW)

    assert list(printer.print_many([REVIEW, REVIEW])) == [here, here]
    assert Printer().print_one(REVIEW) == here


def test_a_refused_paper_comes_back_as_a_sentence_from_both(printer: Printer) -> None:
    for each in (printer, Printer()):
        with pytest.raises(PaperRefused, match="Shorten its text"):
            each.print_one(OVERFLOWING)


def test_a_worker_knows_no_secret_of_this_process(printer: Printer) -> None:
    assert printer.ask(os.getenv, "ALP_SEAL_OPENS_WITH") is None
    assert os.environ["ALP_SEAL_OPENS_WITH"] == "correct horse"


def test_a_dead_worker_fails_one_paper_and_the_next_is_printed(printer: Printer) -> None:
    with pytest.raises(PrintingFailed, match="tried again later"):
        printer.ask(os._exit, 1)

    assert printer.print_one(REVIEW) == print_paper(REVIEW)


def test_one_core_is_left_for_the_pages() -> None:
    assert 1 <= workers_for_this_machine() <= max(1, (os.cpu_count() or 1) - 1)
