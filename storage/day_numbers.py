"""What happened in a locality within a span of time, and how things stand: counted by one statement a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from enrolment.application_states import ApplicationState
from enrolment.voucher_states import VoucherState
from storage.domain_tables import application, preschool, preschool_group, queue_counter, review
from storage.flow_tables import event_log, event_log_accepted
from storage.place_tables import enrolment_request, request_open, voucher

if TYPE_CHECKING:
    from storage.uow import Uow

_EXPIRED = (VoucherState.EXPIRED_UNCONFIRMED, VoucherState.EXPIRED_UNUSED)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """How many applications were sent, and vouchers issued, accepted by their families, and expired."""

    sent: int
    issued: int
    accepted: int
    expired: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many children stand in queues, places are free and open, and reviews and requests wait for staff."""

    queued: int
    free: int
    opened: int
    reviews: int
    requests: int


class DayNumbers:
    """The counts, within one unit of work; without a locality, of all of them."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def happened(self, locality: str | None, since: datetime, until: datetime) -> Happened:
        """What happened from `since` to before `until`."""
        sent = select(func.count()).select_from(application)
        sent = sent.where(application.c.submitted_at >= since, application.c.submitted_at < until)
        sent = sent.where(application.c.state != ApplicationState.DRAFT)
        vouchers = select(func.count()).select_from(voucher)
        issued = vouchers.where(voucher.c.issued_at >= since, voucher.c.issued_at < until)
        expired = vouchers.where(voucher.c.closed_at >= since, voucher.c.closed_at < until)
        return Happened(
            await self._count(_there(sent, application.c.locality, locality)),
            await self._count(_there(issued, voucher.c.locality, locality)),
            await self._accepted(locality, since, until),
            await self._count(_there(expired.where(voucher.c.state.in_(_EXPIRED)), voucher.c.locality, locality)),
        )

    async def standing(self, locality: str | None) -> Standing:
        """How things stand now."""
        queued = select(func.coalesce(func.sum(queue_counter.c.n), 0))
        reviews = select(func.count()).select_from(review).where(review.c.decided_at.is_(None))
        requests = select(func.count()).select_from(enrolment_request)
        requests = requests.join(preschool, preschool.c.bin == enrolment_request.c.preschool_bin)
        requests = requests.where(request_open, enrolment_request.c.state == "sent")
        free, opened = await self._places(locality)
        return Standing(
            await self._count(_there(queued, queue_counter.c.locality, locality)),
            free,
            opened,
            await self._count(_there(reviews, review.c.locality, locality)),
            await self._count(_there(requests, preschool.c.locality, locality)),
        )

    async def _places(self, locality: str | None) -> tuple[int, int]:
        """A group that a catalogue made too small has no free place, and takes none from the others."""
        free, opened = preschool_group.c.free, preschool_group.c.opened
        query = select(func.coalesce(func.sum(free), 0), func.coalesce(func.sum(opened), 0))
        query = query.join(preschool, preschool.c.bin == preschool_group.c.bin)
        query = query.where(free > 0, preschool_group.c.closed_at.is_(None), preschool.c.closed_at.is_(None))
        row = (await self._uow.connection.execute(_there(query, preschool.c.locality, locality))).one()
        return int(row[0]), int(row[1])

    async def _accepted(self, locality: str | None, since: datetime, until: datetime) -> int:
        """From the event log, the only place that knows when; through an index of acceptances alone."""
        query = select(event_log.c.subject).where(event_log_accepted, event_log.c.at >= since, event_log.c.at < until)
        subjects = (await self._uow.connection.execute(query)).scalars()
        ids = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith("voucher:")]
        if locality is None:
            return len(ids)
        return sum([await self._of(ids[n : n + _AT_ONCE], locality) for n in range(0, len(ids), _AT_ONCE)])

    async def _of(self, ids: Sequence[int], locality: str) -> int:
        return await self._count(select(func.count()).where(voucher.c.id.in_(ids), voucher.c.locality == locality))

    async def _count(self, query: Select[Any]) -> int:
        return int((await self._uow.connection.execute(query)).scalar_one())


def _there(query: Select[Any], column: Any, locality: str | None) -> Select[Any]:
    return query if locality is None else query.where(column == locality)
