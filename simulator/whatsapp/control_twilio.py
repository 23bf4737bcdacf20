"""Control API: what is ordered of Twilio itself, and what it saw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.control_paths import whole
from simulator.whatsapp import inbound, reports
from simulator.whatsapp.account import Account, MediaTrouble
from simulator.whatsapp.approvals import Approval, read_verdict
from simulator.whatsapp.contents import Content
from simulator.whatsapp.faults import read_fault
from simulator.whatsapp.hooks import Program, is_address
from simulator.wire import JSON, Refused, answer, read_object

PREFIX = "/sim/twilio"
Order = Callable[[Account, JSON], JSON]


def routes(account: Account) -> list[web.RouteDef]:
    """`/sim/twilio/…`."""

    def serve(order: Order) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            return answer(order(account, await read_object(request)))

        return handler

    async def calls(request: web.Request) -> web.Response:
        after, method = whole(request.query.get("after")), request.query.get("method")
        found = [call for call in account.calls if call["number"] > after and method in (None, call["method"])]
        return answer({"last": account.call_count, "calls": found})

    async def webhooks(request: web.Request) -> web.Response:
        after, kind = whole(request.query.get("after")), request.query.get("kind")
        found = [post for post in account.hooks.seen if post["number"] > after and kind in (None, post["kind"])]
        return answer({"last": account.hooks.count, "webhooks": found})

    async def contents(request: web.Request) -> web.Response:
        return answer({"contents": [content_seen(content) for content in account.contents]})

    orders: dict[str, Order] = {
        "webhook": point,
        "faults": order_fault,
        "receipts": reports.switch,
        "approvals": decide,
        "media": trouble_media,
        "redeliver": inbound.again,
        "hold": lambda account, wish: inbound.hold(account),
        "release": lambda account, wish: inbound.release(account, backwards=bool(wish.get("backwards"))),
    }
    posts = [web.post(f"{PREFIX}/{name}", serve(order)) for name, order in orders.items()]
    looks = {"calls": calls, "webhooks": webhooks, "contents": contents}
    return [*posts, *(web.get(f"{PREFIX}/{name}", handler) for name, handler in looks.items())]


def point(account: Account, wish: JSON) -> JSON:
    """Where the program is: `{url, via?, override?}`. Raises Refused."""
    url, via = str(wish.get("url", account.program.url)).rstrip("/"), str(wish.get("via") or "").rstrip("/")
    if not is_address(url) or (via and not is_address(via)):
        raise Refused("url and via are http:// or https:// addresses")
    account.program = Program(url, via, str(wish.get("override") or ""))
    return dict(vars(account.program))


def order_fault(account: Account, wish: JSON) -> JSON:
    """Order faults for the next calls or messages, or take all back."""
    if wish.get("clear"):
        account.faults.clear()
    else:
        account.faults.append(read_fault(wish))
    return {"faults": [vars(fault) for fault in account.faults if fault.count > 0]}


def trouble_media(account: Account, wish: JSON) -> JSON:
    """What happens to media sent from now on: `{missing?, chunked?}`. Raises Refused."""
    missing = wish.get("missing", 0)
    if not isinstance(missing, int) or missing < 0:
        raise Refused("missing is how many downloads find nothing")
    account.media_trouble = MediaTrouble(missing, bool(wish.get("chunked")))
    return dict(vars(account.media_trouble))


def decide(account: Account, wish: JSON) -> JSON:
    """How approvals end: from now on, or of one template named by `name` (all languages) or `sid`. Raises Refused."""
    verdict = read_verdict(wish)
    if "name" not in wish and "sid" not in wish:
        account.verdict = verdict
        return dict(vars(verdict))
    found = [content for content in account.contents if meant(content, wish)]
    if not found:
        raise Refused("no such content", 404)
    for content in found:
        content.approval = content.approval or Approval(content.friendly_name, "UTILITY", content.type, True, "")
        content.approval.status, content.approval.reason = verdict.status, verdict.reason
    return {"contents": [content_seen(content) for content in found]}


def meant(content: Content, wish: JSON) -> bool:
    """Whether a wish is about this content."""
    asked = content.approval.name if content.approval else None
    return wish.get("sid") == content.sid or ("name" in wish and wish["name"] in (content.friendly_name, asked))


def content_seen(content: Content) -> JSON:
    """A content as the control API tells it."""
    return {
        "sid": content.sid,
        "name": content.friendly_name,
        "language": content.language,
        "type": content.type,
        "types": content.types,
        "variables": content.variables,
        "status": content.approval.status if content.approval else "unsubmitted",
        "reason": content.approval.reason if content.approval else "",
    }
