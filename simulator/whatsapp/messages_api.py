"""Messages: create, list and fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from aiohttp import web

from simulator.whatsapp.account import Account
from simulator.whatsapp.calls import METHOD_OF_CREATE, Answer, Call, served
from simulator.whatsapp.creating import Wish, order
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.messages import API_VERSION, Message
from simulator.whatsapp.sending import carry_out
from simulator.wire import JSON

MESSAGES = f"/{API_VERSION}/Accounts/{{account}}/Messages"
PAGE, LARGEST_PAGE = 50, 1000
PAGE_MARK = "PA"
Wanted = Callable[[Message], bool]


def routes(account: Account) -> list[web.RouteDef]:
    """The Messages resource."""
    return [
        web.post(f"{MESSAGES}.json", served(account, METHOD_OF_CREATE, create)),
        web.get(f"{MESSAGES}.json", served(account, "messages.list", listing)),
        web.get(f"{MESSAGES}/{{sid}}.json", served(account, "messages.fetch", fetch)),
    ]


async def create(account: Account, call: Call) -> Answer:
    """201 with the message as queued; whether it arrives, only the status callbacks tell."""
    accepted = order(account, Wish(call.fields, call.repeated.get("MediaUrl", ())))
    message = accepted.message
    account.messages[message.sid] = message
    body = message.wire()

    async def work() -> None:
        await carry_out(account, accepted)

    async def start() -> None:
        account.spawn(work())

    if account.receipts.overtake:
        await work()
    note = {"message_id": message.sid}
    return Answer(201, body, None if account.receipts.overtake else start, note)


async def fetch(account: Account, call: Call) -> Answer:
    """One message. Raises TwilioError 20404."""
    sid = call.path["sid"]
    if sid not in account.messages:
        raise TwilioError(20404, f"/Messages/{sid}.json")
    return Answer(200, account.messages[sid].wire())


async def listing(account: Account, call: Call) -> Answer:
    """Messages in and out, the newest first, by To, From and DateSent; a page's token is its last SID."""
    query = call.request.query
    size = min(LARGEST_PAGE, max(1, whole(query.get("PageSize", str(PAGE)))))
    number = whole(query.get("Page", "0"))
    found = [message for message in newest_first(account) if all(wanted(message) for wanted in filters(call))]
    start = after(found, query["PageToken"]) if "PageToken" in query else number * size
    page = found[start : start + size]
    kept = {name: value for name, value in query.items() if name not in ("Page", "PageToken", "PageSize")}
    path = f"/{API_VERSION}/Accounts/{account.sid}/Messages.json"

    def uri(page_number: int, **more: str) -> str:
        return f"{path}?{urlencode({**kept, 'PageSize': size, 'Page': page_number, **more})}"

    more = len(found) > start + size
    body: JSON = {
        "messages": [message.wire() for message in page],
        "page": number,
        "page_size": size,
        "start": start,
        "end": start + max(0, len(page) - 1),
        "uri": uri(number),
        "first_page_uri": uri(0),
        "previous_page_uri": None,
        "next_page_uri": uri(number + 1, PageToken=PAGE_MARK + page[-1].sid) if more else None,
    }
    return Answer(200, body)


def newest_first(account: Account) -> Iterable[Message]:
    """All messages by the moment they were sent; of one moment, the later one first."""
    return sorted(account.messages.values(), key=lambda message: message.at)[::-1]


def after(found: list[Message], token: str) -> int:
    """Where the page after that token begins. Raises TwilioError 20404."""
    for index, message in enumerate(found):
        if PAGE_MARK + message.sid == token:
            return index + 1
    raise TwilioError(20404, "no such page")


def filters(call: Call) -> list[Wanted]:
    """What the query asks for."""
    query = call.request.query
    sides = {"To": query.get("To"), "From": query.get("From")}
    dates = [sent(name.removeprefix("DateSent"), value) for name, value in query.items() if name.startswith("DateSent")]

    def between(message: Message) -> bool:
        return sides["To"] in (None, message.recipient) and sides["From"] in (None, message.sender)

    return [between, *dates]


def sent(comparison: str, value: str) -> Wanted:
    """On that day or at that moment (""), not after it ("<") or not before it (">"). Raises TwilioError 20422."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise TwilioError(20422, f"DateSent {value!r}") from error
    whole_day = len(value) == len("2024-01-01")
    limit = moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def compare(message: Message) -> bool:
        at: date | datetime = message.at.astimezone(UTC).replace(microsecond=0)
        other: date | datetime = limit
        if whole_day:
            at, other = message.at.astimezone(UTC).date(), limit.date()
        return at <= other if comparison == "<" else at >= other if comparison == ">" else at == other

    return compare


def whole(text: str) -> int:
    """A whole number of the query. Raises TwilioError 20422."""
    if not text.isdecimal():
        raise TwilioError(20422, f"{text!r} is not a whole number")
    return int(text)
