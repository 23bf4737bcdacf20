"""What is asked about the log of a case, and the records that answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.effects import Effect
from dialogs.facts import Query
from dialogs.queries import Member


@dataclass(frozen=True)
class LogEntry:
    """One event: about what, when, who, and from what to what.

    `subject` is application, voucher, request or review; `actor` is staff, account, system, registry or operator, and
    `member` the colleague where it is staff; `family` tells that the account is not the applicant's own.
    """

    subject: str
    number: str
    at: datetime
    actor: str
    before: str | None
    after: str
    reason: str | None = None
    words: str | None = None
    member: Member | None = None
    family: bool = False


@dataclass(frozen=True)
class LogSheet:
    """A part of the log of a case, oldest first; `broken` are the numbers whose chain of hashes does not hold."""

    number: str
    entries: tuple[LogEntry, ...]
    total: int
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseLog(Query[LogSheet | None]):
    """The log of an application with its vouchers, requests and reviews; `at` is the sheet. For administrators."""

    application: int
    at: int = 0


@dataclass(frozen=True)
class FindLog(Effect):
    """Open the log of the case to which an application's, voucher's or request's number belongs; reading is logged."""

    number: str


@dataclass(frozen=True)
class SendLog(Effect):
    """Send the whole log of that application as a text file, or as a `table` that a spreadsheet opens."""

    application: int
    table: bool = False
