"""A signature that came to the page: judged, told to the program, and judged again while it is pending."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from enrolment.contract import ContractState
from enrolment.signature_verdict import Pending, Refused, RefusedBecause, Verdict
from handlers.contract_signing import contract_signed, eds_checked
from handlers.office import Office
from signing_gateway.armour import SIGNATURES, to_der
from signing_gateway.der import Malformed
from signing_gateway.evidence import evidence_of
from signing_gateway.judging import Judge, Submitted
from signing_gateway.visits import Visit, Visits, bound, opened_first
from signing_gateway.ways import Way
from storage.database import Database
from storage.signings import Purpose, Signing
from storage.tasks import TaskRow
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
    """What the dialog was told, None where nothing changed; after a refusal the next link and its cookie."""

    result: dict[str, Any] | None
    token: str | None = None
    cookie: str | None = None


@dataclass(frozen=True)
class Submissions:
    """Takes signatures; `ess_optional` are the ways in which a signature need not name its certificate."""

    database: Database
    office: Office
    visits: Visits
    judge: Judge
    ess_optional: Collection[Way] = ()

    async def submit(self, visit: Visit, signature: bytes, way: Way) -> Outcome:
        """Judge what this browser has sent. Raises TooOften, NoDocument and NotDigested."""
        received_at = self.office.clock.now()
        async with self.database.transaction("signature") as uow:
            limit = f"signatures of {visit.signing.account_id}"
            if not await uow.limits.hit(limit, received_at, ATTEMPTS_WITHIN_S, ATTEMPTS):
                raise TooOften
        return await self._judged(visit, signature, way, received_at)

    async def again(self, task: TaskRow) -> dict[str, Any]:
        """What could not be told before, looked at again; the time when it was received stays."""
        payload = task.payload
        async with self.database.reading() as uow:
            signing = await uow.signings.get(payload["signing"])
            contract = await uow.contracts.get(signing.contract_id) if signing else None
        open_ = signing is not None and signing.used_at is None
        if signing is None or contract is None or not (open_ or contract.state is ContractState.SIGNATURE_PENDING):
            return {"status": "over"}
        visit = await self.visits.of(signing)
        if visit is None:
            return {"status": "over"}
        received_at = datetime.fromisoformat(payload["received_at"])
        await self._judged(visit, b64decode(payload["cms"]), Way(payload["way"]), received_at, payload["attempt"] + 1)
        return {"status": "done"}

    async def _judged(
        self, visit: Visit, signature: bytes, way: Way, received_at: datetime, attempt: int = 0
    ) -> Outcome:
        document = await self.visits.document(visit)
        if document is None:
            raise NoDocument
        expected = visit.expected(ess_optional=way in self.ess_optional)
        submitted = Submitted(_der(signature), document, expected, received_at)
        found = await self.judge.judge(submitted, self.office.clock.now())
        signing = visit.signing
        checks = signing.purpose is Purpose.CHECK
        evidence = evidence_of(found, way=way, challenge=document if checks else None)
        log.info("signature.judged", signing=signing.id, account=signing.account_id, way=way, **_told(found.verdict))
        async with self.database.transaction("signature judged") as uow:
            verdict = found.verdict
            if await uow.signatures.used_before(signing.id, submitted.signature):
                verdict = Refused(RefusedBecause.USED_BEFORE)
            use_case = eds_checked if checks else contract_signed
            result = await use_case(uow, self.office, signing, verdict, evidence)
            if isinstance(verdict, Pending):
                await self._come_back(uow, signing, submitted, way, attempt)
            return await self._outcome(uow, result)

    async def _come_back(self, uow: Uow, signing: Signing, one: Submitted, way: Way, attempt: int) -> None:
        """Later and later, up to half an hour."""
        payload = {
            "signing": signing.id,
            "cms": b64encode(one.signature).decode(),
            "way": way,
            "received_at": one.received_at.isoformat(),
            "attempt": attempt,
        }
        task = await uow.tasks.add(signing.account_id, AGAIN, payload, self.office.clock.now())
        pause = min(FIRST_AGAIN_S << min(attempt, 10), LONGEST_AGAIN_S)
        await uow.tasks.retry(task, await self.database.lease_now() + pause)

    async def _outcome(self, uow: Uow, result: dict[str, Any] | None) -> Outcome:
        """The next link goes to the same browser at once."""
        link = (result or {}).get("link")
        if link is None:
            return Outcome(result)
        token = str(link).rpartition("/")[2]
        following = await uow.signings.by_token(token)
        assert following is not None
        await opened_first(uow, following, self.office.clock.now())
        return Outcome(result, token, bound(uow, following))


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
