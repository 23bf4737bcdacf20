"""Who is told what when a voucher is issued or something happens to it. G.5, N06…N17."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from dialogs import notices
from dialogs import voucher_notices as words
from dialogs.message import Message
from dialogs.names import named
from dialogs.voucher_notices import AboutVoucher
from enrolment.application import ApplicationState
from enrolment.profile_terms import Fallback, Restore
from enrolment.terms import Name
from enrolment.working_days import Deadline
from handlers.family_telling import tell_family
from handlers.telling import Moment, Occasion
from handlers.voucher_acts import Act, Stepped, voucher_subject
from locales.deadlines import deadline as said_deadline
from locales.text import Text
from storage.applications import Application
from storage.children import Child
from storage.outbox import NewOutbox
from storage.stored_voucher import StoredVoucher


async def tell_issued(
    at: Moment,
    vouchers: Sequence[StoredVoucher],
    applications: Mapping[int, Application],
    children: Mapping[int, Child],
) -> list[NewOutbox]:
    """N06, or N06r where nothing is to be confirmed, to each family in this order."""
    outgoing: list[NewOutbox] = []
    rules = at.office.profile.interest_confirmation
    for one in vouchers:
        first_name = children[applications[one.application_id].child_id].person.first_name
        about = about_voucher(one, first_name)
        ends = until(at, one.voucher.deadline.at)
        if rules.enabled:
            message = words.issued(about, ends, rests=rules.on_no_confirmation is Fallback.STOP_LIST)
        else:
            name = await preschool_of(at, one)
            message = words.referred(about, ends, named(name) if name else None)
        outgoing += await _to_family(at, one, message)
    return outgoing


async def tell(at: Occasion, stepped: Stepped, rests_until: Deadline | None, act: Act) -> list[NewOutbox] | None:
    """What tells the family of the step; None when somebody else has the words for it, or there are none."""
    one, application = stepped.voucher, stepped.application
    about = about_voucher(one, await first_name_of(at, application))
    message = await _message(at, stepped, about, rests_until, act)
    return None if message is None else await _to_family(at, one, message)


async def _message(
    at: Occasion, stepped: Stepped, about: AboutVoucher, rests_until: Deadline | None, act: Act
) -> Message | None:
    one, application = stepped.voucher, stepped.application
    ends = until(at, one.voucher.deadline.at)
    match stepped.notification:
        case "N05":
            why = application.archive_reason
            about_application = notices.About(application.id, application.number, about.child, one.instrument)
            return notices.archived(about_application, str(why))
        case "N08":
            return words.accepted(about, ends)
        case "N09":
            return words.declined(about)
        case "N10":
            assert rests_until is not None
            by_hand = at.office.profile.stop_list.restore is not Restore.AUTO
            return words.resting(about, one.voucher.state, until(at, rests_until.at), by_hand=by_hand)
        case "N11" | "N12":
            return await told_after_rest(at, about, application, in_vain=True)
        case "N14":
            return words.not_enrolled(about)
        case "N16":
            return words.extended(about, ends)
        case "N17":
            ground = named(act.ground) if act.ground else None
            return words.annulled(about, act.reason or "", await place_told(at, application), ground)
    return None


async def told_after_rest(at: Occasion, about: AboutVoucher, application: Application, *, in_vain: bool) -> Message:
    """N11 when the application is back in the queue, N12 when it is in the archive."""
    place = await place_told(at, application)
    return words.rest_over(about, in_vain=in_vain) if place is None else words.restored(about, place)


async def place_told(at: Occasion, application: Application) -> int | None:
    """The place of an application that came back, noted as told; None when it stands in no queue."""
    if application.state is not ApplicationState.QUEUED:
        return None
    place = (await at.uow.applications.position(application)).position
    await at.uow.applications.set_notified_place(application.id, place)
    return place


def about_voucher(one: StoredVoucher, first_name: str) -> AboutVoucher:
    """What a notification says of the voucher."""
    return AboutVoucher(one.id, one.application_id, one.number, first_name, one.instrument)


async def first_name_of(at: Occasion, application: Application) -> str:
    """The child's first name, empty when the family had its data deleted."""
    child = await at.uow.children.get(application.child_id)
    return child.person.first_name if child else ""


def until(at: Occasion, moment: datetime) -> Text:
    """A deadline in words, with the working days that are left, or the hours when the last reminder comes."""
    hours = math.ceil((moment - at.now) / timedelta(hours=1))
    last = 0 < hours <= at.office.profile.reminders.hours_before_end
    return said_deadline(moment, at.office.calendar.working_days_left(at.now, moment), hours if last else 0)


async def preschool_of(at: Occasion, one: StoredVoucher) -> Name | None:
    """The preschool that a referral names."""
    group = await at.uow.places.group(one.group_id) if one.group_id is not None else None
    return await preschool_name(at, group.preschool) if group else None


async def preschool_name(at: Occasion, bin_: str) -> Name | None:
    """What a preschool is called."""
    found = (await at.uow.catalogue.load([bin_])).get(bin_)
    return found.name if found else None


async def _to_family(at: Occasion, one: StoredVoucher, message: Message) -> list[NewOutbox]:
    return await tell_family(at, one.application_id, message, voucher_subject(one.id))
