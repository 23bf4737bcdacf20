"""Applications, and the one place where their state and the counters of their queue change together."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, and_, bindparam, literal, or_, select, update

from enrolment.application_states import ACTIVE, ApplicationState, ArchiveReason, Transition
from enrolment.queue import Ahead, Bucket, OrderKey, QueueKey, day_number, explain
from enrolment.terms import QueueType
from storage.domain_tables import IS_ACTIVE, application, child
from storage.engines import DIALECTS, Dialect
from storage.numbers import next_number
from storage.own_family import own_family
from storage.places_in_queue import ahead_of
from storage.queue_counters import Difference, QueueCounters
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.staff import StaffMember
from storage.strides import strides
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

LETTERS = {QueueType.GENERAL: "G", QueueType.SANATORIUM: "S", QueueType.CORRECTIONAL: "C"}


class AlreadyActive(Exception):
    """The child has an active application to this queue type already, perhaps in the other parent's account (A1)."""


class Changed(Exception):
    """Somebody changed it since it was read; read it again and decide anew."""


@dataclass(frozen=True, slots=True)
class Application:
    """One child's application to one queue; the order in it is iteration, category, submitted_at, id (G.0)."""

    number: str
    account_id: int
    child_id: int
    child_key: bytes = field(repr=False)
    state: ApplicationState
    queue_type: QueueType
    locality: str
    birth_year: int
    iteration: int
    category: int
    profile: str
    profile_version: str
    created_at: datetime
    submitted_at: datetime | None = None
    details: dict[str, Any] = field(default_factory=dict, repr=False)
    archive_reason: ArchiveReason | None = None
    consent_version: str | None = None
    consent_at: datetime | None = None
    notified_place: int | None = None
    decided_at: datetime | None = None
    notified_iteration: int | None = None
    notified_category: int | None = None
    id: int = field(default_factory=new_id)

    @property
    def queue(self) -> QueueKey:
        """The queue that it stands in, or would."""
        return QueueKey(self.locality, self.queue_type, self.birth_year)

    @property
    def order(self) -> OrderKey:
        """Where it stands in its queue; raises ValueError for one that was never sent."""
        if self.submitted_at is None:
            raise ValueError("an application that was not sent has no place in the order")
        return OrderKey(self.iteration, self.category, self.submitted_at, self.id)

    @property
    def active(self) -> bool:
        """Whether it keeps the child from applying to this queue type again."""
        return self.state in ACTIVE


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue, 1 being the next, and who is ahead (S3-39)."""

    position: int
    ahead_by_category: dict[int, int]
    ahead_earlier_in_category: int


class Applications:
    """The applications, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow
        self._counters = QueueCounters(uow)

    async def create_number(self, queue_type: QueueType, year: int) -> str:
        """The next free number of this queue type, such as `S-2026-000045`."""
        return await next_number(self._uow, LETTERS[queue_type], year)

    async def add(self, one: Application) -> None:
        """Stores a new application; raises AlreadyActive, also when two parents send at the same moment (A1)."""
        columns = {**_keys(one), **_changeable(one), "details": _sealed(one, self._uow)}
        if (await self._uow.connection.execute(_ADD[self._uow.dialect], columns)).one_or_none() is None:
            raise AlreadyActive
        await self._counters.shift(_steps([(None, one)]), one.created_at)

    async def get(self, application_id: int) -> Application | None:
        """One application."""
        row = (await self._uow.connection.execute(_BY_ID, {"id_": application_id})).one_or_none()
        return None if row is None else _application(row, self._uow)

    async def by_number(self, number: str) -> Application | None:
        """The application with this number, however it was typed."""
        return await self._one(application.c.number == number.strip().upper())

    async def load(self, ids: Collection[int], *, lock: bool = False) -> dict[int, Application]:
        """The applications by id; with `lock` nobody else changes them before the end of this transaction."""
        found: dict[int, Application] = {}
        for some in strides(sorted(ids)):
            query = select(application).where(application.c.id.in_(some)).order_by(application.c.id)
            rows = await self._uow.connection.execute(query.with_for_update() if lock else query)
            found.update((row.id, _application(row, self._uow)) for row in rows)
        return found

    async def of_account(self, account_id: int) -> list[Application]:
        """All applications of the account, newest first."""
        return await self._where(application.c.account_id == account_id)

    async def of_own_family(self, application_id: int, member: StaffMember) -> bool:
        """Whether it is of the member's own family, or of a child whom they declared a relative (edge 45)."""
        query = select(own_family(literal(application_id), member))
        return bool((await self._uow.connection.execute(query)).scalar_one())

    async def active_for(self, child_key: bytes, queue_type: QueueType) -> Application | None:
        """The child's active application to this queue type, whoever sent it."""
        row = (await self._uow.connection.execute(_ACTIVE_FOR, {"of": child_key, "to": queue_type})).one_or_none()
        return None if row is None else _application(row, self._uow)

    async def has_twin(self, one: Application) -> bool:
        """Whether a child with the same IIN or document number has another active application to this queue type."""
        terms = {"whose": one.child_id, "besides": one.id, "to": one.queue_type}
        return (await self._uow.connection.execute(_TWINS, terms)).first() is not None

    async def move(self, one: Application, transition: Transition, at: datetime) -> Application:
        """Carries out a transition: state, reason, time and counters at once. Raises Changed when it came too late."""
        return await self._change(one, _after(one, transition, at), at)

    async def move_all(
        self, ones: Collection[Application], transition: Transition, at: datetime
    ) -> dict[int, Application]:
        """Moves many sent applications of one state at once, as `move` does; raises Changed for any of them."""
        now = await self.load([one.id for one in ones], lock=True)
        if any(one.id not in now or _order(one) != _order(now[one.id]) for one in ones):
            raise Changed
        moved = {one.id: _after(one, transition, at) for one in ones}
        together = {"state": transition.after, "archive_reason": transition.archive_reason, "decided_at": at}
        for some in strides(sorted(moved)):
            await self._uow.connection.execute(update(application).where(application.c.id.in_(some)).values(together))
        await self._counters.shift(_steps((one, moved[one.id]) for one in ones), at)
        return moved

    async def reorder(
        self, one: Application, queue: QueueKey, iteration: int, category: int, at: datetime
    ) -> Application:
        """Puts the application elsewhere in the order; its date is kept (A20). Raises Changed when it came too late."""
        place = {**queue._asdict(), "iteration": iteration, "category": category}
        return await self._change(one, replace(one, **place), at)

    async def amend(self, one: Application) -> None:
        """Writes the answers and the consent, which change neither state nor order; raises Changed when it moved on."""
        changed = {
            "details": _sealed(one, self._uow),
            "consent_version": one.consent_version,
            "consent_at": one.consent_at,
        }
        same = update(application).where(application.c.id == one.id, application.c.state == one.state)
        if (await self._uow.connection.execute(same.values(changed))).rowcount != 1:
            raise Changed

    async def set_notified_place(self, application_id: int, place: int | None) -> None:
        """Notes the place that the parent was last told."""
        await self._uow.connection.execute(_NOTIFIED, {"id_": application_id, "place": place})

    async def position(self, one: Application) -> Place:
        """The place of a queued application, by two sums; raises ValueError for one that stands in no queue."""
        if one.state is not ApplicationState.QUEUED:
            raise ValueError("only a queued application has a place")
        place = explain(Ahead(await ahead_of(self._uow, one)), one.category)
        return Place(place.position, dict(place.others), place.earlier)

    async def queue_size(self, queue: QueueKey) -> int:
        """How many children stand in the queue."""
        return await self._counters.size(queue)

    async def reconcile(self) -> list[Difference]:
        """The buckets whose counter differs from the applications; meant to run nightly and to find nothing."""
        return await self._counters.differences()

    async def erase(self, account_id: int) -> None:
        """Empties the answers in the account's archived applications and forgets whose child each was for.

        So it does with their vouchers and enrolment requests. Numbers, states and times stay.
        """
        await self._uow.vouchers.erase(account_id)
        await self._uow.requests.erase(account_id)
        archived = and_(application.c.account_id == account_id, application.c.state == "archived")
        ids = (await self._uow.connection.execute(select(application.c.id).where(archived))).scalars().all()
        for id_ in ids:
            forgotten = {"details": None, "child_key": secrets.token_bytes(16)}
            await self._uow.connection.execute(update(application).where(application.c.id == id_).values(forgotten))

    async def _change(self, before: Application, after: Application, at: datetime) -> Application:
        was = {f"was_{name}": value for name, value in _order(before).items()}
        terms = {"id_": before.id, **was, **_changeable(after)}
        if (await self._uow.connection.execute(_CHANGE, terms)).rowcount != 1:
            raise Changed
        await self._counters.shift(_steps([(before, after)]), at)
        return after

    async def _one(self, *conditions: Any) -> Application | None:
        found = await self._where(*conditions)
        return found[0] if found else None

    async def _where(self, *conditions: Any) -> list[Application]:
        query = (
            select(application).where(*conditions).order_by(application.c.created_at.desc(), application.c.id.desc())
        )
        return [_application(row, self._uow) for row in await self._uow.connection.execute(query)]


