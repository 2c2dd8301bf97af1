"""People as a sign-in knows them: whose pages are theirs, and where a letter would reach them."""

from meetings.store.people import Person

#: Of a person's kind in the roster, which pages are theirs.
PAGES = {"student": "student", "guardian": "family", "staff": "staff", "interpreter": "guest"}


def viewer_kind(person: Person) -> str:
    """student, family, staff or guest."""
    return PAGES.get(person.kind, "guest")


def masked(person: Person | None) -> str:
    """Enough to recognise one's own address, too little to learn it: "a…@example.org"."""
    if person is None:
        return ""
    user, _, host = person.email.partition("@")
    return f"{user[:1]}…@{host}" if host else ""
