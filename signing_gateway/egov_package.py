"""What eGov Mobile is told and sends back: the invitation (API №1), the documents (API №2), the links (eds.md 4)."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from enrolment.working_days import ALMATY
from locales.catalogue import Locale
from locales.text import Text

SCHEME: Final = "mobileSign:"
PEOPLE: Final = (
    "https://m.egov.kz/mobileSign/",
    {"isi": "1476128386", "ibi": "kz.egov.mobile", "apn": "kz.mobile.mgov"},
)
BUSINESS: Final = ("https://m.egov.kz/businessSign/", {"isi": "1597880144", "apn": "kz.mobile.mgov.business"})
"""Where the apps open, and what their pages in the stores are known by."""
PDF: Final = "@file/pdf"
PLAIN: Final = "text/plain"
_NAMES: Final = {"nameRu": Locale.RU, "nameKz": Locale.KK, "nameEn": Locale.EN}
_METHOD, _ONLY = "CMS_SIGN_ONLY", 1


class NotOurs(ValueError):
    """What the app sent is not the package that it was given, signed."""


@dataclass(frozen=True)
class Invitation:
    """Who asks for a signature until when, and where the documents are; `pass_` opens them."""

    about: Text
    organisation: Text
    bin: str
    until: datetime
    address: str = field(repr=False)
    pass_: str = field(repr=False)

    def built(self, locale: Locale) -> dict[str, Any]:
        """The answer of API №1."""
        return {
            "description": self.about.in_(locale),
            "expiry_date": self.until.astimezone(ALMATY).strftime("%Y-%m-%dT%H:%M:%S.00%z"),
            "organisation": {**_named(self.organisation), "bin": self.bin},
            "document": {"uri": self.address, "auth_type": "Token", "auth_token": self.pass_},
        }


def package(name: Text, rows: Sequence[tuple[Text, str]], mime: str, content: bytes, locale: Locale) -> dict[str, Any]:
    """The answer of API №2: one document, to be signed without putting it into the signature."""
    meta = [{"name": label.in_(locale), "value": value} for label, value in rows]
    file = {"mime": mime, "data": b64encode(content).decode()}
    document = {"id": _ONLY, **_named(name), "meta": meta, "document": {"file": file}}
    return {"signMethod": _METHOD, "version": 1, "documentsToSign": [document]}


def signature_in(body: bytes) -> bytes:
    """The signature in what the app has put. Raises NotOurs."""
    try:
        said = json.loads(body)
        (document,) = said["documentsToSign"]
        if said["signMethod"] != _METHOD or document["id"] != _ONLY:
            raise NotOurs("another package")
        signature = b64decode("".join(document["document"]["file"]["data"].split()), validate=True)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise NotOurs("no package") from error
    if not signature:
        raise NotOurs("no signature")
    return signature


def qr_text(address: str) -> str:
    """What the QR code says; some phones open the app by it, too."""
    return f"{SCHEME}{address}"


def app_link(address: str, *, business: bool) -> str:
    """Opens the app on the same phone, or its page in the store; heads of organisations have an app of their own."""
    page, store = BUSINESS if business else PEOPLE
    return f"{page}?{urlencode({'link': address, **store})}"


def spoken(accepted: str) -> Locale:
    """The language that the app asks for: ru, kk or en."""
    wanted: Mapping[str, Locale] = {"ru": Locale.RU, "kk": Locale.KK, "kz": Locale.KK, "en": Locale.EN}
    return wanted.get(accepted.strip()[:2].lower(), Locale.RU)


def _named(text: Text) -> dict[str, str]:
    return {name: text.in_(locale) for name, locale in _NAMES.items()}
