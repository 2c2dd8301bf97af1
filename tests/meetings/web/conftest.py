"""The small school, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import Cast, small_school


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Cast]:
    cast = small_school(tmp_path)
    yield cast
    cast.store.close()
