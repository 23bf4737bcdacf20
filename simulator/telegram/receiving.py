"""Methods by which a bot takes its updates: polling, and setting a webhook."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from simulator.bots import Bot, Webhook
from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import BadRequest, Conflict
from simulator.wire import JSON

LONGEST_POLL_SECONDS = 50
PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(bot: Bot, arguments: Arguments) -> list[JSON]:
    """getUpdates: waits up to 50 seconds; an offset confirms all below it."""
    if bot.webhook is not None:
        raise Conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    want(bot, arguments)
    bot.updates.confirm(arguments.integer("offset"))
    limit = max(1, min(100, arguments.integer("limit", 100)))
    return await bot.poll(limit, max(0, min(LONGEST_POLL_SECONDS, arguments.integer("timeout"))))


def want(bot: Bot, arguments: Arguments) -> None:
    """Change the kinds of updates the bot wants when the call names some."""
    kinds = arguments.structure("allowed_updates", "can't parse allowed updates")
    if isinstance(kinds, list):
        bot.updates.allow([str(kind) for kind in kinds])


async def set_webhook(bot: Bot, arguments: Arguments) -> tuple[bool, str]:
    """setWebhook; an empty URL takes the webhook away."""
    url = arguments.text("url").strip()
    if not url:
        return await delete_webhook(bot, arguments)
    checked_address(url)
    secret = arguments.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise BadRequest("secret token contains unallowed characters")
    webhook = Webhook(url, secret, max(1, min(100, arguments.integer("max_connections", 40))))
    want(bot, arguments)
    if arguments.flag("drop_pending_updates"):
        bot.updates.drop()
    if webhook == bot.webhook:
        return True, "Webhook is already set"
    bot.webhook = webhook
    bot.webhook_error = {}
    bot.updates.bell.ring()
    return True, "Webhook was set"


def checked_address(url: str) -> None:
    """HTTPS on Telegram's ports; as on a local server, also plain HTTP to this machine. Raises BadRequest."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


async def delete_webhook(bot: Bot, arguments: Arguments) -> tuple[bool, str]:
    """deleteWebhook."""
    if arguments.flag("drop_pending_updates"):
        bot.updates.drop()
    if bot.webhook is None:
        return True, "Webhook is already deleted"
    bot.webhook = None
    bot.updates.bell.ring()
    return True, "Webhook was deleted"


async def get_webhook_info(bot: Bot, arguments: Arguments) -> JSON:
    """getWebhookInfo."""
    info: JSON = {
        "url": bot.webhook.url if bot.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.updates.pending),
        "allowed_updates": list(bot.updates.allowed),
    }
    if bot.webhook:
        info |= {"max_connections": bot.webhook.max_connections, **bot.webhook_error}
    return info
