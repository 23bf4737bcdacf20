"""The signing site: one-time links, the document, and the one place where signatures come in. S2-46…S2-55."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from documents.eds_keys import named_as_key
from handlers.contract_links import LINK_LIVES
from handlers.office import Office
from locales.catalogue import Locale
from locales.text import Text
from signing_gateway import page_views as views
from signing_gateway import page_words as words
from signing_gateway.bodies import TooLarge, TooSlow
from signing_gateway.challenge import NAME
from signing_gateway.check_page import CheckPage
from signing_gateway.digests import Digests, NotDigested
from signing_gateway.egov_doors import EgovDoors
from signing_gateway.egov_page import EgovPage
from signing_gateway.forms import NoForm, Part, is_key, read_form
from signing_gateway.guard import Guard, Otherwise, page, policy
from signing_gateway.page_pictures import PagePictures
from signing_gateway.scenes import Scene
from signing_gateway.static import static_routes
from signing_gateway.submissions import NoDocument, Outcome, Submissions, TooOften
from signing_gateway.visits import RECEIVED, Standing, Visit, Visits, is_told, new_browser
from signing_gateway.ways import Way, ways_for

COOKIE: Final = "signing"
OPENED: Final = "opened"
"""Stands in the address after the press, so that a browser that keeps no cookies is told that."""
TELEGRAM_WEB: Final = "https://web.telegram.org"
KEPT_STANDING: Final = {Standing.ELSEWHERE, *RECEIVED}
LOOKED_AT_AGAIN_S: Final = 5


@dataclass(frozen=True)
class SiteOptions:
    """The ways that are open, where NCALayer is, whether it takes test keys, whether the site is behind TLS."""

    ways: Collection[Way]
    ncalayer: str
    test_keys: bool
    secure: bool


@dataclass(frozen=True)
class Site:
    """Answers browsers."""

    office: Office
    visits: Visits
    submissions: Submissions
    pictures: PagePictures
    digests: Digests
    options: SiteOptions

    def app(self) -> web.Application:
        """The application."""
        guard = Guard(self.options.ncalayer, self.options.secure, time.monotonic)
        app = web.Application(middlewares=[guard.middleware()], client_max_size=1 << 16)
        app.add_routes(
            [
                web.get("/sign/{token}", self.look),
                web.post("/sign/{token}", self.open),
                web.get("/sign/{token}/document", self.document),
                web.get(r"/sign/{token}/page/{number:\d{1,3}}.png", self.picture),
                web.post("/sign/{token}/signature", self.sign),
                web.get("/check/{token}", CheckPage(self.visits.database).look),
                web.get("/healthz", _healthy),
                web.get("/favicon.ico", _nothing),
                *static_routes(),
            ]
        )
        if Way.EGOV_MOBILE in self.options.ways:
            doors = EgovDoors(self.office, self.visits, self.submissions)
            app.add_routes([*doors.routes(), *EgovPage(self, doors).routes()])
        return app

    async def look(self, request: web.Request) -> web.Response:
        """The page as this browser may see it; looking never uses the link up, so a preview does no harm.

        A browser gets its name before it presses the button: should the answer be lost, it is known again.
        """
        visit = await self.visit(request)
        if request.headers.get("Sec-Fetch-Dest") == "iframe":
            return self._in_a_frame(request, visit)
        if visit is None:
            return page(404, views.lost(words.UNKNOWN))
        scene = self.scene(request, visit)
        if OPENED in request.query:
            # The address that stays may be taken to another browser, and tells it nothing of cookies.
            kept = visit.standing is not Standing.ELSEWHERE
            return _elsewhere(scene.localised()) if kept else page(403, views.said(scene, words.NO_COOKIE))
        if visit.standing in KEPT_STANDING and not visit.mine and "again" not in request.query:
            # A browser sends no strict cookie when it comes from a chat, but does when the page itself goes on.
            response = page(200, views.moment(scene))
            response.headers["Refresh"] = f"0; url={views.again(scene)}"
            return response
        response = page(*_as_it_stands(scene))
        if visit.standing is Standing.UNOPENED and visit.browser is None:
            self._name(response, visit.token, new_browser())
        if visit.mine and visit.standing is Standing.CHECKING and not is_told(visit):
            # While it is being judged the page looks again by itself.
            response.headers["Refresh"] = f"{LOOKED_AT_AGAIN_S}; url={views.again(scene)}"
        return response

    def _in_a_frame(self, request: web.Request, visit: Visit | None) -> web.Response:
        """What Telegram in a browser shows inside of itself: nothing that could be pressed to harm, and no cookie."""
        html = views.lost(words.UNKNOWN) if visit is None else views.framed(self.scene(request, visit))
        response = page(200, html)
        response.headers["Content-Security-Policy"] = policy(self.options.ncalayer, TELEGRAM_WEB)
        return response

    async def open(self, request: web.Request) -> web.Response:
        """The pressed button: binds the link to this browser, unless another was first."""
        visit = await self.visit(request)
        if visit is None:
            return page(404, views.lost(words.UNKNOWN))
        scene = self.scene(request, visit)
        pressed = f"{scene.localised()}&{OPENED}=1"
        if visit.standing is Standing.UNOPENED and (browser := await self.visits.open(visit)):
            document = await self.visits.document(visit)
            if document is not None:
                self.digests.begin(document)
            response = _elsewhere(pressed)
            self._name(response, visit.token, browser)
            return response
        # Whoever can press has looked before, and has got a name then.
        nameless = visit.standing is Standing.ELSEWHERE and visit.browser is None
        return _elsewhere(pressed if nameless else views.again(scene))

    async def document(self, request: web.Request) -> web.Response:
        """The very bytes that are to be signed, for the browser that opened the link."""
        visit = await self.mine(request)
        content = await self.visits.document(visit)
        if content is None:
            raise Otherwise(page(503, views.said(self.scene(request, visit), words.TROUBLE)))
        name, kind = (NAME, "text/plain") if not visit.signing.version else ("contract.pdf", "application/pdf")
        headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=content, headers=headers)

    async def picture(self, request: web.Request) -> web.Response:
        """A page of it as PNG."""
        visit = await self.mine(request)
        number = int(request.match_info["number"])
        content = await self.visits.document(visit) if 1 <= number <= visit.about.pages else None
        png = await self.pictures.of(content, number) if content is not None else None
        if png is None:
            raise web.HTTPNotFound
        return web.Response(body=png, content_type="image/png")

    async def sign(self, request: web.Request) -> web.Response:
        """A signature, in whatever way it was made; the same one may come again."""
        visit = await self.mine(request, *RECEIVED)
        scene = self.scene(request, visit)
        try:
            form = await read_form(request)
            problem = self._wrong(scene, form)
            if problem is not None:
                return page(422, views.signing(scene, problem))
            outcome = await self.submissions.submit(visit, _signature(form), Way(form["way"].text))
        except TooLarge:
            return page(413, views.signing(scene, words.TOO_LARGE))
        except TooSlow:
            return page(408, views.signing(scene, words.NO_FILE))
        except NoForm:
            raise web.HTTPBadRequest from None
        except TooOften:
            return page(429, views.signing(scene, words.TOO_OFTEN))
        except (NoDocument, NotDigested):
            return page(503, views.said(scene, words.NOT_CHECKED_YET))
        return self.told(scene, outcome)

    def told(self, scene: Scene, outcome: Outcome) -> web.Response:
        """What came of it; what counts is shown by the page itself, so that it can be loaded again."""
        if outcome.result is not None and outcome.result["verdict"] == "valid":
            return _elsewhere(scene.localised())
        following = f"/sign/{outcome.token}?lang={scene.locale}" if outcome.token else None
        refused = outcome.result is not None and outcome.result["verdict"] == "refused"
        response = page(422 if refused else 200, views.outcome(scene, outcome.result, following))
        if outcome.token and scene.visit.browser:
            self._name(response, outcome.token, scene.visit.browser)
        return response

    def _wrong(self, scene: Scene, form: Mapping[str, Part]) -> Text | None:
        """What is missing, or must not have come; a phone may have asked for the page of a computer."""
        way = form["way"].text if "way" in form else ""
        if way not in self.options.ways or way == Way.EGOV_MOBILE:
            raise NoForm
        if not scene.checks and ("read_ack" not in form or form["read_ack"].text != "yes"):
            return scene.document.not_read
        file = form.get("file", Part(None, b""))
        if named_as_key(file.name) or is_key(file.content) or is_key(_signature(form)):
            return words.KEY_SENT
        if file.content.startswith(b"%PDF-"):
            return words.PDF_SENT
        return None if _signature(form) else words.NO_FILE

    def _name(self, response: web.Response, token: str, browser: str) -> None:
        response.set_cookie(
            COOKIE,
            browser,
            path=f"/sign/{token}",
            max_age=int(LINK_LIVES.total_seconds()),
            httponly=True,
            samesite="Strict",
            secure=self.options.secure,
        )

    async def visit(self, request: web.Request) -> Visit | None:
        """The link of the path, as this browser may see it."""
        return await self.visits.look(request.match_info["token"], request.cookies.get(COOKIE))

    async def mine(self, request: web.Request, *also: Standing) -> Visit:
        """The visit of the browser that opened the link, while it can be used. Raises Otherwise with a page."""
        visit = await self.visit(request)
        if visit is None:
            raise Otherwise(page(404, views.lost(words.UNKNOWN)))
        if visit.standing is not Standing.MINE and not (visit.mine and visit.standing in also):
            status, html = _as_it_stands(self.scene(request, visit))
            raise Otherwise(page(max(status, 403), html))
        return visit

    def scene(self, request: web.Request, visit: Visit) -> Scene:
        """In the language, and with the ways, of this browser."""
        wanted = request.query.get("lang", "")
        locale = Locale(wanted) if wanted in set(Locale) else visit.locale
        ways = ways_for(request.headers.get("User-Agent", ""), self.options.ways)
        ncalayer = {"url": self.options.ncalayer, "testKeys": self.options.test_keys}
        now = self.office.clock.now().isoformat()
        return Scene(visit, locale, ways, self._chat(visit), now, ncalayer)

    def _chat(self, visit: Visit) -> str:
        """Where the account's chat opens, if that is known."""
        return self.office.links.get(visit.channel or "", "")


