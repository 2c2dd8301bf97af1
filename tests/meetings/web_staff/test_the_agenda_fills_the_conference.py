"""The agenda of a conference: which items, when each begins, and that the minutes add up."""

import cast
import pytest
from cast import Cast
from visitor import Visitor

from meetings.web.staff.agenda import REVIEW, WHOLE


@pytest.fixture
def school(tmp_path: cast.Path) -> Cast:
    return cast.small_school(tmp_path)


def test_the_items_of_a_conference_stand_with_their_times(school: Cast) -> None:
    case = cast.scheduled(school, "Leo Brandt")
    rosa = Visitor(school).sign_in("Rosa Alvarez", "staff")

    text = rosa.open(f"/conferences/{case.id}/1/room").text
    agenda = text.partition("Agenda")[2].partition("Goals on the table")[0]

    assert [title for _, title, _ in WHOLE if title in agenda] == [title for _, title, _ in WHOLE]
    assert REVIEW[1][1] not in agenda
