"""The page's files: read once, served with fixed types (the system's own table of types cannot be trusted)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

CLIENT = "/kkmserver.js"  # the address of static/kkmserver.js that pages elsewhere include
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    type: str
    etag: str


def folder() -> Path:
    """`static` in an installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "static"
    return inside if inside.is_dir() else package.parent / "static"


def read_assets(root: Path) -> dict[str, Asset]:
    """Name below `root`, lower case as paths are normalised, with `/` -> file. Files of unknown types are left out."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in _TYPES:
            content = path.read_bytes()
            etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
            found[path.relative_to(root).as_posix().lower()] = Asset(content, _TYPES[path.suffix], etag)
    return found


def respond(asset: Asset, request: Request) -> Response:
    """200, or 304 when the browser has it; it asks every time, so that an update is seen at once."""
    headers = {"etag": asset.etag, "cache-control": "no-cache"}
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.type, headers=headers)
