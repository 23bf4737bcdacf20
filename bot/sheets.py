"""Spreadsheets that staff send: the catalogue as CSV or XLSX, told by name and content. S1-07."""

from __future__ import annotations

from documents.kinds import Family, kind_of

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_type(name: str | None, content: bytes) -> str | None:
    """The media type of a spreadsheet, None for anything else; what is inside is read in the quarantine later."""
    family = kind_of(content)
    lower = (name or "").lower()
    if lower.endswith(".csv") and family in {Family.TEXT, Family.OTHER}:
        return CSV
    return XLSX if lower.endswith(".xlsx") and family is Family.OFFICE else None
