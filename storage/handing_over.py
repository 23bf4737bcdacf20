"""Two accounts of one person become one: everything that the first owns goes to the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Subquery, delete, exists, or_, select, update

from enrolment.voucher_states import OPEN
from storage.children import Child, identities
from storage.contract_tables import contract, signing
from storage.domain_tables import IS_ACTIVE, application, child, notification, paper, support_case
from storage.feedback_tables import feedback
from storage.flow_tables import is_one_of, stored_file
from storage.place_tables import enrolment_request, voucher, voucher_open

if TYPE_CHECKING:
    from storage.uow import Uow

# The best proof of two counts for the child that they become.
_PROOFS = ("typed_disagrees", "typed_unknown", "typed_agrees", "registry")
_OWNED = (application, child, feedback, notification, paper, signing, support_case)


async def conflicts(uow: Uow, from_id: int, to_id: int) -> bool:
    """Whether both accounts have an active application of the same child to the same queue type."""
    mine, theirs = _active(from_id, "mine"), _active(to_id, "theirs")
    same = or_(mine.c.iin_index == theirs.c.iin_index, mine.c.document_index == theirs.c.document_index)
    query = select(mine.c.queue_type).join(theirs, mine.c.queue_type == theirs.c.queue_type).where(same)
    return (await uow.connection.execute(query.limit(1))).first() is not None


async def hand_over(uow: Uow, from_id: int, to_id: int) -> None:
    """Moves children, applications, papers, files, notifications, cases and open tasks.

    A child that both have becomes one.
    """
    await uow.tasks.hand_over(from_id, to_id)
    handed = await uow.children.of(from_id)
    theirs = await uow.children.of(to_id)
    for one in handed:
        theirs = await _take(uow, one, to_id, theirs)
    for table in _OWNED:
        await uow.connection.execute(update(table).where(table.c.account_id == from_id).values(account_id=to_id))
    # Whoever read them before must read them again.
    for table in (voucher, enrolment_request, contract):
        mine = update(table).where(table.c.account_id == from_id)
        await uow.connection.execute(mine.values(account_id=to_id, rev=table.c.rev + 1))
    files = update(stored_file).where(stored_file.c.owner_account_id == from_id)
    await uow.connection.execute(files.values(owner_account_id=to_id))
    await uow.requisites.hand_over(from_id, to_id)
    await uow.family.hand_over(from_id, to_id)
    await uow.prepared.hand_over(from_id, to_id)
    for known in await uow.children.of(to_id):
        await _identify(uow, known)


async def _take(uow: Uow, one: Child, to_id: int, theirs: Sequence[Child]) -> list[Child]:
    """The other account's children after this one came to it."""
    twins = [other for other in theirs if _same(one, other)]
    everyone = [*twins, one]
    kept, gone = everyone[0], everyone[1:]
    best = max(everyone, key=lambda other: _PROOFS.index(other.proof))
    merged = replace(
        kept,
        account_id=to_id,
        person=best.person,
        birth_year=best.birth_year,
        proof=best.proof,
        iin=next((other.iin for other in everyone if other.iin), None),
        document_number=next((other.document_number for other in everyone if other.document_number), None),
    )
    ids = [other.id for other in gone]
    families = {other.family_id for other in everyone} - {None}
    if families:
        await uow.children.link_family([other.id for other in everyone])
    await uow.connection.execute(update(application).where(application.c.child_id.in_(ids)).values(child_id=kept.id))
    await uow.family.make_one_child(ids, kept.id)
    await uow.prepared.make_one_child(ids, kept.id)
    await uow.connection.execute(delete(child).where(child.c.id.in_(ids)))
    return [*(other for other in theirs if other not in twins), await uow.children.save(merged)]


async def _identify(uow: Uow, one: Child) -> None:
    """Its active applications are known as this child's in this account, by the best that nobody else has (A1)."""
    active = select(application.c.id, application.c.queue_type).where(application.c.child_id == one.id, IS_ACTIVE)
    for row in (await uow.connection.execute(active)).all():
        for key in identities(uow.sealer, one):
            same = (application.c.child_key == key, application.c.queue_type == row.queue_type, IS_ACTIVE)
            taken = (await uow.connection.execute(select(application.c.id).where(*same))).scalars().first()
            if taken is None:
                mine = update(application).where(application.c.id == row.id)
                await uow.connection.execute(mine.values(child_key=key))
            if taken in {None, row.id}:
                await _identify_voucher(uow, row.id, key)
                break


async def _identify_voucher(uow: Uow, application_id: int, key: bytes) -> None:
    """Its open voucher is known by the same key, unless the child has another one from its other account."""
    others = voucher.alias("others")
    taken = exists().where(others.c.child_key == key, is_one_of(others.c.state, *sorted(OPEN)))
    mine = update(voucher).where(voucher.c.application_id == application_id, voucher_open, ~taken)
    await uow.connection.execute(mine.values(child_key=key, rev=voucher.c.rev + 1))


def _same(one: Child, other: Child) -> bool:
    by_iin = one.iin is not None and one.iin == other.iin
    return by_iin or (one.document_number is not None and one.document_number == other.document_number)


def _active(account_id: int, name: str) -> Subquery:
    return (
        select(application.c.queue_type, child.c.iin_index, child.c.document_index)
        .join(child, child.c.id == application.c.child_id)
        .where(application.c.account_id == account_id, IS_ACTIVE)
        .subquery(name)
    )
