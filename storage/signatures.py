"""Signatures that counted or cannot be judged yet, with everything by which they can be checked again, for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, insert, or_, select, update

from enrolment.signature_evidence import Proof, Side, SignatureEvidence
from enrolment.signature_verdict import Verdict
from storage.contract_tables import signing
from storage.kept_signature import KeptSignature, kept_signature, signature_columns
from storage.signature_tables import proof, signature, signature_proof
from storage.signings import Purpose, Signing
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = signature.c


class Signatures:
    """The signatures, within one unit of work; a link has at most one."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def receive(self, signing: Signing, side: Side, evidence: SignatureEvidence) -> None:
        """Keeps what has come at `evidence.checked_at`, and is still to be judged."""
        row = signature_columns(signing.id, side, None, evidence, self._uow.sealer)
        await self._uow.connection.execute(_ADD, row)
        await self._keep_proofs(signing.id, evidence)

    async def keep(self, signing: Signing, side: Side, verdict: Verdict, evidence: SignatureEvidence) -> None:
        """Keeps it, in place of what was known while it was pending; when it was received stays as it was."""
        row = signature_columns(signing.id, side, verdict, evidence, self._uow.sealer)
        was = (await self._uow.connection.execute(_RECEIVED, {"of": signing.id})).scalar_one_or_none()
        if was is None:
            await self._uow.connection.execute(_ADD, row)
        else:
            await self._uow.connection.execute(_SETTLE, {**row, "received_at": was, "of": row.pop("signing_id")})
            await self._uow.connection.execute(_DROP_PROOFS, {"of": signing.id})
        await self._keep_proofs(signing.id, evidence)

    async def get(self, signing_id: int, *, lock: bool = False) -> KeptSignature | None:
        """The signature made with that link; where it is to be settled, `lock` lets nobody else do so meanwhile."""
        query = _BY_ID.with_for_update(of=signature) if lock else _BY_ID
        row = (await self._uow.connection.execute(query, {"of": signing_id})).one_or_none()
        return None if row is None else kept_signature(row, self._uow.sealer)

    async def of(self, contract_id: int, version: int) -> list[KeptSignature]:
        """Those over that version of the contract, in the order in which they were received."""
        rows = await self._uow.connection.execute(_OF_VERSION, {"of": contract_id, "number": version})
        return [kept_signature(row, self._uow.sealer) for row in rows]

    async def sides(self, contract_id: int, version: int) -> set[Side]:
        """Whose signatures count over that version."""
        rows = await self._uow.connection.execute(_SIDES, {"of": contract_id, "number": version})
        return set(map(Side, rows.scalars()))

    async def pending(self) -> list[KeptSignature]:
        """Those still to be judged, the one that was looked at longest ago first."""
        rows = await self._uow.connection.execute(_PENDING)
        return [kept_signature(row, self._uow.sealer) for row in rows]

    async def key_checked_since(self, one: KeptSignature) -> bool:
        """Whether somebody else's key, received later, counts for the same contract already."""
        link = one.signing
        terms = {"of": link.contract_id, "whose": link.account_id, "since": one.received_at}
        return (await self._uow.connection.execute(_CHECKED_SINCE, terms)).first() is not None

    async def used_before(self, signing_id: int, signature_: bytes) -> bool:
        """Whether the same bytes are kept as the signature made with another link, unless refused or received later."""
        digest = hashlib.sha256(signature_).hexdigest()
        rows = await self._uow.connection.execute(_ELSEWHERE, {"of": signing_id, "digest": digest})
        mine = (await self._uow.connection.execute(_RECEIVED, {"of": signing_id})).scalar_one_or_none()
        return any(mine is None or (row.received_at, row.signing_id) < (mine, signing_id) for row in rows)

    async def is_of(self, signing_id: int, signature_: bytes) -> bool:
        """Whether these bytes are what is kept as the signature made with that link."""
        digest = hashlib.sha256(signature_).hexdigest()
        return (await self._uow.connection.execute(_SAME, {"of": signing_id, "digest": digest})).first() is not None

    async def evidence(self, one: KeptSignature) -> SignatureEvidence:
        """Everything that was kept with it."""
        held: dict[Proof, list[bytes]] = {kind: [] for kind in Proof}
        for row in await self._uow.connection.execute(_PROOFS, {"of": one.signing.id}):
            held[Proof(row.kind)].append(self._uow.sealer.open(_place(row.sha256), row.body))
        return SignatureEvidence(
            held[Proof.SIGNATURE][0],
            one.checked_at,
            tuple(held[Proof.CERTIFICATE]),
            tuple(held[Proof.OCSP]),
            _single(held[Proof.TIME_STAMP]),
            tuple(held[Proof.REVOCATION_LIST]),
            one.nonce,
            _single(held[Proof.CHALLENGE]),
            one.way,
            one.checks,
            one.facts,
        )

    async def forget_refused(self, before: datetime) -> None:
        """What was received before then and does not count goes, with the link by which it came."""
        await self._uow.connection.execute(_FORGET_REFUSED, {"before": before})
        await self._uow.connection.execute(_SWEEP)

    async def erase(self, account_id: int, contract_ids: Collection[int]) -> None:
        """Those over these contracts are forgotten, and the account's over any that it has not signed (edge 40)."""
        terms = {"whose": account_id, "ids": list(contract_ids)}
        await self._uow.connection.execute(_ERASE, terms)
        await self._uow.connection.execute(_SWEEP)

    async def _keep_proofs(self, signing_id: int, evidence: SignatureEvidence) -> None:
        counted: dict[Proof, int] = dict.fromkeys(Proof, 0)
        rows: list[dict[str, Any]] = []
        for kind, data in evidence.proofs:
            digest = hashlib.sha256(data).hexdigest()
            new = upsert(self._uow.dialect, proof).on_conflict_do_nothing(index_elements=["sha256"])
            body = self._uow.sealer.seal(_place(digest), data)
            await self._uow.connection.execute(new.values(sha256=digest, body=body))
            rows.append({"signing_id": signing_id, "kind": kind, "position": counted[kind], "sha256": digest})
            counted[kind] += 1
        await self._uow.connection.execute(_ADD_PROOFS, rows)


