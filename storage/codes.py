"""Codes sent to a phone to prove it; kept as a keyed digest, with the wrong tries counted across resends."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, delete, select, update

from storage.domain_tables import verification_code
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

TRIES_FORGOTTEN = timedelta(hours=24)


class CodeVerdict(StrEnum):
    """What became of a typed code."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The verdict, and how many tries are left."""

    verdict: CodeVerdict
    tries_left: int


@dataclass(frozen=True, slots=True)
class CodePurpose:
    """Whom a code was sent to and what for: an account that claims a phone (E.164)."""

    account_id: int
    phone: str
    purpose: str


class Codes:
    """The verification codes, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def issue(self, what: CodePurpose, code: str, lifetime: timedelta, now: datetime) -> None:
        """Remembers a new code in place of the last one; wrong tries of the last 24 hours still count."""
        table = verification_code.c
        step = upsert(self._uow.dialect, verification_code).values(
            **self._key(what), code_hash=self._digest(what, code), tries=0, expires_at=now + lifetime, created_at=now
        )
        old = table.created_at <= now - TRIES_FORGOTTEN
        step = step.on_conflict_do_update(
            index_elements=["phone_index", "purpose", "account_id"],
            set_={
                "code_hash": step.excluded.code_hash,
                "expires_at": step.excluded.expires_at,
                "tries": case((old, 0), else_=table.tries),
                "created_at": case((old, step.excluded.created_at), else_=table.created_at),
            },
        )
        await self._uow.connection.execute(step)

    async def check(self, what: CodePurpose, code: str, now: datetime, most: int) -> CodeCheck:
        """Compares a typed code; a right one is used up, a wrong one costs one of `most` tries."""
        query = select(verification_code).where(self._same(what)).with_for_update()
        row = (await self._uow.connection.execute(query)).one_or_none()
        if row is None:
            return CodeCheck(CodeVerdict.NONE, 0)
        if row.tries >= most:
            return CodeCheck(CodeVerdict.LOCKED, 0)
        if row.expires_at <= now:
            return CodeCheck(CodeVerdict.EXPIRED, most - row.tries)
        if hmac.compare_digest(row.code_hash, self._digest(what, code)):
            await self._uow.connection.execute(delete(verification_code).where(self._same(what)))
            return CodeCheck(CodeVerdict.RIGHT, most - row.tries)
        return await self._wrong(what, row.tries + 1, most)

    async def forget(self, before: datetime) -> None:
        """Deletes the codes that were first sent before that instant."""
        await self._uow.connection.execute(delete(verification_code).where(verification_code.c.created_at < before))

    async def _wrong(self, what: CodePurpose, tries: int, most: int) -> CodeCheck:
        query = update(verification_code).where(self._same(what)).values(tries=tries)
        await self._uow.connection.execute(query)
        verdict = CodeVerdict.LOCKED if tries >= most else CodeVerdict.WRONG
        return CodeCheck(verdict, most - tries)

    def _key(self, what: CodePurpose) -> dict[str, Any]:
        phone = self._uow.sealer.index("phone", what.phone)
        return {"phone_index": phone, "purpose": what.purpose, "account_id": what.account_id}

    def _same(self, what: CodePurpose) -> ColumnElement[bool]:
        return and_(*(verification_code.c[name] == value for name, value in self._key(what).items()))

    def _digest(self, what: CodePurpose, code: str) -> bytes:
        """Keyed: a plain hash of six digits is undone by trying a million."""
        return self._uow.sealer.index("code", f"{what.account_id} {what.phone} {what.purpose} {code}")
