"""The whole product of the charts: sound as it is, and complaining where a sentence is wrong."""

import hashlib
from collections.abc import Callable

import pytest

from workflow.chart import CHARTS, Law, assemble, chart_source, released
from workflow.check import walk
from workflow.draw import mermaid, printed
from workflow.jurisdiction import source_of


def test_the_law_has_no_dead_end_and_keeps_every_promise(law: Law) -> None:
    found = walk(law)

    assert found.violations == ()
    assert (found.configurations, found.edges, found.promises) == (2601, 71738, 19)


def test_the_law_is_printed_in_full(law: Law, golden: Callable[[str, str | bytes], None]) -> None:
    golden("law.txt", printed(law))


def test_a_released_chart_is_never_changed() -> None:
    found = {key: hashlib.sha256(chart_source(*key)).hexdigest() for key in CHARTS}

    assert found == released()


def changed(chart: str, before: str, after: str) -> Law:
    """The law with one sentence of one chart changed."""
    sources = {name: chart_source(name, version) for name, version in CHARTS}
    text = sources[chart].decode()
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {chart}"
    sources[chart] = text.replace(before, after).encode()
    return assemble(sources, source_of("colorado"))


WRONG = [
    ("plan", "no_agreement no_hold -> closed", "no_agreement -> closed", "year erases no hold"),
    ("plan", "when asked heard set hold=upheld", "when asked set hold=upheld", "hearing first"),
    ("plan", "law -> finalizing set hold=ordered", "law -> finalizing set hold=none", "ordered"),
    ("plan", 'conference_cancelled = "law -> ready"', 'conference_cancelled = "law"', "plan and"),
    ("plan", "family when no_hold set hold=asked", "specialist when no_hold set hold=asked", "for"),
    ("plan", "-> exited do seal_record stop all", "-> exited do seal_record", "not heard"),
    ("plan", "family when on_hold set hold=none do tell_parties", "chair set hold=none", "settle"),
    ("conference", "chair when attempts_made set parent", "chair set parent", "without parent"),
    ("conference", "time_come quorum parent_waived", "time_come quorum", "without a parent"),
    ("conference", "draft do uninvite find_times", "draft do find_times", "no old yes"),
    (
        "agreement",
        "signer when shown -> settled do receipt seal_minutes tell plan.take",
        "signer -> settled do receipt seal_minutes tell plan.take",
        "signed is frozen",
    ),
    ("agreement", "courier operator -> sealed do send_copies", "courier -> void", "settled"),
    ("agreement", 'chase_seal = "every 1 hour: do seal_minutes tell_operator"', "", "for ever"),
    (
        "agreement",
        "chair specialist -> void do tell_void tell plan.agreement_void",
        "chair specialist -> void do tell_void",
        "plan and rooms",
    ),
]


@pytest.mark.parametrize(("chart", "before", "after", "said"), WRONG)
def test_a_wrong_sentence_is_found(chart: str, before: str, after: str, said: str) -> None:
    violations = walk(changed(chart, before, after)).violations

    assert violations != ()
    assert any(said in one for one in violations), violations


def test_a_chart_is_drawn_with_you_are_here(law: Law) -> None:
    drawn = mermaid(law.charts["agreement"], here="out")

    assert drawn.startswith("stateDiagram-v2\n    [*] --> frozen: new\n    frozen --> out: ")
    assert drawn.endswith("class out here\n")
