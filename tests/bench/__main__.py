"""`make bench`: every row of every bench_*.py here; ends with 1 when a limit is passed."""

import importlib.util
import sys
from pathlib import Path

Row = tuple[str, float, str, bool]


def rows_of(path: Path) -> list[Row]:
    """Name, figure, limit in words, whether it holds."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be read as a module.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    rows: list[Row] = module.rows()
    return rows


def main() -> int:
    here = Path(__file__).parent
    sys.path.insert(0, str(here))
    wanted = sys.argv[1:]
    held = True
    for path in sorted(here.glob("bench_*.py")):
        if wanted and path.stem.removeprefix("bench_") not in wanted:
            continue
        for row, figure, limit, holds in rows_of(path):
            held = held and holds
            sys.stdout.write(f"{'ok  ' if holds else 'MISS'} {row:<58} {figure:>10.3f}  {limit}\n")
            sys.stdout.flush()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
