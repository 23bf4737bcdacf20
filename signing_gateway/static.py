"""The files that the page loads besides itself: one style sheet, its own script, and what signs in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiohttp import web

HERE: Final = Path(__file__).parent
FILES: Final = {
    "style.css": HERE / "page" / "style.css",
    "page.js": HERE / "page" / "page.js",
    "egov.js": HERE / "page" / "egov.js",
    "telegram.js": HERE / "page" / "telegram.js",
    "check.js": HERE / "page" / "check.js",
    "signing.js": HERE / "browser" / "bundle" / "signing.js",
    "key_worker.js": HERE / "browser" / "bundle" / "key_worker.js",
}
KINDS: Final = {".css": "text/css", ".js": "text/javascript"}
SIGNS_IN_BROWSER: Final = FILES["signing.js"].is_file()
"""Whether the bundle is there that opens keys and talks to NCALayer."""
A_WHILE: Final = "max-age=300"


def static_routes() -> list[web.RouteDef]:
    """One route for each file that is there, read once."""
    return [_route(name, file) for name, file in FILES.items() if file.is_file()]


def _route(name: str, file: Path) -> web.RouteDef:
    content, kind = file.read_bytes(), KINDS[file.suffix]

    async def give(_request: web.Request) -> web.Response:
        headers = {"Cache-Control": A_WHILE}
        return web.Response(body=content, content_type=kind, charset="utf-8", headers=headers)

    return web.get(f"/static/{name}", give)
