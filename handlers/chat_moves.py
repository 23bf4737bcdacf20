"""Chats that go from one account to another, and what becomes of the accounts that they leave. Edges 35 and 38."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk
from storage.accounts import Account, Address


async def move_here(desk: Desk, account_id: int) -> list[Address]:
    """From now on the chat at this desk belongs to that account; the guest's account that it had is erased.

    Returns the chats that the other account had until now: they meet the bot anew when they write again. Whoever works
    for the other account at this moment is waited for.
    """
    await desk.uow.conversations.load([account_id], lock=True)
    accounts, guest = desk.uow.accounts, desk.account
    before = (await accounts.addresses([account_id]))[account_id]
    for old in before:
        await _silence(desk, old)
        await accounts.move_address(old.id, guest.id)
    await accounts.move_address(desk.address.id, account_id)
    await _end_guest(desk, guest.id, account_id)
    await _sit_down(desk, account_id)
    await desk.save_account(locale=guest.locale or desk.account.locale)
    return [replace(old, account_id=guest.id) for old in before]


async def come_in(desk: Desk, account_id: int) -> None:
    """From now on the chat at this desk belongs to that account beside its others; the guest's account is erased."""
    guest = desk.account.id
    await desk.uow.conversations.load([account_id], lock=True)
    await desk.uow.tasks.end_all(guest, desk.now)
    await desk.uow.files.delete_loose_of(guest)
    await desk.uow.accounts.move_address(desk.address.id, account_id)
    await _end_guest(desk, guest, account_id)
    await _sit_down(desk, account_id)


async def guest_at(desk: Desk, address_id: int) -> tuple[Address, Account] | None:
    """The chat and its guest, who is waited for; None when it has an account of its own by now, or has shut us out."""
    before = await desk.uow.accounts.address(address_id)
    owner = before.account_id if before else 0
    await desk.uow.conversations.load([owner], lock=True)
    chat = await desk.uow.accounts.address(address_id)
    guest = (await desk.uow.accounts.load([owner])).get(owner)
    if chat is None or guest is None or chat.account_id != owner:
        return None
    return (chat, guest) if guest.registered_at is None and guest.deleted_at is None else None


async def take_in(desk: Desk, chat: Address) -> Address:
    """That chat belongs to this account from now on; what its guest began is over, their questions come along."""
    guest = chat.account_id
    row = (await desk.uow.conversations.load([guest], lock=True))[guest]
    await desk.uow.conversations.save([replace(row, data={}, updated_at=desk.now)])
    await desk.uow.tasks.end_all(guest, desk.now)
    await desk.uow.files.delete_loose_of(guest)
    await desk.uow.accounts.move_address(chat.id, desk.account.id)
    await _end_guest(desk, guest, desk.account.id)
    desk.joined = replace(chat, account_id=desk.account.id)
    return desk.joined


async def merge_into(desk: Desk, account_id: int) -> None:
    """Everything of this account, its chats too, goes into that one, whose desk this is from now on."""
    await desk.uow.conversations.load([account_id], lock=True)
    accounts, mine = desk.uow.accounts, desk.account.id
    await accounts.hand_over(mine, account_id)
    for chat in (await accounts.addresses([mine]))[mine]:
        await accounts.move_address(chat.id, account_id)
    await accounts.erase(mine, desk.now)
    await _sit_down(desk, account_id)


async def give_up(desk: Desk, chat: Address) -> Address:
    """The chat leaves this account and meets the bot anew when it writes again; nothing of before is sent there."""
    await _silence(desk, chat)
    gone = replace(chat, account_id=await desk.uow.accounts.release(chat.id, desk.now))
    desk.left[chat.id] = gone
    return gone


async def _silence(desk: Desk, chat: Address) -> None:
    """Whatever was to be sent to the chat is not, this transaction's answers to it neither."""
    await desk.uow.addresses.silence(chat.id)
    desk.outgoing[:] = [one for one in desk.outgoing if one.address_id != chat.id]


async def _end_guest(desk: Desk, guest: int, account_id: int) -> None:
    await desk.uow.support.hand_over(guest, account_id)
    await desk.uow.accounts.erase(guest, desk.now)


async def _sit_down(desk: Desk, account_id: int) -> None:
    desk.account = (await desk.uow.accounts.load([account_id]))[account_id]
    desk.address = replace(desk.address, account_id=account_id)
