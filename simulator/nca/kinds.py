"""Which keys the authority makes for a person, and for those who act for an organisation: good ones and wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from simulator.eds.certificates import EMPLOYEE, HEAD, LOGGING_IN, PERSON, PERSON_LOGGING_IN, SIGNER, SIGNING

AGREEING = SIGNING | 0x08
YEAR = timedelta(days=365)


class Family(StrEnum):
    """The two kinds of keys that Kazakhstan has issued."""

    GOST = "gost"
    RSA = "rsa"


@dataclass(frozen=True)
class Kind:
    """What a key is for; its year begins so many days after it was made; a revoked one was revoked the day before."""

    family: Family = Family.GOST
    purposes: tuple[str, ...] = PERSON
    usage: int = AGREEING
    begins_in: timedelta = timedelta(days=-30)
    revoked: bool = False

    @property
    def prefix(self) -> str:
        """How the NCA begins the name of such a file (eds.md 1.1)."""
        if self.family is Family.GOST:
            return "GOST512_"
        return "AUTH_RSA256_" if self.usage == LOGGING_IN else "RSA256_"


OWN: Mapping[str, Kind] = {
    "gost": Kind(),
    "rsa": Kind(Family.RSA, usage=SIGNING),
    "rsa_auth": Kind(Family.RSA, PERSON_LOGGING_IN, LOGGING_IN),
    "expired": Kind(begins_in=-YEAR - timedelta(days=1)),
    "starts_tomorrow": Kind(begins_in=timedelta(days=1)),
    "revoked": Kind(revoked=True),
}
OFFICIAL: Mapping[str, Kind] = {
    "head": Kind(purposes=HEAD),
    "head_rsa": Kind(Family.RSA, HEAD, SIGNING),
    "signer": Kind(purposes=SIGNER),
    "employee": Kind(purposes=EMPLOYEE),
    "head_expired": Kind(purposes=HEAD, begins_in=-YEAR - timedelta(days=1)),
    "head_revoked": Kind(purposes=HEAD, revoked=True),
}
