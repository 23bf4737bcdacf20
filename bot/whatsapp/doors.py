"""Where Twilio brings what people write on WhatsApp: kept first, and only then answered for."""

from __future__ import annotations

import structlog
from aiohttp import web

from bot.intake import Crowded, Intake
from bot.whatsapp.account import TwilioAccount
from bot.whatsapp.incoming import Malformed, arrivals
from bot.whatsapp.signature import Form, for_twilio_only

INBOUND = "/whatsapp/inbound"
SAME_AGAIN = "I-Twilio-Idempotency-Token"
log = structlog.get_logger()


def inbound_route(account: TwilioAccount, intake: Intake) -> web.RouteDef:
    """The webhook for messages.

    What can never be kept is answered like everything else: nothing would be gained by its coming again. A database
    that is away is answered with 503: Twilio comes again where the webhook's address asks for that, and otherwise
    catching up finds the message.
    """

    async def inbound(request: web.Request, form: Form) -> web.Response:
        try:
            found = arrivals(form, request.headers.get(SAME_AGAIN))
        except Malformed as error:
            log.warning("whatsapp.malformed", problem=str(error), fields=len(form))
            return _thanks()
        try:
            await intake.store(found)
        except Crowded as error:
            log.warning("webhook.crowded", error=str(error))
            return web.Response(status=503)
        except Exception:
            log.exception("webhook.not_kept")
            return web.Response(status=503)
        return _thanks()

    return web.post(INBOUND, for_twilio_only(account, inbound))


def _thanks() -> web.Response:
    """TwiML that says nothing: answers are sent through the API, which tells what becomes of them."""
    return web.Response(text="<Response/>", content_type="text/xml")
