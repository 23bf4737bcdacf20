"""My vouchers: the list, the card that says who acts next, why the deadline is when it is, the history. S3-41…S3-48."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract_effects import StartContract
from dialogs.contract_notices import CONCLUDE
from dialogs.contract_notices import OPEN as OPEN_CONTRACT
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.pages.answers import answer_button
from dialogs.pages.contracts import parents_act
from dialogs.pages.enrolment import enrolment_of
from dialogs.pages.preparation import documents_button
from dialogs.pages.resting import TO_CALENDAR, WHY
from dialogs.voucher_effects import AcceptVoucher, DeclineVoucher, ExtendVoucher, RestoreApplication, VoucherCalendar
from dialogs.voucher_queries import MyVoucher, MyVouchers, VoucherCard, VoucherHistory
from dialogs.voucher_words import (
    details,
    happened,
    is_named,
    next_step,
    out_of_date,
    status,
    title,
    until,
    why_it_ends,
)
from enrolment.family import FamilyAct, may
from enrolment.profile_terms import Fallback
from enrolment.terms import PlaceInstrument
from enrolment.voucher_states import OPEN, VoucherAction
from locales.text import Text, _, joined, n_, verbatim

UP = Go("vouchers")
NOT_FOUND = _("I do not find this voucher.")


def vouchers(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Every voucher, the open ones first."""
    cards = sorted(facts[MyVouchers()], key=lambda card: card.state not in OPEN)
    buttons = [
        Button(
            f"v-{card.id}",
            _("{child}: {number}", child=verbatim(card.child), number=card.number),
            Go("voucher", {"id": card.id}),
            status(card),
        )
        for card in cards
    ]
    text = (
        _("Choose one to see its card.")
        if cards
        else _("You have no vouchers yet. When the turn comes, I will write to you here.")
    )
    lines = listed(buttons, Go("vouchers", args), int(args.get("at", 0)))
    return Page(text, lines, named(facts.profile.labels.place_instruments), Go("menu"))


