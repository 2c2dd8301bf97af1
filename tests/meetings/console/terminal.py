"""`alp` as somebody at a terminal runs it, and a roster of two children to run it with."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

#: Where this checkout's commands are.
ALP = Path(sys.executable).with_name("alp")
ROSTER = {
    "students.csv": (
        "student_id,given_name,family_name,grade,school,birth_date,gifted,areas",
        "100,Mina,Park,5,Cedar Ridge,2015-03-09,yes,math",
        "101,Leo,Silva,5,Cedar Ridge,2015-05-09,yes,reading",
    ),
    "staff.csv": (
        "staff_id,given_name,family_name,email,role,school",
        "1,Ines,Reyes,reyes@cedar.example,gt_specialist,Cedar Ridge",
        "2,Ada,Okafor,okafor@cedar.example,teacher,Cedar Ridge",
    ),
    "guardians.csv": (
        "student_id,guardian_id,given_name,family_name,relation,email,education_rights,may_contact",
        "100,900,Rosa,Park,mother,rosa@family.example,yes,yes",
        "101,901,Ana,Silva,mother,ana@family.example,yes,yes",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    code: int
    out: str
    err: str


def alp(*words: str | Path, given: bytes = b"", by: Path = ALP, at: Path | None = None) -> Said:
    """What the command said to `given` on its standard input, run in the folder `at`."""
    done = subprocess.run(
        [by, *words],
        input=given,
        capture_output=True,
        cwd=at,
        env=surroundings(),
        timeout=300,
        check=False,
    )
    return Said(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@dataclass(slots=True, kw_only=True)
class Served:
    url: str
    #: What it printed; known once it is stopped.
    out: str = ""


@contextmanager
def served(where: Path, by: Path = ALP) -> Iterator[Served]:
    """`alp serve`, in the folder above the school's, as soon as its pages answer."""
    port = _free_port()
    one = Served(url=f"http://127.0.0.1:{port}")
    command = [str(by), "serve", "--db", where.name, "--port", str(port)]
    serving = subprocess.Popen(
        command, cwd=where.parent, env=surroundings(), stdout=subprocess.PIPE, text=True
    )
    try:
        _until_it_answers(f"{one.url}/signin")
        yield one
    finally:
        serving.terminate()
        one.out, _ = serving.communicate(timeout=60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


def _until_it_answers(address: str) -> None:
    """A minute is enough for a slow machine."""
    for _ in range(300):
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"Nobody answers at {address}.")


def surroundings() -> dict[str, str]:
    """The environment without what would lead Python, or the settings, somewhere else."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ALP_", "PYTHON", "VIRTUAL_ENV"))
    }


def roster_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in ROSTER.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    return folder
