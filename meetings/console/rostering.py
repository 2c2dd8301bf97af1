"""`alp import`: shows what a roster would change, asks, writes it, and opens the new plans."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from meetings import enrolment, importing
from meetings.console.installation import office_at, store_at
from meetings.roster.gifted import Hints
from meetings.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    folder: Path
    where: str
    preview: bool
    yes: bool
    everyone: bool


def run(asked: Asked, at: datetime) -> int:
    """0 is clean, 1 has refused rows, 2 could not be done."""
    try:
        files = importing.files_at(asked.folder)
    except importing.Unreadable as refusal:
        click.echo(str(refusal), err=True)
        return 2
    store = _store(asked, at)
    shown = importing.preview(store, files, Hints(), everyone=asked.everyone)
    for line in shown.lines:
        click.echo(line)
    if asked.preview or store is None:
        return 0 if shown.clean else 1
    return _accept(store, shown, asked, at)


def _store(asked: Asked, at: datetime) -> Store | None:
    """A preview leaves no trace: without an installation it compares with an empty school."""
    if not asked.preview:
        return office_at(asked.where, at).store
    try:
        return store_at(asked.where)
    except FileNotFoundError:
        return None


def _accept(store: Store, shown: importing.Preview, asked: Asked, at: datetime) -> int:
    if shown.refused is None and shown.difference.is_empty:
        click.echo("Nothing changes.")
        return 0 if shown.clean else 1
    if not asked.yes and not _agreed():
        click.echo("Nothing was written. Where nobody can be asked, say --yes.")
        return 2
    gone = 0
    if shown.difference.must_type and shown.refused is None:
        gone = click.prompt("Many students would be gone. Type their number", type=int)
    refused = importing.accept(store, shown, at, gone_typed=gone)
    if refused is not None:
        click.echo(str(refused), err=True)
        return 2
    taken = store.write(lambda session: enrolment.take_up(session, at))
    click.echo(f"Written. New plans: {len(taken.opened)}.")
    return 0 if shown.clean else 1


def _agreed() -> bool:
    """No answer, as where there is no terminal, is a no."""
    try:
        return click.confirm("Take this in?")
    except click.Abort:
        return False