def voucher(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One voucher: status, who acts next until when, details; the rest on demand."""
    card = facts[MyVoucher(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, up=UP)
    text = joined(status(card), next_step(card), before_signing(card), separator="\n")
    chooses = may(card.role, FamilyAct.CHOOSE) and (card.running or card.waiting)
    where, acts = enrolment_of(facts, card.application, by_referral=is_named(card)) if chooses else (EMPTY, ())
    once = card if where == EMPTY else replace(card, preschool=None)
    about = joined(text, details(once), where, separator="\n\n")
    return Page(about, (*contracting(card), *acts, *buttons(card)), title(card), UP)


def contracting(card: VoucherCard) -> tuple[Button, ...]:
    """The contract of the voucher: to be begun where a referral names the place, filled in, corrected, looked at."""
    if card.startable:
        return (Button("start", CONCLUDE, Do(StartContract(card.id))),)
    if card.contract is None or card.contract_state is None:
        return ()
    look = Button("contract", OPEN_CONTRACT, Go("contract", {"id": card.contract}))
    act = parents_act(card.contract, card.contract_state, frozen=card.frozen) if card.fills else None
    return (act or look,)


def buttons(card: VoucherCard) -> tuple[Button, ...]:
    """What can be done with the voucher now, the main act first, leaving last."""
    found: list[Button] = []
    if card.answerable:
        found.append(Button("accept", accept_label(card), Do(AcceptVoucher(card.id))))
    if card.adds is not None:
        found.append(Button("extend", _("Extend the term"), Do(ExtendVoucher(card.id))))
    if card.restorable:
        found.append(Button("restore", _("Restore"), Do(RestoreApplication(card.application))))
    found += preparing(card)
    if card.dated:
        found.append(Button("calendar", TO_CALENDAR, Do(VoucherCalendar(card.id))))
    if card.state in OPEN:
        found.append(Button("why", WHY, Go("voucher_why", {"id": card.id})))
    if may(card.role, FamilyAct.SEE_HISTORY):
        found.append(Button("history", _("History"), Go("voucher_history", {"id": card.id})))
    found.append(Button("application", _("Open application"), Go("application", {"id": card.application})))
    if may(card.role, FamilyAct.DECLINE) and (card.answerable or card.running):
        found.append(Button("decline", _("Decline"), Go("declining", {"id": card.id})))
    return tuple(found)


def before_signing(card: VoucherCard) -> Text:
    """What to do before the contract: while the kindergarten prepares it, and once it is there (S2-74…S2-77)."""
    if not may(card.role, FamilyAct.SEE_DOCUMENTS):
        return EMPTY
    if card.waiting:
        return _("Meanwhile send the documents ahead and look until when your EDS key works.")
    if card.running and card.contract_by is not None:
        return _("Read the contract with care before you sign: your rights, your duties, the fee, the term.")
    return EMPTY


def preparing(card: VoucherCard) -> list[Button]:
    """The documents, and the answers that are needed before the contract (S2-67…S2-79)."""
    if card.state not in OPEN or (card.over and not card.waiting):
        return []
    here = Go("voucher", {"id": card.id})
    keys = ["contract"] if card.contract_by is not None else ["eds"] if card.waiting else []
    asked = [answer_button(key, here) for key in keys] if may(card.role, FamilyAct.SEE_DOCUMENTS) else []
    return [documents_button(card.child_id, here), *asked]


def accept_label(card: VoucherCard) -> Text:
    """The main button of a new voucher or referral."""
    return _("Accept voucher") if card.instrument is PlaceInstrument.VOUCHER else _("Accept referral")


def declining(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The second question before a voucher is lost, with what is lost (S3-43, S3-45, edge 3).

    Its yes is the third answer, which declining never is on the screen before: a doubled key loses nothing.
    """
    card = facts[MyVoucher(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, up=UP)
    back = Go("voucher", {"id": card.id})
    if not may(card.role, FamilyAct.DECLINE):
        return Page(_("Only the parent who applied can decline a place."), buttons(card), title(card), back)
    if not (card.answerable or card.running):
        note = out_of_date(card, VoucherAction.DECLINE)
        return Page(joined(note, next_step(card)), buttons(card), title(card), UP)
    yes = _("Yes, decline")
    rests = facts.profile.interest_confirmation.on_decline is Fallback.STOP_LIST
    warning = (
        _("Note: if you press “{button}”, your application will go to the stop-list!", button=yes)
        if rests
        else _("Note: if you press “{button}”, your application will be archived!", button=yes)
    )
    lost = _("The place goes to another family. For a new one, the child joins the end of the queue.")
    choices = (
        Button("no", _("Do not decline"), back),
        Button("later", _("Not now"), back),
        Button("yes", yes, Do(DeclineVoucher(card.id))),
    )
    child = _("Child: {child}.", child=verbatim(card.child))
    return Page(joined(child, warning, verbatim("") if rests else lost), choices, title(card), back)


def accepting(facts: Facts, args: Mapping[str, Any]) -> Page:
    """A warning before the child's other applications end with the confirmation (A1)."""
    card = facts[MyVoucher(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, up=UP)
    back = Go("voucher", {"id": card.id})
    if not card.answerable:
        note = out_of_date(card, VoucherAction.CONFIRM)
        return Page(joined(note, next_step(card)), buttons(card), title(card), UP)
    text = joined(
        _("Child: {child}.", child=verbatim(card.child)),
        n_(
            "The child has {count} other application. If you accept this place, it ends.",
            "The child has {count} other applications. If you accept this place, they end.",
            card.others,
        ),
        _("You can accept {deadline}.", deadline=until(card)),
    )
    choices = (
        Button("yes", accept_label(card), Do(AcceptVoucher(card.id, warned=True))),
        Button("later", _("Not now"), back),
    )
    return Page(text, choices, title(card), back)


def voucher_why(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Why the deadline is on that day: every day on the way, and whether it counts (D.3)."""
    card = facts[MyVoucher(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, up=UP)
    return Page(why_it_ends(card.due), header=WHY, up=Go("voucher", args))


def voucher_history(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Everything that happened to the voucher, oldest first."""
    lines = [
        _("{moment} — {event}", moment=one.at, event=happened(one)) for one in facts[VoucherHistory(int(args["id"]))]
    ]
    text = joined(*lines) if lines else _("Nothing has happened yet.")
    return Page(text, header=_("History"), up=Go("voucher", args))
