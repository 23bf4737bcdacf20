"""A distribution run in words, the same for parents and staff: by which rule, or why passed over. G.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialogs.message import EMPTY
from dialogs.names import QUEUE_NAMES, locality_name, named
from dialogs.protocol_queries import NumberedLine, RunCard
from enrolment.distribution_protocol import Outcome
from enrolment.distribution_run import IssueRule, PassReason, Waiting
from enrolment.profile import Profile
from enrolment.terms import Name, PlaceInstrument
from locales.text import Text, _, joined, n_, verbatim

RULES: dict[IssueRule | PassReason, Text] = {
    IssueRule.PREFERRED: _("a place in a kindergarten from the wishes"),
    IssueRule.NEAREST: _("the nearest kindergarten with a place"),
    IssueRule.ANY_FITTING: _("a fitting place, the family chooses the kindergarten"),
    PassReason.VOUCHER_OPEN: _("the child has a voucher already"),
    PassReason.SERVED_IN_OTHER_QUEUE: _("the child got a place in another queue"),
    PassReason.TOO_YOUNG: _("the child is too young for now"),
    PassReason.TOO_OLD: _("the child is over the age"),
    PassReason.NO_PLACE_OF_TYPE: _("no open place of this queue type"),
    PassReason.NO_PLACE_IN_LANGUAGE: _("no open place in this language"),
    PassReason.NO_PLACE_FOR_AGE: _("no open place for this age"),
    PassReason.PLACES_TAKEN: _("all fitting places are given out"),
    PassReason.SIBLING_SERVED_ALONE: _("no second place for the siblings, the first one was served"),
}


def run_words(run: RunCard, profile: Profile) -> Text:
    """What the run came to, in a few lines."""
    city = locality_name(profile, run.locality) if run.locality else _("all cities")
    return joined(
        _("City: {city}. Time: {moment}.", city=city, moment=run.at),
        _issued(run, profile),
        *_rest(run, profile),
    )


def preview_words(run: RunCard, profile: Profile) -> Text:
    """What the run would come to, in a few lines."""
    city = locality_name(profile, run.locality) if run.locality else _("all cities")
    return joined(
        _("Preview, nothing is changed yet. City: {city}. As of: {moment}.", city=city, moment=run.at),
        _would_be_issued(run, profile),
        *_rest(run, profile),
    )


def either(profile: Profile, voucher: Text, referral: Text) -> Text:
    """What is said where the city gives vouchers, or where it gives referrals."""
    return voucher if profile.place_instrument is PlaceInstrument.VOUCHER else referral


def rule_words(rule: IssueRule | PassReason, profile: Profile) -> Text:
    """By which rule, or why not."""
    if rule is PassReason.VOUCHER_OPEN:
        return either(profile, RULES[rule], _("the child has a referral already"))
    return RULES[rule]


def line_words(one: NumberedLine, categories: Mapping[int, Name], profile: Profile) -> Text:
    """One turn: its number, whose queue, since when, and what came of it."""
    line = one.line
    whose = _(
        "{queue}, born in {year}, category: {category}, applied {date}",
        queue=QUEUE_NAMES[line.queue.queue_type],
        year=line.queue.birth_year,
        category=named(categories[line.category]) if line.category in categories else line.category,
        date=verbatim(f"{line.submitted_on:%d.%m.%Y}"),
    )
    sibling = _("together with a sibling") if line.with_sibling else EMPTY
    rule = rule_words(line.rule, profile)
    got = joined(rule, sibling, separator=", ")
    came_to = either(profile, _("Voucher: {rule}.", rule=got), _("Referral: {rule}.", rule=got))
    if line.outcome is Outcome.PASSED_OVER:
        came_to = _("Passed over: {rule}.", rule=rule)
    number = verbatim(one.number) if one.number else EMPTY
    return joined(
        verbatim(f"{line.turn}."), joined(number, whose, separator=" · "), verbatim("—"), came_to, separator=" "
    )


def lines_words(lines: Iterable[NumberedLine], categories: Mapping[int, Name], profile: Profile) -> Text:
    """The turns, one a line; a category that is not in the list of that time goes by its number."""
    return joined(*(line_words(one, categories, profile) for one in lines))


def places_left(count: int) -> Text:
    """How many open places nobody has got."""
    if not count:
        return _("No open place remains.")
    return n_("{count} open place remains.", "{count} open places remain.", count)


def _issued(run: RunCard, profile: Profile) -> Text:
    count = run.issued
    if not count:
        return either(profile, _("No voucher issued."), _("No referral issued."))
    return either(
        profile,
        n_("{count} voucher issued.", "{count} vouchers issued.", count),
        n_("{count} referral issued.", "{count} referrals issued.", count),
    )


def _would_be_issued(run: RunCard, profile: Profile) -> Text:
    count = run.issued
    if not count:
        return either(profile, _("No voucher would be issued."), _("No referral would be issued."))
    return either(
        profile,
        n_("{count} voucher would be issued.", "{count} vouchers would be issued.", count),
        n_("{count} referral would be issued.", "{count} referrals would be issued.", count),
    )


def _rest(run: RunCard, profile: Profile) -> Iterable[Text]:
    over = run.passed_over
    yield (
        n_("{count} child was passed over.", "{count} children were passed over.", over)
        if over
        else _("Nobody was passed over.")
    )
    yield places_left(run.remaining)
    for one in run.waiting:
        yield _waits(one, profile)


def _waits(one: Waiting, profile: Profile) -> Text:
    return n_(
        "{count} more child waits: {queue}, born in {year} ({reason}).",
        "{count} more children wait: {queue}, born in {year} ({reason}).",
        one.children,
        queue=QUEUE_NAMES[one.queue.queue_type],
        year=one.queue.birth_year,
        reason=rule_words(one.reason, profile),
    )
