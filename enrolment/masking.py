"""A signer as strangers may see them: enough for an acquaintance to recognise, too little to learn anything."""

from __future__ import annotations

_HIDDEN = "•"


def masked_iin(iin: str) -> str:
    """The last four digits: what stands before them tells the birthday."""
    return _HIDDEN * max(len(iin) - 4, 0) + iin[-4:]


def masked_signer(name: str) -> str:
    """The surname's first letter, then the given name: certificates say the surname first, the patronymic last."""
    surname, *given = name.split() or ["—"]
    return " ".join([surname[:1] + _HIDDEN * 3, *given[:1]])
