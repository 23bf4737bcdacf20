"""Enrolment requests to preschools: one open for a voucher, each with the places that it holds in its group (G.3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, cast, exists, func, literal, select, update

from enrolment.contract_states import WITH_PRESCHOOL
from enrolment.enrolment_request_states import OPEN_REQUEST, RequestState, RequestTransition
from enrolment.working_days import Deadline
from storage.applications import Changed
from storage.contract_tables import contract
from storage.deadline_traces import deadline_if, term_columns
from storage.domain_tables import application
from storage.engines import DIALECTS
from storage.flow_tables import event_log
from storage.numbers import next_number
from storage.own_family import own_family
from storage.place_tables import enrolment_request, request_open, voucher
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.staff import StaffMember
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class RequestOpen(Exception):
    """The voucher has an open request already."""


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """One request to enrol with a voucher in a group; `answer_by` is the end of the staff's term.

    `reason` and `comment` are those of a refusal; `rev` counts its changes.
    """

    number: str
    voucher_id: int
    application_id: int
    account_id: int
    preschool_bin: str
    group_id: int
    state: RequestState
    sent_at: datetime
    answer_by: Deadline | None = None
    reason: str | None = None
    comment: str | None = field(default=None, repr=False)
    closed_at: datetime | None = None
    rev: int = 0
    id: int = field(default_factory=new_id)

    @property
    def open(self) -> bool:
        """Whether the preschool or the contract still has to decide."""
        return self.state in OPEN_REQUEST

    def after(
        self, transition: RequestTransition, at: datetime, reason: str | None = None, comment: str | None = None
    ) -> EnrolmentRequest:
        """The request after a step, not yet stored."""
        return replace(
            self,
            state=transition.after,
            answer_by=transition.answer_by or self.answer_by,
            reason=reason or self.reason,
            comment=comment or self.comment,
            closed_at=None if transition.after in OPEN_REQUEST else at,
        )


class EnrolmentRequests:
    """The requests, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def create_number(self, year: int) -> str:
        """The next number, such as `E-2026-000045`; other writers wait for this transaction."""
        return await next_number(self._uow, "E", year)

    async def add(self, one: EnrolmentRequest) -> None:
        """Stores a new request; raises RequestOpen when its voucher has an open one."""
        columns = {**_fixed(one), **_changeable(one, self._uow)}
        if (await self._uow.connection.execute(_ADD[self._uow.dialect], columns)).one_or_none() is None:
            raise RequestOpen

    async def get(self, request_id: int, *, lock: bool = False) -> EnrolmentRequest | None:
        """One request; with `lock` nobody else changes it before the end of this transaction."""
        found = await self._found(_LOCKED if lock else _BY_ID, id_=request_id)
        return found[0] if found else None

    async def by_number(self, number: str) -> EnrolmentRequest | None:
        """The request with this number, however it was typed."""
        found = await self._where(_TABLE.number == number.strip().upper())
        return found[0] if found else None

    async def open_of_voucher(self, voucher_id: int) -> EnrolmentRequest | None:
        """The voucher's open request."""
        found = await self._found(_OPEN_OF_VOUCHER, of=voucher_id)
        return found[0] if found else None

    async def of_voucher(self, voucher_id: int) -> list[EnrolmentRequest]:
        """All requests that were sent with the voucher, newest first."""
        return await self._found(_OF_VOUCHER, of=voucher_id)

    async def of_account(self, account_id: int) -> list[EnrolmentRequest]:
        """All requests of the account, newest first."""
        return await self._where(_TABLE.account_id == account_id)

    async def refused_by(self, bins: Collection[str]) -> dict[int, frozenset[str]]:
        """Which of these preschools refused an application, by its id."""
        query = select(_TABLE.application_id, _TABLE.preschool_bin)
        query = query.where(_TABLE.preschool_bin.in_(bins), _TABLE.state == RequestState.REFUSED)
        found: dict[int, frozenset[str]] = {}
        for id_, bin_ in await self._uow.connection.execute(query):
            found[id_] = found.get(id_, frozenset()) | {bin_}
        return found

    async def of_preschool(
        self, bin_: str, states: Collection[RequestState], offset: int, limit: int
    ) -> list[EnrolmentRequest]:
        """A page of the preschool's requests in these states, the longest waiting first."""
        query = select(enrolment_request).where(_TABLE.preschool_bin == bin_, _TABLE.state.in_(states))
        return await self._found(query.order_by(_TABLE.sent_at, _TABLE.id).offset(offset).limit(limit))

    async def page_for(
        self, member: StaffMember, state: RequestState, offset: int, limit: int
    ) -> list[EnrolmentRequest]:
        """A page of such requests to the member's preschool, the longest waiting first, without their own family's.

        Without those whose contract has come back: it is to be checked, and no longer on its way.
        """
        query = select(enrolment_request).where(*_with(member, state), ~own_family(_TABLE.application_id, member))
        return await self._found(query.order_by(_TABLE.sent_at, _TABLE.id).offset(offset).limit(limit))

    async def count_for(self, member: StaffMember, state: RequestState) -> tuple[int, int]:
        """How many such requests their preschool has for the member, and how many of their own family (edge 45)."""
        own = own_family(_TABLE.application_id, member)
        query = select(func.count().filter(~own), func.count().filter(own)).where(*_with(member, state))
        others, theirs = (await self._uow.connection.execute(query)).one()
        return others, theirs

    async def silent(self, locality: str | None, now: datetime, offset: int, limit: int) -> list[EnrolmentRequest]:
        """A page of the requests that a preschool should have answered by now, the longest overdue first.

        Without those of which the department has noted since that the matter is settled.
        """
        query = select(enrolment_request).where(*_silent(locality, now)).order_by(_TABLE.answer_by_at, _TABLE.id)
        return await self._found(query.offset(offset).limit(limit))

    async def count_silent(self, locality: str | None, now: datetime) -> int:
        """How many there are in all."""
        query = select(func.count()).where(*_silent(locality, now))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def move(
        self,
        one: EnrolmentRequest,
        transition: RequestTransition,
        at: datetime,
        reason: str | None = None,
        comment: str | None = None,
    ) -> EnrolmentRequest:
        """Carries out a step; raises Changed when somebody else was quicker."""
        return await self.save(one.after(transition, at, reason, comment))

    async def save(self, one: EnrolmentRequest) -> EnrolmentRequest:
        """Writes what may change over the request with its rev; returns it with the next; raises Changed."""
        written = replace(one, rev=one.rev + 1)
        terms = {"id_": one.id, "was": one.rev, **_changeable(written, self._uow)}
        if (await self._uow.connection.execute(_SAVE, terms)).rowcount != 1:
            raise Changed
        return written

    async def erase(self, account_id: int) -> None:
        """Forgets what was written about requests of the account's archived applications."""
        archived = select(application.c.id).where(application.c.state == "archived")
        over = update(enrolment_request).where(_TABLE.account_id == account_id, _TABLE.application_id.in_(archived))
        await self._uow.connection.execute(over.values(comment=None, rev=_TABLE.rev + 1))

    async def _where(self, *conditions: ColumnElement[bool]) -> list[EnrolmentRequest]:
        return await self._found(_NEWEST_FIRST.where(*conditions))

    async def _found(self, query: Select[Any], **terms: Any) -> list[EnrolmentRequest]:
        return [_request(row, self._uow) for row in await self._uow.connection.execute(query, terms)]


