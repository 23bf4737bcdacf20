"""What a dialog may want to know: declared queries, answered by the handler before the turn."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast

from enrolment.profile import Profile
from locales.catalogue import Locale

A_co = TypeVar("A_co", covariant=True)


class Query(Generic[A_co]):
    """A question to the database or the profile; a frozen dataclass, whose type parameter is its answer's type."""


class Needed(Exception):
    """A query that the handler has to answer before this turn can be taken."""

    def __init__(self, query: Query[Any]) -> None:
        super().__init__(repr(query))
        self.query = query


@dataclass(frozen=True)
class Chat:
    """What matters to a dialog about the chat that it is held in.

    `phone` is a number (E.164) that the channel vouches for; `shares_contact` tells that it has a button to share
    one, or a place, `deletes` that messages can be taken out of it; `others` are the names of the channels one can
    also write on, and `links` the addresses at which they open, in the same order, empty where it is not known.
    """

    phone: str | None = None
    shares_contact: bool = True
    deletes: bool = True
    others: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other channels, each with its link."""
        links = (*self.links, *("" for _name in self.others))
        return tuple(f"{name}: {link}" if link else name for name, link in zip(self.others, links, strict=False))


@dataclass(frozen=True)
class Me:
    """The person in the conversation, as far as dialogs need to know them."""

    account: int
    locale: Locale | None = None
    locality: str | None = None
    registered: bool = False
    first_name: str = ""
    chat: Chat = Chat()


@dataclass(frozen=True)
class Able:
    """What this instance can do outside: send codes, ask the citizen registry."""

    codes: bool = False
    registry: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything known at this turn: who, when, the process profile, and the answers to queries asked so far."""

    me: Me
    now: datetime
    profile: Profile
    able: Able = Able()
    known: Mapping[Hashable, Any] = field(default_factory=dict)

    def __getitem__(self, query: Query[A_co]) -> A_co:
        """The answer; raises `Needed` where the handler has not been asked yet."""
        try:
            return cast(A_co, self.known[query])
        except KeyError:
            raise Needed(query) from None

    @property
    def today(self) -> date:
        """Today in the time zone of `now` (Asia/Almaty)."""
        return self.now.date()
