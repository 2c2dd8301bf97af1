"""What the documents say is so: commands and files exist, the law is the one in force."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from meetings.__main__ import main
from meetings.roster.columns import COLUMNS
from meetings.settings import Settings
from meetings.web.answers import STAFF_MENU
from workflow.chart import Chart, Law, load

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
BEGINS = "<!-- {}: written by `pytest tests/test_docs.py --accept` -->\n"
ENDS = "<!-- end of {} -->\n"
COMMAND = re.compile(r"(?:\.venv/bin/)?alp [a-z][^`\n]*")


def text(name: str) -> str:
    return (ROOT / name).read_text()


def lines_of_code(document: str) -> Iterator[str]:
    """Each line of the indented or fenced blocks, and what stands between single backticks."""
    blocks = re.findall(r"```\n(.*?)```", document, re.DOTALL)
    for block in blocks:
        yield from (line.strip() for line in block.splitlines())
    for block in blocks:
        document = document.replace(block, "")
    yield from re.findall(r"`([^`\n]+)`", document)


def commands_in(name: str) -> list[str]:
    return sorted({line for line in lines_of_code(text(name)) if COMMAND.fullmatch(line)})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_named_exists_with_its_options(name: str) -> None:
    for line in commands_in(name):
        word, *rest = shlex.split(line.partition("alp ")[2].partition("<")[0])
        answer = CliRunner().invoke(main, [word, "--help"])
        assert answer.exit_code == 0, line
        for option in (one for one in rest if one.startswith("--")):
            assert re.search(rf"{option}\b", answer.output), line


def test_the_readme_lists_every_command_once() -> None:
    listed = re.findall(r"^\| `alp ([a-z-]+)` \|", README.read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(main.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_target_of_make_that_is_named_exists(name: str) -> None:
    targets = re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)
    named = {line.split()[1] for line in lines_of_code(text(name)) if line.startswith("make ")}

    assert named - set(targets) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_and_folder_that_is_named_is_there(name: str) -> None:
    rooms = r"(?:workflow|documents|meetings|templates|tests)/[\w./]*"
    named = {line for line in lines_of_code(text(name)) if re.fullmatch(rooms, line)}
    named |= set(re.findall(r"\]\((?!https?:)([^)#]+)\)", text(name)))

    assert [one for one in sorted(named) if not _there(one)] == []


def _there(named: str) -> bool:
    """A module may be named without its ending."""
    return any((ROOT / f"{named}{ending}").exists() for ending in ("", ".py"))


def test_every_setting_in_the_readme_is_one() -> None:
    document = README.read_text()
    keys = re.findall(r"^ +([a-z_]+) = ", document, re.MULTILINE)
    keys += [key.lower() for key in re.findall(r"`ALP_([A-Z_]+)`", document)]

    assert len(keys) >= 5
    assert set(keys) - set(Settings.__struct_fields__) == set()


def test_every_page_of_the_staff_in_the_readme_is_in_their_menu() -> None:
    pages = set(re.findall(r"(?<!\*)\*([A-Z][a-z]+)\*(?!\*)", README.read_text()))

    assert len(pages) >= 5
    assert pages - {label for _, label in STAFF_MENU} == set()


def test_the_demo_has_the_figures_that_the_readme_names() -> None:
    document = README.read_text()

    assert "a school of 86 students" in document
    assert "Margit Halloran" in document


def test_the_changelog_tells_the_version_that_is_built() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]

    assert re.findall(r"^## (\S+)$", text("CHANGELOG.md"), re.MULTILINE)[0] == version


@pytest.mark.parametrize("name", ["the law", "the columns"])
def test_what_the_readme_took_from_the_code_is_what_the_code_says(
    request: pytest.FixtureRequest, name: str
) -> None:
    begins, ends = BEGINS.format(name), ENDS.format(name)
    before, _, rest = README.read_text().partition(begins)
    said, _, after = rest.partition(ends)
    now = "\n".join(law_in_short(load()) if name == "the law" else columns_in_short())

    if request.config.getoption("--accept"):
        README.write_text(f"{before}{begins}{now}{ends}{after}")
        said = now

    assert after, f"README has no place for {name}"
    assert said == now


def columns_in_short() -> Iterator[str]:
    """A line for each of our own roster files: what it must have, and what it may have."""
    yield ""
    yield "| file | must have | may have |"
    yield "|---|---|---|"
    for name, columns in COLUMNS.items():
        must = ", ".join(column.name for column in columns if column.required)
        may = ", ".join(column.name for column in columns if not column.required)
        yield f"| `{name}.csv` | {must} | {may or '–'} |"
    yield ""


def law_in_short(law: Law) -> Iterator[str]:
    """A table for each chart: what a state means, and where it can lead."""
    for chart in law.charts.values():
        yield f"\n**The {chart.name}**\n"
        yield from _table(chart)
    yield ""


def _table(chart: Chart) -> Iterator[str]:
    yield "| state | what people are told | may lead to |"
    yield "|---|---|---|"
    for state in chart.states.values():
        reached = dict.fromkeys(
            row.target
            for row in chart.rows
            if state.name in row.states and row.target not in ("", state.name)
        )
        onward = ", ".join(name.replace("_", " ") for name in reached) or "the end"
        yield f"| {state.name.replace('_', ' ')} | {state.says} | {onward} |"
