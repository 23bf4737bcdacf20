"""The page beside eGov Mobile: its code or its link, and what came of the signature, as soon as it has come. S2-46."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from aiohttp import web

from signing_gateway import egov_words as words
from signing_gateway import page_views as views
from signing_gateway.bodies import NotRead
from signing_gateway.egov_doors import EgovDoors
from signing_gateway.egov_package import app_link, qr_text
from signing_gateway.forms import NoForm, read_form
from signing_gateway.guard import page
from signing_gateway.page_html import Html, whole_page
from signing_gateway.page_views import TELEGRAM
from signing_gateway.page_words import UNKNOWN
from signing_gateway.scenes import Scene
from signing_gateway.visits import Standing, is_told
from signing_gateway.ways import on_a_phone

if TYPE_CHECKING:
    from signing_gateway.site import Site


@dataclass(frozen=True)
class EgovPage:
    """Answers the browser that opened the link."""

    site: Site
    doors: EgovDoors

    def routes(self) -> list[web.RouteDef]:
        """Within the link, so that its cookie comes along."""
        return [
            web.post("/sign/{token}/egov", self.begin),
            web.get("/sign/{token}/egov", self.show),
            web.get("/sign/{token}/egov/status", self.status),
        ]

    async def begin(self, request: web.Request) -> web.Response:
        """The pressed button: the contract must have been read (S2-50)."""
        visit = await self.site.mine(request)
        scene = self.site.scene(request, visit)
        try:
            form = await read_form(request)
        except (NoForm, NotRead):
            raise web.HTTPBadRequest from None
        if not scene.checks and ("read_ack" not in form or form["read_ack"].text != "yes"):
            return page(422, views.signing(scene, scene.document.not_read))
        return web.Response(status=303, headers={"Location": scene.localised("egov")})

    async def show(self, request: web.Request) -> web.Response:
        """The code; once the signature has come, what came of it."""
        visit = await self.site.visit(request)
        if visit is None:
            return page(404, views.lost(UNKNOWN))
        scene = self.site.scene(request, visit)
        refused = self.doors.runs.of(visit.signing.id) if visit.mine else None
        if refused is not None:
            return self.site.told(scene, refused)
        if visit.standing is not Standing.MINE:
            return web.Response(status=303, headers={"Location": scene.localised()})
        phone = on_a_phone(request.headers.get("User-Agent", ""))
        address = await self.doors.address(visit)
        return page(200, waiting(scene, address, phone=phone, plainly=self.site.options.test_keys))

    async def status(self, request: web.Request) -> web.Response:
        """Whether the page still has to wait: for the signature, or until it is judged."""
        visit = await self.site.visit(request)
        waits = visit is not None and visit.mine and (visit.standing is Standing.MINE or not is_told(visit))
        return web.json_response({"waits": waits})


def waiting(scene: Scene, address: str, *, phone: bool, plainly: bool) -> str:
    """The code on a computer, the link on a phone; `plainly` shows the code's text, for a phone without a camera."""
    write = scene.write
    status = write.tag(
        "p",
        words.WAITING_FOR_CHECK if scene.checks else words.WAITING,
        id="egov",
        role="status",
        data_status=scene.path("egov", "status"),
        data_next=scene.localised("egov"),
    )
    parts = _on_a_phone(scene, address) if phone else _on_a_computer(scene, address)
    parts += [write.tag("p", write.tag("code", qr_text(address)))] if plainly else []
    done = words.CONFIRMED if scene.checks else words.SIGNED
    again = write.tag("a", done, href=scene.localised("egov"), class_="button plain")
    others = write.tag("p", write.tag("a", words.OTHER_WAYS, href=scene.localised()))
    return whole_page(write, scene.title, [*parts, status, again, others], scene.path("egov"), "egov.js", TELEGRAM)


def _on_a_computer(scene: Scene, address: str) -> list[Html]:
    write, staff = scene.write, scene.visit.staff
    first = words.BUSINESS_STEP if staff else words.SCAN_STEPS[0]
    last = words.CONFIRM_STEP if scene.checks else words.SCAN_STEPS[2]
    steps = write.tag("ol", *(write.tag("li", step) for step in (first, words.SCAN_STEPS[1], last)))
    drawn = Html(segno.make_qr(qr_text(address)).svg_inline(scale=5, border=4, light="#ffffff"))
    code = write.tag("div", drawn, role="img", aria_label=words.CODE, class_="code")
    link = write.tag("a", words.ON_THIS_DEVICE, href=app_link(address, business=staff))
    return [steps, code, write.tag("p", link)]


def _on_a_phone(scene: Scene, address: str) -> list[Html]:
    write, staff = scene.write, scene.visit.staff
    name = words.OPEN_BUSINESS if staff else words.OPEN_APP
    button = write.tag("a", name, href=app_link(address, business=staff), class_="button", data_outside=True)
    direct = write.tag("p", write.tag("a", words.OPEN_DIRECTLY, href=qr_text(address)))
    return [write.tag("p", words.CONFIRM_THERE if scene.checks else words.SIGN_THERE), button, direct]