SETTLED = "settled"
_TABLE = enrolment_request.c
_NEWEST_FIRST = select(enrolment_request).order_by(_TABLE.sent_at.desc(), _TABLE.id.desc())
_BY_ID = select(enrolment_request).where(_TABLE.id == bindparam("id_"))
_LOCKED = _BY_ID.with_for_update()
_OF_VOUCHER = _NEWEST_FIRST.where(_TABLE.voucher_id == bindparam("of"))
_OPEN_OF_VOUCHER = _OF_VOUCHER.where(request_open)
_SAVE = update(enrolment_request).where(_TABLE.id == bindparam("id_"), _TABLE.rev == bindparam("was"))
_ADD = {
    dialect: upsert(dialect, enrolment_request)
    .on_conflict_do_nothing(index_elements=["voucher_id"], index_where=request_open)
    .returning(_TABLE.id)
    for dialect in DIALECTS
}
_FIXED = ("id", "number", "voucher_id", "application_id", "account_id", "preschool_bin", "group_id", "sent_at")
_CHANGEABLE = ("state", "reason", "closed_at", "rev")


def _with(member: StaffMember, state: RequestState) -> list[ColumnElement[bool]]:
    bin_ = member.preschool_bin
    back = exists().where(
        contract.c.preschool_bin == bin_, contract.c.state.in_(WITH_PRESCHOOL), contract.c.request_id == _TABLE.id
    )
    return [_TABLE.preschool_bin == bin_, _TABLE.state == state, ~back]


def _silent(locality: str | None, now: datetime) -> list[ColumnElement[bool]]:
    event = event_log.c
    about = literal("review:") + cast(_TABLE.application_id, String)
    settled = exists().where(event.subject == about, event.to_state == SETTLED, event.at >= _TABLE.answer_by_at)
    late = [request_open, _TABLE.state == RequestState.SENT, _TABLE.answer_by_at < now, ~settled]
    there = exists().where(voucher.c.id == _TABLE.voucher_id, voucher.c.locality == locality)
    return late if locality is None else [*late, there]


def _fixed(one: EnrolmentRequest) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _FIXED}


def _changeable(one: EnrolmentRequest, uow: Uow) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _CHANGEABLE},
        **term_columns("answer_by", one.answer_by),
        "comment": SealedRow(uow.sealer, "enrolment_request", one.id).seal_text("comment", one.comment),
    }


def _request(row: Row[Any], uow: Uow) -> EnrolmentRequest:
    known = {name: getattr(row, name) for name in (*_FIXED, *_CHANGEABLE)}
    return EnrolmentRequest(
        **{**known, "state": RequestState(row.state)},
        answer_by=deadline_if(row.answer_by_at, row.answer_by_days),
        comment=SealedRow(uow.sealer, "enrolment_request", row.id).open_text("comment", row.comment),
    )
