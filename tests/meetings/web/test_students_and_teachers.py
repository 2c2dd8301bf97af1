"""A student's check-in in two taps and reflection; a teacher's "Nothing to add" and observation."""

import cast
from cast import Cast
from visitor import Visitor

from meetings.store import cases

LATER = cast.AT.replace(year=2027, month=1, day=20)


def words_of(school: Cast, student: str) -> dict[str, str]:
    given = school.plan(student).inputs[-1]
    with school.store.read() as connection:
        found = cases.passage_of(connection, given.digest, dict[str, str])
    assert found is not None
    return found


def test_a_student_checks_in_with_two_taps(school: Cast) -> None:
    cast.in_effect(school, "Ida Novak")
    ida = Visitor(school, LATER).sign_in("Ida Novak", "student", "link")
    start = ida.open("/student")
    assert "/student/check-in/3" in start.text

    page = ida.open("/student/check-in/3")
    assert "I solve ten open problems" not in page.text
    done = ida.press(page, "/student/check-in/3", rating="3")

    assert done.url == "/student/check-in/3?said=thanks"
    entry = school.plan("Ida Novak").progress[-1]
    assert (entry.goal_key, entry.rating, entry.role) == ("a1", 3, "student")


def test_a_student_thinks_first_and_can_change_each_answer_before_sending(school: Cast) -> None:
    cast.drafting(school, "Sam Okafor")
    sam = Visitor(school).sign_in("Sam Okafor", "student", "link")
    path = "/student/reflect/4"

    page = sam.open(path)
    page = sam.press(page, path, goal_wish="Play the whole concerto", go="next")
    page = sam.press(page, path, why_goal="It is mine", go="check")
    assert "Play the whole concerto" in page.text
    page = sam.press(page, path, go="to-0")
    page = sam.press(page, path, goal_wish="Play the first movement", go="check")
    done = sam.press(page, path, go="send")

    assert done.url == "/student?said=thanks"
    assert words_of(school, "Sam Okafor") == {
        "goal_wish": "Play the first movement",
        "why_goal": "It is mine",
    }


def test_the_self_check_opens_at_mid_year_and_not_before(school: Cast) -> None:
    cast.midyear(school, "Ida Novak")
    cast.in_effect(school, "Leo Brandt")
    ida = Visitor(school, LATER).sign_in("Ida Novak", "student", "link")
    leo = Visitor(school, LATER).sign_in("Leo Brandt", "student", "link")

    for visitor, number in ((ida, 3), (leo, 2)):
        path = f"/student/self-check/{number}"
        page = visitor.press(visitor.open(path), path, proud="My log", go="check")
        answer = visitor.press(page, path, go="send")
        assert answer.status == (200 if visitor is ida else 409)

    assert school.plan("Ida Novak").self_checked_at is not None


def test_a_call_for_help_reaches_somebody(school: Cast) -> None:
    cast.in_effect(school, "Ida Novak")
    ida = Visitor(school, LATER).sign_in("Ida Novak", "student", "link")

    done = ida.press(ida.open("/student"), "/student/help/3", reason="I do not get on.")

    assert done.url == "/student?said=sent"
    with school.store.read() as connection:
        owed = connection.exec_driver_sql(
            "SELECT recipient_id FROM outbox WHERE case_id = 3 AND kind = 'nudge'"
        ).scalars()
        assert school.id("Rosa Alvarez") in list(owed)


def test_a_guardian_says_we_talked_about_it_with_one_tap(school: Cast) -> None:
    cast.in_effect(school, "Leo Brandt")
    karin = Visitor(school, LATER)
    link = karin.link("Karin Brandt", "progress", "Leo Brandt")
    page = karin.press(karin.open(f"{link}?goal=f1"), link)
    assert "Personal competence" in page.text
    assert "I ask for help before I give up." not in page.text

    done = karin.press(page, "/family/progress/2", note="He laughed.")

    assert done.url == "/family?said=thanks"
    entry = school.plan("Leo Brandt").progress[-1]
    assert (entry.goal_key, entry.rating, entry.role) == ("f1", 0, "parent")


def test_one_guardian_does_not_see_what_the_other_wrote(school: Cast) -> None:
    cast.in_effect(school, "Leo Brandt")
    karin = Visitor(school, LATER).sign_in("Karin Brandt", "family", "demo")
    karin.press(karin.open("/family/progress/2"), "/family/progress/2", note="A private word.")
    jonas = Visitor(school, LATER).sign_in("Jonas Brandt", "family", "demo")

    assert "A private word." in karin.open("/family/progress/2").text
    assert "A private word." not in jonas.open("/family/progress/2").text


def test_a_teacher_has_nothing_to_add_with_one_tap(school: Cast) -> None:
    cast.drafting(school, "Sam Okafor")
    daniel = Visitor(school).sign_in("Daniel Osei", "staff")
    page = daniel.open("/teacher/plans/4")

    done = daniel.press(page, "/teacher/plans/4/input", say="nothing")

    assert done.url == "/teacher?said=thanks"
    assert words_of(school, "Sam Okafor") == {"comment": "Nothing to add."}
    empty = daniel.press(page, "/teacher/plans/4/input", say="comment")
    assert empty.status == 422


def test_a_teacher_observes_and_the_family_reads_it(school: Cast) -> None:
    cast.in_effect(school, "Leo Brandt")
    daniel = Visitor(school, LATER).sign_in("Daniel Osei", "staff")
    page = daniel.open("/teacher/plans/2")

    done = daniel.press(page, "/teacher/plans/2/observation", rating="3", note="He explains it.")

    assert done.url == "/teacher/plans/2?said=thanks"
    karin = Visitor(school, LATER).sign_in("Karin Brandt", "family", "demo")
    assert "He explains it." in karin.open("/family/progress/2").text


def test_a_teacher_asks_to_be_excused_and_a_parent_agrees(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    daniel = Visitor(school).sign_in("Daniel Osei", "staff")
    page = daniel.open("/teacher/plans/1")

    bare = daniel.press(page, "/teacher/plans/1/excusal", kind="with_input")
    assert bare.status == 422
    asked = daniel.press(page, "/teacher/plans/1/excusal", kind="with_input", words="She leads.")
    assert asked.url == "/teacher/plans/1?said=sent"

    ana = Visitor(school).sign_in("Ana Cruz", "family", "link_code")
    ana.press(ana.open("/family/more/1"), "/family/more/1", command="grant_excusal")
    excusal = school.plan("Maya Cruz").conferences[-1].excusals[-1]
    assert excusal.granted_by == school.id("Ana Cruz")


def test_a_teacher_sees_own_students_alone(school: Cast) -> None:
    cast.drafting(school, "Sam Okafor")
    helen = Visitor(school).sign_in("Lucía Prieto", "guest")

    assert helen.open("/teacher").status == 403
    assert helen.open("/family/plan/4").status == 404
