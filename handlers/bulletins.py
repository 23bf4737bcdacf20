"""The bulletin of free places: published once a working day at the profile's time, read by anybody. S1-05, B.6."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import structlog

from dialogs.kindergarten_queries import SHEET, BulletinRow, BulletinSheet, FreeGroup, ReadBulletin
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.cards import preschool_cards
from handlers.desk import Desk
from handlers.office import Office
from handlers.review_deadlines import FIRES, Fired
from storage.bulletin import StoredBulletin
from storage.uow import Uow

SUBJECT, PUBLISH = "bulletin", "publish_bulletin"
ONE_DAY = timedelta(days=1)
KEPT = timedelta(days=60)
log = structlog.get_logger()


async def schedule(uow: Uow, office: Office) -> None:
    """Open the next publication's deadline, unless one is open that is not too late; a missing bulletin is due now."""
    now = office.clock.now()
    due_at = _after(office, now) if await uow.bulletins.published(latest_working_day(office, now)) else now
    planned = await uow.deadlines.of(SUBJECT)
    if not planned or planned[0].due_at > due_at:
        await uow.deadlines.set(SUBJECT, PUBLISH, due_at)


async def publish(fired: Fired) -> None:
    """Publish the bulletin of the latest working day unless that is done, and look again on the next day.

    After a time in which nothing ran that is a single one, with the time at which it was really published: what was
    free on the days between nobody knows.
    """
    day = latest_working_day(fired.office, fired.now)
    bulletin = StoredBulletin(day, fired.now, _opening(fired.office, day))
    if await fired.uow.bulletins.publish(bulletin):
        await fired.uow.bulletins.forget(day - KEPT)
        log.info("bulletin.published", day=day.isoformat())
    await fired.uow.deadlines.set(SUBJECT, PUBLISH, _after(fired.office, fired.now))


FIRES[PUBLISH] = publish


@answers(ReadBulletin)
async def read_bulletin(desk: Desk, query: ReadBulletin) -> BulletinSheet:
    """A sheet of the newest bulletin that is open."""
    bulletin = await desk.uow.bulletins.latest(desk.now)
    next_at = await next_opening(desk.uow, desk.office, desk.now)
    if bulletin is None:
        return BulletinSheet(next_at)
    count = await desk.uow.bulletins.count(bulletin.day, query.locality)
    bins = await desk.uow.bulletins.sheet(bulletin.day, query.locality, query.at * SHEET, SHEET)
    rows = await _rows(desk.uow, bulletin.day, bins)
    return BulletinSheet(next_at, bulletin.published_at, count.preschools, count.free, rows)


def latest_working_day(office: Office, now: datetime) -> date:
    """The last working day whose time of publication has come."""
    local = now.astimezone(ALMATY)
    day = local.date() if local.time() >= office.profile.bulletin.publish_at else local.date() - ONE_DAY
    while not office.calendar.day(day).counts:
        day -= ONE_DAY
    return day


async def next_opening(uow: Uow, office: Office, now: datetime) -> datetime:
    """When the next bulletin can be read: one that is published and not open yet, or that of a day to come."""
    day = latest_working_day(office, now)
    if await uow.bulletins.published(day) and _opening(office, day) <= now:
        day = _next_working_day(office, day)
    return max(_opening(office, day), now)


def _next_working_day(office: Office, day: date) -> date:
    day += ONE_DAY
    while not office.calendar.day(day).counts:
        day += ONE_DAY
    return day


def _opening(office: Office, day: date) -> datetime:
    """When the bulletin of that day opens; a time before that of its publication is one of the next day."""
    rules = office.profile.bulletin
    opens = day if rules.open_at >= rules.publish_at else day + ONE_DAY
    return _at(opens, rules.open_at)


def _after(office: Office, now: datetime) -> datetime:
    """The next time of publication; every day, because a day can be declared a working one at any time."""
    local = now.astimezone(ALMATY)
    today = _at(local.date(), office.profile.bulletin.publish_at)
    return today if today > local else _at(local.date() + ONE_DAY, office.profile.bulletin.publish_at)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ALMATY)


async def _rows(uow: Uow, day: date, bins: Sequence[str]) -> tuple[BulletinRow, ...]:
    """The preschools in that order, also those that were closed since."""
    known = await uow.catalogue.load(bins)
    groups: dict[str, list[FreeGroup]] = {}
    for one in await uow.bulletins.ages(day, bins):
        groups.setdefault(one.bin, []).append(FreeGroup(one.min_age, one.max_age, one.free))
    cards = await preschool_cards(uow, [known[bin_] for bin_ in bins])
    return tuple(BulletinRow(card, tuple(groups[card.bin])) for card in cards)
