"""The contract's text in the chat, sheet by sheet, as it was when the version was printed. S2-63."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dialogs.contract_queries import ContractText, TextSheet
from enrolment.family import FamilyAct
from handlers.book import answers
from handlers.contract_cards import contract_for
from handlers.contract_seen import version_to_read
from handlers.desk import Desk

SHEETS = "application/vnd.balapan.sheets+json"
"""The media type of the sheets: pairs of Kazakh and Russian."""


def pack_sheets(sheets: Sequence[tuple[str, str]]) -> bytes:
    """The sheets as they are kept."""
    return json.dumps(sheets, ensure_ascii=False).encode()


@answers(ContractText)
async def contract_text(desk: Desk, query: ContractText) -> TextSheet | None:
    """A sheet of the newest version; None where there is no such sheet, and for strangers."""
    one = await contract_for(desk, query.contract, FamilyAct.SEE_DOCUMENTS)
    version = await version_to_read(desk.uow, one) if one else None
    if version is None or version.text_id is None:
        return None
    record = (await desk.uow.files.get([version.text_id])).get(version.text_id)
    if record is None:
        return None
    sheets = json.loads(await desk.office.files.read(record.id, record.wrapped_key))
    if not 0 <= query.at < len(sheets):
        return None
    kk, ru = sheets[query.at]
    return TextSheet(kk, ru, len(sheets))
