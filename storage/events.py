"""The event log: what happened to a subject, append-only, chained by hashes, its details under a key of its own."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NotRequired, Required, TypedDict, Unpack

from sqlalchemy import Row, bindparam, insert, select, update

from storage.engines import DIALECTS
from storage.event_chain import START, Link, link_hash, open_details, seal_details
from storage.flow_tables import event_log, subject_key
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class SubjectForgotten(Exception):
    """Details cannot be kept for a subject whose key was destroyed."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened to a subject; nothing personal belongs anywhere but into the details."""

    subject: str
    actor: str
    from_: str | None
    to: str
    at: datetime
    reason: str | None = None
    details: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it was logged; no details when there were none or the subject was forgotten."""

    subject: str
    seq: int
    at: datetime
    actor: str
    from_: str | None
    to: str
    reason: str | None
    details: dict[str, Any] | None = field(repr=False)


class When(TypedDict):
    """The rest of an event, by name."""

    at: Required[datetime]
    reason: NotRequired[str | None]
    details: NotRequired[dict[str, Any] | None]


@dataclass(slots=True)
class _Tail:
    wrapped_key: bytes | None
    seq: int
    hash: bytes


class Events:
    """One chain a subject, such as "application:17"."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def append(self, subject: str, actor: str, from_: str | None, to: str, **rest: Unpack[When]) -> None:
        """Adds one event; raises SubjectForgotten for details that could not be destroyed any more."""
        await self.append_many([NewEvent(subject, actor, from_, to, **rest)])

    async def append_many(self, events: Sequence[NewEvent]) -> None:
        """Adds the events in this order; other writers of these subjects wait for this transaction."""
        if not events:
            return
        tails = await self._tails({one.subject for one in events})
        rows = [self._link(one, tails[one.subject]) for one in events]
        await self._uow.connection.execute(_ADD, rows)
        ends = [{"of": subject, "seq_": tail.seq, "hash_": tail.hash} for subject, tail in tails.items()]
        await self._uow.connection.execute(_MOVE_TAIL, ends)

    async def history(self, subject: str) -> list[Event]:
        """Everything that happened to the subject, oldest first."""
        rows = await self._rows(subject)
        key = await self._key(subject) if rows else None
        return [_event(row, key) for row in rows]

    async def verify(self, subject: str) -> bool:
        """Whether no event of the subject was changed, removed, added or moved since it was logged."""
        return not await self.broken([subject])

    async def broken(self, subjects: Collection[str]) -> list[str]:
        """Those of the subjects of which an event was changed, removed, added or moved since it was logged."""
        ends = dict.fromkeys(subjects, (0, START))
        bad: set[str] = set()
        query = select(event_log).where(event_log.c.subject.in_(ends)).order_by(event_log.c.subject, event_log.c.seq)
        for row in await self._uow.connection.execute(query):
            seq, hash_ = ends[row.subject]
            if row.seq != seq + 1 or row.prev_hash != hash_ or row.hash != link_hash(_link_of(row)):
                bad.add(row.subject)
            ends[row.subject] = (row.seq, row.hash)
        tails = select(subject_key).where(subject_key.c.subject.in_(ends))
        kept = {row.subject: (row.seq, row.hash) for row in await self._uow.connection.execute(tails)}
        bad |= {subject for subject, end in ends.items() if end != kept.get(subject, (0, START))}
        return sorted(bad)

    async def subjects_after(self, subject: str, limit: int) -> list[str]:
        """The next subjects in order, beginning after that one; for whoever looks through the whole log."""
        query = select(subject_key.c.subject).where(subject_key.c.subject > subject)
        return list((await self._uow.connection.execute(query.order_by(subject_key.c.subject).limit(limit))).scalars())

    async def forget(self, subject: str) -> None:
        """Destroys the subject's key: its details are gone for good, and the chain still verifies."""
        gone = update(subject_key).where(subject_key.c.subject == subject).values(wrapped_key=None)
        await self._uow.connection.execute(gone)

    async def _tails(self, subjects: Collection[str]) -> dict[str, _Tail]:
        tails = await self._locked(subjects)
        fresh = sorted(set(subjects) - tails.keys())
        if fresh:
            await self._uow.connection.execute(_BEGIN[self._uow.dialect], [self._fresh(subject) for subject in fresh])
            tails |= await self._locked(fresh)
        return tails

    async def _locked(self, subjects: Iterable[str]) -> dict[str, _Tail]:
        rows = await self._uow.connection.execute(_TAILS, {"subjects": list(subjects)})
        return {row.subject: _Tail(row.wrapped_key, row.seq, row.hash) for row in rows}

    def _fresh(self, subject: str) -> dict[str, Any]:
        key = self._uow.sealer.seal(_key_place(subject), os.urandom(32))
        return {"subject": subject, "wrapped_key": key, "seq": 0, "hash": START}

    def _link(self, one: NewEvent, tail: _Tail) -> dict[str, Any]:
        place = f"event.details|{one.subject}|{tail.seq + 1}"
        details = None if one.details is None else seal_details(self._unwrap(one.subject, tail), place, one.details)
        link = Link(tail.hash, one.subject, tail.seq + 1, one.at, one.actor, one.from_, one.to, one.reason, details)
        tail.seq, tail.hash = link.seq, link_hash(link)
        return {
            "subject": link.subject,
            "seq": link.seq,
            "at": link.at,
            "actor": link.actor,
            "from_state": link.from_state,
            "to_state": link.to_state,
            "reason": link.reason,
            "details": details,
            "prev_hash": link.prev_hash,
            "hash": tail.hash,
        }

    def _unwrap(self, subject: str, tail: _Tail) -> bytes:
        if tail.wrapped_key is None:
            raise SubjectForgotten(subject)
        return self._uow.sealer.open(_key_place(subject), tail.wrapped_key)

    async def _key(self, subject: str) -> bytes | None:
        wrapped = (await self._uow.connection.execute(_KEY, {"of": subject})).scalar()
        return None if wrapped is None else self._uow.sealer.open(_key_place(subject), wrapped)

    async def _rows(self, subject: str) -> Sequence[Row[Any]]:
        return (await self._uow.connection.execute(_HISTORY, {"of": subject})).all()


_ADD = insert(event_log)
_HISTORY = select(event_log).where(event_log.c.subject == bindparam("of")).order_by(event_log.c.seq)
_KEY = select(subject_key.c.wrapped_key).where(subject_key.c.subject == bindparam("of"))
_TAILS = (
    select(subject_key)
    .where(subject_key.c.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(subject_key.c.subject)
    .with_for_update()
)
_BEGIN = {
    dialect: upsert(dialect, subject_key).on_conflict_do_nothing(index_elements=["subject"]) for dialect in DIALECTS
}
_MOVE_TAIL = (
    update(subject_key)
    .where(subject_key.c.subject == bindparam("of"))
    .values(seq=bindparam("seq_"), hash=bindparam("hash_"))
)


def _key_place(subject: str) -> str:
    return f"subject_key|{subject}"


def _link_of(row: Row[Any]) -> Link:
    return Link(
        row.prev_hash,
        row.subject,
        row.seq,
        row.at,
        row.actor,
        row.from_state,
        row.to_state,
        row.reason,
        row.details,
    )


def _event(row: Row[Any], key: bytes | None) -> Event:
    details = None
    if key is not None and row.details is not None:
        details = open_details(key, f"event.details|{row.subject}|{row.seq}", row.details)
    return Event(row.subject, row.seq, row.at, row.actor, row.from_state, row.to_state, row.reason, details)
