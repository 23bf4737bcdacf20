"""My contracts: in processing, signed, archive; the card with all its fields; the text. S1-59…S1-62, S2-56…S2-66."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract import ConcludeContract
from dialogs.contract_cancelling import CancelThisContract
from dialogs.contract_card import card_text, fill_label, header, status
from dialogs.contract_correction import CorrectContract
from dialogs.contract_effects import ContractFile, ContractPicture, ContractSignatures, ShowContractDocument
from dialogs.contract_notices import CONCLUDE
from dialogs.contract_queries import ContractCard, ContractText, MyContract, MyContracts
from dialogs.contract_signature import SignContract
from dialogs.contract_words import SIGNATURES, TABS, item_label
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import beginning
from dialogs.page import Button, Do, Go, Page, listed, turners
from dialogs.questions import Open
from enrolment.contract_states import WITH_PARENT, ContractState, ContractTab, tab_of
from locales.text import Text, _, joined, n_, trilingual, verbatim

HEADER = _("My contracts")
UP = Go("contracts")
NOT_FOUND = _("I do not find this contract.")
State = ContractState


def contracts(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The three headings, each with its count (S1-60…S1-62)."""
    cards = facts[MyContracts()]
    if not cards:
        return Page(_("You have no contracts yet. When one comes, I will write to you here."), (), HEADER, Go("menu"))
    counts = {tab: sum(tab_of(State(card.state)) is tab for card in cards) for tab in ContractTab}
    buttons = tuple(
        Button(tab.value, TABS[tab], Go("contract_tab", {"tab": tab.value}), _count(counts[tab])) for tab in ContractTab
    )
    return Page(_("Which contracts do you want to see?"), buttons, HEADER, Go("menu"))


def contract_tab(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The contracts under one heading, newest first."""
    tab = ContractTab(args["tab"])
    cards = [card for card in facts[MyContracts()] if tab_of(State(card.state)) is tab]
    buttons = [
        Button(
            f"c-{card.id}",
            _("{child}: {number}", child=verbatim(card.child), number=card.number),
            Go("contract", {"id": card.id}),
            status(card, facts),
        )
        for card in cards
    ]
    text = _("Choose a contract to see its card.") if cards else _("There is no contract here.")
    lines = listed(buttons, Go("contract_tab", args), int(args.get("at", 0)))
    return Page(text, lines, TABS[tab], UP)


def contract(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One contract: its status, who acts next and until when, then its terms and on what it rests (S2-57, S2-64)."""
    card = facts[MyContract(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, header=HEADER, up=UP)
    tab = Go("contract_tab", {"tab": tab_of(State(card.state)).value})
    return Page(card_text(card, facts), _buttons(card, facts), header(card), tab)


def contract_text(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The contract's text, sheet by sheet (S2-63)."""
    at = int(args.get("at", 0))
    card, sheet = facts[MyContract(int(args["id"]))], facts[ContractText(int(args["id"]), at)]
    if card is None or sheet is None:
        return Page(NOT_FOUND, header=HEADER, up=UP)
    turns = turners(Go("contract_text", args), at, more=at + 1 < sheet.total)
    where = _("Sheet {number} of {total}", number=at + 1, total=sheet.total) if sheet.total > 1 else EMPTY
    text = joined(trilingual(sheet.ru, sheet.kk, sheet.ru), where, separator="\n\n")
    return Page(text, turns, header(card), Go("contract", {"id": card.id}))


def contract_pages(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The contract page by page as pictures (S2-63)."""
    card = facts[MyContract(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, header=HEADER, up=UP)
    buttons = tuple(
        Button(f"p-{page}", _("Page {page}", page=page), Do(ContractPicture(card.id, page)))
        for page in range(1, card.pages + 1)
    )
    text = n_("The contract has {count} page. Choose it.", "The contract has {count} pages. Choose one.", card.pages)
    lines = listed(list(buttons), Go("contract_pages", args), int(args.get("at", 0)))
    return Page(text, lines, header(card), Go("contract", {"id": card.id}))


def contract_papers(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The documents that belong to the contract, each to be opened (S1-48)."""
    card = facts[MyContract(int(args["id"]))]
    if card is None:
        return Page(NOT_FOUND, header=HEADER, up=UP)
    buttons = [
        Button(
            one.kind.value,
            item_label(one.kind),
            Do(ShowContractDocument(card.id, one.kind)),
            n_("{count} page", "{count} pages", one.pages),
        )
        for one in card.documents
    ]
    lines = listed(buttons, Go("contract_papers", args), int(args.get("at", 0)))
    return Page(_("Choose a document to open it."), lines, header(card), Go("contract", {"id": card.id}))


def parents_act(contract: int, state: str, *, frozen: bool = False) -> Button | None:
    """What the family is to do with the contract now; None while others are at work with it.

    What is `frozen` only lacks the signature.
    """
    given = {"contract": contract}
    if frozen and state in WITH_PARENT:
        return Button("sign", _("Sign"), Open(SignContract, given=given))
    match state:
        case State.DRAFT:
            return Button("conclude", CONCLUDE, Open(ConcludeContract, given=given))
        case State.RETURNED:
            return Button("correct", _("Correct"), Open(CorrectContract, given=given))
    return None


def _acts(card: ContractCard) -> list[Button]:
    """The next step first; what only lacks the signature can still be changed."""
    fixed = card.frozen and card.signs
    fill, sign = parents_act(card.id, card.state), parents_act(card.id, card.state, frozen=fixed)
    if fill is None or sign is None:
        return []
    if fixed:
        return [sign, replace(fill, label=_("Change answers"))]
    return [replace(fill, label=fill_label(card)) if card.state == State.DRAFT else fill]


def _buttons(card: ContractCard, facts: Facts) -> tuple[Button, ...]:
    found: list[Button] = []
    given = {"contract": card.id}
    if card.fills:
        found += _acts(card)
    if card.pages:
        found.append(Button("file", _("Download"), Do(ContractFile(card.id))))
        if not card.paper:
            found.append(Button("pages", _("Read the pages"), Go("contract_pages", {"id": card.id})))
            found.append(Button("text", _("Read as text"), Go("contract_text", {"id": card.id})))
    if card.evidence:
        found.append(Button("signatures", SIGNATURES, Do(ContractSignatures(card.id))))
    if card.documents:
        found.append(Button("papers", _("Documents"), Go("contract_papers", {"id": card.id})))
    instrument = beginning(facts.profile.labels.place_instrument)
    found.append(Button("voucher", instrument, Go("voucher", {"id": card.admission.voucher})))
    if card.cancellable:
        found.append(Button("withdraw", _("Withdraw"), Open(CancelThisContract, given=given)))
    return tuple(found)


def _count(count: int) -> Text:
    return n_("{count} contract", "{count} contracts", count)
