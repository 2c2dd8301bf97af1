"""`alp demo --year`: the whole made-up year without a browser, then everything verified."""

from datetime import date, time
from pathlib import Path

import click

from meetings.demo.report import report
from meetings.demo.stage import at_local
from meetings.demo.world import BEGINS_ON, build
from meetings.demo.year import ENDS_ON, Year

PRINTERS = 2


def run(seed: int, out: Path) -> int:
    """0 is a clean year: nothing lost, nothing unexpected. Raises FileExistsError."""
    world = build(out, seed, printers=PRINTERS)
    year = Year(world)
    days = (ENDS_ON - BEGINS_ON).days + 1
    with click.progressbar(length=days, label="The school year", item_show_func=_on) as bar:
        year.live_until(at_local(ENDS_ON, time(21)), lambda on: bar.update(1, on))
    found = report(world)
    world.close()
    for surprise in year.stage.surprises:
        click.echo(f"Unexpected: {surprise}", err=True)
    for fault in found.faults:
        click.echo(fault, err=True)
    click.echo("\n".join(found.lines()))
    return 1 if found.faults or year.stage.surprises else 0


def _on(day: date | None) -> str:
    return f"{day:%d %b %Y}" if day else ""
