"""The children of an account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, bindparam, false, insert, or_, select, update

from storage.domain_tables import application, child
from storage.people import Person, person_from_json, person_to_json
from storage.schema import new_id
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.sealing import Sealer
    from storage.uow import Uow

ChildProof = Literal["registry", "typed_agrees", "typed_unknown", "typed_disagrees"]


@dataclass(frozen=True, slots=True)
class Child:
    """A child as its parent registered it; by IIN, or by document number where there is no IIN (S1-35).

    `key` identifies the same child in another account, `family_id` the children linked with it; the repository sets
    both.
    """

    account_id: int
    person: Person
    birth_year: int
    proof: ChildProof
    created_at: datetime
    iin: str | None = field(default=None, repr=False)
    document_number: str | None = field(default=None, repr=False)
    removed_at: datetime | None = None
    id: int = field(default_factory=new_id)
    key: bytes = b""
    family_id: int | None = None


class Children:
    """The children, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def of(self, account_id: int) -> list[Child]:
        """The children that the account has now, in the order in which they were added."""
        return await self._where(child.c.account_id == account_id, child.c.removed_at.is_(None))

    async def kept(self, account_id: int) -> list[Child]:
        """The children whose data the account still holds, removed ones with an application among them."""
        return await self._where(child.c.account_id == account_id)

    async def get(self, child_id: int) -> Child | None:
        """One child, also a removed one as long as its data was not erased."""
        return (await self.load([child_id])).get(child_id)

    async def load(self, ids: list[int]) -> dict[int, Child]:
        """The children by id."""
        rows = await self._uow.connection.execute(_BY_IDS, {"ids": ids})
        return {row.id: _child(row, self._uow) for row in rows}

    async def add(self, one: Child) -> Child:
        """Stores a child and returns it with its key; raises ValueError without IIN and document number."""
        known = self._columns(one)
        await self._uow.connection.execute(_ADD, {"id": one.id, "created_at": one.created_at, **known})
        return replace(one, key=_key(known["iin_index"], known["document_index"]))

    async def save(self, one: Child) -> Child:
        """Writes everything that is known of a child, and whose it is; returns it with its key."""
        known = self._columns(one)
        await self._uow.connection.execute(update(child).where(child.c.id == one.id).values(known))
        return replace(one, key=_key(known["iin_index"], known["document_index"]))

    async def remove(self, child_id: int, at: datetime) -> None:
        """Takes the child out of its account; the data stays only where an application names it."""
        await self.unlink(child_id)
        await self._uow.connection.execute(update(child).where(child.c.id == child_id).values(removed_at=at))
        named = select(application.c.id).where(application.c.child_id == child_id).exists()
        await self._uow.connection.execute(update(child).where(child.c.id == child_id, ~named).values(_BLANK))

    async def link_family(self, ids: Collection[int]) -> int:
        """Makes these children, and whoever is linked with one of them, one family; returns its number (G.0)."""
        query = select(child.c.family_id).where(child.c.id.in_(ids), child.c.family_id.is_not(None)).distinct()
        known = list((await self._uow.connection.execute(query)).scalars())
        family = min(known, default=new_id())
        whole = update(child).where(or_(child.c.id.in_(ids), child.c.family_id.in_(known)))
        await self._uow.connection.execute(whole.values(family_id=family))
        return family

    async def unlink(self, child_id: int) -> None:
        """Takes the child out of its family; whoever would be left alone in it is in none either."""
        family = select(child.c.family_id).where(child.c.id == child_id).scalar_subquery()
        others = select(child.c.id).where(child.c.family_id == family, child.c.id != child_id)
        left = list((await self._uow.connection.execute(others)).scalars())
        alone = [child_id, *left] if len(left) == 1 else [child_id]
        await self._uow.connection.execute(update(child).where(child.c.id.in_(alone)).values(family_id=None))

    async def family(self, family_id: int) -> list[Child]:
        """The children of a family that no account has removed."""
        return await self._where(child.c.family_id == family_id, child.c.removed_at.is_(None))

    async def same_in_account(
        self, account_id: int, iin: str | None = None, document_number: str | None = None
    ) -> Child | None:
        """The child that this account has already under this IIN or document number."""
        by_iin, by_document = self._indexes(iin, document_number)
        columns = {child.c.iin_index: by_iin, child.c.document_index: by_document}
        same = or_(false(), *(column == index for column, index in columns.items() if index is not None))
        found = await self._where(child.c.account_id == account_id, child.c.removed_at.is_(None), same)
        return found[0] if found else None

    async def erase(self, account_id: int, at: datetime) -> None:
        """Empties the data of the account's children, except of those with an application that is not archived."""
        needed = select(application.c.child_id).where(
            application.c.account_id == account_id, application.c.state != "archived"
        )
        await self._uow.connection.execute(
            update(child)
            .where(child.c.account_id == account_id, child.c.id.not_in(needed))
            .values(_BLANK | {"removed_at": at})
        )

    def _columns(self, one: Child) -> dict[str, Any]:
        iin, document = self._indexes(one.iin, one.document_number)
        _key(iin, document)
        sealed = SealedRow(self._uow.sealer, "child", one.id)
        return {
            "account_id": one.account_id,
            "iin": sealed.seal_text("iin", one.iin),
            "iin_index": iin,
            "document_number": sealed.seal_text("document_number", one.document_number),
            "document_index": document,
            "person": sealed.seal_json("person", person_to_json(one.person)),
            "birth_year": one.birth_year,
            "proof": one.proof,
        }

    def _indexes(self, iin: str | None, document_number: str | None) -> tuple[bytes | None, bytes | None]:
        index = self._uow.sealer.index
        return (
            None if iin is None else index("iin", iin),
            None if document_number is None else index("document", document_number),
        )

    async def _where(self, *conditions: Any) -> list[Child]:
        query = select(child).where(*conditions, child.c.person.is_not(None)).order_by(child.c.created_at, child.c.id)
        return [_child(row, self._uow) for row in await self._uow.connection.execute(query)]


def identities(sealer: Sealer, one: Child) -> list[bytes]:
    """By what two applications are for the same child (A1), the one that says most first.

    An application for a child that no registry has confirmed counts within its own account only: somebody who merely
    typed the IIN must neither keep the real parent out nor learn that the child is known. Staff see such a pair.
    """
    own = sealer.index("child of account", f"{one.account_id}|{one.key.hex()}")
    return [one.key, own] if one.proof == "registry" else [own]


_ADD = insert(child)
_BY_IDS = select(child).where(child.c.id.in_(bindparam("ids", expanding=True)), child.c.person.is_not(None))
_BLANK: dict[str, Any] = dict.fromkeys(("iin", "iin_index", "document_number", "document_index", "person", "family_id"))


def _key(iin: bytes | None, document: bytes | None) -> bytes:
    key = iin or document
    if key is None:
        raise ValueError("a child is known by IIN or by document number")
    return key


def _child(row: Row[Any], uow: Uow) -> Child:
    sealed = SealedRow(uow.sealer, "child", row.id)
    person = person_from_json(sealed.open_json("person", row.person))
    assert person is not None
    return Child(
        id=row.id,
        account_id=row.account_id,
        person=person,
        birth_year=row.birth_year,
        proof=row.proof,
        created_at=row.created_at,
        iin=sealed.open_text("iin", row.iin),
        document_number=sealed.open_text("document_number", row.document_number),
        removed_at=row.removed_at,
        key=_key(row.iin_index, row.document_index),
        family_id=row.family_id,
    )
