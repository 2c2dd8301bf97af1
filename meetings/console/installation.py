"""An installation opened by its folder or URL: store, archive, keys, settings."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from documents.intact import embedded_root
from documents.verify import ArchiveLog, Trust, Verdict, check
from meetings import checking, keys, settings
from meetings.archive import Archive
from meetings.courier.office import Office
from meetings.identity import accounts, tokens
from meetings.printing import Printer
from meetings.store import Session, Store, papers, people, values

NOT_HERE = (
    "There is no installation at {where}. Give --db the data folder, or run `alp serve` once."
)


def store_at(where: str) -> Store:
    """Raises FileNotFoundError where nothing was ever set up."""
    if "://" not in where and not (Path(where) / "alp.db").exists():
        raise FileNotFoundError(NOT_HERE.format(where=where))
    return Store.open(where)


def office_at(where: str, at: datetime) -> Office:
    """Everything that the courier needs; a new installation gets a seal of its own."""
    store = Store.open(where)
    said = settings.read(store.folder)
    folder = store.folder / "keys"
    if not (folder / "seal.pem").exists():
        with store.read() as connection:
            unit = values.text(connection, "authority") or values.school_name(connection)
        made = keys.make_authority(unit, at)
        keys.save(made.keys, folder, said.seal_passphrase)
    return Office(
        store=store,
        archive=Archive(store.folder / "archive"),
        keys=keys.load(folder, said.seal_passphrase),
        settings=said,
        printer=Printer(said.printers),
    )


def checked(where: str) -> tuple[str, ...]:
    """Sentences about everything that is not as it was written; () is clean."""
    store = store_at(where)
    try:
        return checking.check(store, Archive(store.folder / "archive"))
    finally:
        store.close()


def verdict_on(file: Path, trust: Path | None) -> tuple[Verdict, str]:
    """The judgement, and what is to be said about whose seal it is; "" where that is known.

    The root comes from `--trust`, else from the installation that the file lies in. Without either
    the file's own root shows that nothing was altered, but not that the district sealed it.
    """
    data = file.read_bytes()
    home = _home(file)
    root = _root(home, trust)
    if root is not None:
        return check(data, Trust(roots=(root,)), _log(home)), ""
    own = embedded_root(data)
    if own is None:
        return check(data, Trust()), ""
    verdict = check(data, Trust(roots=(own,)))
    said = (
        f"Whose seal it is: the root certificate {own.fingerprint(SHA256()).hex()} came with the "
        "file. Compare it with the one that the district publishes, or give its file with --trust."
    )
    return verdict, said if verdict.unaltered else ""


def _home(file: Path) -> Path | None:
    """The data folder that the file lies in; None where it lies elsewhere."""
    return next(
        (
            folder
            for folder in file.resolve().parents
            if (folder / "keys" / "root.pem").is_file() and (folder / "archive").is_dir()
        ),
        None,
    )


def _root(home: Path | None, trust: Path | None) -> x509.Certificate | None:
    if trust is not None:
        return x509.load_pem_x509_certificate(trust.read_bytes())
    return keys.load_root(home / "keys") if home else None


def _log(home: Path | None) -> ArchiveLog | None:
    """What the archive there says of its files; a database elsewhere is not asked."""
    if home is None or not (home / "alp.db").is_file():
        return None
    store = store_at(str(home))
    try:
        with store.read() as connection:
            return ArchiveLog(standing=papers.standing(connection))
    finally:
        store.close()


def staff_link(where: str, email: str, at: datetime) -> str:
    """A one-time address for somebody of the staff. Raises LookupError for a stranger."""
    store = store_at(where)
    person = _of_the_staff(store, email)
    path = store.write(lambda session: _invited(session, person, at))
    store.close()
    return settings.read(store.folder).public_url + path


def _invited(session: Session, person: people.Person, at: datetime) -> str:
    accounts.ensure(session, person, at)
    return accounts.begin_url(session, person.id, at)


def api_token(where: str, email: str, at: datetime) -> str:
    """A token with which a program acts as this person for a year; it is shown this once."""
    store = store_at(where)
    person = _of_the_staff(store, email)
    token = store.write(lambda session: _given(session, person, at))
    store.close()
    return token


def _given(session: Session, person: people.Person, at: datetime) -> str:
    accounts.ensure(session, person, at)
    return tokens.make(session, person.id, "made at the command line", at)


def _of_the_staff(store: Store, email: str) -> people.Person:
    with store.read() as connection:
        found = [one for one in people.by_email(connection, email) if one.kind == "staff"]
    if not found:
        raise LookupError(
            f"Nobody of the staff has the address {email}. "
            "Import the roster, or correct the address."
        )
    return found[0]
