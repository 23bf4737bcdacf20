"""The table of everything that can happen to a contract, row by row as in G.4."""

from __future__ import annotations

from enrolment.contract_review_rows import REVIEW_ROWS
from enrolment.contract_row import Row
from enrolment.contract_signing_rows import SIGNING_ROWS

ROWS: tuple[Row, ...] = (*SIGNING_ROWS, *REVIEW_ROWS)
