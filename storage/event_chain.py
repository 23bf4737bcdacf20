"""One link of the event chain: its hash over everything readable and the digest of its sealed details."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

START = bytes(32)
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Link:
    """What a link vouches for; `prev_hash` is that of the link before, or START."""

    prev_hash: bytes
    subject: str
    seq: int
    at: datetime
    actor: str
    from_state: str | None
    to_state: str
    reason: str | None
    details: bytes | None


def link_hash(link: Link) -> bytes:
    """SHA-256 over the link; the details count by the digest of their ciphertext, so that no key is needed."""
    said = [
        link.prev_hash.hex(),
        link.subject,
        link.seq,
        link.at.timestamp().hex(),
        link.actor,
        link.from_state,
        link.to_state,
        link.reason,
        None if link.details is None else hashlib.sha256(link.details).hexdigest(),
    ]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).digest()


def seal_details(key: bytes, place: str, details: dict[str, Any]) -> bytes:
    """Nonce, ciphertext and tag under the subject's own key."""
    nonce = os.urandom(_NONCE)
    text = json.dumps(details, ensure_ascii=False, separators=(",", ":"))
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def open_details(key: bytes, place: str, sealed: bytes) -> dict[str, Any]:
    """The details; raises InvalidTag for changed ones or another place."""
    opened: dict[str, Any] = json.loads(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode()))
    return opened
