"""What Twilio has kept of the messages that people wrote to us, as the webhook would have brought them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.delivery import TryLater
from bot.whatsapp.account import TwilioAccount

TIMEOUT = ClientTimeout(total=30)
A_PAGE = 200
MOST_PAGES = 100
JSON = Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """A message of before, and when Twilio got it."""

    sid: str
    at: datetime
    told: JSON = field(repr=False)


class History:
    """The messages list of our account."""

    def __init__(self, session: ClientSession, account: TwilioAccount) -> None:
        self._session = session
        self._account = account

    async def written(self, since: datetime) -> list[Past]:
        """What was written to us since then, oldest first; raises TryLater."""
        found = [
            Past(str(told.get("sid")), at, told)
            async for told in self._messages(since)
            if told.get("direction") == "inbound" and (at := _sent_at(told)) is not None
        ]
        found.reverse()
        return sorted(found, key=lambda one: one.at)

    async def form(self, past: Past) -> dict[str, str]:
        """The message as the webhook's form, of which the ids of taps and places are lost; raises TryLater."""
        told = {"MessageSid": past.sid, "From": past.told.get("from"), "Body": past.told.get("body")}
        form = {name: str(value) for name, value in told.items() if value}
        if str(past.told.get("num_media") or "0") == "0":
            return form
        resource = f"{self._account.resources}/Messages/{past.sid}/Media"
        media = (await self._asked(URL(f"{resource}.json"))).get("media_list", [])
        for place, one in enumerate(media):
            form |= {f"MediaUrl{place}": f"{resource}/{one['sid']}", f"MediaContentType{place}": one["content_type"]}
        return form | {"NumMedia": str(len(media))}

    async def _messages(self, since: datetime) -> AsyncIterator[JSON]:
        asked = {
            "To": self._account.sender,
            "DateSent>": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "PageSize": str(A_PAGE),
        }
        address = URL(f"{self._account.resources}/Messages.json").with_query(asked)
        for _page in range(MOST_PAGES):
            page = await self._asked(address)
            for message in page.get("messages", []):
                yield message
            following = str(page.get("next_page_uri") or "")
            if not following.startswith("/"):
                return
            address = URL(f"{self._account.api}{following}", encoded=True)

    async def _asked(self, address: URL) -> JSON:
        headers = self._account.headers
        try:
            async with self._session.get(address, headers=headers, timeout=TIMEOUT, allow_redirects=False) as response:
                if response.status != 200:
                    raise TryLater(f"status {response.status}")
                answer: JSON = await response.json()
                return answer
        except (ClientError, OSError, ValueError) as error:
            raise TryLater(type(error).__name__) from None


def _sent_at(message: JSON) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("date_sent"))).astimezone(UTC)
    except ValueError:
        return None
