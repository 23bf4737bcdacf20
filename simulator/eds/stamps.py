"""Time-stamp tokens (RFC 3161), as the certification centre's service makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from signing_gateway import der_writing
from signing_gateway.algorithms import DIGESTS, SHA256
from signing_gateway.cms import TIME_STAMPED
from signing_gateway.der_writing import generalized_time, integer, octets, oid, sequence
from simulator.eds.certificates import Holder
from simulator.eds.messages import SignerInfo, attributes_over, message_of

POLICY = "1.2.398.3.3.2.6.4"


@dataclass(frozen=True)
class Stamp:
    """What a token shall say: the time, over which bytes, hashed how."""

    at: datetime
    stamped: bytes
    digest: str = SHA256

    def built(self) -> bytes:
        """The TSTInfo."""
        imprint = sequence(der_writing.algorithm(self.digest), octets(DIGESTS[self.digest](self.stamped)))
        return sequence(integer(1), oid(POLICY), imprint, integer(7), generalized_time(self.at))

    def signed_by(self, authority: Holder) -> bytes:
        """The token."""
        content = self.built()
        info = SignerInfo(authority, attributes_over(authority, content, self.at, TIME_STAMPED))
        return replace(message_of(info), version=3, content_type=TIME_STAMPED, content=content).built()


def response(token: bytes) -> bytes:
    """A granted TimeStampResp around a token."""
    return sequence(sequence(integer(0)), token)
