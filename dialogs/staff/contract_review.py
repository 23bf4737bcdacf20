"""Pages of a kindergarten's contracts: what is to be checked, the card, documents and answers one by one. C9–C18."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.contract_effects import (
    AskAgreement,
    ContractFile,
    ContractSignatures,
    JudgeItem,
    OpenContract,
    ReturnContract,
    ShowContractDocument,
)
from dialogs.contract_queries import (
    CheckedDocument,
    CheckedField,
    ContractSheet,
    ContractsToCheck,
    OwnContract,
    PreschoolContract,
    SignedContracts,
    StaffContract,
)
from dialogs.contract_values import answer_text
from dialogs.contract_words import AGREEMENT, SIGNATURES
from dialogs.conversation import MENU
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.page import PER_PAGE, Button, Do, Go, Page, listed, turners
from dialogs.queries import Member
from dialogs.questions import Open
from dialogs.staff.contract_decisions import ArchiveThisContract, MarkItem, RejectThisContract, SignThisContract
from dialogs.staff.contract_words import (
    ANOTHER_NAME,
    NOT_COUNTED,
    NOT_YOUR_CONTRACT,
    OWN_FAMILY,
    code_of,
    contract_text,
    marked_line,
    name_of,
    returns_after,
    verdict,
    why,
)
from dialogs.staff.guard import for_staff
from dialogs.staff.words import when
from enrolment.contract_states import ContractState as State
from enrolment.terms import FormField, Role
from locales.text import Text, _, joined, n_, verbatim

UP = Go("contracts")
NOBODY = _("No child is admitted yet.")
DECIDE = _("Whatever has to be checked is checked. Go back to the contract to decide.")
DECIDE_OR_LOOK = _("Whatever has to be checked is checked, the rest may be. Go back to the contract to decide.")


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def contracts(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What waits to be checked, the longest waiting first."""
    at = int(args.get("at", 0))
    sheet = facts[ContractsToCheck(at)]
    return _list(facts, Go("contracts", {"at": at}), sheet, contracts_text(sheet.total))


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def signed_contracts(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The contracts of the children who are admitted, the newest first."""
    at = int(args.get("at", 0))
    sheet = facts[SignedContracts(at)]
    text = n_("{count} child is admitted here.", "{count} children are admitted here.", sheet.children)
    return _list(facts, Go("signed_contracts", {"at": at}), sheet, text if sheet.children else NOBODY)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def contract(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One contract, with what can be done about it."""
    card = facts[StaffContract(int(args["id"]))]
    if card is None:
        own = facts[OwnContract(int(args["id"]))]
        return Page(OWN_FAMILY if own else NOT_YOUR_CONTRACT, up=UP)
    return Page(contract_text(card, facts.profile, facts.now), _buttons(card), up=UP)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def contract_documents(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The documents with what was said of each (S1-56)."""
    card = _checked(facts, args)
    if card is None:
        return contract(facts, args)
    return _items(card, card.documents, Go("contract_documents", args))


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def contract_fields(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The answers of the form with what was said of each."""
    card = _checked(facts, args)
    if card is None:
        return contract(facts, args)
    return _items(card, card.fields, Go("contract_fields", args))


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def contract_item(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One document or answer: look at it, then accept it or mark it with a reason (edge 20)."""
    card = _checked(facts, args)
    one = _item(card, str(args["item"])) if card else None
    if card is None or one is None:
        return contract(facts, args)
    code = code_of(one)
    back = Go("contract_documents" if isinstance(one, CheckedDocument) else "contract_fields", {"id": card.id})
    reason = why(one, facts.profile) if one.accepted is False else EMPTY
    buttons = (
        *_look(card, one),
        Button("accept", _("Accept"), Do(JudgeItem(card.id, code, True))),
        Button("wrong", _("Wrong"), Open(MarkItem, given={"contract": card.id, "item": code})),
    )
    return Page(joined(name_of(one), _about(one), verdict(one), reason), buttons, up=back)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def return_contract(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before it goes back, with everything that is marked (C10)."""
    card = _checked(facts, args)
    if card is None or not card.returnable:
        return contract(facts, args)
    lines = [marked_line(one, facts.profile) for one in card.items if one.accepted is False]
    text = joined(
        _("Give contract {number} back to the parent? The parent reads this:", number=card.number),
        *lines,
        returns_after(card.corrections_left - 1) if card.return_counts else NOT_COUNTED,
    )
    back = Go("contract", {"id": card.id})
    yes = Button("yes", _("Give it back"), Do(ReturnContract(card.id)))
    return Page(text, (yes, Button("no", _("Not yet"), back)), up=back)


def contracts_text(count: int) -> Text:
    """How many contracts wait to be checked."""
    if not count:
        return _("No contract waits to be checked.")
    return n_("{count} contract waits to be checked.", "{count} contracts wait to be checked.", count)


def _checked(facts: Facts, args: Mapping[str, Any]) -> PreschoolContract | None:
    """The contract while it is being checked."""
    card = facts[StaffContract(int(args["id"]))]
    return card if card is not None and card.state == State.UNDER_REVIEW else None


def _item(card: PreschoolContract, code: str) -> CheckedDocument | CheckedField | None:
    return next((one for one in card.items if code_of(one) == code), None)


def _look(card: PreschoolContract, one: CheckedDocument | CheckedField) -> tuple[Button, ...]:
    if not isinstance(one, CheckedDocument) or not one.pages:
        return ()
    return (Button("look", _("Show it"), Do(ShowContractDocument(card.id, one.kind))),)


def _about(one: CheckedDocument | CheckedField) -> Text:
    if isinstance(one, CheckedField) and one.code == FormField.PARENT_NAME:
        return ANOTHER_NAME
    if isinstance(one, CheckedField):
        return answer_text(one.code, one.value) if one.value else _("The parent has left this out.")
    return n_("{count} page", "{count} pages", one.pages) if one.pages else _("The parent does not have it.")


def _items(card: PreschoolContract, ones: tuple[CheckedDocument, ...] | tuple[CheckedField, ...], here: Go) -> Page:
    buttons = [
        Button(code_of(one), name_of(one), Go("contract_item", {"id": card.id, "item": code_of(one)}), verdict(one))
        for one in ones
    ]
    decide = DECIDE_OR_LOOK if any(one.accepted is None for one in ones) else DECIDE
    text = joined(_("Contract {number}. Choose what to look at.", number=card.number), decide if card.judged else EMPTY)
    return Page(text, listed(buttons, here, int(here.args.get("at", 0))), up=Go("contract", {"id": card.id}))


def _list(facts: Facts, here: Go, sheet: ContractSheet, text: Text) -> Page:
    at = int(here.args["at"])
    buttons = [
        Button(
            f"c{card.id}",
            verbatim(card.number),
            Go("contract", {"id": card.id}),
            _hint(card, facts),
        )
        for card in sheet.cards
    ]
    turns = turners(here, at, more=(at + 1) * PER_PAGE < sheet.total)
    return Page(joined(text, _of_own_family(sheet.own)), (*buttons, *turns), up=MENU)


def _hint(card: PreschoolContract, facts: Facts) -> Text:
    """Whose it is, and since when it waits where it does; that it only changes a contract (C19)."""
    agreement = AGREEMENT if card.amends else EMPTY
    if card.state == State.SIGNED or card.sent_at is None:
        return joined(agreement, verbatim(card.child), separator=": ")
    return joined(agreement, _("since {when}", when=when(card.sent_at, facts.now)), separator=": ")


def _of_own_family(count: int) -> Text:
    """Why the list is shorter than what waits (edge 45)."""
    if not count:
        return EMPTY
    return n_(
        "{count} contract is of your own family: another employee checks it.",
        "{count} contracts are of your own family: another employee checks them.",
        count,
    )


def _buttons(card: PreschoolContract) -> tuple[Button, ...]:
    """What can be done with the contract now, the main act first."""
    given = {"contract": card.id}
    match card.state:
        case State.PARENT_SIGNED:
            return (Button("open", _("Begin to check"), Do(OpenContract(card.id))),)
        case State.UNDER_REVIEW:
            return _while_checked(card)
        case State.SIGNED:
            ask = Button("agreement", _("Ask for an agreement"), Do(AskAgreement(card.id)))
            archive = Button("archive", _("The child has left"), Open(ArchiveThisContract, given=given))
            return (
                *_file(card),
                *((ask,) if card.amendable else ()),
                *(() if card.amends else (archive,)),
            )
    return _file(card)


def _while_checked(card: PreschoolContract) -> tuple[Button, ...]:
    given, go = {"contract": card.id}, {"id": card.id}
    sign = Button("sign", _("Sign") if card.amends else _("Sign and admit"), Open(SignThisContract, given=given))
    back = Button("return", _("Give it back"), Go("return_contract", go))
    return (
        Button("documents", _("Documents"), Go("contract_documents", go)),
        Button("fields", _("Answers"), Go("contract_fields", go)),
        *_file(card),
        *((sign,) if not card.wrong and card.judged else ()),
        *((back,) if card.returnable else ()),
        Button("reject", _("Refuse"), Open(RejectThisContract, given=given)),
    )


def _file(card: PreschoolContract) -> tuple[Button, ...]:
    file = (Button("file", _("Download"), Do(ContractFile(card.id))),) if card.pages else ()
    return (*file, Button("signatures", SIGNATURES, Do(ContractSignatures(card.id)))) if card.evidence else file
