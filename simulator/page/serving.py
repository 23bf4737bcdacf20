"""Serves the page's own files; everything it needs stands in this folder."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"


def routes() -> list[web.AbstractRouteDef]:
    """`/` and `/page/…`."""

    async def page(request: web.Request) -> web.FileResponse:
        return web.FileResponse(FOLDER / "index.html")

    return [web.get("/", page), web.static("/page", FOLDER)]
