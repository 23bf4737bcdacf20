"""Judging a signature that came to the page: the verifier, and what the certification centre says at that time."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import structlog

from enrolment.signature_verdict import Pending, PendingBecause, Refused, Valid
from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.algorithms import GOST_2015_SIGNATURE
from signing_gateway.certificates import X509
from signing_gateway.contents import ContentDigests
from signing_gateway.digests import Digests
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.purposes import Expected, Purpose
from signing_gateway.refusals import Refusal
from signing_gateway.services import NONCE_BYTES
from signing_gateway.standing import SKEW
from signing_gateway.timestamps import read_time_stamp
from signing_gateway.verifier import Case, Circumstances, Evidence, Verification, verify_signature

log = structlog.get_logger()


class Asked(Protocol):
    """The certification centre's services (`signing_gateway.services`)."""

    async def ocsp(self, certificate: X509, issuer: X509, nonce: bytes) -> bytes | None: ...

    async def time_stamp(self, signature: bytes, *, gost: bool) -> bytes | None: ...

    async def lists(self) -> list[bytes]: ...


@dataclass(frozen=True)
class Submitted:
    """A signature with the document that it should be over, and when it was received.

    `known` is what was found when it was judged before: its time stamp, and what was said of revocation if that could
    be told then.
    """

    signature: bytes = field(repr=False)
    document: bytes = field(repr=False)
    expected: Expected
    received_at: datetime
    known: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True)
class Judge:
    """Judges off the event loop; a service that does not answer leaves the verdict pending (edge 26)."""

    anchors: Sequence[X509]
    services: Asked
    digests: Digests
    lists: HashedLists

    async def judge(self, one: Submitted, now: datetime) -> Verification:
        """The verdict, with the evidence in its case. Raises NotDigested."""
        document = await self.digests.of(one.document)
        circumstances = Circumstances(self.anchors, one.received_at, now)

        async def verified(evidence: Evidence) -> Verification:
            return await asyncio.to_thread(
                verify_signature, one.signature, document, one.expected, evidence, circumstances
            )

        # What is wrong in itself is told at once: nobody is asked about it.
        first = await verified(Evidence(time_stamp=one.known.time_stamp, revocation=False))
        if isinstance(first.verdict, Refused):
            return first
        evidence = await self._asked(first.case, one.known)
        found = await verified(evidence)
        if isinstance(found.verdict, Pending):
            listed = await self.lists.added(evidence, await self.services.lists(), first.case.chain)
            found = await verified(listed)
        return self._stamped(found, document, one)

    async def _asked(self, case: Case, known: Evidence) -> Evidence:
        """What OCSP says of every certificate below the anchor, and a time stamp for what is to last.

        Neither is asked for again where it is known: a time stamp that was had is the best that there will ever be.
        """
        if known.ocsp:
            return replace(known, time_stamp=await self._stamp(case, known))
        nonce = secrets.token_bytes(NONCE_BYTES)
        pairs = zip(case.chain, case.chain[1:], strict=False)
        asked = [self.services.ocsp(certificate, issuer, nonce) for certificate, issuer in pairs]
        stamp, *answers = await asyncio.gather(self._stamp(case, known), *asked)
        return Evidence([one for one in answers if one is not None], time_stamp=stamp, nonce=nonce)

    async def _stamp(self, case: Case, known: Evidence) -> bytes | None:
        """A time stamp that can be believed, unless only a key is checked or the message brings one."""
        if known.time_stamp is not None:
            return known.time_stamp
        if case.expected.purpose is Purpose.CHECK or case.stamped_at is not None:
            return None
        signer = case.read.signer
        token = await self.services.time_stamp(signer.signature, gost=signer.algorithm == GOST_2015_SIGNATURE)
        if token is None:
            return None
        try:
            stamp = await asyncio.to_thread(read_time_stamp, token, signer.signature, self.anchors)
            if stamp.at > case.circumstances.now + SKEW:
                raise Refusal(Why.BAD_TIME_STAMP, f"of {stamp.at}, and here it is {case.circumstances.now}")
        except Refusal as refusal:
            # The service's fault, or that of the clock here; not the signer's.
            log.error("eds.bad_time_stamp", why=refusal.detail)
            return None
        return token

    def _stamped(self, found: Verification, document: ContentDigests, one: Submitted) -> Verification:
        """A signature that is to last waits for its time stamp."""
        if not isinstance(found.verdict, Valid) or one.expected.purpose is Purpose.CHECK:
            return found
        if found.case.stamped_at is not None:
            return found
        return replace(found, verdict=Pending(PendingBecause.TIME_STAMP_UNKNOWN, document.sha256, one.received_at))
