"""What parents are told of their enrolment requests and waiting lists: N18, N19, N22, N22r, N27."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.message import Choice, Message
from dialogs.notices import About
from dialogs.said import said
from dialogs.voucher_words import OPEN_IT
from enrolment.terms import PlaceInstrument
from locales.text import Text, _, joined, verbatim

CHOOSE = _("Choose kindergarten")


@dataclass(frozen=True)
class Refusal:
    """Which kindergarten refused, why, and in its own words."""

    preschool: Text
    reason: Text
    comment: str = ""


def request_sent(about: About, preschool: Text, group: str) -> Message:
    """N19: the place is kept, the kindergarten is asked (S3-50)."""
    return Message(
        joined(
            _("The request is sent. Child: {child}.", child=about.child),
            _("Status: “Wait for the contract from the kindergarten”."),
            _("Kindergarten: {preschool}, group: {group}.", preschool=preschool, group=verbatim(group)),
            _("The place is kept for you. I will write when the kindergarten answers."),
        ),
        (_open(about),),
        purpose="N19",
        named=_named(about),
    )


def refused(about: About, voucher: int, why: Refusal, choose_by: Text) -> Message:
    """N22: the kindergarten refused, or cannot take the child any more; another one can be chosen (E3, edge 16)."""
    return Message(
        joined(
            _("The kindergarten refused: {preschool}. Child: {child}.", preschool=why.preschool, child=about.child),
            _("Reason: {reason}.", reason=why.reason),
            said(why.preschool, why.comment),
            _("You can choose another kindergarten {until}.", until=choose_by),
        ),
        (_choose(voucher), _open(about)),
        purpose="N22",
        named={**_named(about), "deadline": choose_by},
    )


def referral_refused(about: About, why: Refusal, position: int) -> Message:
    """N22r: the referral named this kindergarten, so there is nothing else to choose with it (E3, edge 16, V12)."""
    return Message(
        joined(
            _("The kindergarten refused: {preschool}. Child: {child}.", preschool=why.preschool, child=about.child),
            _("Reason: {reason}.", reason=why.reason),
            said(why.preschool, why.comment),
            back_in_queue(position),
        ),
        (_open(about),),
        purpose="N22r",
        named=_named(about),
    )


def back_in_queue(position: int) -> Text:
    """What follows where the kindergarten that a referral names does not take the child (V12)."""
    ended = _("The referral has ended, and it is not your fault.")
    back = _("The application is back in the queue with its old date. Place: {position}.", position=position)
    return joined(ended, back, _("Nothing is to be done now."), separator=" ")


def cancelled(about: About, voucher: int, *, kept: bool = False) -> Message:
    """N27: the parent gave the choice back, or withdrew (E4, C16); a referral has `kept` its place."""
    if kept:
        return _kept(about, voucher)
    return Message(
        joined(
            _("Your choice is cancelled, and the place is free again. Child: {child}.", child=about.child),
            _("Now you can choose another kindergarten."),
        ),
        (_choose(voucher), _open(about)),
        purpose="N27",
        named=_named(about),
    )


def _kept(about: About, voucher: int) -> Message:
    return Message(
        joined(
            _("It is cancelled, as you wanted. Child: {child}.", child=about.child),
            _("The place stays yours while the referral runs. Open the referral to begin the contract again."),
        ),
        (Choice(f"voucher.{voucher}", OPEN_IT[PlaceInstrument.REFERRAL], action=True), _open(about)),
        purpose="N27r",
        named=_named(about),
    )


def choice_returned(about: About, voucher: int, preschool: Text, choose_by: Text) -> Message:
    """N27: the kindergarten stayed silent, and the education department gave the choice back (edge 17, V7a)."""
    return Message(
        joined(
            _(
                "The kindergarten did not answer in time: {preschool}. Child: {child}.",
                preschool=preschool,
                child=about.child,
            ),
            _("The education department has freed the place there, so that you need not wait."),
            _("You can choose another kindergarten {until}.", until=choose_by),
        ),
        (_choose(voucher), _open(about)),
        purpose="N27",
        named=_named(about),
    )


def place_appeared(about: About, voucher: int, preschool: Text) -> Message:
    """N18: a kindergarten on the waiting list has a place that fits (V13)."""
    return Message(
        joined(
            _("A place has appeared in a kindergarten of your waiting list: {preschool}.", preschool=preschool),
            _("Child: {child}.", child=about.child),
            _("The place goes to whoever takes it first."),
        ),
        (_choose(voucher), _open(about)),
        purpose="N18",
        named=_named(about),
    )


def _named(about: About) -> dict[str, object]:
    return {"child": about.child}


def _open(about: About) -> Choice:
    return Choice(f"application.{about.application}", _("Open application"), action=True)


def _choose(voucher: int) -> Choice:
    return Choice(f"enrol.{voucher}", CHOOSE, action=True)
