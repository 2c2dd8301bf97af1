"""The door to the solver: a model of a table, where OR-Tools is installed. Rows are model.py.

Also here: leave from the collector of cycles while millions of values are made.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from meetings.planning.options import Table

if TYPE_CHECKING:
    from meetings.planning.model import Model


def load_model(layout: Table) -> "Model | None":
    """Build the model; None where OR-Tools is not installed."""
    try:
        from meetings.planning.model import Model  # noqa: PLC0415 -- 0.3 s and 76 MB, in the run alone
    except ImportError:
        return None
    return Model(layout)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody look for cycles meanwhile: there are none, and looking costs a tenth of a run."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