def _as_it_stands(scene: Scene) -> tuple[int, str]:
    """Status and page for what this browser may do with the link."""
    match scene.visit.standing:
        case Standing.UNOPENED:
            return 200, views.unopened(scene)
        case Standing.MINE:
            return 200, views.signing(scene)
        case Standing.ELSEWHERE:
            return 403, views.said(scene, words.ELSEWHERE)
        case Standing.CHECKING:
            return 200, views.checking(scene)
        case Standing.REFUSED:
            return 200, views.refused(scene)
        case Standing.USED:
            return 200, views.used(scene)
        case Standing.NOT_YOURS:
            return 403, views.said(scene, words.NOT_YOURS)
        case Standing.MOVED_ON:
            return 410, views.said(scene, words.MOVED_ON)
        case Standing.OVER:
            return 410, views.said(scene, words.OVER)


def _signature(form: Mapping[str, Part]) -> bytes:
    """What the script has filled in, else the chosen file."""
    filled = form.get("cms", Part(None, b"")).content.strip()
    return filled or form.get("file", Part(None, b"")).content


def _elsewhere(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


async def _healthy(_request: web.Request) -> web.Response:
    return web.json_response({"status": "up"})


async def _nothing(_request: web.Request) -> web.Response:
    return web.Response(status=204)
