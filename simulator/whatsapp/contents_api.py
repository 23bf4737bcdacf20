"""Contents: create, list, fetch, delete, and their approval."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from simulator.whatsapp.account import Account
from simulator.whatsapp.approvals import UNSUBMITTED, ask_approval
from simulator.whatsapp.calls import Answer, Call, own_address, served
from simulator.whatsapp.contents import Content
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.messages_api import PAGE, whole
from simulator.wire import JSON

CONTENT = "/v1/Content"
LARGEST_PAGE = 500


def routes(account: Account) -> list[web.RouteDef]:
    """The Content resource and its approvals."""
    asked = f"{CONTENT}/{{sid}}/ApprovalRequests"
    return [
        web.post(CONTENT, served(account, "content.create", create)),
        web.get(CONTENT, served(account, "content.list", listing)),
        web.get("/v1/ContentAndApprovals", served(account, "content.list", listing_with_approvals)),
        web.get(f"{CONTENT}/{{sid}}", served(account, "content.fetch", fetch)),
        web.delete(f"{CONTENT}/{{sid}}", served(account, "content.delete", delete)),
        web.post(f"{asked}/whatsapp", served(account, "content.approve", approve)),
        web.get(asked, served(account, "content.approval", approval)),
    ]


async def create(account: Account, call: Call) -> Answer:
    """201 with the new content. Raises TwilioError 20422."""
    content = account.contents.create(json_fields(call), account.clock.now())
    account.journal.write("content", sid=content.sid, name=content.friendly_name, language=content.language)
    return Answer(201, content.wire(account.sid, own_address(call.request)))


async def fetch(account: Account, call: Call) -> Answer:
    """One content. Raises TwilioError 20404."""
    return Answer(200, account.contents.get(call.path["sid"]).wire(account.sid, own_address(call.request)))


async def delete(account: Account, call: Call) -> Answer:
    """204. Raises TwilioError 20404."""
    account.contents.delete(call.path["sid"])
    return Answer(204)


async def listing(account: Account, call: Call) -> Answer:
    """All contents, a page of them."""
    here = own_address(call.request)
    return Answer(200, paged(account, call, lambda content: content.wire(account.sid, here)))


async def listing_with_approvals(account: Account, call: Call) -> Answer:
    """All contents with how their approval stands."""
    here = own_address(call.request)

    def both(content: Content) -> JSON:
        return {**content.wire(account.sid, here), "approval_requests": standing(content)}

    return Answer(200, paged(account, call, both))


def paged(account: Account, call: Call, tell: Callable[[Content], JSON]) -> JSON:
    """One page of the list, as the Content API tells it."""
    query = call.request.query
    size = min(LARGEST_PAGE, max(1, whole(query.get("PageSize", str(PAGE)))))
    number = whole(query.get("Page", "0"))
    found = list(account.contents)
    url = f"{own_address(call.request)}{call.request.path}"

    def page(which: int) -> str:
        return f"{url}?PageSize={size}&Page={which}"

    meta = {
        "page": number,
        "page_size": size,
        "url": page(number),
        "first_page_url": page(0),
        "previous_page_url": page(number - 1) if number else None,
        "next_page_url": page(number + 1) if len(found) > (number + 1) * size else None,
        "key": "contents",
    }
    return {"meta": meta, "contents": [tell(content) for content in found[number * size : (number + 1) * size]]}


async def approve(account: Account, call: Call) -> Answer:
    """201; how it ends is asked for later."""
    content = account.contents.get(call.path["sid"])
    return Answer(201, ask_approval(account.contents, content, json_fields(call), account.verdict))


async def approval(account: Account, call: Call) -> Answer:
    """How the approval stands."""
    content = account.contents.get(call.path["sid"])
    url = f"{own_address(call.request)}{call.request.path}"
    told = {"sid": content.sid, "account_sid": account.sid, "whatsapp": standing(content), "url": url}
    return Answer(200, told)


def standing(content: Content) -> JSON:
    """The approval, or that none was asked for."""
    return content.approval.wire() if content.approval else UNSUBMITTED


def json_fields(call: Call) -> JSON:
    """The body. Raises TwilioError 20001 when it is no JSON: a form is what the SDK's async client sends by mistake."""
    if call.request.content_type != "application/json":
        raise TwilioError(20001, "Content-Type must be application/json")
    return dict(call.fields)
