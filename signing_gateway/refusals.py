"""How a check of a signature says no, and why."""

from __future__ import annotations

from enrolment.signature_verdict import RefusedBecause


class Refusal(Exception):
    """The signature does not count; `detail` is for the log and the command line, never for a parent."""

    def __init__(self, because: RefusedBecause, detail: str) -> None:
        super().__init__(f"{because}: {detail}")
        self.because = because
        self.detail = detail
