"""Serves the page's own files; everything it needs stands in this folder."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from locales.catalogue import Locale
from simulator.page.texts import said_in
from simulator.wire import Refused, answer

FOLDER = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def routes() -> list[web.AbstractRouteDef]:
    """`/`, `/page/…` and the texts of one language."""

    async def page(request: web.Request) -> web.FileResponse:
        return web.FileResponse(FOLDER / "index.html", headers={"Content-Security-Policy": POLICY})

    async def texts(request: web.Request) -> web.Response:
        language = request.match_info["language"]
        if language not in list(Locale):
            raise Refused("languages are kk, ru and en", 404)
        return answer(said_in(Locale(language)))

    return [web.get("/", page), web.get("/page/texts/{language}", texts), web.static("/page", FOLDER)]
