"""Who may get a place in a distribution run: the queued applications, opened one at a time and closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, Tuple, exists, literal, select, tuple_

from enrolment.distribution_run import Candidate
from enrolment.fitting import Wanted
from enrolment.queue import OrderKey
from enrolment.terms import InstructionLanguage, QueueType
from storage.domain_tables import IS_QUEUED, application, child
from storage.place_tables import voucher, voucher_open
from storage.sealed_rows import SealedRow
from storage.sealing import Sealer

if TYPE_CHECKING:
    from storage.uow import Uow

STRIDE = 1000
_ORDER = [
    application.c[name]
    for name in ("locality", "queue_type", "birth_year", "iteration", "category", "submitted_at", "id")
]
_HAS_VOUCHER = exists().where(voucher.c.child_key == application.c.child_key, voucher_open)
_STEP: Select[Any] = (
    select(
        *_ORDER,
        *(application.c.child_key, application.c.details),
        *(child.c.id.label("child_id"), child.c.person, child.c.family_id),
        _HAS_VOUCHER.label("voucher_open"),
    )
    .join(child, child.c.id == application.c.child_id)
    .where(IS_QUEUED)
    .order_by(*_ORDER)
)


async def candidates(uow: Uow, locality: str | None, stride: int = STRIDE) -> AsyncIterator[Candidate]:
    """The queued applications queue by queue, each in its order; reads `stride` rows at a time.

    Of what is sealed only the day of birth, the language and the wished preschools outlive their row (`distribute`
    cannot do without them). Raises ValueError where a queued application lacks one of them.
    """
    step = _STEP if locality is None else _STEP.where(application.c.locality == locality)
    rows: Sequence[Row[Any]] = (await uow.connection.execute(step.limit(stride))).all()
    while rows:
        for row in rows:
            yield _candidate(row, uow.sealer)
        rows = (await uow.connection.execute(step.where(tuple_(*_ORDER) > _key(rows[-1])).limit(stride))).all()


def _key(row: Row[Any]) -> Tuple:
    return tuple_(*(literal(value, column.type) for column, value in zip(_ORDER, row, strict=False)))


def _candidate(row: Sequence[Any], sealer: Sealer) -> Candidate:
    # Taken apart at once: a hundred thousand times, reading a row by its names costs more than opening what is sealed.
    locality, queue_type, _, *order, key, details, child_id, person, family, has_voucher = row
    wishes = SealedRow(sealer, "application", order[-1]).open_json("details", details) or {}
    known = SealedRow(sealer, "child", child_id).open_json("person", person) or {}
    born, language = known.get("birth_date"), wishes.get("language")
    if born is None or language is None:
        raise ValueError(f"application {order[-1]} stands in a queue without a language or a day of birth")
    wanted = Wanted(locality, QueueType(queue_type), InstructionLanguage(language), date.fromisoformat(born))
    preferred = tuple(wishes.get("preschools") or ())
    return Candidate(OrderKey(*order), int.from_bytes(key), wanted, preferred, family, bool(has_voucher))
