"""Settings: the file beside the data, the environment above it, a wrong one named."""

import os
from pathlib import Path

import pytest

from meetings import settings


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert settings.read(tmp_path) == settings.Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "alp.toml").write_text('smtp_host = "file.example"\nsmtp_port = 25\n')
    os.environ["ALP_SMTP_HOST"] = "outside.example"
    try:
        found = settings.read(tmp_path)
    finally:
        del os.environ["ALP_SMTP_HOST"]

    assert (found.smtp_host, found.smtp_port) == ("outside.example", 25)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('smtp_hots = "mail.example"', "smtp_hots"),
        ('smtp_port = "many"', "smtp_port"),
        ("smtp_port = ", "alp.toml cannot be read"),
    ],
)
def test_a_setting_that_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "alp.toml").write_text(text)

    with pytest.raises(settings.BadSettings, match=named):
        settings.read(tmp_path)


def test_what_is_printed_of_settings_holds_no_secret() -> None:
    assert "hunter" not in repr(settings.Settings(smtp_password="hunter"))  # noqa: S106  made up
