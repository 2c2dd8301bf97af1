"""What is told before somebody signs on a screen (15 USC 7001(c)), by version; the page shows it.

Each signature names the version; the evidence carries the text, so that it can be read later.
"""

CONSENTS: dict[str, tuple[str, ...]] = {
    "2026-1": (
        "You can sign on paper instead, at no cost. Tell the school, and it sends you the paper.",
        (
            "By pressing “Sign” you agree to sign this one paper in this way. "
            "You can take that back for later papers at any time; what is signed stays signed."
        ),
        (
            "You get a copy by letter, and you can ask for more copies at no cost. "
            "Tell the school when your address changes."
        ),
        "You need a browser and something that shows PDF files.",
    ),
}


def consent_text(version: str) -> str:
    """The text as it was shown, one sentence group a line; "" for a version that never was."""
    return "\n".join(CONSENTS.get(version, ()))
