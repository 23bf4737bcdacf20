"""The app on one phone: it fetches a document, shows it, signs it with the owner's key, and sends it back."""

from __future__ import annotations

import asyncio
import base64
import binascii
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from simulator.eds.messages import sign_document
from simulator.egov.links import address_in, permitted
from simulator.nca.authority import Issued, Nca
from simulator.wire import JSON, Refused

PATIENCE = ClientTimeout(total=60)
DETACHED = "CMS_SIGN_ONLY"
NAMES = {"kk": "nameKz", "ru": "nameRu", "en": "nameEn"}


@dataclass(frozen=True)
class Shown:
    """What the app shows: who asks, the documents, and, once it was sent back, what was answered."""

    asking: JSON
    address: str
    headers: JSON = field(repr=False)
    package: JSON = field(repr=False)
    answered: JSON | None = None

    @property
    def documents(self) -> list[JSON]:
        """As they came."""
        return list(self.package["documentsToSign"])


@dataclass
class EgovMobile:
    """The app; `shown` is None while nothing was scanned."""

    session: ClientSession
    nca: Nca
    language: str
    shown: Shown | None = None

    async def scans(self, text: str) -> Shown:
        """Ask who wants what signed, then for the documents. Raises Refused."""
        self.shown = None
        told = await self._fetched(address_in(text), {})
        try:
            document = told["document"]
            headers = _permission(document)
            package = await self._fetched(permitted(document["uri"]), headers)
            self.shown = Shown(told, document["uri"], headers, package)
            self.view(self.shown)
        except (KeyError, TypeError) as error:
            self.shown = None
            raise Refused(f"the site's answer has no {error}") from error
        if package.get("signMethod") != DETACHED:
            self.shown = None
            raise Refused(f"this app signs {DETACHED} only")
        return self.shown

    async def signs(self, key: Issued) -> Shown:
        """Sign every document and send them back. Raises Refused."""
        shown = self.shown
        if shown is None or shown.answered is not None:
            raise Refused("scan a QR code first", 409)
        at = self.nca.now()
        package = {**shown.package, "documentsToSign": []}
        for one in shown.documents:
            cms = await asyncio.to_thread(sign_document, key.holder, content(one), at)
            file = {**one["document"]["file"], "data": base64.b64encode(cms).decode()}
            package["documentsToSign"].append({**one, "document": {"file": file}})
        self.shown = replace(shown, answered=await self._sent(shown, package))
        return self.shown

    def cancels(self) -> None:
        """Nothing is sent."""
        self.shown = None

    def view(self, shown: Shown) -> JSON:
        """For the screen, in the phone's language."""
        name = NAMES[self.language]
        documents = [
            {
                "name": one[name],
                "meta": [{"name": row["name"], "value": row["value"]} for row in one.get("meta", [])],
                "mime": one["document"]["file"]["mime"].removeprefix("@file/"),
                "bytes": len(content(one)),
            }
            for one in shown.documents
        ]
        asking = shown.asking
        organisation = {"name": asking["organisation"][name], "bin": asking["organisation"]["bin"]}
        said = {"description": asking["description"], "until": asking["expiry_date"]}
        return {**said, "organisation": organisation, "documents": documents, "answered": shown.answered}

    async def _fetched(self, address: str, headers: JSON) -> JSON:
        spoken = {**headers, "Accept-Language": self.language}
        try:
            async with self.session.get(address, headers=spoken, timeout=PATIENCE, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise Refused(await _words(answer) or f"the site answers {answer.status}", 409)
                return dict(await answer.json())
        except (ClientError, TimeoutError, ValueError) as error:
            raise Refused("the site does not answer as eGov Mobile expects", 409) from error

    async def _sent(self, shown: Shown, package: JSON) -> JSON:
        """What became of it: 200 is success, 403 says why not; anything else can be tried again."""
        headers = {**shown.headers, "Accept-Language": self.language}
        try:
            async with self.session.put(shown.address, json=package, headers=headers, timeout=PATIENCE) as answer:
                if answer.status not in {200, 403}:
                    raise Refused(await _words(answer) or f"the site answers {answer.status}: try again later", 409)
                return {"accepted": answer.status == 200, "message": await _words(answer)}
        except (ClientError, TimeoutError) as error:
            raise Refused("the site does not answer: try again later", 409) from error


def content(one: JSON) -> bytes:
    """The bytes of a document. Raises Refused."""
    try:
        return base64.b64decode(one["document"]["file"]["data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("a document that cannot be read") from error


def _permission(document: JSON) -> JSON:
    """How the documents are asked for. Raises Refused."""
    if document["auth_type"] == "Token":
        return {"Authorization": f"Bearer {document['auth_token']}"}
    if document["auth_type"] == "None":
        return {}
    raise Refused("this app knows the ways Token and None only")


async def _words(answer: ClientResponse) -> str:
    """What the site says in words, if it does."""
    try:
        said: Any = await answer.json()
    except (ClientError, ValueError):
        return ""
    return str(said.get("message", "")) if isinstance(said, dict) else ""
