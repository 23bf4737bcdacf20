"""One-time links to the signing page: for whom, for which contract, and over exactly which bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, bindparam, delete, exists, insert, select, update

from storage.contract_tables import signing
from storage.schema import new_id
from storage.signature_tables import signature

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = signing.c
_NAMES = ("id", "contract_id", "account_id", "purpose", "created_at", "expires_at", "version", "sha256", "used_at")


class Purpose(StrEnum):
    """What somebody goes to the signing page for."""

    CHECK = "check"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Signing:
    """One link; `version` and `sha256` (hex) are what is to be signed, None where only the key is checked."""

    contract_id: int
    account_id: int
    purpose: Purpose
    created_at: datetime
    expires_at: datetime
    version: int | None = None
    sha256: str | None = None
    used_at: datetime | None = None
    id: int = field(default_factory=new_id)


class Signings:
    """The links, within one unit of work; only a keyed digest of the token is kept."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def issue(self, one: Signing, token: str) -> None:
        """Keeps a new link in place of that of the account for this contract and purpose that nobody has used.

        One for another purpose stays: a check that is judged late takes no link to sign away.
        """
        await self._uow.connection.execute(_DROP_OLDER, _like(one))
        values = {name: getattr(one, name) for name in _NAMES}
        await self._uow.connection.execute(_ADD, {**values, "token_hash": self._digest(token)})

    async def by_token(self, token: str) -> Signing | None:
        """The link with this token, used or not."""
        return await self._one(_BY_TOKEN, self._digest(token))

    async def get(self, signing_id: int) -> Signing | None:
        """One link."""
        return await self._one(_BY_ID, signing_id)

    async def use(self, signing_id: int, now: datetime) -> bool:
        """Whether the link could still be used, and is used up by this."""
        return (await self._uow.connection.execute(_USE, {"of": signing_id, "now": now})).rowcount == 1

    async def unused(self, like: Signing) -> list[int]:
        """The ids of links that the same account may still use for the same contract and purpose: one at most."""
        return list((await self._uow.connection.execute(_UNUSED, _like(like))).scalars())

    async def erase(self, before: datetime) -> None:
        """Forgets links that nobody used before they ended; what was signed with one may still have to be judged."""
        judged = exists().where(signature.c.signing_id == _TABLE.id)
        gone = delete(signing).where(_TABLE.used_at.is_(None), _TABLE.expires_at < before, ~judged)
        await self._uow.connection.execute(gone)

    def _digest(self, token: str) -> bytes:
        return self._uow.sealer.index("signing", token)

    async def _one(self, query: Select[Any], which: int | bytes) -> Signing | None:
        row = (await self._uow.connection.execute(query, {"of": which})).one_or_none()
        return None if row is None else read_signing(row)


_BY_ID = select(signing).where(_TABLE.id == bindparam("of"))
_BY_TOKEN = select(signing).where(_TABLE.token_hash == bindparam("of"))
_ADD = insert(signing)
_OLDER = (
    _TABLE.account_id == bindparam("whose"),
    _TABLE.contract_id == bindparam("of"),
    _TABLE.purpose == bindparam("what"),
    _TABLE.used_at.is_(None),
)
_UNUSED = select(_TABLE.id).where(*_OLDER)
_DROP_OLDER = delete(signing).where(*_OLDER)
_USE = (
    update(signing)
    .where(_TABLE.id == bindparam("of"), _TABLE.used_at.is_(None), _TABLE.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"))
)


def _like(one: Signing) -> dict[str, Any]:
    return {"whose": one.account_id, "of": one.contract_id, "what": one.purpose}


def read_signing(row: Row[Any]) -> Signing:
    """The link of a row."""
    known = {name: getattr(row, name) for name in _NAMES}
    return Signing(**{**known, "purpose": Purpose(row.purpose)})
