"""What can be chosen with a voucher: a kindergarten with a place, one of its groups. S3-49."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialogs.dialog import Dialog
from dialogs.enrol_queries import Offer, Offers
from dialogs.enrol_words import ages, contract_badge, open_count
from dialogs.names import named
from dialogs.queries import Preschool
from dialogs.questions import Choose
from dialogs.questions.options import Numbers, Option, Words
from dialogs.questions.question import Raw
from locales.text import Text, _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.enrol import Enrol


def offer_of(enrol: Enrol) -> Offer | None:
    """What can be chosen with the voucher now."""
    return enrol.facts[Offers(enrol.voucher)]


WAITING = "waiting"


class FittingPreschools(Words):
    """The kindergartens with a place for the child: the wanted ones first, those that have refused last and marked."""

    def __call__(self, dialog: Enrol) -> Sequence[Option[str]]:
        offer = offer_of(dialog)
        if offer is None:
            return []
        options = [self.option(offer, one.bin) for one in offer.open]
        lists = [Option(WAITING, _("Waiting lists"))] if offer.only_refusers and offer.full else []
        return [*options, *lists]

    def option(self, offer: Offer, bin_: str) -> Option[str]:
        """The kindergarten with its places for the child, address and kind of contract."""
        card = next(one for one in offer.open if one.bin == bin_)
        refused = _("refused you") if bin_ in offer.refused else Text("")
        about = (refused, open_count(offer.places(bin_)), named(card.address), contract_badge(card))
        return Option(bin_, named(card.name), joined(*about, separator=", "))


class FittingGroups(Numbers):
    """The kindergarten's groups with a place for the child."""

    def __call__(self, dialog: Enrol) -> Sequence[Option[int]]:
        offer = offer_of(dialog)
        groups = offer.groups_of(dialog.preschool) if offer else ()
        return [
            Option(one.id, verbatim(one.name), joined(ages(one), open_count(one.free), separator=", "))
            for one in groups
            if one.free
        ]


class Kindergarten(Choose[str]):
    """Who has refused is never chosen unasked; the answer keeps its name when the last place there has gone."""

    def known(self, dialog: Dialog) -> Raw | None:
        offer = dialog.facts[Offers(dialog.answers["voucher"])]
        return None if offer is not None and offer.only_refusers else super().known(dialog)

    def told(self, dialog: Dialog) -> Text:
        card = dialog.facts[Preschool(dialog.answers[self.name])]
        if card is None:
            return super().told(dialog)
        return joined(named(card.name), named(card.address), contract_badge(card), separator=", ")


class GroupOfIt(Choose[int]):
    """The answer keeps its name when the last place there has gone meanwhile."""

    def told(self, dialog: Dialog) -> Text:
        offer = dialog.facts[Offers(dialog.answers["voucher"])]
        groups = offer.groups if offer else ()
        group = next((one for one in groups if str(one.id) == dialog.answers[self.name]), None)
        if group is None:
            return super().told(dialog)
        free = open_count(group.free) if group.free else Text("")
        return joined(verbatim(group.name), free, separator=", ")
