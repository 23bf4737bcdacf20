"""Common questions with their answers, in short plain words. S2-34, S2-67…S2-79."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from locales.text import Text, _, joined


@dataclass(frozen=True)
class Answer:
    """The name of a question, its answer, and the keys of questions that belong to it.

    `eds` tells that whoever still wonders calls the centre that answers for the EDS, `money` that a demand for money
    can be reported there, `sends` that documents can be sent ahead from there.
    """

    label: Text
    text: Text
    more: tuple[str, ...] = ()
    eds: bool = False
    money: bool = False
    sends: bool = False


COMMON = ("eds", "contract", "account", "deadline", "documents", "place")
"""Those that Help asks first."""

ANSWERS: Mapping[str, Answer] = {
    "eds": Answer(
        _("EDS key"),
        joined(
            _("The EDS is your electronic signature. You need it to sign the contract, so get it ready early."),
            _("Never send the key file or its password to anybody, and not to me either."),
        ),
        more=("no_eds", "eds_phone", "eds_term", "eds_force"),
        eds=True,
    ),
    "no_eds": Answer(  # S2-67
        _("I have no EDS key"),
        joined(
            _("An electronic contract is signed with an EDS only; nothing else takes its place."),
            _("You get the key on egov.kz or at a public service centre. It must be your own, not somebody else's."),
            _("Some kindergartens also conclude contracts on paper; their cards say so."),
        ),
        eds=True,
    ),
    "eds_phone": Answer(  # S2-68
        _("Signing on a phone"),
        joined(
            _("On a phone you sign with the app eGov Mobile. The key stays in the app, nothing has to be copied."),
            _("If your key is a file on a computer, open my link there and sign there."),
            _("Do not send the file by messenger or e-mail: whoever has it could sign in your name."),
        ),
        eds=True,
    ),
    "eds_term": Answer(  # S2-76, S2-77
        _("Until when it works"),
        joined(
            _("A key is valid for one year. You renew it on egov.kz."),
            _("A new key may start to work only the next day. Renew it some days before you sign."),
            _("Look today until when yours is valid: with a key that has ended nothing can be signed."),
        ),
        eds=True,
    ),
    "eds_force": Answer(  # S2-75
        _("What an EDS means"),
        joined(
            _("A signature with your EDS counts like one by your own hand, in court too."),
            _("So read what you sign, and give the key to nobody, not even to relatives."),
        ),
        eds=True,
    ),
    "contract": Answer(  # S2-14
        _("The contract"),
        joined(
            _("The contract says what you and the kindergarten owe each other. It is concluded at the very end."),
            _("An electronic one needs no visit. Have ready: the medical papers, the bank account, the EDS key."),
        ),
        more=("contract_good", "contract_form", "contract_read", "contract_data", "account"),
        sends=True,
    ),
    "contract_good": Answer(  # S2-78
        _("Why electronically"),
        joined(
            _("You sign at any time of the day, from any place."),
            _("The contract cannot get lost: you find it here."),
            _("No child is admitted without a contract, so nobody gets in past the queue."),
            _("The fee is the one that you saw when you decided."),
            _("Nobody meets you face to face to ask for money or to refuse without a reason."),
        ),
        money=True,
    ),
    "contract_form": Answer(  # S2-71, S2-72, S2-73
        _("What it looks like"),
        joined(
            _("It is a model contract of more than 30 pages, in Kazakh and Russian."),
            _("Every kindergarten has to use the model of its education department, not one of its own."),
            _("When the law changes, the department renews the model. A contract that is signed stays as it is."),
        ),
    ),
    "contract_read": Answer(  # S2-74
        _("Read before signing"),
        joined(
            _("Read the contract with care before you sign: your rights, your duties, the fee, the term."),
            _("What you do not understand, ask the kindergarten first. You have time until the deadline."),
        ),
    ),
    "contract_data": Answer(  # S2-79
        _("Fill in with care"),
        joined(
            _("Write everything as it stands in your documents: names, addresses, numbers, the bank account."),
            _("If something is wrong, the kindergarten may refuse to sign the contract."),
        ),
    ),
    "account": Answer(  # S2-69
        _("Card and account"),
        joined(
            _("The number on a bank card and the number of a bank account are different."),
            _("The account number (IBAN) begins with KZ and has 20 characters. You find it in the bank's app."),
            _("Or ask at the bank. Nobody needs your card number here, so do not send it."),
        ),
    ),
    "deadline": Answer(
        _("Missed deadline"),
        _(
            "If a voucher is not accepted in time, the application goes to the stop-list. "
            "You can restore it once within the time shown on its card. Open “My applications” to see what can be done."
        ),
    ),
    "documents": Answer(
        _("Documents"),
        _(
            "Send a photo or a PDF. Lay the paper flat near a window; every letter must be readable. "
            "Several pages may be sent one after another."
        ),
        sends=True,
    ),
    "place": Answer(
        _("Place in the queue"),
        _(
            "The place depends on the category and on the time of the application. It can grow when somebody with a "
            "privilege applies, and it falls when those ahead get a place. "
            "The card of the application says who is ahead."
        ),
    ),
}
