"""How a text is signed, not signed, disputed, amended, given up."""

from collections.abc import Callable
from datetime import date
from typing import Any

from workflow import commands as say

Year = Callable[[str], Any]
D0 = "d0" * 32
SCAN = "5c" * 32


def sign(story: Any, who: str, meaning: str = "agree", **more: object) -> Any:
    return story.does(who, say.Sign, meaning=meaning, shown_sha256=D0, name=who, **more)


def test_a_signature_on_a_changed_paper_is_refused(year: Year) -> None:
    story = year("out")

    said = story.refused("Rosa", say.Sign, meaning="agree", shown_sha256="00" * 32, name="Rosa")

    assert said == "not_yet: The minutes changed after you opened them."


def test_one_parents_yes_speaks_for_both_and_the_last_answer_makes_the_text_bind(
    year: Year,
) -> None:
    story = year("out")

    for who in ("Mina", "Ms Okafor", "Ms Reyes"):
        sign(story, who)
        assert (story.plan, story.owed()) == ("signing", ["receipt 1"])
    sign(story, "Rosa")

    assert story.plan == "in_effect"
    assert story.owed() == ["receipt 1", "seal_minutes 1", "announce 5", "supersede_prior 1"]


def test_the_last_signers_second_click_changes_nothing(year: Year) -> None:
    story = year("out")
    for who in ("Mina", "Ms Okafor", "Ms Reyes", "Rosa"):
        sign(story, who)
    before = story.case

    sign(story, "Rosa")

    assert story.case == before


def test_a_signature_on_paper_needs_its_scan(year: Year) -> None:
    story = year("out")
    paper = {
        "person_id": 2,
        "meaning": "agree",
        "shown_sha256": D0,
        "dated_on": story.moment.on,
    }

    said = story.refused("Ms Reyes", say.FileSignedPaper, **paper, scan_sha256="")
    assert said == "not_yet: A word on paper counts with its scan."
    story.does("Ms Reyes", say.FileSignedPaper, **paper, scan_sha256=SCAN)

    signature = story.case.agreements[0].signatures[0]
    assert (signature.person_id, signature.role, signature.method) == (2, "parent", "paper")


def test_whoever_does_not_sign_is_reminded_and_the_chair_closes_it_with_the_attempts(
    year: Year,
) -> None:
    story = year("out")
    for who in ("Mina", "Ms Okafor", "Ms Reyes"):
        sign(story, who)
    assert [story.ring("chase_signers").owed() for _ in range(3)] == [["remind_unsigned 2"]] * 3

    assert story.ring("chase_lapse").owed() == ["escalate 2"]
    assert story.ring("chase_lapse").owed() == ["escalate 2"]
    assert story.moment.on > story.case.agreements[0].sign_by
    assert "0 of 3 attempts" in story.refused("Ms Reyes", say.Lapse)
    for days, channel in ((0, "phone"), (3, "mail"), (5, "visit")):
        story.later(days=days)
        attempt = {"channel": channel, "tried_at": story.at, "person_id": 2, "result": "no_answer"}
        story.does("Ms Reyes", say.RecordAttempt, **attempt)
    story.does("Ms Reyes", say.Lapse)

    assert (story.plan, story.case.agreements[0].lapsed) == ("in_effect", True)


def test_the_chair_cannot_close_before_the_last_day(year: Year) -> None:
    story = year("out")

    assert "There is time to sign until" in story.refused("Ms Reyes", say.Lapse)


def test_a_reopened_text_voids_the_signatures_and_is_frozen_anew(year: Year) -> None:
    story = year("out")
    sign(story, "Rosa")
    said = story.refused("Ms Reyes", say.WritePlan, content=story.text(progress_schedule="monthly"))
    assert said.startswith("not_now: “Write the plan” is not possible now")

    story.does("Ms Reyes", say.Reopen)
    assert (story.plan, story.last("agreement")) == ("finalizing", "void")
    assert story.owed() == ["tell_void 5"]
    story.does("Ms Reyes", say.WritePlan, content=story.text(progress_schedule="monthly"))
    story.does("Ms Reyes", say.Freeze)

    assert [one.no for one in story.case.agreements] == [1, 2]
    assert story.case.agreements[1].signatures == ()
    assert story.case.agreements[1].conference_no == 1


def test_a_parent_who_disagrees_holds_the_named_part_and_the_rest_takes_effect(
    year: Year,
) -> None:
    story = year("out")
    for who in ("Mina", "Ms Okafor", "Ms Reyes", "Rosa"):
        if who != "Rosa":
            sign(story, who)

    sign(story, "Tomas", "disagree", comment="Not the seminar.", parts=("programming",))

    assert story.hold == "asked"
    assert story.owed() == ["receipt 1", "tell_authority 1", "nudge 1"]
    assert story.case.dispute.parts == ("programming",)
    sign(story, "Rosa")
    assert (story.plan, story.hold) == ("in_effect", "asked")


def disputed(year: Year) -> Any:
    story = year("in_effect")
    return story.does("Rosa", say.Object, reason="Not the seminar.", parts=("programming",))


