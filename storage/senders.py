"""Who wrote: the chats that a delivery came from, met where they are strangers, and what their messages teach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from storage.addresses import Address, Pair

if TYPE_CHECKING:
    from storage.inbox import Arrival
    from storage.uow import Uow


@dataclass
class Senders:
    """The chats of one delivery: `known` from before, by every id that was looked up, and `met` just now.

    `arrivals` are those to be kept: where somebody is to be met or to lose a chat, only what was never kept.
    """

    uow: Uow
    arrivals: Sequence[Arrival]
    known: dict[Pair, Address]
    met: dict[Pair, Address]

    @classmethod
    async def find(cls, uow: Uow, arrivals: Sequence[Arrival], now: datetime) -> Senders:
        """Looks everybody up by all their ids; who is known by none gets an address and an account.

        A number under which somebody else writes now is a stranger's: the chat that it was has lost it.
        """
        known = await uow.addresses.live_at({pair for one in arrivals for pair in _ids(one)})
        if unknown := _strangers(arrivals, known):
            await uow.addresses.meet_in_turn(unknown)
            known = await uow.addresses.live_at({pair for one in arrivals for pair in _ids(one)})
        if _strangers(arrivals, known) or _claims(arrivals, known):
            arrivals = await uow.inbox.unkept(arrivals)
        for address_id in await _lost(uow, _claims(arrivals, known)):
            await uow.accounts.lose_chat(address_id, now)
            known = {pair: chat for pair, chat in known.items() if chat.id != address_id}
        leaders = _strangers(arrivals, known)
        opened = await uow.accounts.meet(set(leaders.values()), now) if leaders else {}
        return cls(uow, arrivals, known, {pair: opened[leader] for pair, leader in leaders.items()})

    def of(self, one: Arrival) -> Address:
        """Whose arrival this is; its own id says more than the other ones."""
        ids = _ids(one)
        known = (self.known[pair] for pair in ids if pair in self.known)
        return next(known, None) or next(self.met[pair] for pair in ids if pair in self.met)

    async def heard(self, kept: Iterable[Arrival], at: datetime) -> None:
        """Notes when they wrote and what is new in their ids and phones; what was held for them may go."""
        chats: dict[int, Address] = {}
        for one in kept:
            address = self.of(one)
            chats[address.id] = await self._learn(chats.get(address.id, address), one)
        waiting = await self.uow.addresses.seen(chats, at) if chats else []
        if waiting:
            await self.uow.outbox.release(waiting)
            await self.uow.addresses.let_go(waiting)

    async def _learn(self, address: Address, one: Arrival) -> Address:
        if address.external_id != one.address:
            await self.uow.addresses.answer_at(address, one.address)
            address = replace(address, external_id=one.address)
        if one.phone is not None and one.phone != address.phone:
            await self.uow.addresses.set_phone(address.id, one.phone)
            address = replace(address, phone=one.phone)
        for other in one.also:
            if other != one.address and (one.channel, other) not in self.known:
                await self.uow.addresses.add_alias(address, other)
        return address


def _ids(one: Arrival) -> list[Pair]:
    return [(one.channel, external_id) for external_id in (one.address, *one.also)]


def _strangers(arrivals: Iterable[Arrival], known: dict[Pair, Address]) -> dict[Pair, Pair]:
    """For every id of somebody unknown the one under which the chat is opened: two that share an id are one chat."""
    leaders: dict[Pair, Pair] = {}
    for one in arrivals:
        ids = _ids(one)
        if not any(pair in known for pair in ids):
            leader = next((leaders[pair] for pair in ids if pair in leaders), ids[0])
            for pair in ids:
                leaders.setdefault(pair, leader)
    return leaders


def _is_number(external_id: str) -> bool:
    """A phone number, which changes hands, unlike an id that a channel gave to a person."""
    return external_id.startswith("+")


def _claims(arrivals: Iterable[Arrival], known: dict[Pair, Address]) -> list[Address]:
    """The chats known by a number with which a person's id came that is not known to be theirs."""
    claimed: dict[int, Address] = {}
    for one in arrivals:
        persons = [pair for pair in _ids(one) if not _is_number(pair[1])]
        for pair in _ids(one):
            chat = known.get(pair)
            if persons and chat is not None and _is_number(pair[1]):
                theirs = any(known[person].id == chat.id for person in persons if person in known)
                claimed |= {} if theirs else {chat.id: chat}
    return sorted(claimed.values(), key=lambda chat: chat.id)


async def _lost(uow: Uow, claimed: Iterable[Address]) -> list[int]:
    """Those of the chats that are a certain person's: a new id beside the number is another person's."""
    return [chat.id for chat in claimed if not all(map(_is_number, await uow.addresses.ids_of(chat.id)))]
