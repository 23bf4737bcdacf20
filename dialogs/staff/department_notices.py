"""What the education department is told unasked about its own work."""

from __future__ import annotations

from datetime import date

from dialogs.message import Choice, Message
from dialogs.protocol_words import either, places_left
from enrolment.profile import Profile
from locales.text import Text, _, joined, n_


def run_done(number: int, issued: int, remaining: int, profile: Profile) -> Message:
    """To who gave the command: the vouchers or referrals are issued and the families are told."""
    vouchers = n_(
        "Distribution {number}: {count} voucher is issued, the family is told.",
        "Distribution {number}: {count} vouchers are issued, the families are told.",
        issued,
        number=number,
    )
    referrals = n_(
        "Distribution {number}: {count} referral is issued, the family is told.",
        "Distribution {number}: {count} referrals are issued, the families are told.",
        issued,
        number=number,
    )
    text = joined(either(profile, vouchers, referrals), places_left(remaining))
    return Message(text, (Choice(f"run.{number}", _("Protocol"), action=True),), purpose="S10")


def run_changed(locality: str, profile: Profile) -> Message:
    """To who gave the command: something has changed since the preview, so nothing was done."""
    text = joined(
        either(
            profile,
            _("No voucher was issued: the queue or the places have changed since the preview."),
            _("No referral was issued: the queue or the places have changed since the preview."),
        ),
        _("Look at a new preview and confirm it."),
    )
    return Message(text, (Choice(f"preview.{locality}", _("New preview"), action=True),), purpose="S11")


def form_published(by: Text, since: date) -> Message:
    """S16: to the colleagues of who published an edition of the contract's model form (S2-73)."""
    text = joined(
        _("A new edition of the contract form is published. In force from {day}. By: {name}", day=since, name=by),
        _("Families who have not signed by that day read their contracts again. More under “Contract form”."),
    )
    return Message(text, purpose="S16")


def form_withdrawn(by: Text, since: date) -> Message:
    """S17: it never comes into force."""
    text = _("The edition of the contract form from {day} is withdrawn. By: {name}", day=since, name=by)
    return Message(text, purpose="S17")
