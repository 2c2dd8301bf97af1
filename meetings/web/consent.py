"""What is told before somebody signs on a screen, as the pages show it and the signature names it.

The sentences are documents/consent.py; the form carries the version that it shows, so that a page
that was opened before a change still names its own.
"""

from documents.consent import CONSENTS
from meetings.web.forms import Form

#: What the pages show now.
NEWEST = next(reversed(CONSENTS))
SENTENCES = CONSENTS[NEWEST]


def told(form: Form) -> str:
    """The version that the sent form showed; "" with a fault where it says none that ever was."""
    missing = "Please read again what is told before you sign, then sign."
    return form.chosen("told", CONSENTS, missing)
