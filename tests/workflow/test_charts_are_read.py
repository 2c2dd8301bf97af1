"""A chart that is wrong is refused with a sentence that says where."""

import tomllib

import pytest

from workflow.chart import Law, read_chart
from workflow.jurisdiction import ProfileError, load_profile, source_of
from workflow.sentence import ChartError, read_sentence

CHART = """
chart = "small"
version = 1
starts.new = "open"
facts.kind = "one two"
[at.open]
is = "Open."
shut = "{row}"
[at.shut]
ends = "Shut."
"""


def small(law: Law, row: str) -> str:
    with pytest.raises(ChartError) as fault:
        read_chart(CHART.replace("{row}", row).encode(), law.profile)
    return str(fault.value)


def test_a_sound_chart_is_read(law: Law) -> None:
    row = "after 2 days, every 1 day: parent when ready -> shut set kind=two do nudge"

    chart = read_chart(CHART.replace("{row}", row).encode(), law.profile)

    heard = chart.at["open", "shut"][""]
    assert (heard.who, heard.guards, heard.target) == (("parent",), ("ready",), "shut")
    assert (heard.facts, heard.orders) == ((("kind", "two"),), ("nudge",))
    assert heard.hears("clock")
    assert not heard.hears("student")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("parent -> gone", "small names the state 'gone', but no section says what it is."),
        ("parent -> shut set kind=three", "small, shut: no fact can be kind=three."),
        ("-> shut", "small, at open: nobody may say '-> shut'."),
        ("parent do tell -> shut", "the word '->' stands too late"),
        ("parent when", "nothing follows 'when'"),
        ("parent -> shut tell plan", "A telling names chart and command"),
        ("whenever: parent", "No timer is set by the words 'whenever'."),
        ("every 3 moons: parent", "'3 moons' is no length of time"),
        ("after {nothing}: parent", "The profile colorado has no nothing."),
        ("parent set kind", "is to set facts as name=value"),
        ("parent -> shut open", "nothing follows 'open'"),
    ],
)
def test_a_wrong_sentence_says_what_is_wrong(law: Law, row: str, said: str) -> None:
    assert said in small(law, row)


def test_two_targets_are_one_too_many() -> None:
    with pytest.raises(ChartError, match="leads to more than one state"):
        read_sentence("parent -> shut open_again")


def test_every_number_of_the_profile_has_its_unit_range_and_source() -> None:
    raw = tomllib.loads(source_of("colorado").decode())
    numbers = {key: entry for key, entry in raw.items() if isinstance(entry, dict)}

    assert len(numbers) == 60
    assert all(entry["range"] and entry["source"] for entry in numbers.values())


def test_a_number_without_a_source_is_refused() -> None:
    raw = b'profile = "x"\ntitle = "X"\n[sign_by]\nvalue = "3 days"\nrange = "1 to 5 days"\n'

    with pytest.raises(ProfileError, match="sign_by is to say value, range and source"):
        load_profile(raw)


def test_the_profile_answers_in_the_right_kind(law: Law) -> None:
    assert str(law.profile.span("sign_by")) == "10 school days"
    assert law.profile.spans("cooling_off") == ()
    assert law.profile.count("max_per_day") == 3
    assert str(law.profile.day("midyear_opens")) == "15 January"
    with pytest.raises(ProfileError, match="is to be a number"):
        law.profile.count("sign_by")
    with pytest.raises(ProfileError, match="is to be one length of time"):
        law.profile.span("sign_reminders")
