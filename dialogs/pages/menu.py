"""The main menu: what waits for the parent first, then the sections. S1-65."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.add_child import AddChild
from dialogs.apply import Apply
from dialogs.contract_queries import MyContracts
from dialogs.effects import LinkByCode
from dialogs.facts import Facts
from dialogs.family_queries import Entrusted
from dialogs.link_codes import found_code
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page
from dialogs.pages.contracts import HEADER as CONTRACTS
from dialogs.pages.contracts import parents_act
from dialogs.pages.family import ENTRUSTED
from dialogs.pages.preparation import HEADER as DOCUMENTS
from dialogs.queries import MyApplications, MyChildren
from dialogs.questions import Open
from dialogs.register import Register
from dialogs.voucher_queries import MyVouchers, VoucherCard
from dialogs.voucher_words import OPEN_IT, waits_now
from enrolment.family import FamilyAct, may
from locales.text import Text, _, joined, verbatim

ACTIVE = {"docs_pending", "queued", "in_process", "stop_listed"}
ADMITTED = "completed"


def menu(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The menu of a registered parent, or of a guest."""
    return registered_menu(facts) if facts.me.registered else guest_menu(facts)


def guest_menu(facts: Facts) -> Page:
    """What somebody without an account sees."""
    return Page(
        _("To apply for a kindergarten, register first. It takes about two minutes."),
        (
            Button("register", _("Register"), Open(Register)),
            Button("how", _("How it works"), Go("how")),
            Button("prepare", _("What to prepare"), Go("prepare")),
            Button("kindergartens", _("Kindergartens"), Go("kindergartens")),
            Button("account", _("I have an account"), Go("account")),
            Button("help", _("Help"), Go("help")),
            Button("settings", _("Language and city"), Go("settings")),
        ),
        header=_("Menu"),
        typed=by_code,
    )


def by_code(words: str) -> Do | None:
    """A code that was typed without a question for it."""
    code = found_code(words)
    return Do(LinkByCode(code)) if code else None


def registered_menu(facts: Facts) -> Page:
    """The sections, after the next step that makes sense now."""
    text, first = next_step(facts)
    return Page(
        text,
        (
            *first,
            Button("applications", _("My applications"), Go("applications")),
            Button("vouchers", named(facts.profile.labels.place_instruments), Go("vouchers")),
            *((Button("contracts", CONTRACTS, Go("contracts")),) if facts[MyContracts()] else ()),
            Button("children", _("My children"), Go("children")),
            *((Button("entrusted", ENTRUSTED, Go("entrusted")),) if facts[Entrusted()] else ()),
            Button("kindergartens", _("Kindergartens"), Go("kindergartens")),
            Button("notices", _("Notifications"), Go("notices")),
            Button("profile", _("Profile"), Go("profile")),
            Button("help", _("Help"), Go("help")),
        ),
        header=_("Menu"),
        typed=by_code,
    )


def next_step(facts: Facts) -> tuple[Text, tuple[Button, ...]]:
    """What waits now, or else what to do next, in words and as the first button."""
    entrusted = [one.voucher for one in facts[Entrusted()] if one.voucher is not None]
    waiting = [card for card in (*facts[MyVouchers()], *entrusted) if _waits_for_me(card)]
    if waiting:
        lines = joined(*(waits_now(card) for card in waiting))
        return lines, tuple(_of_voucher(card, several=len(waiting) > 1) for card in waiting[:2])
    if not facts[MyChildren()] and facts[Entrusted()]:
        return _("What would you like to do?"), ()
    if not facts[MyChildren()]:
        return _("Next step: add your child."), (Button("add", _("Add a child"), Open(AddChild)),)
    apply = Button("apply", _("Apply"), Open(Apply))
    applications = facts[MyApplications()]
    if not any(card.state in ACTIVE for card in applications):
        admitted = {card.child.id for card in applications if card.state == ADMITTED}
        if all(child.id in admitted for child in facts[MyChildren()]):
            return _("What would you like to do?"), (apply,)
        return _("Next step: apply for a place."), (apply,)
    return _("What would you like to do?"), (apply, Button("documents", DOCUMENTS, Go("documents")))


def _waits_for_me(card: VoucherCard) -> bool:
    """Whether the next step is the account's own: a delegate accepts, and who signed a contract corrects it."""
    return card.waits and card.fills and (card.answerable or may(card.role, FamilyAct.CHOOSE))


def _of_voucher(card: VoucherCard, *, several: bool) -> Button:
    """The button to a voucher that waits, or straight to its contract, with whose it is where there are several."""
    hint = verbatim(card.child) if several else EMPTY
    if card.contract is not None and card.contract_state is not None:
        act = parents_act(card.contract, card.contract_state, frozen=card.frozen)
        if act is not None:
            return replace(act, key=f"v-{card.id}", hint=hint)
    return Button(f"v-{card.id}", OPEN_IT[card.instrument], Go("voucher", {"id": card.id}), hint)
