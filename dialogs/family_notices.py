"""What second parents and delegates are told, and what is told when somebody comes or goes. Edges 8 and 9.

A delegate's words name the child and where things stand: no queue, no kindergarten, no reason, no document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.message import Choice, Message
from dialogs.notices import ARCHIVED_BECAUSE
from enrolment.voucher_states import Actor
from locales.text import Text, _, joined, verbatim

DETAILS = _("Details")
OPEN = _("Open")
YES, NO = "kin", "nokin"
_ARCHIVE = _("It is in the archive.")
_TO_ACCEPT = _("There is a place. It is to be accepted {deadline}.")
_TO_CONTRACT = _("There is a place. The contract with the kindergarten is to be concluded {deadline}.")
_LATER = _("There is more time. The new deadline: {deadline}.")
STATUSES: Mapping[str, Text] = {
    "N01": _("It is in the queue. Nothing is to be done now."),
    "N02": _("The documents are being checked."),
    "N03": _("The documents are confirmed, and it is in the queue."),
    "N04": _ARCHIVE,
    "N05": _ARCHIVE,
    "N06": _TO_ACCEPT,
    "N06r": _TO_CONTRACT,
    "N07": _TO_ACCEPT,
    "N07e": _TO_CONTRACT,
    "N08": _("The place is accepted. A kindergarten is to be chosen {deadline}."),
    "N09": _("The place was declined."),
    "N10": _("It is on the stop-list."),
    "N11": _("It is back in the queue."),
    "N12": _ARCHIVE,
    "N14": _("No contract was concluded in time, and the place is lost."),
    "N15": _TO_CONTRACT,
    "N16": _("There is more time. A kindergarten is to be chosen {deadline}."),
    "deadline_moved": _LATER,
    "deadline_after_outage": _LATER,
    "N17": _("The education department has taken the place back."),
    "N19": _("A kindergarten was chosen and is to answer."),
    "N20a": _("The kindergarten has sent the contract. It is to be signed {deadline}."),
    "N07c": _("The contract is to be signed {deadline}. Only a parent can sign: please tell them."),
    "N20": _("The contract is signed by a parent, and the kindergarten checks it."),
    "N21": _("The contract came back. It is to be put right {deadline}."),
    "N22": _("The kindergarten refused. Another one is to be chosen {deadline}."),
    "N22r": _("The kindergarten refused. The application is back in the queue."),
    "N23": _("The child is admitted."),
    "N24": _("The kindergarten has rejected the contract."),
    "N25": _("The contract was not signed in time."),
    "N26": _("The child does not attend the kindergarten any more."),
    "N27r": _("The contract was not concluded, and the place is kept."),
    "N27": _("The choice of a kindergarten was cancelled."),
}


def for_role(role: Actor, message: Message) -> Message | None:
    """What somebody in that role is told instead of the applicant's message; None is nothing."""
    return for_delegate(message) if role is Actor.DELEGATE else for_second_parent(message)


def for_second_parent(message: Message) -> Message:
    """The same, but nothing that only the applicant does, and without saying to one parent what the other has done."""
    if message.purpose == "N06":
        kept = tuple(choice for choice in message.choices if not choice.key.startswith("decline."))
        return replace(message, choices=kept, purpose="N06s")
    withdrawn = message.named.get("reason") == ARCHIVED_BECAUSE["withdrawn"]
    return _news(message) if message.purpose == "N09" or withdrawn else message


def for_delegate(message: Message) -> Message | None:
    """Where things stand, in words that give nothing away; None where it is no business of a delegate."""
    return _news(message) if message.purpose in STATUSES else None


def _news(message: Message) -> Message:
    child = verbatim(str(message.named["child"]))
    status = replace(STATUSES[message.purpose], parameters=_deadline(message))
    accept = tuple(choice for choice in message.choices if choice.key.startswith("accept."))
    details = next(choice for choice in message.choices if choice.key.startswith(("voucher.", "application.")))
    news = Message(
        joined(_("News of an application that was entrusted to you. Child: {child}.", child=child), status),
        (*accept, replace(details, label=DETAILS)),
        purpose="entrusted",
        named={"child": child, "status": status},
    )
    return replace(news, purpose="entrusted_place") if accept else news


def _deadline(message: Message) -> Mapping[str, object]:
    return {"deadline": message.named["deadline"]} if "deadline" in message.named else {}


ROLES: Mapping[Actor, Text] = {
    Actor.PARENT: _("applicant"),
    Actor.SECOND_PARENT: _("second parent"),
    Actor.DELEGATE: _("delegate"),
}


def joining(tie: int, name: str, role: Actor, child: str) -> Message:
    """The applicant is asked whether it is the right person."""
    who = verbatim(name)
    return Message(
        joined(
            _("Somebody has typed your code and asks to be let in: {name}.", name=who),
            _("Child: {child}. As: {role}.", child=verbatim(child), role=ROLES[role]),
            _("Is it the person you meant? Only then say yes."),
        ),
        (
            Choice(f"{YES}.{tie}", _("Yes, let in"), action=True),
            Choice(f"{NO}.{tie}", _("No, refuse"), action=True),
        ),
        purpose="family_joining",
        named={"name": verbatim(name.split(maxsplit=1)[0]), "child": verbatim(child)},
    )


def let_in(role: Actor, child: str) -> Message:
    """Who asked may see the child's applications now."""
    about = (
        _("You see its applications, and may accept a place, extend the term and choose a kindergarten.")
        if role is Actor.SECOND_PARENT
        else _("You see where its application stands, get reminders and may accept a place.")
    )
    return Message(
        joined(_("You are let in. Child: {child}. As: {role}.", child=verbatim(child), role=ROLES[role]), about),
        (_list(),),
        purpose="family_joined",
        named={"child": verbatim(child)},
    )


def kept_out() -> Message:
    """The applicant said no."""
    return Message(
        joined(
            _("You were not let in: the parent who gave the code has refused."),
            _("If it is a mistake, ask for a new code."),
        ),
        purpose="family_refused",
    )


def not_let_in(why: Text) -> Message:
    """The applicant said yes, but it could not be done any more."""
    return Message(joined(_("You were not let in."), why), purpose="family_refused")


def taken_out(child: str) -> Message:
    """The applicant ended it."""
    return Message(
        joined(
            _("The parent has ended your access. Child: {child}.", child=verbatim(child)),
            _("You see nothing of it and get no reminders any more."),
        ),
        purpose="family_ended",
        named={"child": verbatim(child)},
    )


def went_away(name: str, role: Actor, child: str) -> Message:
    """A member ended it."""
    return Message(
        joined(
            _("Somebody does not take part any more: {name} ({role}).", name=verbatim(name), role=ROLES[role]),
            _("Child: {child}. Nothing else has changed.", child=verbatim(child)),
        ),
        purpose="family_left",
        named={"child": verbatim(child), "name": verbatim(name.split(maxsplit=1)[0])},
    )


def _list() -> Choice:
    return Choice("entrusted.0", OPEN, action=True)
