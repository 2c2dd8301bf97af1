"""How a time is found and lost: no answer, a decline, a no-show, a move, a meeting not finished."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from workflow import commands as say
from workflow.refusals import Refused

Year = Callable[[str], Any]


def reply(story: Any, who: str, partstat: str) -> Any:
    sequence = story.case.conferences[-1].sequence
    return story.does(who, say.Reply, partstat=partstat, sequence=sequence, stamp=story.at)


def test_a_family_picks_one_of_three_times(year: Year) -> None:
    story = year("conferring")
    slots = (story.slot(14), story.slot(15), story.slot(16))

    story.does("Ms Reyes", say.Offer, slots=slots)
    assert (story.state("conference"), story.owed()) == ("proposed", ["send_offer 2"])
    story.does("Rosa", say.Pick, starts_at=slots[1].starts_at)

    conference = story.case.conferences[0]
    assert (story.state("conference"), story.owed()) == ("scheduled", ["invite 5"])
    assert (conference.slot, conference.sequence, conference.offered) == (slots[1], 0, ())


def test_each_home_has_a_conference_of_its_own_and_hears_nothing_of_the_other(year: Year) -> None:
    story = year("ready")
    story.does("Ms Reyes", say.CallConference, left_out=(3,))

    story.does("Ms Reyes", say.Offer, slots=(story.slot(14),))
    assert story.owed() == ["send_offer 1"]
    refused = story.refused("Tomas", say.Pick, starts_at=story.slot(14).starts_at)
    assert refused == "not_you: You are not asked to this conference."
    story.does("Rosa", say.Pick, starts_at=story.slot(14).starts_at)

    asked = {answer.person_id for answer in story.case.conferences[0].answers}
    assert (story.owed(), asked) == (["invite 4"], {1, 2, 4, 5})


def test_a_conference_asks_at_least_one_parent_and_leaves_out_nobody_else(year: Year) -> None:
    story = year("ready")

    nobody = story.ask("Ms Reyes", say.CallConference, left_out=(2, 3))
    teacher = story.ask("Ms Reyes", say.CallConference, left_out=(4,))

    assert isinstance(nobody, Refused)
    assert isinstance(teacher, Refused)
    assert nobody.why == "Then no parent would be asked to this conference."
    assert teacher.remedy == "Excuse other seats one by one."


def test_nobody_answers_the_offer_and_the_times_are_free_again(year: Year) -> None:
    story = year("conferring")
    story.does("Ms Reyes", say.Offer, slots=(story.slot(14),))
    offered_at = story.at

    story.ring("hurry")
    assert (story.at - offered_at, story.owed()) == (timedelta(hours=48), ["remind_parent 2"])
    story.ring("end_offer")

    assert story.at - offered_at == timedelta(hours=72)
    assert story.state("conference") == "unanswered"
    assert story.owed() == ["release_slots 1", "nudge 1"]
    assert story.case.conferences[0].offered == ()
    assert story.ring("chase_time").owed() == ["nudge 1"]


def test_three_reminders_to_the_silent_and_then_somebody_calls(year: Year) -> None:
    story = year("scheduled")
    reply(story, "Rosa", "accepted")

    told = [story.ring("chase_answers").owed() for _ in range(3)]
    assert told == [["remind_silent 3"]] * 3
    assert story.rings("chase_answers").says == "have_called"
    assert story.ring("chase_answers").owed() == ["ask_to_call 1"]
    assert story.rings("chase_answers").due_at is None


def test_reminders_stop_once_everybody_has_answered(year: Year) -> None:
    story = year("scheduled")
    for who in ("Mina", "Rosa", "Tomas", "Ms Okafor"):
        reply(story, who, "accepted")

    assert story.ring("chase_answers").owed() == []


def test_a_required_student_who_declines_voids_the_time_and_a_new_one_is_sought(year: Year) -> None:
    story = year("scheduled")

    reply(story, "Mina", "declined")
    assert story.state("conference") == "draft"
    assert story.owed() == ["uninvite 5", "find_times 1"]
    assert story.case.conferences[0].sequence == 1

    story.does("courier", say.Convene, slot=story.slot(20), modalities={})
    assert story.state("conference") == "scheduled"
    assert story.case.conferences[0].sequence == 2
    assert {one.partstat for one in story.case.conferences[0].answers} == {"needs_action"}


def test_one_parent_who_declines_leaves_the_time_while_the_other_comes(year: Year) -> None:
    story = year("scheduled")

    reply(story, "Tomas", "declined")
    assert (story.state("conference"), story.owed()) == ("scheduled", [])
    reply(story, "Rosa", "declined")
    assert story.state("conference") == "draft"


def test_an_answer_to_an_older_invitation_is_refused(year: Year) -> None:
    story = year("scheduled")
    stamp = story.at
    story.later(hours=1)
    story.does("Ms Reyes", say.Move, slot=story.slot(16))

    assert story.case.conferences[0].sequence == 1
    said = story.refused("Rosa", say.Reply, partstat="accepted", sequence=0, stamp=stamp)
    assert said == "not_yet: This answers an older invitation; the time has changed since."


def test_a_change_of_room_keeps_the_answers_and_the_sequence(year: Year) -> None:
    story = year("scheduled")
    reply(story, "Rosa", "accepted")

    story.does("Ms Reyes", say.ChangeRoom, room="14", modalities={})

    conference = story.case.conferences[0]
    assert (conference.sequence, conference.slot.room, conference.moves) == (0, "14", 0)
    assert [one.partstat for one in conference.answers if one.person_id == 2] == ["accepted"]
    assert story.owed() == ["invite 5"]


def test_from_a_room_to_video_everybody_is_asked_anew(year: Year) -> None:
    story = year("scheduled")
    reply(story, "Rosa", "accepted")

    story.does("Ms Reyes", say.ChangeRoom, room="", modalities={"2": "video"})

    conference = story.case.conferences[0]
    assert conference.sequence == 1
    assert [one.modality for one in conference.answers if one.person_id == 2] == ["video"]
    assert [one.partstat for one in conference.answers if one.person_id == 2] == ["needs_action"]


def test_nobody_comes_new_times_are_offered_once_by_themselves(year: Year) -> None:
    story = year("scheduled")
    starts_at = story.case.conferences[0].slot.starts_at
    assert "too early" in story.refused("Ms Reyes", say.NoShow)
    story.at = starts_at + timedelta(minutes=10)

    story.does("Ms Reyes", say.NoShow)
    assert (story.state("conference"), story.owed()) == ("missed", ["tell_family 3"])
    story.ring("offer_anew")
    assert (story.state("conference"), story.owed()) == ("draft", ["find_times 1"])

    story.does("Ms Reyes", say.Convene, slot=story.slot(14), modalities={})
    story.at = story.case.conferences[0].slot.starts_at + timedelta(minutes=10)
    story.does("Ms Reyes", say.NoShow)
    assert story.ring("offer_anew").state("conference") == "missed"
    assert story.ring("chase_missed").owed() == ["nudge 1"]


def test_a_missed_conference_is_held_by_phone(year: Year) -> None:
    story = year("scheduled")
    story.at = story.case.conferences[0].slot.starts_at + timedelta(minutes=15)
    story.does("Ms Reyes", say.NoShow)

    story.does("Ms Reyes", say.ByPhone)

    assert story.state("conference") == "under_way"


def attempts(story: Any) -> None:
    for days, channel in ((0, "phone"), (4, "mail"), (5, "letter")):
        story.later(days=days)
        story.does(
            "Ms Reyes",
            say.RecordAttempt,
            channel=channel,
            tried_at=story.at,
            person_id=2,
            result="no_answer",
        )


def test_without_a_parent_only_after_documented_attempts(year: Year) -> None:
    story = year("scheduled")
    assert "0 of 3 attempts" in story.refused("Ms Reyes", say.WaiveParent)
    attempts(story)
    story.does("Ms Reyes", say.WaiveParent)
    story.at = story.case.conferences[0].slot.starts_at

    story.does("Ms Reyes", say.Begin, present=(1, 4, 5))

    assert story.state("conference") == "under_way"


def test_who_begins_without_a_parent_and_without_a_waiver_is_refused(year: Year) -> None:
    story = year("scheduled")
    story.at = story.case.conferences[0].slot.starts_at

    said = story.refused("Ms Reyes", say.Begin, present=(1, 4, 5))

    assert said == "not_yet: Needed and not here: a parent."


def test_a_new_time_takes_the_waiver_back(year: Year) -> None:
    story = year("scheduled")
    attempts(story)
    story.does("Ms Reyes", say.WaiveParent)

    story.does("Ms Reyes", say.Move, slot=story.slot(20))

    assert story.case.running("conference").facts == {"parent": "awaited"}


def test_a_conference_that_was_not_finished_is_followed_by_another(year: Year) -> None:
    story = year("under_way")

    story.does("Ms Reyes", say.Adjourn)

    states = [(one.no, one.state) for one in story.case.subjects if one.chart == "conference"]
    assert states == [(1, "adjourned"), (2, "draft")]
    assert story.plan == "conferring"
    assert [one.no for one in story.case.conferences] == [1, 2]


def test_an_interpreter_who_is_asked_for_must_be_booked_and_fit(year: Year) -> None:
    story = year("scheduled")
    story.does("Rosa", say.AskInterpreter, language="es")
    starts_at = story.case.conferences[0].slot.starts_at

    said = story.refused("Ms Reyes", say.BookInterpreter, interpreter_id=9, relation="aunt")
    assert said == ("not_yet: A student, a relative or somebody without training cannot interpret.")
    early, story.at = story.at, starts_at
    assert "none is booked" in story.refused("Ms Reyes", say.Begin)
    story.at = early
    story.does("Ms Reyes", say.BookInterpreter, interpreter_id=9)
    story.at = starts_at
    story.does("Ms Reyes", say.Begin)


def test_a_teacher_is_excused_in_time_with_written_input_and_consent(year: Year) -> None:
    story = year("scheduled")
    asked = {"person_id": 4, "kind": "with_input"}

    said = story.refused("Ms Okafor", say.AskExcusal, **asked)
    assert said == "not_yet: Your area will be discussed, so your written input is needed before."
    story.does("Ms Okafor", say.AskExcusal, **asked, written_input="Mina proves well.")
    assert story.owed() == ["ask_consent 2"]
    starts_at = story.case.conferences[0].slot.starts_at
    early, story.at = story.at, starts_at
    assert "a teacher" in story.refused("Ms Reyes", say.Begin, present=(1, 2, 5))
    story.at = early
    story.does("Rosa", say.GrantExcusal, person_id=4)
    story.at = starts_at
    story.does("Ms Reyes", say.Begin, present=(1, 2, 5))


def test_notice_is_ten_days_unless_a_parent_waives_it(year: Year) -> None:
    story = year("conferring")

    said = story.refused("Ms Reyes", say.Convene, slot=story.slot(3), modalities={})
    assert said == "not_yet: The family is to be told 10 days before."
    story.does("Rosa", say.WaiveNotice)
    story.does("Ms Reyes", say.Convene, slot=story.slot(3), modalities={})


def test_a_conference_that_is_called_off_sends_the_plan_back(year: Year) -> None:
    story = year("scheduled")

    story.does("Ms Reyes", say.Drop)

    assert (story.plan, story.last("conference")) == ("ready", "cancelled")
    assert story.owed() == ["uninvite 5"]
    assert story.case.conferences[0].sequence == 1
