"""What every test may ask for: readable goldens. The cast of families is in cast.py."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite the goldens; then read the diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compares with a file under tests/golden, or writes it when --accept is given."""

    def compare(name: str, found: str | bytes) -> None:
        path = GOLDEN / name
        data = found.encode() if isinstance(found, str) else found
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        wanted = path.read_bytes() if path.exists() else b""
        if isinstance(found, str):
            assert found == wanted.decode()
        else:
            assert data == wanted

    return compare


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public rosters and instances beside the checkout; skips visibly without it."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return folder
