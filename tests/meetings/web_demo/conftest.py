"""A served demo without its server: the school, its pages, its moving clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.demo.served import Served, ready
from tests.meetings.web_demo.guest import OWN, Guest


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """On its first morning."""
    demo = ready(tmp_path, 7, OWN)
    demo.demo.mover.start()
    yield demo
    demo.close()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One day later, with the first letters; tests of one file share it."""
    demo = ready(tmp_path_factory.mktemp("school"), 7, OWN)
    demo.demo.mover.start()
    Guest(demo).pass_time("day")
    yield demo
    demo.close()