_BY_ID = select(application).where(application.c.id == bindparam("id_"))
_ACTIVE_FOR = select(application).where(
    application.c.child_key == bindparam("of"), application.c.queue_type == bindparam("to"), IS_ACTIVE
)
_SENT = frozenset({ApplicationState.DOCS_PENDING, ApplicationState.QUEUED})
_PLACE = ("locality", "birth_year", "iteration", "category")
_KEYS = (
    *("id", "number", "account_id", "child_id", "child_key", "profile", "profile_version"),
    *("consent_version", "consent_at", "notified_place", "notified_iteration", "notified_category", "created_at"),
)
_NOTIFIED = (
    update(application)
    .where(application.c.id == bindparam("id_"))
    .values(
        notified_place=bindparam("place"),
        notified_iteration=application.c.iteration,
        notified_category=application.c.category,
    )
)
_CHANGE = update(application).where(
    application.c.id == bindparam("id_"),
    *(application.c[name] == bindparam(f"was_{name}") for name in ("state", "queue_type", *_PLACE)),
)


def _adding(dialect: Dialect) -> Any:
    """A new application, unless the child has an active one."""
    step = upsert(dialect, application)
    step = step.on_conflict_do_nothing(index_elements=["child_key", "queue_type"], index_where=IS_ACTIVE)
    return step.returning(application.c.id)


