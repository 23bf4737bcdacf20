"""What parents and employees ask to be done with a contract: values that the handler carries out. C1–C19, E7, E8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.effects import Effect
from dialogs.inputs import Page
from enrolment.terms import DocumentKind

Fields = Mapping[str, str]
"""Answers of the contract form by their codes (`iban`, `id_issue_date` …); dates as ISO, skipped ones empty."""
Documents = Mapping[DocumentKind, tuple[Page, ...]]
"""The pages of each document; none for one that the parent says there is not."""


class SigningPurpose(StrEnum):
    """What the signing page is opened for."""

    CHECK = "check"
    SIGN = "sign"


# Parents


@dataclass(frozen=True)
class StartContract(Effect):
    """The parent begins the contract with the kindergarten that the referral names (E7, C1)."""

    voucher: int


@dataclass(frozen=True)
class StartSigning(Effect):
    """A one-time link to the signing page; gives `{"token", "link"}` for the question that waits.

    The result comes as `Found`: `{"verdict": "valid" | "pending" | "refused", "reason"}` with the codes of
    `enrolment.signature_verdict`, and `from` and `to` (ISO) where the certificate's dates are the reason; with a
    `token` and a `link` it brings the next link along. A later result of the same token follows a pending one.
    `version` is the frozen document's, None where a key is only checked (C3, C8, C11, C14).
    """

    contract: int
    purpose: SigningPurpose
    version: int | None = None


@dataclass(frozen=True)
class MakeDraft(Effect):
    """Have the draft typeset outside the turn from these answers, kept until the contract is frozen (C7).

    Gives `{"token"}`; the result is `{"version", "pages"}`, or `{"failed": True}`. Of a returned contract only what was
    marked is handed in; the rest stays as it was. Refused at the question whose answer does not fit the others.
    """

    contract: int
    fields: Fields = field(default_factory=dict)
    documents: Documents = field(default_factory=dict)


@dataclass(frozen=True)
class FreezeContract(Effect):
    """Fix the bytes of this version of the draft, with the answers it was made from (C7, C11).

    Gives `{"token"}`; the result is `{"version", "sha256"}`, `{"changed": True}` when it says something else by then,
    or `{"failed": True}`. Refused at `draft` when the model form or the answers have changed since it was made (C20).
    """

    contract: int
    version: int


@dataclass(frozen=True)
class ContractPicture(Effect):
    """Send one page, counted from 1, as a picture into this chat; without a version, of the newest (S2-42, S2-63)."""

    contract: int
    page: int
    version: int | None = None


@dataclass(frozen=True)
class ContractFile(Effect):
    """Send the PDF into this chat; without a version, the newest (S1-28, S2-42, S2-63, edge 42)."""

    contract: int
    version: int | None = None


@dataclass(frozen=True)
class ContractSignatures(Effect):
    """Send the sheet and the package of both signatures into this chat (S1-26, S1-28)."""

    contract: int


@dataclass(frozen=True)
class ShowContract(Effect):
    """Open the contract's card, saying what has become of it (C8, C8a, C15)."""

    contract: int


@dataclass(frozen=True)
class CancelContract(Effect):
    """The parent withdraws from a contract that is not signed by both, asked twice (C16)."""

    contract: int


# Employees


@dataclass(frozen=True)
class OpenContract(Effect):
    """Begin to check a contract that the parent has signed, and open its card (C9)."""

    contract: int


@dataclass(frozen=True)
class ShowContractDocument(Effect):
    """Send the pages of one document as files, to an employee who checks it or to its own family (S1-48)."""

    contract: int
    kind: DocumentKind


@dataclass(frozen=True)
class JudgeItem(Effect):
    """Accept a document or field, by its code, or mark it with a reason of the list and a comment (S1-51, edge 20)."""

    contract: int
    item: str
    accepted: bool
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True)
class ReturnContract(Effect):
    """Give the contract back with what is marked (C10, C18)."""

    contract: int


@dataclass(frozen=True)
class RejectContract(Effect):
    """Refuse to sign, with a reason of the profile's list and a comment (C12, C13)."""

    contract: int
    reason: str
    comment: str


@dataclass(frozen=True)
class ShowStaffContract(Effect):
    """Open the employee's card of the contract, saying what has become of it (C14, C8a)."""

    contract: int


@dataclass(frozen=True)
class ArchiveContract(Effect):
    """The child has left the kindergarten, on that day (ISO) and for that reason (C17, A21)."""

    contract: int
    on: str
    reason: str


@dataclass(frozen=True)
class AskAgreement(Effect):
    """Have the parent check and sign an additional agreement, because data of a signed contract changed (C19)."""

    contract: int


@dataclass(frozen=True)
class RecordPaperContract(Effect):
    """The parent brought the documents and signed on paper: the scan of the contract (E8, S1-14, edge 41)."""

    request: int
    scan: tuple[Page, ...]
