"""A PostgreSQL server of our own for a while, on a socket alone; None where it is not installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of its databases, with {name} for the name."""
    if not BINARIES:
        yield None
        return
    binaries = BINARIES[-1].parent
    # The path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="alp-race-", dir="/tmp"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    _as_postgres(str(binaries / "initdb"), "-D", data, "-U", "alp", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = ("-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")
    _as_postgres(str(binaries / "pg_ctl"), *start)
    try:
        yield f"postgresql+psycopg://alp@/{{name}}?host={folder}"
    finally:
        _as_postgres(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def fresh(url: str, name: str) -> str:
    """The URL of an empty database of this name."""
    engine = create_engine(url.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.format(name=name)


def _as_postgres(*words: str) -> None:
    """The server refuses to run as root."""
    rights = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*rights, *words], check=True, capture_output=True)
