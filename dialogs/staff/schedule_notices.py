"""What the education department is told of runs at times that were set beforehand."""

from __future__ import annotations

from datetime import datetime

from dialogs.message import Choice, Message
from dialogs.protocol_words import either, places_left
from enrolment.distribution_run import Run
from enrolment.profile import Profile
from locales.text import Text, _, joined, n_


def scheduled_run_done(run: Run, planned_for: datetime | None, profile: Profile) -> Message:
    """S12: places were given out at the time that was set, or late."""
    number, issued = run.number, len(run.issued)
    vouchers = n_(
        "Scheduled distribution {number}: {count} voucher is issued, the family is told.",
        "Scheduled distribution {number}: {count} vouchers are issued, the families are told.",
        issued,
        number=number,
    )
    referrals = n_(
        "Scheduled distribution {number}: {count} referral is issued, the family is told.",
        "Scheduled distribution {number}: {count} referrals are issued, the families are told.",
        issued,
        number=number,
    )
    text = joined(either(profile, vouchers, referrals), places_left(run.remaining), _late(planned_for))
    return Message(text, (Choice(f"run.{number}", _("Protocol"), action=True),), purpose="S12")


def scheduled_run_empty(planned_for: datetime | None) -> Message:
    """S13: the time came, and there was nothing to give out."""
    text = joined(
        _("The scheduled distribution issued nothing: there is no open place that fits a child in the queue."),
        _late(planned_for),
    )
    return Message(text, purpose="S13")


def scheduled_run_fails(planned_for: datetime, profile: Profile) -> Message:
    """S14: the time came, and the run breaks off each time."""
    vouchers = _(
        "The scheduled distribution of {moment} does not come off. No voucher was issued by it.", moment=planned_for
    )
    referrals = _(
        "The scheduled distribution of {moment} does not come off. No referral was issued by it.", moment=planned_for
    )
    text = joined(
        either(profile, vouchers, referrals),
        _("It is tried again all the time. Tell the operator, or give the places out by hand under “Distribution”."),
    )
    return Message(text, purpose="S14")


def heart_stands_still(since: datetime) -> Message:
    """S15: nobody notes that the service is there, so that terms may end late (edge 6)."""
    text = joined(
        _(
            "Attention: since {moment} the service does not note that it is running. Tell the operator at once.",
            moment=since,
        ),
        _("Until then a term of a family that ends may last longer than shown, by three days at most."),
    )
    return Message(text, purpose="S15")


def _late(planned_for: datetime | None) -> Text:
    if planned_for is None:
        return Text("")
    return _("It was planned for {moment} and comes late, because the service did not work then.", moment=planned_for)
