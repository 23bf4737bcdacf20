"""The contract's text in the chat, sheet by sheet, as it was when the version was printed. S2-63."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from dialogs.contract_queries import ContractText, TextSheet
from enrolment.family import FamilyAct
from handlers.book import answers
from handlers.contract_cards import contract_for
from handlers.contract_seen import version_to_read
from handlers.desk import Desk
from storage.contract_versions import ContractVersion
from storage.files import FileStore
from storage.uow import Uow

SHEETS = "application/vnd.balapan.sheets+json"
"""The media type of the sheets: pairs of Kazakh and Russian, with a digest of what the contract says in them."""


@dataclass(frozen=True)
class Sheets:
    """A version's text, and the digest of its content; the first versions had none."""

    pairs: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    content: str | None = None


def pack_sheets(sheets: Sheets) -> bytes:
    """The sheets as they are kept."""
    return json.dumps({"content": sheets.content, "sheets": sheets.pairs}, ensure_ascii=False).encode()


async def sheets_of(uow: Uow, files: FileStore, version: ContractVersion | None) -> Sheets:
    """The text of a version; empty where there is none, as of a scan."""
    id_ = version.text_id if version is not None else None
    record = (await uow.files.get([id_])).get(id_) if id_ is not None else None
    if record is None:
        return Sheets()
    kept = json.loads(await files.read(record.id, record.wrapped_key))
    kept = kept if isinstance(kept, dict) else {"content": None, "sheets": kept}
    return Sheets(tuple((kk, ru) for kk, ru in kept["sheets"]), kept["content"])


@answers(ContractText)
async def contract_text(desk: Desk, query: ContractText) -> TextSheet | None:
    """A sheet of the newest version; None where there is no such sheet, and for strangers."""
    one = await contract_for(desk, query.contract, FamilyAct.SEE_DOCUMENTS)
    version = await version_to_read(desk.uow, one) if one else None
    sheets = (await sheets_of(desk.uow, desk.office.files, version)).pairs
    if not 0 <= query.at < len(sheets):
        return None
    kk, ru = sheets[query.at]
    return TextSheet(kk, ru, len(sheets))
