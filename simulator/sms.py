"""The SMS service that the program's `SMS_URL` calls, and the list of what it sent."""

from __future__ import annotations

from aiohttp import web

from simulator.clock import MovableClock
from simulator.journal import Journal
from simulator.wire import JSON, Refused, answer, read_object


class SmsBox:
    """All SMS sent so far; `down` makes the service answer 503."""

    def __init__(self, clock: MovableClock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self.sent: list[JSON] = []
        self.down = False

    def put(self, to: str, text: str) -> JSON:
        """Keep one SMS with its moment."""
        sms = {"to": to, "text": text, "at": self._clock.now().isoformat()}
        self.sent.append(sms)
        self._journal.write("sms", **sms)
        return sms

    def clear(self) -> None:
        """Throw everything away and work again."""
        self.sent.clear()
        self.down = False


def routes(box: SmsBox) -> list[web.RouteDef]:
    """`POST /sms {to, text}`, `GET /sim/sms?to=` and `POST /sim/sms {down}`."""

    async def send(request: web.Request) -> web.Response:
        if box.down:
            raise Refused("the SMS service is down", 503)
        body = await read_object(request)
        to, text = body.get("to"), body.get("text")
        if not isinstance(to, str) or not isinstance(text, str) or not to or not text:
            raise Refused("give to and text")
        return answer(box.put(to, text))

    async def show(request: web.Request) -> web.Response:
        to = request.query.get("to")
        return answer({"sms": [sms for sms in box.sent if to in (None, sms["to"])]})

    async def switch(request: web.Request) -> web.Response:
        box.down = bool((await read_object(request)).get("down"))
        return answer({"down": box.down})

    return [web.post("/sms", send), web.get("/sim/sms", show), web.post("/sim/sms", switch)]
