"""The doors for eGov Mobile: who asks, the document, and the signature that comes back (eds.md 4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web

from dialogs.signature_words import refusal
from handlers.contract_links import SIGNING
from handlers.office import Office
from locales.catalogue import Locale
from locales.text import Text
from signing_gateway import egov_words as words
from signing_gateway.bodies import TooLarge, TooSlow, read_body
from signing_gateway.digests import NotDigested
from signing_gateway.egov_package import PDF, PLAIN, Invitation, NotOurs, package, signature_in, spoken
from signing_gateway.egov_runs import DOCUMENT, INVITATION, PASS, Runs, same, secret
from signing_gateway.forms import is_key
from signing_gateway.page_words import TOO_OFTEN, TROUBLE, not_checked
from signing_gateway.submissions import NoDocument, Outcome, Submissions, TooOften
from signing_gateway.visits import RECEIVED, Standing, Visit, Visits
from signing_gateway.ways import Way
from storage.signings import Purpose, Signing

LARGEST: Final = 1 << 20
log = structlog.get_logger()
_ENDED: Final = {Standing.OVER, Standing.NOT_YOURS, Standing.MOVED_ON}
Answer = Callable[[web.Request], Awaitable[web.Response]]


class _No(Exception):
    """A request that is refused: the status, and why in words for the app's owner."""

    def __init__(self, status: int, why: Text) -> None:
        super().__init__(status)
        self.status, self.why = status, why


@dataclass(frozen=True)
class EgovDoors:
    """Answers the app; what comes back is judged before it hears of success."""

    office: Office
    visits: Visits
    submissions: Submissions
    runs: Runs = field(default_factory=Runs)

    def routes(self) -> list[web.RouteDef]:
        """Addresses that nobody guesses, good as long as the link."""
        return [
            web.get(r"/egov/{id:\d{1,19}}/{token}", _plain(self.invite)),
            web.get(r"/egov/{id:\d{1,19}}/{token}/document", _plain(self.give)),
            web.put(r"/egov/{id:\d{1,19}}/{token}/document", _plain(self.take)),
        ]

    async def address(self, visit: Visit) -> str:
        """What the QR code of this link leads to."""
        return await self._address(visit, INVITATION)

    async def invite(self, request: web.Request) -> web.Response:
        """API №1: who asks for a signature, until when, and where the document is."""
        visit = await self._visit(await self._known(request, INVITATION))
        signing = visit.signing
        async with self.visits.database.reading() as uow:
            pass_ = secret(uow, PASS, signing.id)
        address = f"{await self._address(visit, DOCUMENT)}/document"
        invitation = Invitation(
            _asked(visit), visit.about.kindergarten, visit.contract.preschool_bin, signing.expires_at, address, pass_
        )
        return web.json_response(invitation.built(_locale(request)))

    async def give(self, request: web.Request) -> web.Response:
        """API №2: the very bytes that are to be signed."""
        visit = await self._visit(await self._known(request, DOCUMENT))
        content = await self.visits.document(visit)
        if content is None:
            raise _No(503, TROUBLE)
        checks = visit.signing.purpose is Purpose.CHECK
        rows = [] if checks else [(words.PAGES, str(visit.about.pages)), (words.VOUCHER, visit.about.voucher)]
        return web.json_response(package(_asked(visit), rows, PLAIN if checks else PDF, content, _locale(request)))

    async def take(self, request: web.Request) -> web.Response:
        """The signature: 200 once it was judged, 403 if it does not count; the same again gets the same answer."""
        signing_id = await self._known(request, DOCUMENT)
        signature = signature_in(await read_body(request, LARGEST))
        if is_key(signature):
            raise _No(422, words.KEY_SENT)
        visit = await self._visit(signing_id, *RECEIVED)
        outcome = await self.submissions.submit(visit, signature, Way.EGOV_MOBILE)
        if outcome.result is None and visit.standing is Standing.REFUSED:
            raise _No(410, words.OVER)
        if outcome.token is not None:
            self.runs.keep(signing_id, outcome)
        return _told(outcome, visit.signing, _locale(request))

    async def _known(self, request: web.Request, what: str) -> int:
        """The link whose address this is; the document's needs the pass as well. Raises _No."""
        signing_id = int(request.match_info["id"])
        async with self.visits.database.reading() as uow:
            if not same(secret(uow, what, signing_id), request.match_info["token"]):
                raise _No(404, words.OVER)
            if what == DOCUMENT:
                given = request.headers.get("Authorization", "").removeprefix("Bearer ")
                if not same(secret(uow, PASS, signing_id), given):
                    raise _No(401, words.OVER)
        return signing_id

    async def _visit(self, signing_id: int, *also: Standing) -> Visit:
        """The link, while it can still be signed with. Raises _No."""
        async with self.visits.database.reading() as uow:
            signing = await uow.signings.get(signing_id)
        visit = await self.visits.of(signing) if signing else None
        if visit is None or visit.standing in _ENDED:
            raise _No(410, words.OVER)
        if visit.standing in RECEIVED - {*also}:
            raise _No(409, words.ANOTHER)
        return visit

    async def _address(self, visit: Visit, what: str) -> str:
        signing_id = visit.signing.id
        async with self.visits.database.reading() as uow:
            return f"{self.office.links[SIGNING]}/egov/{signing_id}/{secret(uow, what, signing_id)}"


def _asked(visit: Visit) -> Text:
    """What the app names the document."""
    if visit.signing.purpose is Purpose.CHECK:
        return words.CHECK
    return words.sign(visit.contract.number, visit.about.amends)


def _plain(answer: Answer) -> Answer:
    """What goes wrong is told in JSON; anything that could not be judged is no success and can come again."""

    async def answered(request: web.Request) -> web.Response:
        try:
            return await answer(request)
        except _No as no:
            return _said(no.status, no.why, request)
        except NotOurs:
            return _said(400, words.NOT_OURS, request)
        except TooLarge:
            return _said(413, words.NOT_OURS, request)
        except TooSlow:
            return _said(408, TROUBLE, request)
        except TooOften:
            return _said(429, TOO_OFTEN, request)
        except (NoDocument, NotDigested):
            return _said(503, TROUBLE, request)
        except web.HTTPException:
            raise
        except Exception:
            # The path holds what nobody may guess: it is not told.
            log.exception("signing.failed", method=request.method)
            return _said(500, TROUBLE, request)

    return answered


def _told(outcome: Outcome, signing: Signing, locale: Locale) -> web.Response:
    """What came of the signature."""
    status, said = _answer_of(outcome, signing)
    return web.json_response({"message": said.in_(locale)}, status=status)


def _answer_of(outcome: Outcome, signing: Signing) -> tuple[int, Text]:
    """Status and words; one that waits to be established has come, and is kept."""
    if outcome.result is None:
        return 409, words.ANOTHER
    match outcome.result["verdict"]:
        case "valid":
            return 200, words.DONE
        case "pending":
            return 200, not_checked(checks=signing.purpose is Purpose.CHECK)
        case _:
            return 403, refusal(outcome.result)


def _said(status: int, why: Text, request: web.Request) -> web.Response:
    return web.json_response({"message": why.in_(_locale(request))}, status=status)


def _locale(request: web.Request) -> Locale:
    return spoken(request.headers.get("Accept-Language", ""))