def test_a_decision_follows_a_hearing_and_stands_if_nobody_appeals(year: Year) -> None:
    story = disputed(year)
    assert story.refused("Mr Haddad", say.Uphold) == "not_yet: The family was not heard yet."

    story.does("Mr Haddad", say.Hear, on=story.moment.on)
    story.does("Mr Haddad", say.Uphold)
    assert (story.hold, story.owed()) == ("upheld", ["tell_decision 4"])
    story.ring("let_uphold")

    assert (story.hold, story.case.dispute) == ("none", None)


def test_the_last_day_of_an_appeal_belongs_to_the_family(year: Year) -> None:
    story = disputed(year)
    story.does("Mr Haddad", say.Hear, on=story.moment.on)
    story.does("Mr Haddad", say.Uphold)
    decided_on = story.moment.on

    story.at = story.rings("let_uphold").due_at
    story.later(minutes=-1)
    assert story.moment.on == story.school.moved(decided_on, 5, "school days")
    story.does("Rosa", say.Appeal)

    assert story.hold == "higher"
    assert story.refused("Ms Lindqvist", say.ReviseFinally).startswith("not_yet: The family")


def test_an_ordered_revision_is_done_by_a_new_text_that_takes_effect(year: Year) -> None:
    story = disputed(year)
    story.does("Mr Haddad", say.Hear, on=story.moment.on)
    story.does("Mr Haddad", say.Revise)
    story.ring("let_revise")
    assert story.hold == "ordered"

    story.does("Ms Reyes", say.WritePlan, content=story.text(progress_schedule="monthly"))
    story.does("Ms Reyes", say.Freeze)
    assert story.hold == "mended"
    story.does("Ms Reyes", say.Reopen)
    assert story.hold == "ordered"
    story.does("Ms Reyes", say.Freeze)
    story.does("courier", say.FileOriginal, original_sha256=D0, pages=4)
    for who in ("Mina", "Ms Okafor", "Ms Reyes", "Rosa"):
        sign(story, who)

    assert (story.hold, story.case.dispute) == ("none", None)
    assert story.case.in_force == story.case.draft


def test_a_family_settles_and_the_hold_is_over(year: Year) -> None:
    story = disputed(year)

    story.does("Rosa", say.Settle)

    assert (story.hold, story.owed()) == ("none", ["tell_parties 7"])


def test_a_disagreement_is_never_forgotten_by_the_clock(year: Year) -> None:
    story = disputed(year)

    assert story.ring("chase_hold").owed() == ["escalate 2"]
    assert story.ring("chase_hold").owed() == ["escalate 2"]


def test_an_amendment_needs_a_changed_text_and_the_familys_word(year: Year) -> None:
    story = year("in_effect")

    assert "nothing was changed" in story.refused("Ms Reyes", say.Freeze)
    story.does("Ms Reyes", say.WritePlan, content=story.text(progress_schedule="monthly"))
    assert "has not agreed to amend" in story.refused("Ms Reyes", say.Freeze)
    story.does("Rosa", say.AgreeWithoutMeeting, what="amendment")
    story.does("Ms Reyes", say.Freeze)

    assert (story.plan, story.state("agreement")) == ("in_effect", "frozen")
    assert story.case.amendment_agreed_by == 2


def test_the_family_declines_and_is_asked_again(year: Year) -> None:
    story = year("scheduled")

    story.does("Rosa", say.Decline, reason="Too much.")
    assert (story.plan, story.last("conference")) == ("declined_by_family", "cancelled")
    assert story.owed() == ["confirm 2", "uninvite 5"]
    assert story.ring("chase_offer").owed() == ["nudge 1"]
    story.does("Rosa", say.OfferAgain)

    assert story.plan == "drafting"


def test_a_student_moves_away_and_everything_running_stops(year: Year) -> None:
    story = year("out")

    story.does("Ms Reyes", say.TransferOut)
    assert (story.plan, story.last("agreement")) == ("transferred_out", "void")
    assert story.owed() == ["seal_record 1", "package 1", "tell_void 5"]
    story.does("Ms Lindqvist", say.Reinstate)

    assert story.plan == "drafting"


def test_a_year_that_nobody_finishes_is_closed_by_the_clock(year: Year) -> None:
    story = year("in_effect")

    story.ring("close_year")

    assert (story.plan, story.moment.on) == ("closed", date(2027, 6, 18))
    assert story.owed() == ["seal_record 1", "start_next 1", "report 1"]


def test_a_student_who_moved_in_keeps_the_prior_plan_until_ours_is_written(
    begin: Callable[..., Any],
) -> None:
    story = begin(start="moved_in", since=date(2026, 8, 18))

    assert story.case.plan().facts == {"force": "prior", "hold": "none"}
    assert story.case.dates["inform_due_on"] == date(2026, 10, 17)
    assert "no text yet" in story.refused("Ms Reyes", say.AdoptPrior)
    assert story.ring("chase_informing").owed() == ["nudge 1"]
    story.does("Ms Reyes", say.InformFamily)
    assert story.ring("chase_informing").owed() == []
