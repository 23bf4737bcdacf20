"""What the app makes of a QR code or a link: the address to ask, if it may be asked at all (eds.md 4.1, 4.2)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from simulator.wire import Refused

SCHEME = "mobileSign:"
APP_HOST = "m.egov.kz"
APP_PATHS = ("/mobileSign/", "/businessSign/")
WHITELIST = frozenset({"127.0.0.1", "localhost", "::1"})
"""The domains that may ask for signatures; on the desk those of this machine."""


def address_in(text: str) -> str:
    """The address in a QR code's text, or in a link that opens the app. Raises Refused."""
    said = text.strip()
    parts = urlsplit(said)
    if parts.hostname == APP_HOST and parts.path in APP_PATHS:
        return permitted(parse_qs(parts.query).get("link", [""])[0])
    if not said.startswith(SCHEME):
        raise Refused("no QR code of eGov Mobile: it begins with mobileSign: or https://m.egov.kz/mobileSign/")
    return permitted(said.removeprefix(SCHEME))


def permitted(address: str) -> str:
    """The address, if its domain is on the list. Raises Refused."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Refused("no address of a document")
    if parts.hostname not in WHITELIST:
        raise Refused(f"{parts.hostname} is not on eGov Mobile's list of domains", 403)
    return address
