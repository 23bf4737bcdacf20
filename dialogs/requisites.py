"""My requisites: what is kept for the next contract, changed or deleted. S2-56."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.bank_questions import account_question, asks_of_bank, bank_question, branch_question
from dialogs.contract_answers import fields_given
from dialogs.contract_effects import Fields
from dialogs.contract_facts import MyRequisites
from dialogs.contract_fields import ID_TYPES
from dialogs.contract_readers import bank_name, bic_shown
from dialogs.contract_words import FIELDS
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.identity_questions import day_question, issuer_question, kind_question, number_question
from dialogs.message import EMPTY
from dialogs.page import Button, Do, Go, Page
from dialogs.questions import Open, Question
from enrolment.contract_form import asked_fields
from enrolment.iban import Iban
from enrolment.terms import FormField as Field
from enrolment.terms import IdentityDocument
from locales.text import Text, _, joined, verbatim

HEADER = _("My requisites")
UP = Go("profile")
OF_THE_DOCUMENT = (Field.ID_TYPE, Field.ID_NUMBER, Field.ID_ISSUE_DATE, Field.ID_ISSUER)
OF_THE_ACCOUNT = (Field.BANK, Field.IBAN, Field.BANK_BRANCH)


@dataclass(frozen=True)
class ChangeMyRequisites(Effect):
    """Keep this bank account for the next contract; without a bank none."""

    fields: Fields


@dataclass(frozen=True)
class DropMyRequisites(Effect):
    """Forget everything that is kept for the next contract."""


@dataclass(frozen=True)
class ChangeMyDocument(Effect):
    """Keep this identity document for the next contract (C18, C19)."""

    fields: Fields


class ChangeDocument(Dialog):
    """A new identity document: its kind, number, day and issuer."""

    title = _("My identity document")
    id_type = kind_question()
    id_number = number_question()
    id_issue_date = day_question()
    id_issuer = issuer_question()

    def done(self) -> Effect:
        return ChangeMyDocument(fields_given(self))


class ChangeRequisites(Dialog):
    """The bank account to which money can be paid back."""

    title = HEADER
    bank = bank_question()
    iban = account_question()
    bank_branch = branch_question()

    def path(self) -> list[Question[Any]]:
        return [one for one in super().path() if asks_of_bank(self, one.name)]

    def done(self) -> Effect:
        return ChangeMyRequisites({**dict.fromkeys(OF_THE_ACCOUNT, ""), **fields_given(self)})


def requisites(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The account, its number masked, and what else the next contract takes from the last one."""
    kept = facts[MyRequisites()]
    shown = {*OF_THE_ACCOUNT, *OF_THE_DOCUMENT}
    others = [FIELDS[field] for field in Field if field not in shown and kept.get(field)]
    also = _("Kept from your last contract as well: {fields}.", fields=joined(*others, separator="; "))
    taken_over = _("The next contract takes this over, so you need not type it again.")
    there = [*([also] if others else []), taken_over] if any(kept.values()) else []
    change = Button(
        "change", _("Change account") if kept.get(Field.BANK) else _("Add an account"), Open(ChangeRequisites)
    )
    drop = Button("drop", _("Delete"), Go("drop_requisites"))
    paper = Button("document", _("Change document"), Open(ChangeDocument))
    fields = asked_fields(facts.profile)
    asked = (*((change,) if Field.BANK in fields else ()), *((paper,) if Field.ID_NUMBER in fields else ()))
    bank = account(kept) if Field.BANK in fields or kept.get(Field.BANK) else EMPTY
    text = joined(bank, document(kept), *there, separator="\n\n")
    return Page(text, (*asked, drop) if any(kept.values()) else asked, HEADER, UP)


def document(kept: Fields) -> Text:
    """The identity document as it is kept, its number masked."""
    kind, number = kept.get(Field.ID_TYPE), kept.get(Field.ID_NUMBER)
    if not kind or not number:
        return EMPTY
    named = ID_TYPES[IdentityDocument(kind)]
    return _("Document: {kind}, its number ends with {end}.", kind=named, end=verbatim(number[-3:]))


def account(kept: Fields) -> Text:
    """The bank account as it is kept."""
    if not kept.get(Field.BANK) or not kept.get(Field.IBAN):
        return _("No bank account is kept yet. The contract asks for one: money is paid back to it.")
    branch = kept.get(Field.BANK_BRANCH)
    return joined(
        _("Bank: {bank}", bank=bank_name(kept[Field.BANK])),
        bic_shown(kept[Field.BANK]),
        _("Account (IBAN): {iban}", iban=verbatim(Iban(kept[Field.IBAN]).masked)),
        *([_("Bank branch: {branch}", branch=verbatim(branch))] if branch else []),
    )


def drop_requisites(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Asks once more before they are deleted; a doubled key deletes nothing."""
    here = Go("requisites")
    text = joined(
        _("Delete everything that is kept for the next contract?"),
        _("It will ask for it again. Contracts that you have begun or signed stay as they are."),
    )
    keep, later = Button("no", _("Keep"), here), Button("later", _("Not now"), here)
    return Page(text, (keep, later, Button("yes", _("Yes, delete"), Do(DropMyRequisites()))), HEADER, here)
