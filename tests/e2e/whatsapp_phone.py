"""A phone with WhatsApp: what has no button is answered by its number, as it stands in the question."""

from __future__ import annotations

import re
from typing import Self

from tests.e2e.phone import Phone

START = "Start"


class WhatsAppPhone(Phone):
    """The same person in the same dialogs; the chat vouches for the number."""

    def starts(self) -> Self:
        return self._act("start", {"payload": START})

    def shares_contact(self) -> Self:
        return self.taps(".own")

    def picks(self, ending: str, label: str) -> Self:
        if any(str(button["data"]).endswith(ending) for button in self.read[-1]["buttons"]):
            return self.taps(ending)
        return self.says(self._number_of(label))

    def taps_first(self, screen: str) -> Self:
        return self.says("1")

    def _number_of(self, label: str) -> str:
        """The number before that answer in the last question."""
        said = str(self.read[-1]["text"])
        found = re.search(rf"^(\d+) {re.escape(label)}", said, re.MULTILINE)
        assert found, f"no {label!r} in:\n{said}"
        return found[1]
