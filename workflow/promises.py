"""What the law promises to families and to the school, as questions to everything that can happen.

An independent witness: nothing here is read from the charts but what was walked. Each promise gives
the sentences by which it is broken; none is kept.
"""

from collections.abc import Callable, Iterator

from workflow.chart import MACHINES
from workflow.ground import Edge, Ground
from workflow.roads import commands_lead_where_they_say, machines_decide_nothing, rows_of

FAMILY = frozenset(("parent", "student"))
AWAITING = ("asked", "upheld", "revised", "higher")
ANSWERED = (
    "sign.last",
    "sign.objects_last",
    "file_signed_paper.last",
    "file_signed_paper.objects_last",
)

#: Words by which a family binds itself: nobody else may say them.
FAMILY_WORDS = ("decline", "object", "appeal", "settle", "pick", "waive_notice", "grant_excusal")


def effect_by_answers_or_chair(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        if any(row.command == "take_effect" for row in edge.told):
            by_chair = edge.row.command == "lapse" and edge.row.who == ("chair",)
            tried = {"sign_by_over", "attempts_made"} <= set(edge.row.guards)
            if edge.row.name not in ANSWERED and not (by_chair and tried):
                yield f"{edge.row.name} makes a text bind."


def settled_binds_and_is_sealed(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        if (
            edge.after.state("agreement") == "settled"
            and edge.before.state("agreement") != "settled"
        ):
            if edge.after.plan.fact("force") != "current":
                yield f"After {edge.row.name} a settled text does not bind: {edge.after}."
            if "seal_minutes" not in edge.row.orders:
                yield f"{edge.row.name} orders no seal."
        if edge.before.state("agreement") == "settled" and edge.after.state("agreement") not in {
            "settled",
            "",
        }:
            yield f"{edge.row.name} undoes a settled text."
        lost = edge.before.state("agreement") == "settled" and not edge.after.state("agreement")
        if lost and edge.row.command != "file_minutes":
            yield f"{edge.row.name} loses a settled text before it is sealed."


def held_parts_wait(here: Ground) -> Iterator[str]:
    """A disputed part waits until somebody with that right has ended the wait."""
    free = {"settle", "uphold_finally", "let_uphold", "decline", "record_decline"}
    for edge in here.edges:
        if (
            edge.before.hold in AWAITING
            and edge.after.hold == "none"
            and edge.row.command not in free
        ):
            yield f"{edge.row.name} ends a wait: {edge.before}."
        if (
            edge.before.hold == "asked"
            and edge.after.hold == "none"
            and edge.row.command == "let_uphold"
        ):
            yield f"The clock ends a wait before a decision: {edge.before}."


def hearing_first(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        decides = edge.row.command in {"uphold", "revise", "uphold_finally", "revise_finally"}
        if decides and "heard" not in edge.row.guards:
            yield f"{edge.row.name} decides without a hearing."
        if decides and not set(edge.row.who) <= {"authority", "coordinator"}:
            yield f"{edge.row.name} is decided by {edge.row.who}."


def ordered_revision_is_done(here: Ground) -> Iterator[str]:
    """An ordered revision ends by a new text that takes effect, or with the plan."""
    for edge in here.edges:
        words = {edge.row.command, *(row.command for row in edge.told)}
        declined = bool(words & {"decline", "record_decline"})
        dropped = edge.before.hold == "ordered" and edge.after.hold not in {"ordered", "mended"}
        if dropped and not declined:
            yield f"{edge.row.name} drops an ordered revision: {edge.before}."
        done = edge.before.hold == "mended" and edge.after.hold == "none"
        if done and not declined and "take_effect" not in words:
            yield f"{edge.row.name} counts a revision as done: {edge.before}."


def year_erases_no_hold(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        ends = edge.row.command in {"close_year", "finish_year", "supersede"}
        if ends and edge.before.hold != "none":
            yield f"{edge.row.name} ends a year with a disputed part: {edge.before}."


def nobody_for_another(here: Ground) -> Iterator[str]:
    for row in rows_of(here):
        if row.command in FAMILY_WORDS and not set(row.who) <= FAMILY:
            yield f"{row.name} is said for the family by {set(row.who) - FAMILY}."
        if row.command == "sign" and set(row.who) & {*MACHINES, "operator", "coordinator"}:
            yield f"{row.name} is said by somebody who is not asked to sign."


def what_binds_stays_binding(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        before, after = edge.before.plan.fact("force"), edge.after.plan.fact("force")
        if before == "current" and after != "current":
            yield f"{edge.row.name} takes a binding plan away."
        if before == "prior" and after == "none":
            yield f"{edge.row.name} takes the prior plan away."


def endings_stop_all_and_are_filed(here: Ground) -> Iterator[str]:
    ended = here.law.charts["plan"].groups["ended"]
    for edge in here.edges:
        if edge.after.plan.state in ended and edge.before.plan.state not in ended:
            if edge.after.conference is not None:
                yield f"{edge.row.name} leaves a conference running: {edge.before}."
            if edge.after.state("agreement") not in {"", "settled"}:
                yield f"{edge.row.name} leaves an agreement open: {edge.before}."
            if "seal_record" not in edge.row.orders:
                yield f"{edge.row.name} orders no record to be sealed."


def no_conference_without_parent_or_waiver(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        if _begins(edge) and edge.row.name not in {"begin.parent_here", "by_phone"}:
            place = edge.before.conference
            if place is None or place.fact("parent") != "waived":
                yield f"{edge.row.name} begins without a parent: {edge.before}."
        waives = dict(edge.row.facts).get("parent") == "waived"
        if waives and ("attempts_made" not in edge.row.guards or edge.row.who != ("chair",)):
            yield f"{edge.row.name} waives the parent without attempts."


def interpreter_first(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        with_family = _begins(edge) and edge.row.name in {"begin.parent_here", "by_phone"}
        if with_family and "interpreter_ready" not in edge.row.guards:
            yield f"{edge.row.name} begins without asking for the interpreter."


def no_old_yes_for_a_new_time(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        if edge.row.chart == "conference" and edge.row.target == "scheduled":
            place = edge.after.conference
            if (
                "invite" not in edge.row.orders
                or place is None
                or place.fact("parent") != "awaited"
            ):
                yield f"{edge.row.name} sets a time and does not ask everybody anew."
        gone = edge.before.state("conference") == "scheduled" and edge.row.chart == "conference"
        if gone and edge.row.target in {"draft", "cancelled"} and "uninvite" not in edge.row.orders:
            yield f"{edge.row.name} gives a time up and tells nobody."


def signed_is_frozen_is_shown(here: Ground) -> Iterator[str]:
    for edge in here.edges:
        if edge.row.command in {"sign", "file_signed_paper"} and "shown" not in edge.row.guards:
            yield f"{edge.row.name} does not ask what was shown."
        if edge.row.command == "write_plan" and edge.before.agreement is not None:
            yield f"A frozen text is written: {edge.before}."
        if edge.row.command == "freeze" and edge.after.state("agreement") != "frozen":
            yield f"Freezing opens no agreement: {edge.before}."


def paper_with_scan(here: Ground) -> Iterator[str]:
    for row in rows_of(here):
        if row.command in {"file_signed_paper", "record_decline"} and "scan" not in row.guards:
            yield f"{row.name} takes paper without its scan."


def plan_and_rooms_agree(here: Ground) -> Iterator[str]:
    for one in here.configurations:
        state, meeting, text = one.plan.state, one.state("conference"), one.state("agreement")
        if state == "conferring" and meeting in {"", "held"}:
            yield f"A conference is awaited, and none runs: {one}."
        if state == "signing" and text not in {"frozen", "out"}:
            yield f"Signatures are awaited, and no text is open: {one}."
        if state in {"identified", "drafting", "ready"} and meeting:
            yield f"A conference runs before the plan is ready: {one}."
        waits = state == "signing" or state in here.law.charts["plan"].groups["live"]
        if text in {"frozen", "out"} and not waits:
            yield f"A text is open for signature, and the plan does not wait: {one}."


def no_silent_move(here: Ground) -> Iterator[str]:
    """What a machine changes, and every change of a hold, is told to somebody."""
    for edge in here.edges:
        rows = (edge.row, *edge.told)
        heard = any(row.orders for row in rows)
        by_machine = edge.row.rule is not None or set(edge.row.who) <= set(MACHINES)
        moved = edge.before != edge.after
        if moved and by_machine and not heard:
            yield f"{edge.row.name} changes something and tells nobody: {edge.before}."
        if edge.before.hold != edge.after.hold and not heard:
            yield f"{edge.row.name} changes a hold and tells nobody: {edge.before}."


def nobody_is_shut_in(here: Ground) -> Iterator[str]:
    """Everywhere the family can decline or object, settle, appeal, sign; and the year ends."""
    plan, agreement = here.law.charts["plan"], here.law.charts["agreement"]
    wanted = {
        "decline": plan.groups["open"],
        "object": plan.groups["live"],
        "settle": plan.groups["holding"],
        "appeal": plan.groups["holding"],
        "transfer_out": plan.groups["going"],
        "close_year": plan.groups["going"],
        "record_attempt": plan.groups["going"],
    }
    for word, states in wanted.items():
        yield from (f"{word} is not heard in {at}." for at in states if (at, word) not in plan.at)
    if ("out", "sign") not in agreement.at or ("out", "file_signed_paper") not in agreement.at:
        yield "A text that is out cannot be signed."
    declining = [row for row in plan.rows if row.command == "decline"]
    yield from (f"{row.name} has a condition." for row in declining if row.guards)


def _begins(edge: Edge) -> bool:
    return edge.row.chart == "conference" and edge.row.target == "under_way"


def _distinct(promise: Callable[[Ground], Iterator[str]]) -> Callable[[Ground], tuple[str, ...]]:
    """At most three sentences of each promise: the first examples say enough."""
    return lambda here: tuple(dict.fromkeys(promise(here)))[:3]


PROMISES: dict[str, Callable[[Ground], tuple[str, ...]]] = {
    promise.__name__.replace("_", " "): _distinct(promise)
    for promise in (
        effect_by_answers_or_chair,
        settled_binds_and_is_sealed,
        held_parts_wait,
        hearing_first,
        ordered_revision_is_done,
        year_erases_no_hold,
        nobody_for_another,
        machines_decide_nothing,
        what_binds_stays_binding,
        endings_stop_all_and_are_filed,
        no_conference_without_parent_or_waiver,
        interpreter_first,
        no_old_yes_for_a_new_time,
        signed_is_frozen_is_shown,
        paper_with_scan,
        plan_and_rooms_agree,
        no_silent_move,
        commands_lead_where_they_say,
        nobody_is_shut_in,
    )
}
