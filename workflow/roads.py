"""Where each word leads, written down a second time: a chart cannot be its own witness.

The other promises are in `promises.py`.
"""

from collections.abc import Iterable, Iterator

from workflow.chart import Row
from workflow.ground import Ground

#: What machines may bring about: the chart and word, to where it may lead.
MACHINE_ROADS = {
    "end_offer": ("unanswered",),
    "offer_anew": ("draft",),
    "open_review": ("midyear_due",),
    "open_year_end": ("year_end_due",),
    "close_year": ("closed",),
    "convene": ("scheduled",),
    "offer": ("proposed",),
    "move": ("scheduled",),
    "supersede": ("superseded",),
    "file_original": ("out",),
    "file_minutes": ("sealed",),
    "file_record": ("archived",),
}
#: Where a word leads if it leads anywhere: chart and word to state.
ROADS = {
    ("plan", "begin_draft"): "drafting",
    ("plan", "finish_draft"): "ready",
    ("plan", "reopen_draft"): "drafting",
    ("plan", "call_conference"): "conferring",
    ("plan", "skip_conference"): "finalizing",
    ("plan", "conference_held"): "finalizing",
    ("plan", "conference_cancelled"): "ready",
    ("plan", "freeze"): "signing",
    ("plan", "take_effect"): "in_effect",
    ("plan", "agreement_void"): "finalizing",
    ("plan", "decline"): "declined_by_family",
    ("plan", "record_decline"): "declined_by_family",
    ("plan", "offer_again"): "drafting",
    ("plan", "close_review"): "midyear_done",
    ("plan", "finish_year"): "closed",
    ("plan", "transfer_out"): "transferred_out",
    ("plan", "exit"): "exited",
    ("conference", "pick"): "scheduled",
    ("conference", "convene"): "scheduled",
    ("conference", "begin"): "under_way",
    ("conference", "no_show"): "missed",
    ("conference", "close"): "held",
    ("conference", "adjourn"): "adjourned",
    ("conference", "settle_minutes"): "minuted",
    ("conference", "drop"): "cancelled",
    ("agreement", "file_original"): "out",
    ("agreement", "lapse"): "settled",
    ("agreement", "reopen"): "void",
    ("agreement", "file_minutes"): "sealed",
}


def machines_decide_nothing(here: Ground) -> Iterator[str]:
    for row in rows_of(here):
        by_machine = row.rule is not None or set(row.who) & {"clock", "courier"}
        if by_machine and row.target and row.target not in MACHINE_ROADS.get(row.command, ()):
            yield f"A machine leads by {row.name} to {row.target}."
        facts = {value for _, value in row.facts}
        if by_machine and facts - {"none", "ordered"}:
            yield f"A machine decides by {row.name} that {facts}."


def commands_lead_where_they_say(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        for row in (edge.row, *edge.told):
            road = ROADS.get((row.chart, row.command))
            if road is not None and row.target not in {road, ""}:
                yield f"{row.name} leads to {row.target}."


def rows_of(here: Ground) -> Iterable[Row]:
    return (row for chart in here.law.charts.values() for row in chart.rows)
