"""Posting a signed form to the program, with Twilio's patience: one more try, and only when nobody answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError

from simulator.whatsapp.messages import new_sid
from simulator.wire import JSON

CONNECT_SECONDS, TOTAL_SECONDS = 5.0, 15.0
RETRY_SECONDS = 1.0
SEEN_KEPT = 5_000
PROBLEM_WITH_ANSWER = 12300


@dataclass
class Post:
    """One form on its way; a repetition carries the same token."""

    kind: str
    url: str
    form: Mapping[str, str]
    token: str = field(default_factory=lambda: new_sid(""))
    signature: str | None = None


@dataclass(frozen=True)
class Program:
    """Where the program is: `url` is public and is what gets signed, `via` is where it is really reached.

    `override` is what stands behind # in a webhook's URL, such as `rc=3&rp=all`.
    """

    url: str
    via: str = ""
    override: str = ""

    def reached(self, url: str) -> str:
        """The address to connect to for a public one."""
        return self.via + url.removeprefix(self.url) if self.via and url.startswith(self.url) else url


class Hooks:
    """Posts forms and remembers how that went."""

    def __init__(self, token: str, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._validator = import_module("twilio.request_validator").RequestValidator(token)
        self._sleep = sleep
        self.session: ClientSession | None = None
        self.seen: deque[JSON] = deque(maxlen=SEEN_KEPT)
        self.count = 0

    async def send(self, program: Program, post: Post) -> bool:
        """Post it, again if the URL's policy says so; True when the answer was 2xx."""
        url, _, fragment = post.url.partition("#")
        tries, policy = patience(fragment or program.override)
        for number in range(tries + 1):
            if number:
                await self._sleep(RETRY_SECONDS)
            status, failed_by = await self._once(program.reached(url), url, post)
            if not failed_by or not {failed_by, "all"} & policy:
                break
        return 200 <= status <= 299

    async def _once(self, address: str, url: str, post: Post) -> tuple[int, str]:
        assert self.session is not None
        signature = post.signature or self._validator.compute_signature(url, dict(post.form))
        headers = {
            "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": post.token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        timeout = ClientTimeout(total=TOTAL_SECONDS, connect=CONNECT_SECONDS)
        entry = self._note(post, url)
        try:
            async with self.session.post(
                address, data=dict(post.form), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                body = await response.read()
                entry |= {"status": response.status, "problem": problem_with(response.content_type, body)}
                return response.status, by_status(response.status)
        except (ClientError, TimeoutError, OSError) as error:
            entry |= {"status": 0, "problem": type(error).__name__}
            return 0, "ct" if isinstance(error, ClientConnectorError | ConnectionTimeoutError) else "rt"

    def _note(self, post: Post, url: str) -> JSON:
        self.count += 1
        sid, told = post.form.get("MessageSid"), post.form.get("MessageStatus")
        entry: JSON = {"number": self.count, "kind": post.kind, "message_id": sid, "message_status": told, "url": url}
        entry |= {"token": post.token, "status": None, "problem": None}
        self.seen.append(entry)
        return entry


def patience(fragment: str) -> tuple[int, set[str]]:
    """How many more tries (`rc`, 0 to 5) and after what (`rp`: ct, rt, 4xx, 5xx, all)."""
    wish = dict(parse_qsl(fragment))
    count = wish.get("rc", "1")
    return min(5, int(count)) if count.isdecimal() else 1, set(wish.get("rp", "ct").split(","))


def by_status(status: int) -> str:
    """Which policy an answer falls under; empty for a good one."""
    return "5xx" if status >= 500 else "4xx" if status >= 400 else ""


def problem_with(content_type: str, body: bytes) -> str | None:
    """What Twilio's log says of an answer that is no TwiML."""
    if not body or content_type in ("text/xml", "application/xml", "text/plain", "text/html"):
        return None
    return f"{PROBLEM_WITH_ANSWER} Invalid Content-Type: {content_type}"


def is_address(url: str) -> bool:
    """Whether a webhook could go there."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
