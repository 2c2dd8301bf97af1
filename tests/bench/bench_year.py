"""The whole demo year, as the command line runs it: minutes and megabytes on this machine."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MINUTES = 4.0
MEGABYTES = 600.0


def rows() -> list[tuple[str, float, str, bool]]:
    command = Path(sys.executable).with_name("alp")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        asked = [command, "demo", "--year", "--seed", "7", "--out", f"{folder}/year"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        minutes = (time.monotonic() - began) / 60
    # The largest process of the year, in kilobytes on Linux.
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    clean = done.returncode == 0 and "\nlost: 0" in done.stdout
    return [
        ("86 students: a whole year, minutes", minutes, f"<= {MINUTES}", minutes <= MINUTES),
        ("the largest process of it, MB", megabytes, f"<= {MEGABYTES}", megabytes <= MEGABYTES),
        ("the year ends clean (1 is yes)", float(clean), "= 1", clean),
    ]
