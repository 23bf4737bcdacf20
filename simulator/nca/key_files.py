"""A key as the file that people are given: `GOST512_….p12`, locked with a password (eds.md 1.1, 1.2)."""

from __future__ import annotations

import hashlib

from simulator.eds.certificates import Holder
from simulator.eds.key_file import key_file
from simulator.nca.authority import key_bits
from simulator.nca.kinds import Kind

OPENED_BY = "Balapan2026"


def file_name(holder: Holder, kind: Kind) -> str:
    """As the NCA names it."""
    return f"{kind.prefix}{hashlib.sha1(key_bits(holder.certificate), usedforsecurity=False).hexdigest()}.p12"


def file_of(holder: Holder) -> bytes:
    """The file, which OPENED_BY opens."""
    return key_file(holder.key.pkcs8, holder.certificate.der, OPENED_BY)
