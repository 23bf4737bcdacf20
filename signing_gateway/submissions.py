"""A signature that came to the page: received first, then judged, and judged again while it is pending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog

from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import PendingBecause, Refused, RefusedBecause, Verdict
from handlers.contract_signing import contract_signed
from handlers.key_checking import eds_checked
from handlers.office import Office
from handlers.signature_answers import refused_result
from handlers.signature_keeping import JUDGED_WITHIN, Receipt, receive_signature
from signing_gateway.armour import SIGNATURES, to_der
from signing_gateway.der import Malformed
from signing_gateway.evidence import evidence_of
from signing_gateway.judging import Judge, Submitted
from signing_gateway.verifier import Evidence
from signing_gateway.visits import Visit, Visits
from signing_gateway.ways import Way
from storage.database import Database
from storage.kept_signature import KeptSignature
from storage.signings import Purpose, Signing
from storage.tasks import TaskRow
from storage.transient import tried
from storage.uow import Uow

AGAIN: Final = "signature_again"
FIRST_AGAIN_S, LONGEST_AGAIN_S = 30, 1800
ATTEMPTS, ATTEMPTS_WITHIN_S = 10, 600
log = structlog.get_logger()


class TooOften(Exception):
    """This account has sent too many signatures in ten minutes."""


class NoDocument(Exception):
    """What is to be signed cannot be read."""


@dataclass(frozen=True)
class Outcome:
    """What the dialog was told, None where nothing changed; after a refusal the token of the next link."""

    result: dict[str, Any] | None
    token: str | None = None


UseCase = Callable[[Uow, Office, Signing, Verdict, SignatureEvidence], Awaitable[dict[str, Any] | None]]
ANOTHER: Final = Outcome(None)
"""The link has another signature than the one that came."""
_MOVED_ON: Final = Refused(RefusedBecause.MOVED_ON)


@dataclass(frozen=True)
class Submissions:
    """Takes signatures; `ess_optional` are the ways in which a signature need not name its certificate."""

    database: Database
    office: Office
    visits: Visits
    judge: Judge
    ess_optional: Collection[Way] = ()

    async def submit(self, visit: Visit, signature: bytes, way: Way) -> Outcome:
        """Keep what this browser has sent, then judge it; the same once more has the same outcome.

        Raises TooOften; NoDocument and NotDigested leave it kept, to be judged by whoever comes first: the same
        signature sent again, or the task.
        """
        evidence = SignatureEvidence(_der(signature), self.office.clock.now(), way=way)
        kept = await tried(partial(self._received, visit, evidence), "signature")
        if kept is None:
            return ANOTHER
        return outcome_of(kept) if kept.told else await self._judged(visit)

    async def again(self, task: TaskRow) -> dict[str, Any]:
        """What could not be told before, looked at again; the time when it was received stays.

        Whatever goes wrong meanwhile, the signature waits for the next time.
        """
        attempt = task.payload["attempt"] + 1
        async with self.database.reading() as uow:
            signing = await uow.signings.get(task.payload["signing"])
            kept = await uow.signatures.get(task.payload["signing"])
        if signing is None or kept is None or not kept.pending:
            return {"status": "over"}
        try:
            await self._judged_again(signing, attempt)
        except Exception:
            log.exception("signature.not_judged", signing=signing.id, attempt=attempt)
            async with self.database.transaction("signature waits") as uow:
                await self._come_back(uow, signing, _pause(attempt), attempt)
            return {"status": "later"}
        return {"status": "done"}

    async def resume(self) -> int:
        """Give a task to every signature that waits without one, whatever became of it; how many there were."""
        async with self.database.transaction("signatures resumed") as uow:
            waiting = await uow.signatures.pending()
            looked_after = {one.payload["signing"] for one in await uow.tasks.open(AGAIN)} if waiting else set()
            lost = [kept.signing for kept in waiting if kept.signing.id not in looked_after]
            for signing in lost:
                log.warning("signature.resumed", signing=signing.id, account=signing.account_id)
                await self._come_back(uow, signing, 0, 0)
        return len(lost)

    async def _count(self, uow: Uow, account_id: int, now: datetime) -> None:
        if not await uow.limits.hit(f"signatures of {account_id}", now, ATTEMPTS_WITHIN_S, ATTEMPTS):
            raise TooOften

    async def _received(self, visit: Visit, evidence: SignatureEvidence) -> KeptSignature | None:
        """Kept with a task that judges it, should this process come to an end before it does; None of another one."""
        signing, side = visit.signing, Side.PRESCHOOL if visit.staff else Side.PARENT
        async with self.database.transaction("signature received") as uow:
            kept = await uow.signatures.get(signing.id)
            if kept is None or not kept.told:
                await self._count(uow, signing.account_id, evidence.checked_at)
            receipt = await receive_signature(uow, signing, side, evidence)
            if receipt is Receipt.TAKEN:
                await self._come_back(uow, signing, JUDGED_WITHIN.total_seconds(), 0)
            return None if receipt is Receipt.ANOTHER else await uow.signatures.get(signing.id)

    async def _judged_again(self, signing: Signing, attempt: int) -> None:
        visit = await self.visits.of(signing)
        if visit is not None and not await self.visits.forgotten(visit):
            await self._judged(visit, attempt)
            return
        # Nobody is there any more whose it could be, or nothing over which.
        async with self.database.transaction("signature of nobody") as uow:
            kept = await uow.signatures.get(signing.id)
            if kept is not None and kept.pending:
                evidence = await uow.signatures.evidence(kept)
                await _use_case(signing)(uow, self.office, kept.signing, _MOVED_ON, evidence)

    async def _judged(self, visit: Visit, attempt: int = 0) -> Outcome:
        """Whoever comes first with a verdict settles exactly this signature; the others tell what it was."""
        signing, checks = visit.signing, visit.signing.purpose is Purpose.CHECK
        document = await self.visits.document(visit)
        if document is None:
            raise NoDocument
        async with self.database.reading() as uow:
            kept = await uow.signatures.get(signing.id)
            before = await uow.signatures.evidence(kept) if kept else None
        if kept is None or before is None or not kept.pending:
            return outcome_of(kept)
        expected = visit.expected(ess_optional=kept.way in self.ess_optional)
        submitted = Submitted(before.signature, document, expected, kept.received_at, _known(kept, before))
        found = await self.judge.judge(submitted, self.office.clock.now())
        told = _told(found.verdict)
        log.info("signature.judged", signing=signing.id, account=signing.account_id, way=kept.way, **told)
        evidence = evidence_of(found, way=kept.way, challenge=document if checks else None)
        return await tried(partial(self._settled, signing, found.verdict, evidence, attempt), "signature")

    async def _settled(self, signing: Signing, verdict: Verdict, evidence: SignatureEvidence, attempt: int) -> Outcome:
        async with self.database.transaction("signature judged") as uow:
            kept = await uow.signatures.get(signing.id)
            if kept is None or not kept.pending:
                return outcome_of(kept)
            if await uow.signatures.used_before(signing.id, evidence.signature):
                verdict = Refused(RefusedBecause.USED_BEFORE)
            result = await _use_case(signing)(uow, self.office, kept.signing, verdict, evidence)
            await self._come_back(uow, signing, _pause(attempt), attempt)
            return _outcome(result) if result else outcome_of(await uow.signatures.get(signing.id))

    async def _come_back(self, uow: Uow, signing: Signing, pause_s: float, attempt: int) -> None:
        """One task while it is pending, and none once it is settled."""
        for one in await uow.tasks.open(AGAIN, signing.account_id):
            if one.payload["signing"] == signing.id:
                await uow.tasks.done(one.id, self.office.clock.now())
        kept = await uow.signatures.get(signing.id)
        if kept is not None and kept.pending:
            payload = {"signing": signing.id, "attempt": attempt}
            task = await uow.tasks.add(signing.account_id, AGAIN, payload, self.office.clock.now())
            await uow.tasks.retry(task, await self.database.lease_now() + pause_s)


def outcome_of(kept: KeptSignature | None) -> Outcome:
    """What is known of a signature that was judged before."""
    match kept.state if kept else None:
        case "valid":
            return Outcome({"verdict": "valid"})
        case "pending":
            return Outcome({"verdict": "pending"})
        case "refused" if kept is not None and kept.reason is not None:
            return Outcome(refused_result(RefusedBecause(kept.reason), kept.certificate))
    return ANOTHER


def _outcome(result: dict[str, Any]) -> Outcome:
    link = result.get("link")
    return Outcome(result, str(link).rpartition("/")[2] if link else None)


def _known(kept: KeptSignature, before: SignatureEvidence) -> Evidence:
    """What need not be asked again: the time stamp, and what OCSP alone has established of revocation."""
    if kept.reason == PendingBecause.TIME_STAMP_UNKNOWN and not before.lists:
        return Evidence(before.ocsp, time_stamp=before.time_stamp, nonce=before.nonce)
    return Evidence(time_stamp=before.time_stamp)


def _use_case(signing: Signing) -> UseCase:
    return eds_checked if signing.purpose is Purpose.CHECK else contract_signed


def _pause(attempt: int) -> float:
    """Later and later, up to half an hour."""
    return min(FIRST_AGAIN_S << min(attempt, 10), LONGEST_AGAIN_S)


def _der(signature: bytes) -> bytes:
    """As it is kept; what cannot be read is judged as it came."""
    try:
        return to_der(signature, SIGNATURES)
    except Malformed:
        return signature


def _told(verdict: Verdict) -> dict[str, str]:
    """For the log: no names, no numbers."""
    because = getattr(verdict, "because", None)
    return {"verdict": type(verdict).__name__.lower(), "reason": str(because or "")}
