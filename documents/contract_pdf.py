"""The contract as a file and as pictures of its pages, typeset off the event loop in a child process (S2-42, S2-63)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from documents.model_form.forms import ModelForm
from documents.model_form.manuscript import manuscript
from documents.model_form.text_sheets import Sheet
from documents.quarantine import Perished, Quarantine, Unavailable
from documents.signature_sheet import SignatureSheet, sheet_manuscript
from enrolment.contract_content import ContractContent

_COMPOSITOR: Final = (sys.executable, "-m", "documents.model_form.compositor")
_ORDERS_A_CHILD: Final = 400
_PDF: Final = b"%PDF-"
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class NotTypeset(Exception):
    """No contract could be made of this; what it says is for the log."""


@dataclass(frozen=True)
class MadeContract:
    """A contract as PDF/A-2b, how many pages it has, and its text to be read in chat."""

    pdf: bytes = field(repr=False)
    pages: int
    text: tuple[Sheet, ...] = field(repr=False)


@dataclass(frozen=True)
class PagePicture:
    """One page of a contract as PNG, 1080 pixels wide, and how many pages the contract has."""

    png: bytes
    count: int


class Press:
    """One child, started with the first contract. Further contracts wait for it, at most `patience` seconds each."""

    def __init__(self, *, patience: float = 30.0, compositor: Sequence[str] = _COMPOSITOR) -> None:
        self._children = Quarantine(places=1, patience=patience, inspector=compositor, files=_ORDERS_A_CHILD)
        self._desk = asyncio.Lock()  # many who write at once would keep the event loop from the interpreter

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the child; a contract in hand has three seconds to be finished."""
        await self._children.close()

    async def contract(self, form: ModelForm, content: ContractContent, check_url: str) -> MadeContract:
        """The same form, content and address give the same bytes. Raises `NotTypeset`."""
        async with self._desk:
            written = await asyncio.to_thread(_written, form, content, check_url)
        match await self._answer({}, written):
            case {"attached": [bytes(pdf), bytes(text)], "pages": int(count)} if pdf.startswith(_PDF):
                return MadeContract(pdf, count, tuple(Sheet(**sheet) for sheet in json.loads(text)))
            case answer:
                raise NotTypeset(str(answer.get("complaint", "nonsense")))

    async def signatures(self, sheet: SignatureSheet, *, protocol: bool) -> bytes:
        """The sheet of a document's signatures, or the protocol; same sheet, same bytes. Raises `NotTypeset`."""
        written = json.dumps(sheet_manuscript(sheet, protocol=protocol), ensure_ascii=False).encode()
        match await self._answer({"layout": "signatures"}, written):
            case {"attached": [bytes(pdf)]} if pdf.startswith(_PDF):
                return pdf
            case answer:
                raise NotTypeset(str(answer.get("complaint", "nonsense")))

    async def page(self, pdf: bytes, number: int) -> PagePicture:
        """A page of such a file, numbered from 1, to be read in chat. Raises `NotTypeset`, also where there is none."""
        match await self._answer({"page": number}, pdf):
            case {"attached": [bytes(png)], "pages": int(count)} if png.startswith(_PNG):
                return PagePicture(png, count)
        raise NotTypeset("nonsense")

    async def _answer(self, order: Mapping[str, object], content: bytes) -> Mapping[str, Any]:
        try:
            return await self._children.inspect(order, content)
        except (Perished, Unavailable) as error:
            raise NotTypeset(str(error)) from error


def _written(form: ModelForm, content: ContractContent, check_url: str) -> bytes:
    return json.dumps(manuscript(form, content, check_url), ensure_ascii=False).encode()
