"""A signature as it is kept: of which link, how it was judged, and by whom it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from enrolment.signature_evidence import Side, SignatureCheck, SignatureEvidence, SignatureFacts
from enrolment.signature_verdict import Certificate, Pending, Refused, Signer, Valid, Verdict
from storage.kept_facts import facts_row, kept_facts
from storage.sealed_rows import SealedRow
from storage.sealing import Sealer
from storage.signings import Signing, read_signing

State = Literal["valid", "pending", "refused"]


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """`checks` are the steps of the verifier; the signer is there once it is valid.

    One that is pending for no reason was received and not judged yet.
    """

    signing: Signing
    side: Side
    state: State
    reason: str | None
    received_at: datetime
    stamped_at: datetime | None
    checked_at: datetime
    signer: Signer | None = field(default=None, repr=False)
    certificate: Certificate | None = None
    way: str = ""
    nonce: bytes | None = field(default=None, repr=False)
    checks: tuple[SignatureCheck, ...] = ()
    facts: SignatureFacts = field(default_factory=SignatureFacts)

    @property
    def at(self) -> datetime:
        """The time for which it was judged: of its time stamp or of its receipt, whichever was first."""
        return min(self.stamped_at or self.received_at, self.received_at)

    @property
    def pending(self) -> bool:
        """Whether it still has to be judged, for the first time or again."""
        return self.state == "pending"

    @property
    def told(self) -> bool:
        """Whether a verdict is known that its signer has heard of: one that it waits for a service at least."""
        return not self.pending or self.reason is not None


def signature_columns(
    signing_id: int, side: Side, verdict: Verdict | None, evidence: SignatureEvidence, sealer: Sealer
) -> dict[str, Any]:
    """The row of a signature; without a verdict it has come just now and is not judged yet."""
    found: dict[str, Any] = {
        "way": evidence.way,
        "nonce": evidence.nonce.hex() if evidence.nonce else None,
        "checks": [[one.name, one.passed, one.detail] for one in evidence.checks],
        "facts": facts_row(evidence.facts),
    }
    row: dict[str, Any] = {"signing_id": signing_id, "side": side, "reason": None, "stamped_at": None}
    match verdict:
        case Valid(signer=signer, certificate=certificate, times=times):
            row |= {"state": "valid", "received_at": times.received_at, "stamped_at": times.stamped_at}
            found |= {"signer": asdict(signer), "certificate": _certificate_row(certificate)}
        case Pending(because=why, received_at=received):
            row |= {"state": "pending", "reason": why.value, "received_at": received}
        case Refused(because=why, certificate=named):
            row |= {"state": "refused", "reason": why.value, "received_at": evidence.checked_at}
            found |= {"certificate": _certificate_row(named)} if named else {}
        case None:
            row |= {"state": "pending", "received_at": evidence.checked_at}
    sealed = SealedRow(sealer, "signature", signing_id).seal_json("found", found)
    return {**row, "checked_at": evidence.checked_at, "found": sealed}


def kept_signature(row: Row[Any], sealer: Sealer) -> KeptSignature:
    """The signature of a row that brings its link along."""
    found = SealedRow(sealer, "signature", row.signing_id).open_json("found", row.found)
    signer, certificate, nonce = found.get("signer"), found.get("certificate"), found["nonce"]
    return KeptSignature(
        read_signing(row),
        Side(row.side),
        row.state,
        row.reason,
        row.received_at,
        row.stamped_at,
        row.checked_at,
        Signer(**signer) if signer else None,
        _certificate(certificate) if certificate else None,
        found["way"],
        bytes.fromhex(nonce) if nonce else None,
        tuple(SignatureCheck(*one) for one in found["checks"]),
        kept_facts(found.get("facts", {})),
    )


def _certificate_row(one: Certificate) -> dict[str, str]:
    term = {"valid_from": one.valid_from.isoformat(), "valid_until": one.valid_until.isoformat()}
    return {"serial": one.serial, "issuer": one.issuer, "sha256": one.sha256, **term}


def _certificate(said: dict[str, str]) -> Certificate:
    term = {name: datetime.fromisoformat(said[name]) for name in ("valid_from", "valid_until")}
    return Certificate(said["serial"], said["issuer"], said["sha256"], **term)
