"""Pages of documents as pictures, the latest ones kept in memory so that nobody waits for them twice."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import structlog

from handlers.contract_press import NotPrinted
from handlers.office import Office

KEPT: Final = 100
log = structlog.get_logger()


@dataclass(frozen=True)
class PagePictures:
    """Draws with the press of the office."""

    office: Office
    _kept: OrderedDict[tuple[bytes, int], bytes] = field(default_factory=OrderedDict)

    async def of(self, pdf: bytes, number: int) -> bytes | None:
        """That page as PNG, counted from 1; None where it cannot be drawn."""
        name = (hashlib.sha256(pdf).digest(), number)
        if name not in self._kept:
            if self.office.press is None:
                return None
            try:
                self._kept[name] = await self.office.press.page(pdf, number)
            except NotPrinted:
                log.error("signing.page_not_drawn", page=number)
                return None
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[name]
