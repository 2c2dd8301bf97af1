"""Reminding by hand: letters that a person asked for, beside those that the law owes."""

from datetime import datetime

from meetings.store import Session, orders
from meetings.web.site import Site


def remind_unsigned(
    site: Site, agreement: tuple[int, int], people: tuple[int, ...], press: tuple[str, datetime]
) -> None:
    """One letter a person and press; the key of the press makes a repetition harmless."""
    case_id, no = agreement
    key, at = press

    def promise_all(session: Session) -> None:
        for person_id in people:
            wanted = orders.Promise(
                id=f"{case_id}.remind.{key}.{person_id}"[:80],
                case_id=case_id,
                kind="remind_unsigned",
                recipient=person_id,
                body={"word": "chase_signers", "state": "out"},
                no=no,
            )
            orders.promise(session, wanted, at)

    site.store.write(promise_all)
    site.poke()
