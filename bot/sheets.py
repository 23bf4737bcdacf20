"""Tables and texts that staff send: the catalogue, and the contract's model form, told by name and content."""

from __future__ import annotations

from documents.eds_keys import holds_key
from documents.kinds import Family, kind_of

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"


def sheet_type(name: str | None, content: bytes) -> str | None:
    """The media type of a table (S1-07) or a text (S2-73), None for anything else; what is inside is read later."""
    family = kind_of(content)
    lower = (name or "").lower()
    written = family in {Family.TEXT, Family.OTHER}
    if lower.endswith(".csv") and written:
        return CSV
    if lower.endswith(".txt") and written and content and not holds_key(content):
        return TEXT
    return XLSX if lower.endswith(".xlsx") and family is Family.OFFICE else None
