"""A frozen value spelled out field by field, so that equal values have equal digests.

What goes into a digest is said by whoever asks; planning values are problem.py.
"""

from dataclasses import fields, is_dataclass


def spelled(value: object) -> object:
    """Spell values out; masks in hex, since Python writes no number of 5,000 digits."""
    if isinstance(value, int):
        return hex(value)
    if isinstance(value, tuple):
        return tuple(map(spelled, value))
    if is_dataclass(value):
        return tuple((one.name, spelled(getattr(value, one.name))) for one in fields(value))
    return value
