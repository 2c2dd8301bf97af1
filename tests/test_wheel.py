"""The wheel holds all that is needed to run, and runs where there is no checkout."""

import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import httpx
import pytest

from tests.meetings.console.terminal import alp, roster_in, served

ROOT = Path(__file__).parents[1]
ROOMS = ("meetings", "documents", "workflow", "templates")
#: Where the packages of this environment are; the checkout itself is not among them.
PACKAGES = Path(pytest.__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    if find_spec("hatchling"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    else:
        command = [uv(), "build", "--wheel", "--out-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


def uv() -> str:
    found = which("uv", path=str(Path(sys.executable).parent)) or which("uv")
    if found is None:
        pytest.skip("uv is not here; `make setup` brings it")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`alp` from the wheel alone, without a network: its dependencies are lent by this environment.

    A folder named in a .pth file lends its packages, but its own .pth files are not followed; so
    the checkout, which stands in one of them, stays out of sight.
    """
    home = tmp_path_factory.mktemp("environment") / "venv"
    offline = [uv(), "--offline", "--quiet"]
    subprocess.run([*offline, "venv", "--python", sys.executable, home], check=True, timeout=60)
    python = home / "bin" / "python"
    subprocess.run(
        [*offline, "pip", "install", "--no-deps", "--python", python, wheel], check=True, timeout=60
    )
    (site,) = home.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(f"{PACKAGES}\n")
    return home / "bin" / "alp"


def test_the_wheel_holds_everything_that_is_read_when_it_runs(wheel: Path) -> None:
    wanted = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    held = set(ZipFile(wheel).namelist())

    assert {
        "templates/pages/frame.html",
        "workflow/charts/plan.v1.toml",
        "workflow/charts/RELEASED",
        "workflow/profiles/colorado.toml",
        "meetings/store/migrations/versions/0001_first.py",
        "meetings/planning/problem.schema.json",
    } <= held
    assert wanted - held == set()


def test_the_wheel_holds_no_tests_and_no_schools_data(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(ROOMS)
    assert [name for name in names if re.search(r"test_|\.db$|\.pyc$|\.eml$|\.pem$", name)] == []


def test_what_runs_is_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    asked = "import meetings, workflow, documents, templates as t; "
    asked += "print(meetings.__file__, workflow.__file__, documents.__file__, t.__file__)"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    places = alp("-c", asked, by=installed.with_name("python"), at=tmp_path).out.split()

    assert [Path(place).is_relative_to(installed.parents[1]) for place in places] == [True] * 4
    assert alp("--version", by=installed, at=tmp_path).out == f"alp, version {version}\n"


def test_a_school_begins_with_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    roster = roster_in(tmp_path / "roster")

    law = alp("law", "--check", by=installed, at=tmp_path)
    taken = alp("import", roster, "--db", "school", "--yes", by=installed, at=tmp_path)
    checked = alp("check", "--db", "school", by=installed, at=tmp_path)

    assert (law.code, law.out.splitlines()[-1]) == (0, "violations: 0")
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "Written. New plans: 2.")
    assert (checked.code, checked.out) == (0, "Everything is as it was written.\n")


def test_its_pages_open_in_a_new_folder(installed: Path, tmp_path: Path) -> None:
    with served(tmp_path / "school", by=installed) as school:
        page = httpx.get(f"{school.url}/signin")
        style = re.findall(r'href="(/assets/[^"]+\.css)"', page.text)
        styled = httpx.get(f"{school.url}{style[0]}")

    assert (page.status_code, styled.status_code) == (200, 200)
    assert school.out.startswith(f"Pages: {school.url}\nNobody can sign in yet. Set up here")
    assert (tmp_path / "school" / "alp.db").is_file()
