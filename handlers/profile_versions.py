"""By which version of the profile a case is judged: the one under which its deadline was set, until it passes. Edge 43.

What the timer does when a deadline passes was told with the deadline, so it follows that version too. The words of
reasons are always those of the newest version: staff choose among them.
"""

from __future__ import annotations

from dataclasses import replace

from enrolment.profile import Profile
from enrolment.voucher_states import VoucherAction
from handlers.office import Office
from handlers.outages import counted
from handlers.telling import Moment, Occasion
from storage.applications import Application
from storage.stop_list_rests import Rest
from storage.stored_voucher import StoredVoucher


def with_profile(office: Office, profile: Profile) -> Office:
    """The office by that profile's rules and its working week."""
    rules = profile.calendar
    calendar = replace(office.calendar, week=rules.working_week, cut_off=rules.cut_off)
    return replace(office, profile=profile, calendar=calendar)


def office_under(office: Office, code: str, version: int) -> Office:
    """The office by that version; the same one where it is in force, or is not known here."""
    if office.versions is None or (code, version) == (office.profile.code, office.profile.version):
        return office
    found = office.versions.of(code, version)
    if found is None:
        return office
    newest = office.profile
    worded = replace(
        found,
        refusal_reasons=newest.refusal_reasons,
        rejection_reasons=newest.rejection_reasons,
        correction_reasons=newest.correction_reasons,
        answer_reasons=newest.answer_reasons,
        removal_reasons=newest.removal_reasons,
    )
    return with_profile(office, worded)


async def judged(at: Occasion, one: StoredVoucher, action: VoucherAction | None = None) -> Occasion:
    """The occasion by the rules for this voucher."""
    office = office_under(at.office, one.profile, one.profile_version)
    if office is at.office:
        return at
    theirs = Moment(at.uow, office, at.now)
    if action is VoucherAction.EXPIRE or (await counted(theirs, one.voucher.deadline)).accepts(at.now):
        return theirs
    return at


async def judged_rest(at: Occasion, rest: Rest) -> Occasion:
    """The occasion by the rules for a rest on the stop-list: how it ends was told when it began."""
    if rest.profile is None or rest.profile_version is None:
        return at
    office = office_under(at.office, rest.profile, rest.profile_version)
    return at if office is at.office else Moment(at.uow, office, at.now)


def office_of(office: Office, application: Application) -> Office:
    """The office by the version under which the application was sent, for its review."""
    return office_under(office, application.profile, int(application.profile_version))
