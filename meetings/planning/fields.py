"""What the sheets of the JSON form are made of: strict structures, and kinds of fields.

The sheets are sheet.py, timesheet.py and policysheet.py.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

#: The fields of a day are called so too.
Civil = date


def says(text: str) -> Meta:
    """Describe a field for whoever writes or checks the form."""
    return Meta(description=text)


Wall = Annotated[
    str,
    Meta(
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="Wall time HH:MM in the school's zone; it has no offset.",
    ),
]
Key = Annotated[str, Meta(min_length=1, description="An opaque key, unique among its kind.")]
Minutes = Annotated[int, Meta(ge=0, le=480)]
Points = Annotated[int, Meta(ge=0, le=1000)]


class Strict(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Every part refuses fields that it does not know."""
