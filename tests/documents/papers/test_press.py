"""The press: what is escaped, what is refused, and how dates read."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from documents.press import environment, long_date, long_moment, long_time, paragraphs, render

AT = datetime(2026, 9, 22, 21, 30, tzinfo=UTC)


def test_dates_are_written_out_with_their_zone() -> None:
    assert long_date(date(2026, 9, 22)) == "Tuesday, September 22, 2026"
    assert long_time(AT, "America/Denver") == "3:30 PM MDT"
    assert long_moment(AT, "America/Denver") == "Tuesday, September 22, 2026, 3:30 PM MDT"
    assert long_date(date(2026, 9, 22), "es") == "martes, 22 de septiembre de 2026"


def test_typed_text_is_escaped_and_keeps_its_lines() -> None:
    assert paragraphs("a <b>\nc\n\n\nd") == "<p>a &lt;b&gt;<br/>c</p><p>d</p>"


def test_a_name_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


def test_a_template_outside_its_folder_is_not_found() -> None:
    with pytest.raises(TemplateNotFound):
        render("../pyproject.toml", {})
