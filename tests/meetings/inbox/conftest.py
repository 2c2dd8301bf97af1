"""An office whose family holds invitations: made once, copied for every test."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from meetings.courier.office import Office
from meetings.store import Store
from tests.meetings.inbox.invited import invited, office_in


@pytest.fixture(scope="session")
def invited_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invited")
    with invited(folder):
        return folder


@pytest.fixture
def office(invited_folder: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "office"
    copytree(invited_folder, folder)
    one = office_in(folder)
    yield one
    one.store.close()


@pytest.fixture
def store(office: Office) -> Store:
    return office.store
