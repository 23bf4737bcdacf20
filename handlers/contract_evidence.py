"""The signatures of a contract, sent into the chat: a sheet to read, and a package to check them with. S1-26, S1-28."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import structlog

from dialogs.contract_effects import ContractSignatures
from dialogs.inputs import Refused
from dialogs.message import FileOut, Message
from dialogs.page import Go
from documents.evidence_package import Package, PackedSignature, packed
from documents.signature_sheet import SheetSignature, SignatureSheet
from enrolment.signature_verdict import Times
from handlers.account_files import sealed
from handlers.book import Outcome, performs
from handlers.contract_drafting import PDF
from handlers.contract_files import version_seen
from handlers.contract_press import NotPrinted, Press
from handlers.contract_words import NOT_YOURS, elsewhere
from handlers.desk import Desk
from handlers.made_files import hand_over, have_made
from handlers.office import Office
from handlers.signature_keeping import has_both_signatures
from locales.text import Text, _
from storage.check_codes import check_code
from storage.contract_versions import ContractVersion
from storage.database import Database
from storage.file_records import FileRecord
from storage.files import DamagedFile, MissingFile
from storage.kept_signature import KeptSignature
from storage.stored_contract import StoredContract
from storage.tasks import TaskRow
from storage.uow import Uow

EVIDENCE, ZIP = "contract_evidence", "application/zip"
NO_SIGNATURES = _("No signatures of this contract are kept here.")
COMES = _("The files come in a few seconds.")
NOT_MADE = _("The files could not be made just now. Please press again in some minutes.")

log = structlog.get_logger()


@dataclass(frozen=True)
class _Signed:
    """A contract with both signatures and all that is needed to show them."""

    contract: StoredContract
    version: ContractVersion
    signatures: list[PackedSignature] = field(repr=False)
    shown: tuple[SheetSignature, ...] = field(repr=False)
    document: FileRecord = field(repr=False)
    code: str

    def sheet(self, check_url: str) -> SignatureSheet:
        """What the sheet and the protocol tell."""
        one, version = self.contract, self.version
        return SignatureSheet(one.number, version.sha256, version.pages, self.document.size, check_url, self.shown)


@performs(ContractSignatures)
async def want_signatures(desk: Desk, effect: ContractSignatures) -> Outcome:
    """Have the files made after this turn."""
    one, version = await version_seen(desk, effect.contract, None)
    if one is None:
        return elsewhere(NOT_YOURS, Go("contracts"))
    if version is None or not await has_both_signatures(desk.uow, one):
        return Refused(NO_SIGNATURES)
    return await have_made(desk, EVIDENCE, {"contract": one.id, "version": one.version}, COMES)


async def send_signatures(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Make what the task wants and put it into the outbox, once; nothing where the chat is not the account's now."""
    async with database.reading() as uow:
        signed = await _signed(uow, task.payload["contract"], task.payload["version"])
    made = await _made(office, task.account_id, signed) if signed and office.press else []
    said = _sent(signed.contract) if signed and made else NOT_MADE
    files = tuple(FileOut(record.name, record.mime, stored=record.id) for record in made)
    await hand_over(database, office, task, Message(said, files=files), made)
    return {"status": "made" if made else "said"}


def _sent(one: StoredContract) -> Text:
    number = one.number
    if one.amends_id is not None:
        return _(
            "Signatures of additional agreement No. {number}: the card to read, and the package (ZIP) with the "
            "agreement, both signatures and all that proves them.",
            number=number,
        )
    return _(
        "Signatures of contract No. {number}: the card to read, and the package (ZIP) with the contract, "
        "both signatures and all that proves them.",
        number=number,
    )


async def _made(office: Office, account_id: int, signed: _Signed) -> list[FileRecord]:
    """The sheet and the package, sealed; files that nothing refers to, so that they go when they were sent."""
    assert office.press is not None
    number = signed.contract.number
    try:
        pdf = await office.files.read(signed.document.id, signed.document.wrapped_key)
        sheet, protocol = await _printed(office.press, signed)
    except (NotPrinted, MissingFile, DamagedFile) as error:
        log.error("contract.signatures_not_made", contract=signed.contract.id, why=type(error).__name__)
        return []
    package = await asyncio.to_thread(packed, Package(number, pdf, protocol, signed.signatures))
    found = ((sheet, PDF, f"{number}-signatures.pdf"), (package, ZIP, f"{number}.zip"))
    return [await sealed(office, account_id, *one) for one in found]


async def _printed(press: Press, signed: _Signed) -> tuple[bytes, bytes]:
    sheet = signed.sheet(press.check_url(signed.code))
    return await press.signatures(sheet, protocol=False), await press.signatures(sheet, protocol=True)


async def _counting(uow: Uow, version: ContractVersion) -> list[KeptSignature]:
    found = await uow.signatures.of(version.contract_id, version.version)
    return [one for one in found if one.state == "valid" and one.signing.sha256 == version.sha256]


async def _signed(uow: Uow, contract_id: int, number: int) -> _Signed | None:
    one, version = await uow.contracts.get(contract_id), await uow.contract_versions.get(contract_id, number)
    document = (await uow.files.get([version.file_id])).get(version.file_id) if version else None
    if one is None or version is None or document is None:
        return None
    kept = await _counting(uow, version)
    signatures = [PackedSignature(each.side, await uow.signatures.evidence(each), each.received_at) for each in kept]
    shown = tuple(_shown(each) for each in kept)
    return _Signed(one, version, signatures, shown, document, check_code(uow.sealer, one.id))


def _shown(one: KeptSignature) -> SheetSignature:
    assert one.signer is not None and one.certificate is not None
    times = Times(one.received_at, one.stamped_at)
    return SheetSignature(one.side, one.signer, one.certificate, times, one.checked_at, one.checks, one.facts)
