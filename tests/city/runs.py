"""Distribution runs, each checked against an order and a choice that are worked out here anew, in another way."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Row, text

from dialogs.staff.department_effects import AnnulVoucher, OpenPlaces
from enrolment.ages import age_in_months
from enrolment.fitting import OpenGroup
from handlers.desk import Desk
from handlers.distributing import issue_run, plan
from handlers.telling import Moment, post
from handlers.working_calendar import up_to_date
from storage.uow import Uow
from tests.city.batches import EVENING, City, does
from tests.city.colleagues import department_of
from tests.city.families import hears_of_a_voucher
from tests.city.people import Kid

_QUEUED = text(
    "SELECT a.id, a.queue_type, a.iteration, a.category, a.submitted_at, a.child_key, c.family_id "
    "FROM application a JOIN child c ON c.id = a.child_id WHERE a.state = 'queued' AND a.locality = :locality"
)
_HOLDERS = text("SELECT child_key FROM voucher WHERE state IN ('issued', 'confirmed', 'extended', 'held')")
_UNPLACED = text(
    "SELECT application_id, queue_type FROM voucher WHERE state IN ('issued', 'confirmed', 'extended', 'held') "
    "AND locality = :locality AND id NOT IN "
    "(SELECT voucher_id FROM enrolment_request WHERE state IN ('sent', 'contract_sent'))"
)
_GIVEN = text("SELECT id, application_id FROM voucher WHERE run_id = :run ORDER BY number")
Seats = tuple[int, ...]


@dataclass
class Hall:
    """Free places and who needs one of which: a newcomer sits down where everybody can still be seated."""

    free: list[int]
    seated: list[dict[Seats, int]] = field(default_factory=list)
    full: set[Seats] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.seated = [{} for _group in self.free]

    def seat(self, where: Seats) -> bool:
        """Whether there is a place for one more; others move up where that helps."""
        if where in self.full:
            return False
        came: dict[int, tuple[int | None, Seats]] = dict.fromkeys(where, (None, where))
        line = deque(where)
        while line:
            group = line.popleft()
            if self.free[group] > 0:
                self._move(came, group)
                return True
            for others in self.seated[group]:
                for other in others:
                    if other not in came:
                        came[other] = (group, others)
                        line.append(other)
        self.full.add(where)
        return False

    def _move(self, came: dict[int, tuple[int | None, Seats]], group: int) -> None:
        self.free[group] -= 1
        at: int | None = group
        while at is not None:
            source, who = came[at]
            self.seated[at][who] = self.seated[at].get(who, 0) + 1
            if source is not None:
                self.seated[source][who] -= 1
                if not self.seated[source][who]:
                    del self.seated[source][who]
            at = source

    def seat_all(self, family: Sequence[Seats]) -> bool:
        """A place for each of them, or for none."""
        if len(family) == 1:
            return self.seat(family[0])
        before = list(self.free), [dict(one) for one in self.seated], set(self.full)
        if all(self.seat(where) for where in family):
            return True
        self.free, self.seated, self.full = before
        return False


@dataclass(frozen=True)
class Expected:
    """Who ought to get a voucher, worked out from rows of the database and from what the city knows of its children."""

    city: City
    groups: Sequence[OpenGroup]
    known: dict[tuple[str, str, int], Seats] = field(default_factory=dict)

    def where(self, kid: Kid, queue: str) -> Seats:
        """The groups that fit, by their positions."""
        months = age_in_months(kid.born, self.city.today)
        wanted = queue, kid.language, months
        if wanted not in self.known:
            self.known[wanted] = tuple(
                at
                for at, one in enumerate(self.groups)
                if one.free > 0
                and queue in one.queue_types
                and kid.language in one.languages
                and one.min_age * 12 <= months < one.max_age * 12
            )
        return self.known[wanted]


async def expected(city: City, uow: Uow, locality: str) -> set[int]:
    """The applications that a run has to serve now."""
    groups = await uow.places.open_groups(locality)
    reckoning, hall = Expected(city, groups), Hall([one.free for one in groups])
    for row in await uow.connection.execute(_UNPLACED, {"locality": locality}):
        hall.seat(reckoning.where(city.applied[row.application_id], row.queue_type))
    holders = {row.child_key for row in await uow.connection.execute(_HOLDERS)}
    rows = (await uow.connection.execute(_QUEUED, {"locality": locality})).all()
    rows = sorted(rows, key=lambda row: (row.iteration, row.category, row.submitted_at, row.id))
    return _walk(reckoning, hall, rows, holders)


def _walk(reckoning: Expected, hall: Hall, rows: Sequence[Row[Any]], holders: set[bytes]) -> set[int]:
    """Once along the order; linked siblings together at the turn of the first of them, where there are places."""
    served, children, families = set[int](), set(holders), defaultdict[int, list[Row[Any]]](list)
    for row in rows:
        if row.family_id is not None:
            families[row.family_id].append(row)
    for at in rows:
        if at.id in served or _barred(reckoning, at, children):
            continue
        order = _key(at)
        others = {one.child_key: one for one in reversed(families[at.family_id] if at.family_id is not None else [])
                  if _key(one) > order and one.child_key != at.child_key
                  and not _barred(reckoning, one, children)}  # fmt: skip
        together = [at, *others.values()]
        seats = [reckoning.where(reckoning.city.applied[one.id], one.queue_type) for one in together]
        taken = together if hall.seat_all(seats) else [at] if len(together) > 1 and hall.seat(seats[0]) else []
        served.update(one.id for one in taken)
        children.update(one.child_key for one in taken)
    return served


def _key(row: Row[Any]) -> tuple[int, int, int, int]:
    return row.iteration, row.category, row.submitted_at, row.id


def _barred(reckoning: Expected, row: Row[Any], children: set[bytes]) -> bool:
    kid = reckoning.city.applied[row.id]
    return row.child_key in children or age_in_months(kid.born, reckoning.city.today) >= 72


async def run(city: City, locality: str) -> None:
    """A run as the department's command and its schedule carry it out; whoever got a voucher hears of it."""
    async with city.database.transaction("run", brief=True) as uow:
        at = Moment(uow, await up_to_date(uow, city.office), city.clock.now())
        number = await uow.distributions.begin(locality)
        right = await expected(city, uow, locality)
        planned = await plan(uow, at.office, locality, at.now, number)
        issued = {one.candidate.key.id for one in planned.issued}
        assert issued == right, f"run {number}: order violated for {sorted(issued ^ right)[:5]}"
        if issued:
            await post(uow, await issue_run(at, planned, "staff:department", locality))
        given = (await uow.connection.execute(_GIVEN, {"run": number})).all()
    city.notes("runs, each as worked out anew")
    for one in given:
        kid = city.applied[one.application_id]
        hears_of_a_voucher(city, one.id, kid)
        if city.chance.random() < 0.02:
            clerk = city.staff[department_of(kid.locality)]
            city.later(1 + city.chance.randrange(5), EVENING, clerk, partial(annul, city, one.id))
    city.notes("vouchers issued", len(given))


async def annul(city: City, voucher: int, desk: Desk) -> None:
    """Most by the department's own mistake, some because the family is to blame."""
    at_fault = city.chance.random() < 0.3
    heard = "Родитель выслушан" if at_fault else ""
    effect = AnnulVoucher(voucher, "issued_by_mistake", "Ваучер выдан по ошибке", at_fault, heard)
    await does(city, desk, effect, "annulled")


async def open_places(city: City, share: int, desk: Desk, locality: str) -> None:
    """A part of the groups of the locality gets some of its free places opened."""
    for number, one in enumerate(city.kindergartens.values()):
        if one.preschool.locality != locality or not one.open:
            continue
        for at, group in enumerate(one.groups):
            if (number + at) % 3 == share % 3:
                await does(city, desk, OpenPlaces(group.id, 4), "openings")
