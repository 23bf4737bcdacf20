"""The words of a voucher: its states, who acts next and until when, and why a day counts. S3-41…S3-48, D.3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dialogs.contract_words import THE_OTHER, THE_OTHER_SIGNS
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.queries import Happening
from dialogs.said import DEPARTMENT, said
from dialogs.voucher_queries import VoucherCard
from enrolment.application_states import Bar
from enrolment.public_holidays import Day, DayReason
from enrolment.term_ends import in_calendar_days
from enrolment.terms import PlaceInstrument
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from enrolment.working_days import ALMATY, Deadline
from locales.catalogue import Locale
from locales.dates import say_day
from locales.deadlines import deadline
from locales.text import Text, _, joined, trilingual, verbatim

State = VoucherState
STATES: Mapping[str, Text] = {
    State.ISSUED: _("Issued: confirm that you want it"),
    State.CONFIRMED: _("Confirmed: choose a kindergarten"),
    State.EXTENDED: _("Extended: choose a kindergarten"),
    State.HELD: _("The kindergarten is at work"),
    State.REDEEMED: _("Your child has been admitted"),
    State.DECLINED: _("Declined"),
    State.EXPIRED_UNCONFIRMED: _("Annulled: not confirmed in time"),
    State.EXPIRED_UNUSED: _("Annulled: no contract in time"),
    State.ANNULLED: _("Not valid any more"),
}
HAPPENED: Mapping[str, Text] = {
    State.ISSUED: _("it was issued"),
    State.CONFIRMED: _("it was confirmed"),
    State.EXTENDED: _("it was extended"),
    State.HELD: _("the kindergarten has it"),
    State.REDEEMED: _("the child was admitted"),
    State.DECLINED: _("it was declined"),
    State.EXPIRED_UNCONFIRMED: _("it was annulled, because it was not confirmed in time"),
    State.EXPIRED_UNUSED: _("it was annulled, because no contract was concluded in time"),
    State.ANNULLED: _("it was annulled"),
}
OPEN_IT: Mapping[PlaceInstrument, Text] = {
    PlaceInstrument.VOUCHER: _("Open the voucher"),
    PlaceInstrument.REFERRAL: _("Open the referral"),
}
_ANEW, _RUNS_AGAIN = _("The term was counted anew"), _("Your time runs again")
AGAIN: Mapping[tuple[str | None, str], Text] = {
    **{(state, state): _ANEW for state in State},
    **{(State.HELD, state): _RUNS_AGAIN for state in (State.CONFIRMED, State.EXTENDED)},
}
OUT_OF_TIME = _("The time is over")
REASONS: Mapping[DayReason, Text] = {
    DayReason.WEEKEND: _("day off"),
    DayReason.HOLIDAY: _("holiday"),
    DayReason.OBSERVED: _("day off for a holiday"),
    DayReason.SWAPPED: _("moved day off"),
    DayReason.OVERRIDE_OFF: _("declared a day off"),
    DayReason.EVENT_DAY: _("the first day does not count"),
}


def title(card: VoucherCard) -> Text:
    """What it is, with its number."""
    return instrument_named(card.instrument, card.number)


def instrument_named(instrument: PlaceInstrument, number: str) -> Text:
    """A voucher or referral with its number."""
    if instrument is PlaceInstrument.VOUCHER:
        return _("Voucher No. {number}", number=number)
    return _("Referral No. {number}", number=number)


def status(card: VoucherCard) -> Text:
    """Where it stands, in one line."""
    if card.over and not card.waiting:
        return OUT_OF_TIME
    if card.waiting:
        return _("Wait for the contract from the kindergarten")
    if card.contract_by is not None and card.running:
        return _("The contract is to be signed")
    if card.running and is_named(card):
        return _("The contract is to be concluded")
    return STATES[card.state]


def until(card: VoucherCard) -> Text:
    """The deadline that runs."""
    return deadline(card.deadline.at, card.days_left)


def next_step(card: VoucherCard) -> Text:
    """Who acts next, and until when."""
    if card.role is Actor.DELEGATE and card.waits:
        return _for_delegate(card)
    if card.answerable and card.role is not Actor.PARENT:
        return _("A place waits for your answer {deadline}.", deadline=until(card))
    if card.answerable:
        return _("Now it is your turn: accept or decline {deadline}.", deadline=until(card))
    if card.waiting:
        return _kindergartens_turn(card)
    if card.running and card.contract_by is not None and not card.fills:
        return THE_OTHER_SIGNS if card.frozen else THE_OTHER
    if card.running and card.contract_by is not None:
        signing = deadline(card.contract_by.at, card.contract_days_left)
        return _("Now it is your turn: sign the contract {deadline}.", deadline=signing)
    if card.running and is_named(card):
        return _("Conclude the contract with the kindergarten {deadline}.", deadline=until(card))
    if card.running:
        return _(
            "Now it is your turn: choose a kindergarten and conclude the contract {deadline}.", deadline=until(card)
        )
    if card.state is State.HELD:
        return _("Now it is the kindergarten's turn. You lose nothing by waiting.")
    if card.over:
        return _("It ended {moment}. I am about to write to you what follows.", moment=card.deadline.at)
    if card.rest_until is not None:
        return _rest(card, card.rest_until)
    return _("Reason: {reason}.", reason=verbatim(card.reason)) if card.reason else verbatim("")


def _kindergartens_turn(card: VoucherCard) -> Text:
    """Since when the kindergarten has the request, until when it is to answer, and that the wait costs nothing."""
    since = _("The kindergarten has the request since {moment}.", moment=card.asked_at) if card.asked_at else EMPTY
    answer = EMPTY
    if card.answer_by is not None and card.answer_late:
        answer = _("It was to answer by {moment}; the education department is told.", moment=card.answer_by.at)
    elif card.answer_by is not None:
        answer = _("It is to answer {deadline}.", deadline=deadline(card.answer_by.at, card.answer_days_left))
    kept = _("Your voucher does not expire while you wait.")
    if card.instrument is PlaceInstrument.REFERRAL:
        kept = _("Your referral does not expire while you wait.")
    return joined(since, answer, kept)


def _rest(card: VoucherCard, until: datetime) -> Text:
    """Until when the application can be restored, or why it cannot (A15, edge 32)."""
    if card.rest_bar is None:
        ends = deadline(until, card.rest_days_left)
        return _(
            "The application is on the stop-list and gets no place meanwhile. It can be restored once {deadline}.",
            deadline=ends,
        )
    if card.rest_bar is Bar.RESTORED_BEFORE:
        return _("The application cannot be restored: that was done once already. You can apply again.")
    if card.rest_bar is Bar.NOT_THIS_ROLE:
        return _("The application goes back to the queue by itself {moment}.", moment=until)
    return _("The application cannot be restored any more: the time ended {moment}. You can apply again.", moment=until)


def _for_delegate(card: VoucherCard) -> Text:
    """What the family has to do, of which only the first step can be a delegate's."""
    if card.answerable:
        return _("A place waits for your answer {deadline}.", deadline=until(card))
    if card.contract_by is not None:
        signing = deadline(card.contract_by.at, card.contract_days_left)
        return _("The kindergarten has sent the contract. It is to be signed {deadline}.", deadline=signing)
    return _("The place is accepted. A kindergarten is to be chosen {deadline}.", deadline=until(card))


