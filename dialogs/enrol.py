"""Choose a kindergarten and enrol with a voucher: only what fits and has a place. S3-49, E1, E4."""

from __future__ import annotations

from dialogs.confirmations import Sure
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.enrol_effects import CancelRequest, SendRequest
from dialogs.enrol_options import FittingGroups, FittingPreschools, GroupOfIt, Kindergarten, offer_of
from dialogs.enrol_queries import MyRequests, OfferedGroup
from dialogs.enrol_words import refused_before
from dialogs.names import named
from dialogs.questions import Choose, Fixed, Given, Review
from dialogs.questions.question import Common
from dialogs.voucher_queries import MyVoucher
from locales.text import Text, _, joined, verbatim


def has_places(enrol: Enrol) -> bool:
    """Whether some kindergarten has a place for the child."""
    offer = offer_of(enrol)
    return offer is not None and bool(offer.open)


def still_has_a_place(enrol: Enrol) -> bool:
    """Whether the chosen kindergarten has a place for the child."""
    offer = offer_of(enrol)
    return offer is not None and bool(offer.places(enrol.preschool))


def group_is_open(enrol: Enrol) -> bool:
    """Whether the chosen group has a place for the child."""
    group = chosen(enrol)
    return group is not None and bool(group.free)


def chosen(enrol: Enrol) -> OfferedGroup | None:
    """The chosen group with its kindergarten."""
    offer = offer_of(enrol)
    return next((one for one in offer.groups if one.id == enrol.group), None) if offer else None


def which_kindergarten(enrol: Enrol) -> Text:
    """The question, which says so where nobody but who has refused has a place."""
    offer = offer_of(enrol)
    refused = [refused_before(offer, card) for card in offer.open] if offer else []
    if offer is not None and offer.only_refusers:
        again = _("Only a kindergarten that refused has a place now. Ask it again if you have put things right.")
        return joined(again, *refused)
    return joined(_("Which kindergarten? These have an open place that fits your child."), *refused)


def which_group(enrol: Enrol) -> Text:
    """The kindergarten's card, and the question."""
    offer = offer_of(enrol)
    card = next((one for one in (offer.open if offer else ()) if one.bin == enrol.preschool), None)
    about = joined(named(card.name), _("Address: {address}", address=named(card.address))) if card else verbatim("")
    return joined(about, _("Which group?"))


def at_a_glance(enrol: Enrol) -> Text:
    """For whom it is, and whether the kindergarten has refused before; where the request goes stands below."""
    group, offer = chosen(enrol), offer_of(enrol)
    if group is None or offer is None:
        return _("Is everything right?")
    child = _("Child: {child}.", child=offer.child)
    return joined(child, refused_before(offer, group.preschool), _("Is everything right?"))


class Enrol(Dialog):
    """From the voucher to the enrolment request; opened from the voucher, which says for which child."""

    title = _("Enrolment")
    voucher = Given[int]()
    preschool = Kindergarten(
        which_kindergarten,
        FittingPreschools(),
        Common(label=_("Kindergarten"), when=has_places),
    )
    group = GroupOfIt(
        which_group,
        FittingGroups(),
        Common(label=_("Group"), depends=("preschool",), when=still_has_a_place),
    )
    review = Review(
        at_a_glance,
        _("Confirm"),
        Common(depends=("preschool", "group"), when=group_is_open),
        note=_("The place is kept for your child as soon as you confirm."),
    )

    def done(self) -> Effect:
        group = self.group if "group" in self.answers else None
        return SendRequest(self.voucher, group, "review" in self.answers)

    def whom(self) -> Text:
        card = self.facts[MyVoucher(self.voucher)]
        return verbatim(card.child) if card else super().whom()


def given_up(change: Dialog) -> Text:
    """What the request took along; a referral that names the kindergarten keeps its place."""
    if change.facts.profile.enrolment_term.choose_preschool:
        return _("If you change your choice, you give up this place at once, and another family can take it.")
    return _("Cancel the request? The place stays yours while the referral runs.")


class ChangeChoice(Dialog):
    """Take the request back in order to choose anew (E4)."""

    title = _("Another choice")
    request = Given[int]()
    sure = Choose(
        given_up,
        Fixed(Sure, {Sure.NO: _("Leave it as it is"), Sure.YES: _("Cancel the request")}),
    )

    def done(self) -> Effect | None:
        return CancelRequest(self.request) if self.sure is Sure.YES else None

    def whom(self) -> Text:
        card = next((one for one in self.facts[MyRequests()] if one.id == self.request), None)
        return named(card.preschool.name) if card else super().whom()
