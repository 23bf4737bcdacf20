"""The signing page of a running program, and people who sign on it with the NCALayer of the desk."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientSession, CookieJar, FormData

from simulator.nca.key_desk import HEAD
from tests.e2e.desk import Program
from tests.e2e.journey import MOTHER_IIN
from tests.e2e.phone import Phone, call

SIGN: Final = "/sign/"
EMAIL, PERSON, ORGANISATION = "1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1", "1.2.398.3.3.4.1.2"
PARENT: Final = {"extKeyUsageOids": [EMAIL, PERSON], "iin": MOTHER_IIN}


@dataclass
class SigningPage:
    """The page, opened by the newest link in a chat."""

    program: Program
    bin: str

    def checks(self, phone: Phone) -> None:
        """The key of whoever has the newest link."""
        asyncio.run(self._signs(phone, {"extKeyUsageOids": [PERSON], "iin": MOTHER_IIN}))

    def signs(self, phone: Phone) -> None:
        """A parent signs what the newest link is for."""
        asyncio.run(self._signs(phone, PARENT))

    def signs_for_the_kindergarten(self, phone: Phone) -> None:
        """Its head does."""
        asyncio.run(self._signs(phone, self.head()))

    def head(self) -> dict[str, Any]:
        """Whom NCALayer shall have sign for the kindergarten, to which the desk gives a key now."""
        desk = self.program.simulator.url
        call(f"{desk}/sim/nca", {"organisations": [{"bin": self.bin, "name": "Самал"}]})
        return {"extKeyUsageOids": [EMAIL, ORGANISATION], "iin": HEAD.iin, "bin": self.bin}

    async def _signs(self, phone: Phone, signer: dict[str, Any]) -> None:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            await self.signs_in(browser, self.link(phone), signer)

    def link(self, phone: Phone) -> str:
        """The address in the message that was heard last."""
        said = str(phone.read[-1]["text"])
        return self.program.env["SIGNING_URL"] + SIGN + said.partition(SIGN)[2].split()[0]

    async def opens(self, browser: ClientSession, link: str) -> None:
        """Look at it, and press the button."""
        for method in ("GET", "POST"):
            async with browser.request(method, link) as opened:
                assert opened.status == 200, await opened.text()

    async def signs_in(self, browser: ClientSession, link: str, signer: dict[str, Any]) -> None:
        """Open the link, read the document, sign it, send the signature, and see that it counts."""
        await self.opens(browser, link)
        async with browser.get(f"{link}/document") as response:
            document = await response.read()
        cms = await self._ncalayer(browser, document, signer)
        async with browser.post(f"{link}/signature", data=_fields(cms)) as told:
            assert (told.status, told.url.path) == (200, link[link.index(SIGN) :]), await told.text()

    async def _ncalayer(self, browser: ClientSession, document: bytes, signer: dict[str, Any]) -> str:
        """What NCALayer gives for what the page's script asks of it."""
        signing = {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": {}}
        asked = {"allowedStorages": None, "format": "cms", "data": b64encode(document).decode()}
        arguments = {**asked, "signingParams": signing, "signerParams": {**signer, "chain": []}, "locale": "kk"}
        order = {"module": "kz.gov.pki.knca.basics", "method": "sign", "args": arguments}
        async with browser.ws_connect(f"{self.program.simulator.url}/ncalayer") as socket:
            await socket.receive_json()
            await socket.send_str(json.dumps(order))
            answer = await socket.receive_json()
        assert answer["status"] is True, answer
        (cms,) = answer["body"]["result"]
        return str(cms)


def _fields(cms: str) -> FormData:
    form = FormData()
    for name, value in {"way": "ncalayer", "cms": cms, "read_ack": "yes"}.items():
        form.add_field(name, value, content_type="text/plain")
    return form
