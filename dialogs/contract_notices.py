"""What the family is told of a contract: N20a, N20, N21, N23…N26, N28, N32, N33, and the reminders N07."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.contract_words import UNCOUNTED, attempts
from dialogs.message import EMPTY, Choice, Message
from dialogs.said import said
from dialogs.signature_words import WHY
from enrolment.signature_verdict import RefusedBecause
from locales.text import Text, _, joined, verbatim

OPEN = _("Open contract")
CONCLUDE = _("Conclude contract")
OPEN_APPLICATION = _("Open application")


TO_SIGN, NEWS = "N28a", "N24a"
_OF_AGREEMENTS = {
    **dict.fromkeys(("N07c", "N21", "N28", "N32"), TO_SIGN),
    **dict.fromkeys(("N20", "N24", "N25"), NEWS),
}
"""Outside of the chat an additional agreement is spoken of by words of its own, and to parents alone (C19)."""


@dataclass(frozen=True)
class AboutContract:
    """The contract that a notification is about: id for its button, number, the child's first name for people.

    `amends` is the number of the contract that it changes, where it is an additional agreement (C19).
    """

    id: int
    application: int
    number: str
    child: str
    amends: str = ""


def to_sign(about: AboutContract, preschool: Text, sign_by: Text) -> Message:
    """N20a: the kindergarten takes the child and has sent the contract; the term to sign it runs (S1-32, S3-51)."""
    buttons = (
        Choice(f"conclude.{about.id}", CONCLUDE, action=True),
        Choice(f"application.{about.application}", OPEN_APPLICATION, action=True),
    )
    return Message(
        joined(
            _(
                "The kindergarten has sent the contract: {preschool}. Child: {child}.",
                preschool=preschool,
                child=about.child,
            ),
            _("Status: “The contract is to be signed”."),
            _("Fill in the data, attach the documents and sign with your EDS {until}.", until=sign_by),
        ),
        buttons,
        purpose="N20a",
        named={**_both(about), "deadline": sign_by},
    )


def sent(about: AboutContract, at: datetime) -> Message:
    """N20: the parent has signed, and the kindergarten checks (S2-54, S2-55)."""
    if about.amends:
        what = _(
            "Additional agreement No. {number} to contract No. {amends} is sent to the kindergarten. Child: {child}.",
            **_all(about),
        )
        then = _("The kindergarten checks it and signs. Nothing is to be done now.")
    else:
        what = _("Contract No. {number} is sent to the kindergarten. Child: {child}.", **_both(about))
        then = _("The kindergarten checks the documents and signs. Nothing is to be done now.")
    return _of_contract("N20", about, what, _("Sent: {moment}.", moment=at), then)


def _came_back(about: AboutContract) -> Text:
    return _either(
        about,
        _("The contract came back for correction. Child: {child}.", child=about.child),
        _(
            "Additional agreement No. {number} to contract No. {amends} came back for correction. Child: {child}.",
            **_all(about),
        ),
    )


def returned(about: AboutContract, wrong: Sequence[Text], left: int, correct_by: Text) -> Message:
    """N21: the kindergarten found something wrong; only that is corrected (S1-51…S1-57)."""
    return _of_contract(
        "N21",
        about,
        _came_back(about),
        _("To correct: {items}.", items=joined(*wrong, separator="; ")),
        attempts(left),
        _("Correct and sign {until}.", until=correct_by),
        deadline=correct_by,
        count=left,
    )


def admitted(about: AboutContract, preschool: Text, group: str) -> Message:
    """N23: both have signed, and the child is admitted (S1-64)."""
    return _of_contract(
        "N23",
        about,
        _("Your child has been successfully admitted. Child: {child}.", child=about.child),
        _("Kindergarten: {preschool}, group: {group}.", preschool=preschool, group=verbatim(group)),
        _("Contract: No. {number}.", number=about.number),
    )


def agreed(about: AboutContract, preschool: Text) -> Message:
    """N23a: both have signed an additional agreement (C19)."""
    return _of_contract(
        "N23a",
        about,
        _("The kindergarten has signed the additional agreement. Child: {child}.", child=about.child),
        _("Kindergarten: {preschool}. Agreement: No. {number}.", preschool=preschool, number=about.number),
    )


def rejected(about: AboutContract, reason: Text, comment: str, preschool: Text, next_step: Text) -> Message:
    """N24: the kindergarten does not sign (C12, C13)."""
    return _of_contract(
        "N24",
        about,
        _either(
            about,
            _("The contract was rejected. Child: {child}.", child=about.child),
            _(
                "Additional agreement No. {number} to contract No. {amends} was rejected. Child: {child}.",
                **_all(about),
            ),
        ),
        _("Reason: {reason}.", reason=reason),
        said(preschool, comment),
        next_step,
    )


def choose_again(until: Text) -> Text:
    """What follows where the voucher runs on."""
    return _("You can choose another kindergarten {until}.", until=until)


IN_ARCHIVE = _("The application is in the archive. You can apply again.")
START_AGAIN = _("Your place is kept: begin the contract again.")
AS_BEFORE = _("The contract itself stays in force as it is.")


def expired(about: AboutContract, over: datetime, next_step: Text) -> Message:
    """N25: the term to sign is over (C15)."""
    return _of_contract(
        "N25",
        about,
        _either(
            about,
            _("The time to sign the contract is over: {moment}. Child: {child}.", moment=over, child=about.child),
            _(
                "The time to sign additional agreement No. {number} to contract No. {amends} is over: {moment}. "
                "Child: {child}.",
                moment=over,
                **_all(about),
            ),
        ),
        next_step,
    )


def removed(about: AboutContract, reason: Text) -> Message:
    """N26: the child has left the kindergarten (S1-62)."""
    return _of_contract(
        "N26",
        about,
        _("The child does not attend the kindergarten any more. Child: {child}.", child=about.child),
        _("Reason: {reason}.", reason=reason),
        _("The contract is in the archive. You can still download it."),
    )


def changed(about: AboutContract, fields: Sequence[Text], sign_by: Text) -> Message:
    """N28: what stands in the contract has changed; it is to be read and signed anew (C18…C20)."""
    what = _("Changed: {fields}.", fields=joined(*fields, separator="; ")) if fields else EMPTY
    return _of_contract(
        "N28",
        about,
        _either(
            about,
            _("The contract has changed and is to be read again. Child: {child}.", child=about.child),
            _(
                "Additional agreement No. {number} to contract No. {amends} is to be read and signed. Child: {child}.",
                **_all(about),
            ),
        ),
        what,
        _("Read and sign it {until}.", until=sign_by),
        deadline=sign_by,
    )


def back_for_changes(about: AboutContract, fields: Sequence[Text], correct_by: Text) -> Message:
    """N28: the kindergarten gave it back for nothing but data that changed after the signature (C18)."""
    return _of_contract(
        "N28",
        about,
        _came_back(about),
        _("Changed: {fields}.", fields=joined(*fields, separator="; ")),
        UNCOUNTED,
        _("Correct and sign {until}.", until=correct_by),
        deadline=correct_by,
    )


def says_the_old(about: AboutContract, fields: Sequence[Text], sign_by: Text, *, asks_for_it: bool) -> Message:
    """N28: data changed before the signature; `asks_for_it` where the contract itself asks for them (C18)."""
    what = joined(*fields, separator="; ")
    check = _("Open it and change this there too, where it asks “Is everything right?”.")
    return _of_contract(
        "N28",
        about,
        _either(
            about,
            _("The contract still says the old data: {fields}. Child: {child}.", fields=what, child=about.child),
            _(
                "Additional agreement No. {number} to contract No. {amends} still says the old data: {fields}. "
                "Child: {child}.",
                fields=what,
                **_all(about),
            ),
        ),
        check if asks_for_it else _("Open it."),
        _("I make a new version of it. Read and sign that one {until}.", until=sign_by),
        deadline=sign_by,
    )


def fill_anew(about: AboutContract, sign_by: Text) -> Message:
    """N28: the other parent, whose data it says, is let in no longer (C4, edge 8)."""
    return _of_contract(
        "N28",
        about,
        _either(
            about,
            _(
                "The other parent, who filled in the contract, is not with the child here any more. Child: {child}.",
                child=about.child,
            ),
            _(
                "The other parent, who filled in additional agreement No. {number} to contract No. {amends}, is not "
                "with the child here any more. Child: {child}.",
                **_all(about),
            ),
        ),
        _("Fill it in with your own data and sign it {until}.", until=sign_by),
        deadline=sign_by,
    )


def sign_soon(about: AboutContract, sign_by: Text) -> Message:
    """N07c: the term to sign or to correct is running out."""
    return _of_contract(
        "N07c",
        about,
        _either(
            about,
            _("A reminder: the time to sign the contract is running out. Child: {child}.", child=about.child),
            _(
                "A reminder: the time to sign additional agreement No. {number} to contract No. {amends} is running "
                "out. Child: {child}.",
                **_all(about),
            ),
        ),
        _("Sign {until}.", until=sign_by),
        deadline=sign_by,
    )


def signature_waits(about: AboutContract) -> Message:
    """N33: the signature came in time and is checked later; the parent loses no time (C8a, edge 26)."""
    return _of_contract(
        "N33",
        about,
        _("The service that checks EDS does not answer now. Child: {child}.", child=about.child),
        _("I will check your signature myself and write to you. Your term is kept."),
    )


def signature_refused(about: AboutContract, why: RefusedBecause, sign_by: Text) -> Message:
    """N32: the signature that waited does not count; there is time to sign again (C8a)."""
    return _of_contract(
        "N32",
        about,
        _("Your signature does not count. Child: {child}.", child=about.child),
        WHY[why],
        _either(
            about,
            _("Sign the contract again {until}.", until=sign_by),
            _("Sign additional agreement No. {number} again {until}.", number=about.number, until=sign_by),
        ),
        deadline=sign_by,
    )


def key_checked(about: AboutContract, why: RefusedBecause | None, *, waits: bool = True) -> Message:
    """N33a: services answer again, and the key of step 2 works, or does not and `why` (C3, edge 26).

    `waits` is whether the contract still has to be signed; another key may have been quicker.
    """
    if why is None:
        works = _("Your EDS has been checked: it works. Child: {child}.", child=about.child)
        return _of_contract("N33a", about, works, *([_("Open the contract and go on with it.")] if waits else []))
    moved_on = _("The contract has moved on meanwhile. Open it and see what is next.")
    told = moved_on if why is RefusedBecause.MOVED_ON else WHY[why]
    return _of_contract("N33a", about, _("Your EDS has been checked. Child: {child}.", child=about.child), told)


def _either(about: AboutContract, contract: Text, agreement: Text) -> Text:
    """What is said of a contract itself, or of what changes one (C19)."""
    return agreement if about.amends else contract


def _both(about: AboutContract) -> dict[str, str]:
    return {"number": about.number, "child": about.child}


def _all(about: AboutContract) -> dict[str, str]:
    return {**_both(about), "amends": about.amends}


def _of_contract(key: str, about: AboutContract, *lines: Text, **more: object) -> Message:
    """A notification about that contract; `more` are the facts that a template may name besides number and child."""
    buttons = (
        Choice(f"contract.{about.id}", OPEN, action=True),
        Choice(f"application.{about.application}", OPEN_APPLICATION, action=True),
    )
    purpose = _OF_AGREEMENTS.get(key, key) if about.amends else key
    return Message(joined(*lines), buttons, purpose=purpose, named={**_both(about), **more})
