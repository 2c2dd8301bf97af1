"""A made-up scan of a signature sheet: one page, made here, the same for the same words."""

from datetime import datetime

from documents.paper import Heading, Paper, print_paper
from documents.review import ReviewData, review


def scan(name: str, heading: Heading, at: datetime) -> bytes:
    """Stands for what a scanner would give: a page that bears the signer's name."""
    data = ReviewData(
        kind="midyear",
        held_on=at.date(),
        how=f"Scanned signature sheet. Signed by hand: {name}",
        goals=(),
        reviews=(),
    )
    made: Paper = review(data, heading, at)
    return print_paper(made)
