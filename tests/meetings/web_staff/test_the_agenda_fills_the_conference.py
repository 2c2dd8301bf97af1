"""The agenda of a conference: which items it has, when each begins, and that the minutes add up."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import cast
import pytest
from cast import Cast
from visitor import Visitor

from meetings.web.staff.agenda import REVIEW, WHOLE
from workflow.commands import CallConference

JANUARY = datetime(2027, 1, 20, 16, tzinfo=UTC)


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return cast.small_school(tmp_path)


def agenda(school: Cast, path: str) -> list[tuple[str, str]]:
    """Title and what stands beside it, of each item."""
    text = Visitor(school, JANUARY).sign_in("Rosa Alvarez", "staff").open(path).text
    part = text.partition('<ol class="plain-list agenda">')[2].partition("</ol>")[0]
    found = re.findall(r"<strong>(.*?)</strong> <span class=\"soft\">(.*?)</span>", part)
    return [(unescape(title), beside) for title, beside in found]


def test_the_items_of_the_yearly_conference_stand_with_their_times(school: Cast) -> None:
    case = cast.scheduled(school, "Leo Brandt")

    found = agenda(school, f"/conferences/{case.id}/1/room")

    assert [title for title, _ in found] == [title for _, title, _ in WHOLE]
    assert found[0][1] == "10:00 AM MDT, 2 min"
    assert found[-1][1] == "10:29 AM MDT, 1 min"


@pytest.mark.parametrize("length", [15, 20, 45])
def test_a_review_has_its_own_items_and_fills_whatever_time_it_has(
    school: Cast, length: int
) -> None:
    case = cast.midyear(school, "Leo Brandt")
    rosa = school.actor("Rosa Alvarez", "specialist")
    call = CallConference(by=rosa, key="again", kind="midyear", tier="short", length_minutes=length)
    school.say("Leo Brandt", call, JANUARY)

    found = agenda(school, f"/conferences/{case.id}/2/room")

    assert [title for title, _ in found] == [title for _, title, _ in REVIEW]
    assert sum(int(beside.removesuffix(" min")) for _, beside in found) == length
