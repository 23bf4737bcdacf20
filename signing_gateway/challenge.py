"""What is signed only to see that an EDS works: a few lines that are good for one link. S2-20…S2-24, C3."""

from __future__ import annotations

from datetime import UTC

from storage.sealing import Sealer
from storage.signings import Signing

NAME = "balapan-eds.txt"


def challenge(sealer: Sealer, signing: Signing) -> bytes:
    """The account, the time and a number that nobody can guess; the same for as long as the link lives."""
    nonce = sealer.index("signing challenge", str(signing.id)).hex()
    lines = (
        "Balapan. ЭЦҚ тексеру / Проверка ЭЦП",
        f"account: {signing.account_id}",
        f"time: {signing.created_at.astimezone(UTC).isoformat()}",
        f"nonce: {nonce}",
    )
    return "".join(f"{line}\n" for line in lines).encode()
