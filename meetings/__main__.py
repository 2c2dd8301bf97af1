"""The command `alp`: each command is a few lines that call what does the work.

Exit codes: 0 is well, 1 is a finding (a refused row, an altered file), 2 cannot be used as asked.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click
import structlog
from sqlalchemy.exc import DBAPIError

from documents.verify import told
from meetings.clock import Clock
from meetings.clock import tick as ring
from meetings.keys import KeyRefused
from meetings.settings import BadSettings
from workflow.chart import load
from workflow.check import walk
from workflow.draw import printed

T = TypeVar("T")
#: EX_TEMPFAIL of sysexits.h: a mail server keeps the letter and hands it over again.
TRY_LATER = 75
DATABASE = click.option(
    "--db",
    "where",
    default="alp-data",
    show_default=True,
    help="The data folder, or a database URL.",
)


@click.group(help="Formal ALP conferences: planned, held, signed, sealed, kept alive.")
@click.version_option(package_name="alp-meetings")
def main() -> None:
    """The group; see each command. Logs go to standard error: output is for people and pipes."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


@main.command(help="A made-up school of 86 students: its pages, or, with --year, its whole year.")
@click.option("--year", "whole_year", is_flag=True, help="Run the year here, without a browser.")
@click.option("--seed", default=7, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The folder for what is written.")
@click.option("--port", type=int, help="For the pages; otherwise a usual one, or any free one.")
@click.option("--no-browser", is_flag=True)
def demo(whole_year: bool, seed: int, out: Path | None, port: int | None, no_browser: bool) -> None:  # noqa: FBT001, PLR0913, PLR0917  options of the command line
    if whole_year:
        from meetings.console import demoyear  # noqa: PLC0415  solver and papers only here

        sys.exit(_or_exit(lambda: demoyear.run(seed, out or Path("out")), FileExistsError))
    from meetings.demo import served  # noqa: PLC0415  web parts only here

    _or_exit(
        lambda: served.serve(out, seed, port, open_browser=not no_browser),
        served.PortTaken,
        FileExistsError,
    )


@main.command(help="Serves the pages, and does what is owed, in one process.")
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--web-only", is_flag=True, help="Only the pages: `alp work` runs elsewhere.")
def serve(where: str, host: str, port: int, web_only: bool) -> None:  # noqa: FBT001
    from meetings.console import serving  # noqa: PLC0415  web parts only here

    place = serving.Place(where=where, host=host, port=port, works=not web_only)
    _or_exit(lambda: serving.serve(place, Clock()), serving.PortTaken)


@main.command(
    help="Rings what is due, sends what is owed, prints, seals and plans; until it is stopped."
)
@DATABASE
@click.option("--once", is_flag=True, help="One round, for a scheduler.")
def work(where: str, once: bool) -> None:  # noqa: FBT001
    from meetings import inbox  # noqa: PLC0415
    from meetings.busy.guard import reach_of  # noqa: PLC0415
    from meetings.busy.refreshing import refresh  # noqa: PLC0415
    from meetings.console.installation import office_at, store_at  # noqa: PLC0415
    from meetings.courier import round as courier  # noqa: PLC0415  loads papers and solver
    from meetings.planner import Hand, work_once  # noqa: PLC0415

    _or_exit(lambda: store_at(where).close(), FileNotFoundError)
    office = _or_exit(lambda: office_at(where, datetime.now(UTC)))
    reach = reach_of(office.settings)
    planning = Hand(
        office.store, lambda: datetime.now(UTC), lambda at: refresh(office.store, at, reach)
    )
    if not once:
        planning.start()
    while True:
        at = datetime.now(UTC)
        rings = ring(office.store, at)
        done = courier.work(office, at)
        inbox.work_all(office.store, at, office.settings.mail_exchanger)
        if once:
            refresh(office.store, at, reach)
            while work_once(office.store, datetime.now(UTC)):
                pass
            click.echo(f"rings: {rings}\nletters: {done.letters}\npapers: {done.papers}")
            return
        time.sleep(5)


@main.command("import", help="Reads a roster (OneRoster, Microsoft SDS, our CSV), shows, asks.")
@click.argument("folder", type=click.Path(path_type=Path))
@DATABASE
@click.option("--preview", is_flag=True, help="Shows what would change; writes nothing.")
@click.option("--yes", is_flag=True, help="Accepts what is shown.")
@click.option("--everyone", is_flag=True, help="Every student in the files is gifted.")
def import_(folder: Path, where: str, preview: bool, yes: bool, everyone: bool) -> None:  # noqa: FBT001, PLR0913, PLR0917  options of the command line
    from meetings.console import rostering  # noqa: PLC0415

    asked = rostering.Asked(folder=folder, where=where, preview=preview, yes=yes, everyone=everyone)
    sys.exit(_or_exit(lambda: rostering.run(asked, datetime.now(UTC))))


@main.command(help="Replays every history and compares every letter and file; names what differs.")
@DATABASE
def check(where: str) -> None:
    from meetings.console.installation import checked  # noqa: PLC0415

    faults = _or_exit(lambda: checked(where), FileNotFoundError)
    for fault in faults:
        click.echo(fault)
    click.echo("Everything is as it was written." if not faults else f"findings: {len(faults)}")
    sys.exit(1 if faults else 0)


@main.command(help="Says of each sealed PDF who signed what, when, and whether it was altered.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="The district's root (PEM).")
def verify(files: tuple[Path, ...], trust: Path | None) -> None:
    from meetings.console.installation import verdict_on  # noqa: PLC0415

    worst = 0
    for file in files:
        if not file.is_file():
            click.echo(f"{file}: There is no such file. Give the path of a PDF.", err=True)
            worst = 2
            continue
        verdict, whose = _or_exit(lambda file=file: verdict_on(file, trust), OSError, ValueError)  # type: ignore[misc]
        for line in (*told(verdict), *filter(None, (whose,))):
            click.echo(line)
        worst = max(worst, 0 if verdict.unaltered else 1)
    sys.exit(worst)


@main.command(help="Reads one message from standard input, as a mail pipe gives it.")
@DATABASE
@click.option("--rcpt", default="", help="The envelope recipient, where the mail server tells it.")
def receive(where: str, rcpt: str) -> None:
    from meetings.console import receiving  # noqa: PLC0415

    raw, at = sys.stdin.buffer.read(), datetime.now(UTC)
    try:
        click.echo(receiving.receive(where, rcpt, raw, at))
    except (FileNotFoundError, BadSettings, DBAPIError) as refusal:
        click.echo(_sentence(refusal), err=True)
        sys.exit(TRY_LATER)
    except receiving.NoLetter as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)


@main.command(help="Prints the law; --check walks every configuration of its three charts.")
@click.option("--check", "walks", is_flag=True)
def law(walks: bool) -> None:  # noqa: FBT001
    rules = load()
    if not walks:
        click.echo(printed(rules))
        return
    found = walk(rules)
    for violation in found.violations:
        click.echo(violation)
    click.echo(f"configurations: {found.configurations}")
    click.echo(f"edges: {found.edges}")
    click.echo(f"promises: {found.promises}")
    click.echo(f"violations: {len(found.violations)}")
    sys.exit(1 if found.violations else 0)


@main.command(help="Plans a problem given as JSON, and prints the proposal as JSON.")
@click.argument("problem", type=click.Path(path_type=Path))
@click.option("--explain", is_flag=True, help="Adds what would help the whole caseload.")
@click.option("--bound", is_flag=True, help="Adds how few points any such plan could cost.")
@click.option(
    "--replan",
    "previous",
    type=click.Path(path_type=Path),
    help="An earlier proposal: as few as can be move from it.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Writes to this file instead.")
def plan(  # noqa: PLR0913, PLR0917  options of the command line
    problem: Path,
    explain: bool,  # noqa: FBT001
    bound: bool,  # noqa: FBT001
    previous: Path | None,
    output: Path | None,
) -> None:
    from meetings.console import planfile  # noqa: PLC0415  the solver only here

    began = time.monotonic()
    asked = planfile.Asked(problem=problem, explain=explain, bound=bound, previous=previous)
    said = _or_exit(lambda: planfile.answer(asked), ValueError, OSError)
    said["seconds"] = round(time.monotonic() - began, 3)
    told = planfile.written(said)
    if output is not None:
        told = _or_exit(lambda: planfile.kept_in(output, said), OSError)
    click.echo(told)


@main.command(
    "staff-link", help="Makes a one-time address for somebody of the staff to sign in with."
)
@DATABASE
@click.argument("email")
def staff_link(where: str, email: str) -> None:
    from meetings.console.installation import staff_link as link  # noqa: PLC0415

    click.echo(
        _or_exit(lambda: link(where, email, datetime.now(UTC)), LookupError, FileNotFoundError)
    )


@main.command("api-token", help="Makes a token with which a program acts as one of the staff.")
@DATABASE
@click.argument("email")
def api_token(where: str, email: str) -> None:
    from meetings.console.installation import api_token as token  # noqa: PLC0415

    click.echo(
        _or_exit(lambda: token(where, email, datetime.now(UTC)), LookupError, FileNotFoundError)
    )


def _or_exit(work: Callable[[], T], *refusals: type[Exception]) -> T:
    """The answer; a refusal is printed as its sentence and ends with 2."""
    try:
        return work()
    except (BadSettings, KeyRefused, DBAPIError, OSError, *refusals) as refusal:  # type: ignore[misc]
        click.echo(_sentence(refusal), err=True)
        sys.exit(2)


def _sentence(refusal: Exception) -> str:
    """Ours as it is; the system's and the database's in words for an operator."""
    if isinstance(refusal, DBAPIError):
        return f"The database cannot be used: {refusal.orig}. Look at the folder or URL of --db."
    if isinstance(refusal, OSError) and refusal.strerror:
        return f"{refusal.filename}: {refusal.strerror}. Look at the path and at its owner."
    return str(refusal)


if __name__ == "__main__":
    main()