def _single(found: Sequence[bytes]) -> bytes | None:
    return found[0] if found else None


def _place(digest: str) -> str:
    return f"proof.body|{digest}"


_WITH_LINK = select(signature, *signing.c).join(signing, signing.c.id == _TABLE.signing_id)
_BY_ID = _WITH_LINK.where(_TABLE.signing_id == bindparam("of"))
_OF_VERSION = _WITH_LINK.where(signing.c.contract_id == bindparam("of"), signing.c.version == bindparam("number"))
_OF_VERSION = _OF_VERSION.order_by(_TABLE.received_at, _TABLE.signing_id)
_SIDES = (
    select(_TABLE.side)
    .join(signing, signing.c.id == _TABLE.signing_id)
    .where(signing.c.contract_id == bindparam("of"), signing.c.version == bindparam("number"), _TABLE.state == "valid")
)
_PENDING = _WITH_LINK.where(_TABLE.state == "pending").order_by(_TABLE.checked_at)
_CHECKED_SINCE = (
    select(_TABLE.signing_id)
    .join(signing, signing.c.id == _TABLE.signing_id)
    .where(
        signing.c.contract_id == bindparam("of"),
        signing.c.account_id != bindparam("whose"),
        signing.c.purpose == Purpose.CHECK.value,
        _TABLE.state == "valid",
        _TABLE.received_at > bindparam("since"),
    )
)
_RECEIVED = select(_TABLE.received_at).where(_TABLE.signing_id == bindparam("of"))
_ADD = insert(signature)
_SETTLE = update(signature).where(_TABLE.signing_id == bindparam("of"))
_DROP_PROOFS = delete(signature_proof).where(signature_proof.c.signing_id == bindparam("of"))
_ADD_PROOFS = insert(signature_proof)
_PROOFS = (
    select(signature_proof.c.kind, proof.c.sha256, proof.c.body)
    .join(proof, proof.c.sha256 == signature_proof.c.sha256)
    .where(signature_proof.c.signing_id == bindparam("of"))
    .order_by(signature_proof.c.kind, signature_proof.c.position)
)
_ELSEWHERE = (
    select(_TABLE.signing_id, _TABLE.received_at)
    .join(signature_proof, signature_proof.c.signing_id == _TABLE.signing_id)
    .where(
        signature_proof.c.sha256 == bindparam("digest"),
        signature_proof.c.kind == Proof.SIGNATURE.value,
        _TABLE.signing_id != bindparam("of"),
        _TABLE.state != "refused",
    )
)
_SAME = select(signature_proof.c.signing_id).where(
    signature_proof.c.sha256 == bindparam("digest"),
    signature_proof.c.kind == Proof.SIGNATURE.value,
    signature_proof.c.signing_id == bindparam("of"),
)
_LINK, _COUNTS = signing.alias("link"), signature.alias("counts")
_HAS_SIGNED = exists().where(
    _COUNTS.c.signing_id == _LINK.c.id,
    _COUNTS.c.state.in_(("valid", "pending")),
    _LINK.c.purpose == Purpose.SIGN.value,
    _LINK.c.contract_id == signing.c.contract_id,
    _LINK.c.account_id == signing.c.account_id,
)
_IN_VAIN = select(signing.c.id).where(
    or_(
        signing.c.contract_id.in_(bindparam("ids", expanding=True)),
        and_(signing.c.account_id == bindparam("whose"), ~_HAS_SIGNED),
    )
)
_REFUSED = select(_TABLE.signing_id).where(_TABLE.state == "refused", _TABLE.received_at < bindparam("before"))
_FORGET_REFUSED = delete(signing).where(signing.c.id.in_(_REFUSED))
_ERASE = delete(signature).where(_TABLE.signing_id.in_(_IN_VAIN))
_SWEEP = delete(proof).where(~exists().where(signature_proof.c.sha256 == proof.c.sha256))
