"""eGov Mobile as far as a site sees it: it asks who wants what, and puts the package back with a signature in it."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import FormData

from tests.signing_page.house import Browser, House

JSON = dict[str, Any]


@dataclass
class App:
    """The app, after it has scanned the code that the browser shows."""

    house: House
    invitation: JSON
    package: JSON

    @property
    def address(self) -> str:
        return inside(self.invitation["document"]["uri"])

    @property
    def permission(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.invitation['document']['auth_token']}"}

    @property
    def document(self) -> bytes:
        """What is to be signed."""
        return base64.b64decode(self.package["documentsToSign"][0]["document"]["file"]["data"])

    def signed(self, key: str) -> JSON:
        """The package with a signature in place of the document."""
        [one] = self.package["documentsToSign"]
        data = base64.b64encode(self.house.certification.signs(key, self.document)).decode()
        return {**self.package, "documentsToSign": [{**one, "document": {"file": {"mime": "@file/pdf", "data": data}}}]}

    async def puts(self, package: object, **headers: str) -> tuple[int, JSON]:
        """What the site answers."""
        session = self.house.browser().session
        said = {"Accept-Language": "en", **self.permission, **headers}
        body = io.BytesIO(json.dumps(package).encode())
        async with session.put(self.house.url(self.address), data=body, headers=said) as answer:
            return answer.status, await answer.json()


def inside(address: str) -> str:
    """The path of an address of the site."""
    return address.removeprefix("https://sign.example.kz")


async def begins(browser: Browser, token: str, *, read: bool = True) -> str:
    """Tick the box and press the button; the address in the code that is shown then."""
    form = {"read_ack": "yes"} if read else {"way": ""}
    pressed = await browser.posts(f"/sign/{token}/egov", multipart(form))
    assert pressed.status == 303, pressed.text
    shown = await browser.gets(f"/sign/{token}/egov")
    found = re.search(r"mobileSign:([^<\"]+)</code>", shown.html)
    assert found is not None
    return inside(found[1])


async def scanned(house: House, browser: Browser, token: str) -> App:
    """The app with the document in it."""
    return await fetched(house, await begins(browser, token))


async def fetched(house: House, address: str) -> App:
    """The app that has read this address in a code, with the document in it."""
    phone = house.browser().session
    spoken = {"Accept-Language": "en"}
    async with phone.get(house.url(address), headers=spoken) as answer:
        assert answer.status == 200
        invitation = await answer.json()
    app = App(house, invitation, {})
    async with phone.get(house.url(app.address), headers={**spoken, **app.permission}) as answer:
        assert answer.status == 200
        app.package = await answer.json()
    return app


def multipart(fields: dict[str, str]) -> FormData:
    """A form as the page sends it."""
    form = FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    return form
