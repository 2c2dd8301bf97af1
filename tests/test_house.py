"""The rules of the house that imports cannot show: length, headers, clocks, templates, hosts."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("workflow", "documents", "meetings")
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
#: Alembic writes whole schemas; a migration is read once, from top to bottom.
MIGRATIONS = ROOT / "meetings" / "store" / "migrations"
CLOCKS = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
FAKES = re.compile(r"monkeypatch|unittest\.mock|mocker\.|@patch\(")
VAGUE = {"utils", "helpers", "common", "base", "manager", "service"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name} {length(node)}"
        for path in CODE
        if MIGRATIONS not in path.parents
        for node in functions(path)
        if length(node) > 40
    ]
    assert long == []


def test_most_functions_are_small() -> None:
    lengths = sorted(length(node) for path in CODE for node in functions(path))
    assert lengths[len(lengths) // 2] <= 7
    assert lengths[len(lengths) * 9 // 10] <= 20


def test_a_file_has_at_most_300_lines() -> None:
    long = [
        f"{name(path)} {count}"
        for path in CODE
        if MIGRATIONS not in path.parents
        for count in (path.read_text().count("\n"),)
        if count > 300
    ]
    assert long == []


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_a_file_says_first_what_is_here(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def test_only_the_clock_and_the_command_line_ask_what_time_it_is() -> None:
    readers = {path.name for path in CODE if CLOCKS.search(path.read_text())}
    assert readers <= {"clock.py", "__main__.py"}


def test_the_quiet_rooms_open_no_address() -> None:
    """To take an address apart with urllib.parse is no opening."""
    quiet = [
        ROOT / room for room in ("workflow", "documents", "meetings/planning", "meetings/roster")
    ]
    opens = re.compile(r"urllib\.request|import request")
    found = [p for room in quiet for p in room.rglob("*.py") if opens.search(p.read_text())]
    assert [name(path) for path in found] == []


def test_no_module_hides_behind_a_vague_name() -> None:
    assert [name(path) for path in CODE if path.stem in VAGUE] == []


def test_no_module_takes_a_name_of_the_standard_library() -> None:
    tops = [path.stem for room in ROOMS for path in (ROOT / room).glob("*.py")]
    assert sorted(set(tops) & set(sys.stdlib_module_names)) == []


def test_tests_use_real_parts() -> None:
    own = Path(__file__)
    assert [name(path) for path in TESTS if path != own and FAKES.search(path.read_text())] == []


def test_every_template_is_used() -> None:
    """A page or paper template is named in the code or in another template."""
    templates = ROOT / "templates"
    told = "\n".join(path.read_text() for path in [*CODE, *templates.rglob("*.html")])
    pages = [
        p for folder in ("pages", "papers", "parts") for p in (templates / folder).rglob("*.html")
    ]
    unused = [name(page) for page in pages if page.name not in told and page.stem not in told]
    assert unused == []


def test_pages_ask_nothing_from_foreign_hosts() -> None:
    foreign = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?https?://(?!www\.w3\.org)""")
    texts = [
        path
        for kind in ("*.html", "*.css", "*.js")
        for path in (ROOT / "templates").rglob(kind)
        if "letters" not in path.parts
    ]
    assert [name(path) for path in texts if foreign.search(path.read_text())] == []


def test_nothing_from_elsewhere_is_committed() -> None:
    """No font, picture, minified script or archive: the project contains what we wrote."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    foreign = {".ttf", ".otf", ".woff", ".woff2", ".png", ".jpg", ".zip", ".whl", ".pdf", ".exe"}
    assert [file for file in listed if Path(file).suffix in foreign or ".min." in file] == []
