"""What the check of a signature comes to: valid, pending or refused, and why (eds.md 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RefusedBecause(StrEnum):
    """Why a signature does not count; in the order in which a verifier looks, then what the contract itself says."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    NO_SIGNER = "no_signer"
    SEVERAL_SIGNERS = "several_signers"
    OTHER_DOCUMENT = "other_document"
    NO_CERTIFICATE = "no_certificate"
    WEAK_ALGORITHM = "weak_algorithm"
    BAD_ATTRIBUTES = "bad_attributes"
    CERTIFICATE_NOT_NAMED = "certificate_not_named"
    BROKEN_SIGNATURE = "broken_signature"
    UNTRUSTED_ISSUER = "untrusted_issuer"
    AUTHENTICATION_KEY = "authentication_key"
    NOT_A_PERSON = "not_a_person"
    ORGANISATION = "organisation"
    OTHER_IIN = "other_iin"
    OTHER_BIN = "other_bin"
    NOT_ENTITLED = "not_entitled"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    BAD_TIME_STAMP = "bad_time_stamp"
    ABSURD_TIME = "absurd_time"
    USED_BEFORE = "used_before"
    TERM_OVER = "term_over"
    MOVED_ON = "moved_on"


class PendingBecause(StrEnum):
    """What could not be established yet; such a signature is never taken for valid (edge 26)."""

    REVOCATION_UNKNOWN = "revocation_unknown"
    TIME_STAMP_UNKNOWN = "time_stamp_unknown"


@dataclass(frozen=True)
class Signer:
    """Whom the certificate names; `bin` is that of the organisation for which the person signs."""

    iin: str = field(repr=False)
    name: str = field(repr=False)
    bin: str | None = None


@dataclass(frozen=True)
class Certificate:
    """The certificate of a signature; `sha256` is that of its DER form."""

    serial: str
    issuer: str
    sha256: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Times:
    """When the server received a signature, and the time of its verified time stamp, if it has one."""

    received_at: datetime
    stamped_at: datetime | None = None

    @property
    def reference(self) -> datetime:
        """The moment for which the certificate is judged: the first at which the signature is known to have been there.

        What the signature itself claims counts for nothing. A time stamp that was had after receipt, because its
        service was silent then, makes it no later: the signer's time is that of the receipt (C8a).
        """
        return min(self.stamped_at or self.received_at, self.received_at)


@dataclass(frozen=True)
class Valid:
    """The signature counts: by whom, over which document (SHA-256 in hex), with which certificate, when."""

    signer: Signer
    certificate: Certificate
    times: Times
    document: str


@dataclass(frozen=True)
class Pending:
    """Everything is right as far as it can be told, and something cannot be told yet (C8a)."""

    because: PendingBecause
    document: str
    received_at: datetime


@dataclass(frozen=True)
class Refused:
    """The signature does not count; the certificate is there when it tells more (the dates of N31)."""

    because: RefusedBecause
    certificate: Certificate | None = None


Verdict = Valid | Pending | Refused
