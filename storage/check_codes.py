"""By what the public check page finds a contract: a code that nobody guesses and that always stays the same."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from typing import Final

from storage.sealing import Sealer

_ID: Final = 8
_PROOF: Final = 12


def check_code(sealer: Sealer, contract_id: int) -> str:
    """Thirty-two letters and digits: the id, and a proof that only who holds the index key can make."""
    return b32encode(contract_id.to_bytes(_ID) + _proof(sealer, contract_id)).decode().lower()


def contract_of_code(sealer: Sealer, code: str) -> int | None:
    """The id of the contract whose code this is; None for any other."""
    try:
        said = b32decode(code.upper())
    except (NotBase32, ValueError):
        return None
    contract_id = int.from_bytes(said[:_ID])
    return contract_id if hmac.compare_digest(said[_ID:], _proof(sealer, contract_id)) else None


def _proof(sealer: Sealer, contract_id: int) -> bytes:
    return sealer.index("contract check", str(contract_id))[:_PROOF]