def waits_now(card: VoucherCard) -> Text:
    """What waits for the family now, as the menu's first line."""
    who = _("Child: {child}.", child=verbatim(card.child))
    if card.answerable:
        return joined(_("A place waits for your answer {deadline}.", deadline=until(card)), who, separator=" ")
    if card.contract_by is not None:
        signing = deadline(card.contract_by.at, card.contract_days_left)
        return joined(_("A contract waits for your signature {deadline}.", deadline=signing), who, separator=" ")
    if is_named(card):
        named_one = _("Conclude the contract with the kindergarten {deadline}.", deadline=until(card))
        return joined(named_one, who, separator=" ")
    return joined(_("Choose a kindergarten {deadline}.", deadline=until(card)), who, separator=" ")


def is_named(card: VoucherCard) -> bool:
    """A referral names its kindergarten: nothing is to be chosen (S2-15)."""
    return card.instrument is PlaceInstrument.REFERRAL and card.preschool is not None


def details(card: VoucherCard) -> Text:
    """The voucher's own data."""
    lines = [
        _("Child: {name}", name=verbatim(card.child)),
        _("Issued: {moment}", moment=card.issued_at),
    ]
    if card.preschool is not None:
        lines.append(_("Kindergarten: {name}", name=named(card.preschool)))
    return joined(*lines)


