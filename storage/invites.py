"""One-time codes by which staff join; only their hash is kept."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from enrolment.terms import Role
from storage.domain_tables import invite
from storage.schema import new_id

if TYPE_CHECKING:
    from storage.uow import Uow

LIFETIME = timedelta(hours=24)
_BYTES = 16


class InviteProblem(StrEnum):
    """Why a code does not open the door; for the log, never for whoever tried it."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Invite:
    """What a code admits to."""

    role: Role
    created_at: datetime
    expires_at: datetime
    locality: str | None = None
    preschool_bin: str | None = None
    used_at: datetime | None = None
    used_by: int | None = None
    id: int = field(default_factory=new_id)


class Invites:
    """The invites, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def create(
        self, role: Role, now: datetime, locality: str | None = None, preschool_bin: str | None = None
    ) -> str:
        """A new code of 128 bits that works once within 24 hours; nothing can tell it a second time."""
        code = base64.b32encode(secrets.token_bytes(_BYTES)).decode().rstrip("=")
        await self._uow.connection.execute(
            insert(invite).values(
                id=new_id(),
                code_hash=_hash(code),
                role=role,
                locality=locality,
                preschool_bin=preschool_bin,
                created_at=now,
                expires_at=now + LIFETIME,
            )
        )
        return code

    async def redeem(self, code: str, account_id: int, now: datetime) -> Invite | InviteProblem:
        """Uses the code up for this account; spaces, dashes and small letters in it do no harm."""
        hashed = _hash(code)
        fresh = (invite.c.code_hash == hashed, invite.c.used_at.is_(None), invite.c.expires_at > now)
        query = update(invite).where(*fresh).values(used_at=now, used_by=account_id).returning(invite)
        row = (await self._uow.connection.execute(query)).one_or_none()
        if row is None:
            return await self._problem(hashed)
        columns = {name: value for name, value in row._mapping.items() if name != "code_hash"}
        return Invite(**{**columns, "role": Role(row.role)})

    async def erase(self, before: datetime) -> None:
        """Deletes those that expired before and that nobody used; a used one tells for ever who came by it."""
        over = (invite.c.used_at.is_(None), invite.c.expires_at < before)
        await self._uow.connection.execute(delete(invite).where(*over))

    async def _problem(self, hashed: bytes) -> InviteProblem:
        query = select(invite.c.used_at).where(invite.c.code_hash == hashed)
        row = (await self._uow.connection.execute(query)).one_or_none()
        if row is None:
            return InviteProblem.UNKNOWN
        return InviteProblem.EXPIRED if row.used_at is None else InviteProblem.USED


def _hash(code: str) -> bytes:
    tidy = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(tidy.encode()).digest()
