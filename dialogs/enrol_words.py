"""Words about groups, places and enrolment requests that parents and employees read alike. S3-50, S3-51, S2-09."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from dialogs.enrol_queries import Offer, RequestCard
from dialogs.names import beginning, named
from dialogs.queries import PreschoolCard
from enrolment.terms import Name
from locales.text import Text, _, joined, n_, verbatim

BADGES: Mapping[str, Text] = {
    "electronic": _("electronic contract"),
    "both": _("electronic or paper contract"),
    "paper": _("paper contract"),
}


class Aged(Protocol):
    """A group with its ages in years."""

    @property
    def min_age(self) -> float:
        """The lower one, included."""

    @property
    def max_age(self) -> float:
        """The upper one, not included."""


def ages(group: Aged) -> Text:
    """For whom the group is."""
    return _("from {least} to {most} years", least=f"{group.min_age:g}", most=f"{group.max_age:g}")


def place_count(count: int) -> Text:
    """How many places are free, as the kindergarten counts them."""
    return n_("{count} free place", "{count} free places", count) if count else _("no free places")


def open_count(count: int) -> Text:
    """How many of them the department has opened, and one's voucher can take."""
    return n_("{count} open place", "{count} open places", count)


def refused_before(offer: Offer, card: PreschoolCard) -> Text:
    """That this kindergarten has refused, and why; nothing for any other."""
    if card.bin not in offer.refused:
        return Text("")
    return _("Refused you: {preschool} ({reason})", preschool=named(card.name), reason=offer.refused[card.bin])


def contract_badge(card: PreschoolCard) -> Text:
    """How the kindergarten concludes its contracts (X-15)."""
    return BADGES[card.contract_channel]


def request_lines(card: RequestCard, word: Name) -> Text:
    """Where the request went, and that the kindergarten's silence costs nothing (S3-51, V7a); `word` by X-19."""
    where = _(
        "{word}: {preschool}, group: {group}",
        word=beginning(word),
        preschool=named(card.preschool.name),
        group=verbatim(card.group),
    )
    address = _("Address: {address}", address=named(card.preschool.address))
    silent = _("If the kindergarten is silent, the education department is told. The place stays yours.")
    return joined(where, address, silent if card.state == "sent" else Text(""))
