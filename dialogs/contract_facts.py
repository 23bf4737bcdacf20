"""What the questions of a contract know: the contract itself, what was answered before, what the profile asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dialogs.contract_effects import Fields
from dialogs.contract_queries import ContractToFill, FillContract
from dialogs.facts import Query
from dialogs.message import EMPTY
from enrolment.contract_form import asked_fields
from enrolment.profile import Profile
from enrolment.profile_sections import DocumentRules
from enrolment.profile_terms import Presence
from enrolment.terms import FormField, IdentityDocument
from locales.text import Text, _

if TYPE_CHECKING:
    from dialogs.dialog import Dialog


@dataclass(frozen=True)
class MyRequisites(Query[Fields]):
    """What is kept for the account's next contract, by the codes of the form; empty where there is nothing (S2-56)."""


def found(form: Dialog) -> ContractToFill | None:
    """The contract while it can be filled in; none where the form is not a contract's."""
    return form.facts[FillContract(form.answers["contract"])] if "contract" in form.answers else None


def filling(form: Dialog) -> ContractToFill:
    """The contract that is filled in; asked only while there is one."""
    contract = found(form)
    assert contract is not None
    return contract


def heading(form: Dialog, agreement: Text, otherwise: Text) -> Text:
    """What stands above the questions about an agreement, and about any other contract (C19)."""
    contract = found(form)
    return agreement if contract is not None and contract.agreement else otherwise


def rules_of(form: Dialog) -> Profile:
    """By which profile it is asked and judged: the contract's own version, else today's (edge 43)."""
    contract = found(form)
    return (contract.profile if contract else None) or form.facts.profile


def rows_of(form: Dialog) -> tuple[DocumentRules, ...]:
    """The documents that the profile asks for in the child's queue, in its order (X-08)."""
    queue = filling(form).queue
    return tuple(row for row in rules_of(form).documents.contract if queue in row.queue_types)


def marked(form: Dialog, code: str) -> Text:
    """Why the kindergarten wants this one again; nothing where it does not (S1-56)."""
    contract = found(form)
    why = contract.marks.get(code) if contract else None
    return _("The kindergarten marked it: {reason}", reason=why) if why is not None else EMPTY


def value(form: Dialog, code: str) -> str:
    """The answer given now, else the one known from before; empty where there is none."""
    contract = found(form)
    return str(form.answers.get(code, contract.known.get(code, "") if contract else ""))


def kept(code: str, depends: tuple[str, ...] = ()) -> Callable[[Dialog], str | None]:
    """What is known of this answer, and need not be asked unless it was marked or belonged to another bank, say."""

    def known(form: Dialog) -> str | None:
        contract = found(form)
        if contract is None or code in contract.marks:
            return None
        as_before = all(value(form, one) == contract.known.get(one, "") for one in depends)
        return contract.known.get(code) if as_before else None

    return known


def kept_day(code: str, depends: tuple[str, ...] = ()) -> Callable[[Dialog], date | None]:
    """The same for a date."""

    def known(form: Dialog) -> date | None:
        iso = kept(code, depends)(form)
        return date.fromisoformat(iso) if iso else None

    return known


def optional(form: Dialog, field: str) -> bool:
    """Whether the profile lets this answer be skipped (X-11…X-13)."""
    return asked_fields(rules_of(form)).get(FormField(field)) is Presence.OPTIONAL


def kind_of(form: Dialog) -> IdentityDocument | None:
    """The kind of the identity document, where the form asks for one."""
    chosen = value(form, FormField.ID_TYPE)
    return IdentityDocument(chosen) if chosen else None
