"""Templates about a contract: what is to be done and until when; what is wrong in it stands in the chat only."""

from __future__ import annotations

from bot.whatsapp.template import Template
from dialogs.contract_notices import CONCLUDE, OPEN, OPEN_APPLICATION
from locales.text import _

_BUTTONS = (OPEN, OPEN_APPLICATION)
CONTRACT_TEMPLATES = (
    Template(
        "N07c",
        _(
            "A reminder: the time to sign the contract is running out. Child: {child}. Sign it {deadline}. "
            "Without a signature the contract ends."
        ),
        _BUTTONS,
    ),
    Template(
        "N20a",
        _(
            "The kindergarten has sent the contract. Child: {child}. Fill it in and sign it {deadline}. "
            "The place is kept until then."
        ),
        (CONCLUDE, OPEN_APPLICATION),
    ),
    Template(
        "N20",
        _(
            "The contract is sent to the kindergarten. Number: {number}. Child: {child}. "
            "The kindergarten checks the documents and signs."
        ),
        _BUTTONS,
    ),
    Template(
        "N21",
        _(
            "The contract came back: something in it is to be put right. Child: {child}. "
            "Do it and sign again {deadline}. The contract shows what is wrong."
        ),
        _BUTTONS,
    ),
    Template(
        "N23",
        _("Your child has been successfully admitted. Child: {child}. Both sides have signed contract {number} now."),
        _BUTTONS,
    ),
    Template(
        "N23a",
        _("Both sides have signed the additional agreement. Child: {child}. You find it among your contracts."),
        _BUTTONS,
    ),
    Template(
        "N24",
        _("The kindergarten has rejected the contract. Child: {child}. The contract tells why and what to do next."),
        _BUTTONS,
    ),
    Template(
        "N25",
        _("The time to sign the contract is over. Child: {child}. The contract tells what to do next."),
        _BUTTONS,
    ),
    Template(
        "N26",
        _(
            "The child does not attend the kindergarten any more. Child: {child}. "
            "The contract is in the archive, and you can still download it."
        ),
        _BUTTONS,
    ),
    Template(
        "N28",
        _(
            "The contract has changed and is to be read again. Child: {child}. Read and sign it {deadline}. "
            "The contract shows what is new."
        ),
        _BUTTONS,
    ),
    Template(
        "N24a",
        _(
            "There is news of the additional agreement to the contract. Number: {number}. Child: {child}. "
            "Open it: it tells what happened."
        ),
        _BUTTONS,
    ),
    Template(
        "N28a",
        _(
            "An additional agreement to the contract is to be read and signed. Number: {number}. Child: {child}. "
            "Read and sign it {deadline}. The contract itself stays in force."
        ),
        _BUTTONS,
    ),
    Template(
        "N32",
        _(
            "Your signature does not count. Child: {child}. Sign the contract again {deadline}. "
            "The contract tells what to do."
        ),
        _BUTTONS,
    ),
    Template(
        "N33",
        _(
            "The service that checks EDS does not answer now. Child: {child}. "
            "I will check your signature myself and write to you. Your term is kept."
        ),
        _BUTTONS,
    ),
    Template(
        "N33a",
        _("Your EDS has been checked. Child: {child}. The contract tells what to do next."),
        _BUTTONS,
    ),
)
