"""Addresses that settings name: of the web, of an origin alone, and of a socket that the page's policy can name."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_NAME, _PORT = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", r"(?::([1-9]\d{0,4}))?"
_ORIGIN: Final = re.compile(rf"(https?)://({_NAME}|\[[0-9a-f:.]+\]){_PORT}", re.ASCII | re.IGNORECASE)
_SOCKET: Final = re.compile(rf"wss?://{_NAME}{_PORT}(?:/[\w.~-]+)*", re.ASCII | re.IGNORECASE)
_USUAL: Final = {"http": 80, "https": 443}


def web_address(text: str) -> str:
    """The address without spaces around it and strokes at its end. Raises ValueError."""
    text = text.strip()
    parts = urlsplit(text)
    if text and (parts.scheme not in _USUAL or not parts.hostname or parts.port == 0 or re.search(r"\s", text)):
        raise ValueError("must be an address that begins with http:// or https://")
    return text.rstrip("/")


def origin(text: str) -> str:
    """Scheme, host and port as browsers write them, where the address is nothing more. Raises ValueError."""
    text = web_address(text)
    if text and not _ORIGIN.fullmatch(text):
        raise ValueError("must be an origin alone, such as https://sign.example.kz")
    return origin_of(text)


def origin_of(address: str) -> str:
    """The origin of a web address, as browsers compare them; nothing of nothing."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in {None, _USUAL.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}" if host else ""


def socket_address(text: str) -> str:
    """Over TLS unless on this machine, and such that a content security policy can name it. Raises ValueError."""
    text = text.strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme != "wss" and not (parts.scheme == "ws" and parts.hostname in LOOPBACK):
        raise ValueError("must be an address that begins with wss://")
    if not _SOCKET.fullmatch(text) or parts.port == 0:
        raise ValueError("must be a plain address, such as wss://127.0.0.1:13579")
    return text