def happened(one: Happening) -> Text:
    """One line of the history."""
    parts = [AGAIN.get((one.from_state, one.to_state)) or STATES.get(one.to_state, verbatim(one.to_state))]
    if one.comment:
        parts.append(said(DEPARTMENT, one.comment))
    return joined(*parts, separator=". ")


def out_of_date(card: VoucherCard, action: VoucherAction | None) -> Text:
    """Why an old button does nothing, and what has become of the voucher meanwhile (edge 4)."""
    if card.over:
        return _("This button is out of date: the time ended {moment}. Nothing was changed.", moment=card.deadline.at)
    what = HAPPENED[card.state]
    told = _("{event} — {moment}", event=what, moment=card.changed_at)
    if action is VoucherAction.EXTEND and card.state is State.CONFIRMED:
        return joined(_("The term cannot be extended now."), next_step(card), separator=" ")
    return _("This button is out of date: {what}. Nothing was changed.", what=told)


def calendar_task(card: VoucherCard) -> Text:
    """What is to be done by the deadline, for a calendar."""
    if card.answerable:
        return _("Answer: accept the place or decline")
    if card.contract_by is not None:
        return _("Sign the contract with the kindergarten")
    if card.waiting:
        return _("The kindergarten is to answer")
    return _("Choose a kindergarten and conclude the contract")


def why_it_ends(shown: Deadline) -> Text:
    """When a term ends, and how it was counted; hours that an outage added are told too (D.3, edge 6)."""
    ends = _("The term ends {moment}.", moment=shown.at)
    rule = _("Working days count, from the day after the first one.")
    counted = joined(rule, why_this_day(shown))
    if in_calendar_days(shown):
        counted = _all_days(shown)
    later = bool(shown.days) and shown.at.astimezone(ALMATY).date() > shown.days[-1].date
    added = _("The service did not work when the term ended, so it lasts longer.") if later else EMPTY
    return joined(ends, counted, added)


def _all_days(shown: Deadline) -> Text:
    """A term of calendar days needs no list: its first and its last day tell it."""
    _event, first, *_between = shown.days
    last = shown.days[-1]
    return _(
        "All days count, days off too, from the day after the first one. Day 1: {first}. Last day: {last}. "
        "Days in all: {count}.",
        first=_said(first),
        last=_said(last),
        count=sum(day.counts for day in shown.days),
    )


def why_this_day(shown: Deadline) -> Text:
    """Every day from the event to the deadline, with its number or why it does not count."""
    counted = 0
    lines: list[Text] = []
    for day in shown.days:
        counted += day.counts
        lines.append(_("{day} — {why}", day=_said(day), why=_why(day, counted)))
    return joined(*lines)


def _said(day: Day) -> Text:
    return trilingual(*(say_day(day.date, locale) for locale in (Locale.EN, Locale.KK, Locale.RU)))


def _why(day: Day, number: int) -> Text:
    if day.counts:
        return _("day {number}", number=number)
    said = REASONS[day.reason]
    return joined(said, named(day.name), separator=": ") if day.name else said
