"""One signature under examination: what came, what is expected, and what the steps have found so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from enrolment.signature_verdict import Certificate, Signer, Times
from signing_gateway.certificates import X509
from signing_gateway.chain import Chain
from signing_gateway.cms import SignedData
from signing_gateway.contents import ContentDigests
from signing_gateway.purposes import Expected
from signing_gateway.revocation import Evidence
from signing_gateway.standing import Told
from signing_gateway.subjects import Subject, read_subject, written
from signing_gateway.timestamps import TimeStamp


@dataclass(frozen=True)
class Circumstances:
    """What is trusted, when the signature came, and what time it is now (later, where a check is made again)."""

    anchors: Sequence[X509]
    received_at: datetime
    now: datetime


@dataclass
class Case:
    """The steps fill the second half, one after the other."""

    signature: bytes = field(repr=False)
    document: ContentDigests
    expected: Expected
    evidence: Evidence
    circumstances: Circumstances
    message: SignedData | None = field(default=None, repr=False)
    claimed_at: datetime | None = None
    stamp: TimeStamp | None = None
    chain: Chain = ()
    told: Sequence[Told] = ()

    @property
    def read(self) -> SignedData:
        """The message, once it has been read."""
        assert self.message is not None
        return self.message

    @property
    def leaf(self) -> X509:
        """The signer's certificate."""
        return self.read.signer.certificate

    @property
    def subject(self) -> Subject:
        """Whom the certificate names. Raises Malformed."""
        return read_subject(self.leaf.subject)

    @property
    def stamped_at(self) -> datetime | None:
        """The time of the time stamp that counts."""
        return None if self.stamp is None else self.stamp.at

    @property
    def times(self) -> Times:
        """The times by which the signature is judged."""
        return Times(self.circumstances.received_at, self.stamped_at)

    @property
    def certificate(self) -> Certificate:
        """The signer's certificate, for the verdict. Raises Malformed."""
        leaf = self.leaf
        return Certificate(f"{leaf.serial:x}", written(leaf.issuer), leaf.sha256, leaf.valid_from, leaf.valid_until)

    @property
    def signer(self) -> Signer:
        """The signer, for the verdict. Raises Malformed."""
        subject = self.subject
        return Signer(subject.iin or "", subject.name, subject.bin)
