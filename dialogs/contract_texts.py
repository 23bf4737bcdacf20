"""What the steps of the contract say: what it is, what it asks, the key, and the last word before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.contract_facts import filling, rows_of, rules_of
from dialogs.contract_words import attempts, marked_lines
from dialogs.names import named
from dialogs.questions.choose_many import numbered
from dialogs.voucher_words import instrument_named
from enrolment.profile_terms import Presence
from locales.deadlines import deadline
from locales.text import Text, _, joined

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

DEFINITION = _("The contract sets down your rights and duties and those of the kindergarten while the child is there.")
CAREFULLY = _(
    "Attention! Give correct data: they go into the contract. If they are wrong, the kindergarten may refuse it."
)


def until(form: Dialog) -> Text:
    """Until when it is to be signed (S1-32)."""
    contract = filling(form)
    return _("Sign it {deadline}.", deadline=deadline(contract.sign_by, contract.days_left))


def about_contract(form: Dialog) -> Text:
    """What it is, what will be asked, what is at stake, and until when (S2-17, S2-18, S2-30, S1-32)."""
    contract = filling(form)
    if contract.agreement:
        return joined(
            _("Kindergarten: {preschool}. Child: {child}.", preschool=named(contract.preschool), child=contract.child),
            _("Your data have changed since the contract was signed. Check them and sign. The documents stay."),
            until(form),
        )
    bank = rules_of(form).contract.bank_requisites is not Presence.HIDDEN
    papers = [named(row.name) for row in rows_of(form)] + ([_("The number of the bank account")] if bank else [])
    return joined(
        _("Kindergarten: {preschool}. Child: {child}.", preschool=named(contract.preschool), child=contract.child),
        DEFINITION,
        _("You fill in your data and attach:"),
        numbered(papers),
        CAREFULLY,
        until(form),
    )


def check_key(form: Dialog) -> Text:
    """Step 2: a look at the key before anything is filled in (S2-22…S2-25)."""
    return joined(
        _("Let us check your EDS first. Open the link and choose your key there."),
        _("Attention! The EDS must be registered to the owner of this account."),
        _("The key stays with you. Send me neither the file nor its password."),
    )


def before_sending(form: Dialog) -> Text:
    """The last word before the document is fixed (S2-49)."""
    contract = filling(form)
    given = {"number": contract.number, "child": contract.child}
    return joined(
        _("You send additional agreement No. {number} to the kindergarten for signing. Child: {child}.", **given)
        if contract.agreement
        else _("You send contract No. {number} to the kindergarten for signing. Child: {child}.", **given),
        instrument_named(rules_of(form).place_instrument, contract.voucher_number),
        _("Next I give you a link, and you sign with your EDS."),
    )


def sign_here(form: Dialog) -> Text:
    """The way to the signing page (S2-46, S1-26, S1-27)."""
    return joined(
        _("The document is ready. Open the link and sign it with your EDS. It then goes to the kindergarten."),
        until(form),
    )


def marked_items(form: Dialog) -> Text:
    """What the kindergarten marked, and how often it can still be put right (S1-54…S1-57)."""
    contract = filling(form)
    lines = marked_lines(contract.marks)
    if not lines:
        return joined(_("Everything that was marked has been replaced. Read the contract and sign it."), until(form))
    return joined(
        _("The kindergarten asks you to correct this:"),
        numbered(lines),
        attempts(contract.corrections_left, counts=contract.return_counts),
        until(form),
    )