def _twins() -> Select[Any]:
    other, theirs = application.alias("other"), child.alias("theirs")
    same = or_(theirs.c.iin_index == child.c.iin_index, theirs.c.document_index == child.c.document_index)
    query = select(other.c.id).join(theirs, theirs.c.id == other.c.child_id).join(child, same)
    query = query.where(child.c.id == bindparam("whose"), other.c.id != bindparam("besides"))
    return query.where(other.c.queue_type == bindparam("to"), IS_ACTIVE).limit(1)


_ADD = {dialect: _adding(dialect) for dialect in DIALECTS}
_TWINS = _twins()


def _order(one: Application) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("state", "queue_type", *_PLACE)}


def _keys(one: Application) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _KEYS}


def _changeable(one: Application) -> dict[str, Any]:
    """What moving or reordering writes."""
    return _order(one) | {
        "archive_reason": one.archive_reason,
        "submitted_at": one.submitted_at,
        "submitted_day": None if one.submitted_at is None else day_number(one.submitted_at),
        "decided_at": one.decided_at,
    }


def _after(one: Application, transition: Transition, at: datetime) -> Application:
    moved = replace(one, state=transition.after, archive_reason=transition.archive_reason)
    if one.submitted_at is None and moved.state in _SENT:
        moved = replace(moved, submitted_at=at)
    return moved if one.state is ApplicationState.DRAFT else replace(moved, decided_at=at)


def _steps(changes: Iterable[tuple[Application | None, Application]]) -> Iterable[tuple[QueueKey, Bucket, int]]:
    """By how much each counter changes; a counter that does not change is left alone."""
    steps: Counter[tuple[QueueKey, Bucket]] = Counter()
    for before, after in changes:
        for one, by in ((before, -1), (after, 1)):
            counter = None if one is None else _counted_in(one)
            if counter is not None:
                steps[counter] += by
    return [(*counter, by) for counter, by in steps.items() if by]


def _counted_in(one: Application) -> tuple[QueueKey, Bucket] | None:
    return (one.queue, one.order.bucket) if one.state is ApplicationState.QUEUED else None


def _sealed(one: Application, uow: Uow) -> bytes | None:
    return SealedRow(uow.sealer, "application", one.id).seal_json("details", one.details)


def _application(row: Row[Any], uow: Uow) -> Application:
    details = SealedRow(uow.sealer, "application", row.id).open_json("details", row.details)
    return Application(
        **{name: getattr(row, name) for name in (*_KEYS, *_PLACE, "submitted_at", "decided_at")},
        state=ApplicationState(row.state),
        queue_type=QueueType(row.queue_type),
        archive_reason=None if row.archive_reason is None else ArchiveReason(row.archive_reason),
        details=details or {},
    )
