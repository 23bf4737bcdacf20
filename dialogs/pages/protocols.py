"""The public protocol of every distribution run, for anyone: what was issued, in which order, by which rule. G.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.names import locality_name
from dialogs.page import Button, Go, Page, turners
from dialogs.protocol_queries import PublicProtocol, RunCard, Runs, RunSheet
from dialogs.protocol_words import either, lines_words, run_words
from enrolment.profile import Profile
from locales.text import Text, _, joined, n_


def protocols(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The runs of the person's city, newest first."""
    locality = facts.me.locality or facts.profile.localities[0].code
    sheet = facts[Runs(locality, int(args.get("at", 0)))]
    header = _("Protocols · {city}", city=locality_name(facts.profile, locality))
    text = _("Every distribution of places is published here without names. Choose a date.")
    if not sheet.runs:
        text = _("No places have been given out here yet. The protocol appears at once when it happens.")
    return Page(text, run_buttons(facts, sheet, Go("protocols", args), "protocol"), header, Go("kindergartens"))


def protocol(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One run, some turns on each sheet."""
    at = int(args.get("at", 0))
    sheet = facts[PublicProtocol(int(args["run"]), at)]
    if sheet is None:
        return Page(_("There is no such protocol."), up=Go("protocols"))
    head = run_words(sheet.run, facts.profile) if not at else Text("")
    text = joined(head, lines_words(sheet.lines, sheet.categories, facts.profile), ANONYMOUS)
    header = _("Protocol of distribution {number}", number=sheet.run.number)
    return Page(text, turners(Go("protocol", args), at, more=sheet.more), header, Go("protocols"))


def run_buttons(facts: Facts, sheet: RunSheet, go: Go, to: str) -> tuple[Button, ...]:
    """A button for each run, and buttons to turn the sheets."""
    buttons = tuple(
        Button(
            f"r{run.number}",
            Text("{moment}", {"moment": run.at.date()}),
            Go(to, {"run": run.number}),
            _short(run, facts.profile),
        )
        for run in sheet.runs
    )
    return (*buttons, *turners(go, int(go.args.get("at", 0)), more=sheet.more))


def _short(run: RunCard, profile: Profile) -> Text:
    number, count = run.number, run.issued
    if not count:
        none = _("No. {number}, no vouchers", number=number), _("No. {number}, no referrals", number=number)
        return either(profile, *none)
    return either(
        profile,
        n_("No. {number}, {count} voucher", "No. {number}, {count} vouchers", count, number=number),
        n_("No. {number}, {count} referral", "No. {number}, {count} referrals", count, number=number),
    )


ANONYMOUS = _("The first number is the turn. Who stands earlier in the queue is served first, category by category.")
