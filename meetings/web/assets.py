"""Style sheets and modules: one folder, served under its own digest, kept by browsers for ever."""

import hashlib
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from documents import press

FOLDER = Path(str(press.template_folder())) / "assets"


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = (f"{path.name}\0".encode() + path.read_bytes() for path in files)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


#: Where pages find them: a changed file changes the address, so nobody sees an old one.
ASSETS = f"/assets/{_digest(FOLDER)}"


def assets_router() -> Router:
    return create_static_files_router(
        path=ASSETS,
        directories=[FOLDER],
        name="assets",
        cache_control=CacheControlHeader(max_age=31536000, public=True, immutable=True),
        opt={"open_to_all": True},
    )
