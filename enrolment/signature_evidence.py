"""What is kept of a signature for ever, so that anybody can check it again without asking anyone (eds.md 8, 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Side(StrEnum):
    """For which side of the contract somebody signs."""

    PARENT = "parent"
    PRESCHOOL = "preschool"


class Proof(StrEnum):
    """What the bytes are that are kept with a signature."""

    SIGNATURE = "signature"
    CHALLENGE = "challenge"
    OCSP = "ocsp"
    TIME_STAMP = "time_stamp"
    REVOCATION_LIST = "revocation_list"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class SignatureCheck:
    """A step of the verifier with its outcome; None where it could not be told. `detail` may name a person."""

    name: str
    passed: bool | None
    detail: str = field(default="", repr=False)


@dataclass(frozen=True)
class Word:
    """What an authority said of a signature, when: whose certificate it was, its serial number, and who issued that."""

    at: datetime
    by: str
    issuer: str
    serial: str


@dataclass(frozen=True)
class SignatureFacts:
    """What the proofs say, for whoever reads the card (eds.md 7): identifiers as they stand in the certificate.

    `good` is who said that the certificate was not revoked, and `listed` that this was a list.
    """

    organisation: str | None = None
    policies: tuple[str, ...] = ()
    usages: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    stamp: Word | None = None
    good: Word | None = None
    listed: bool = False


@dataclass(frozen=True)
class SignatureEvidence:
    """The signature as it was received, everything by which it was judged, and when that was done.

    All but the signature is DER. `chain` goes from the signer's certificate up to the anchor. `challenge` is what was
    signed where an EDS was only checked; `way` is how it was signed, as settings name the ways.
    """

    signature: bytes = field(repr=False)
    checked_at: datetime
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    ocsp: tuple[bytes, ...] = field(default=(), repr=False)
    time_stamp: bytes | None = field(default=None, repr=False)
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    nonce: bytes | None = field(default=None, repr=False)
    challenge: bytes | None = field(default=None, repr=False)
    way: str = ""
    checks: tuple[SignatureCheck, ...] = ()
    facts: SignatureFacts = field(default_factory=SignatureFacts)

    @property
    def proofs(self) -> list[tuple[Proof, bytes]]:
        """Everything in bytes, in the order in which it is kept."""
        single = (
            (Proof.SIGNATURE, self.signature),
            (Proof.CHALLENGE, self.challenge),
            (Proof.TIME_STAMP, self.time_stamp),
        )
        several = ((Proof.CERTIFICATE, self.chain), (Proof.OCSP, self.ocsp), (Proof.REVOCATION_LIST, self.lists))
        some = [(kind, data) for kind, data in single if data is not None]
        return [*some, *((kind, data) for kind, every in several for data in every)]
