"""Everybody whom a batch of inputs concerns: chats, accounts, conversations and notices, read by one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Row, bindparam, select

from storage.accounts import Account, account_of
from storage.addresses import Address
from storage.chat_notices import REACHED, LastNotice
from storage.chat_tables import chat_notice
from storage.conversations import ConversationRow
from storage.domain_tables import account, address
from storage.flow_tables import conversation, outbox

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Company:
    """Chats by their own id, accounts and conversations by that of the account.

    `notices` are what a number typed in a chat may mean, by the id of the chat, for those with anything noted.
    """

    addresses: dict[int, Address] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    conversations: dict[int, ConversationRow] = field(default_factory=dict)
    notices: dict[int, LastNotice] = field(default_factory=dict)


async def company_of(uow: Uow, address_ids: Collection[int]) -> Company:
    """The chats with these ids, their accounts and where those stand in their dialogs."""
    company, noted = Company(), defaultdict[int, list[Any]](list)
    for row in await uow.connection.execute(_COMPANY, {"addresses": list(address_ids)}):
        chat, owner, stand, notice = (part.of(row) for part in _PARTS)
        if chat.id not in company.addresses:
            company.addresses[chat.id] = uow.addresses.opened(chat)
        if owner.id not in company.accounts:
            company.accounts[owner.id] = account_of(owner, uow)
            company.conversations[owner.id] = uow.conversations.opened(stand)
        if notice.notification_id is not None:
            noted[chat.id].append(notice)
    company.notices.update({id_: uow.notices.last(rows) for id_, rows in noted.items()})
    return company


class _Part(NamedTuple):
    """The columns of one of the joined tables within a row."""

    first: int
    names: tuple[str, ...]

    def of(self, row: Row[Any]) -> Any:
        """The part as a row of its own."""
        return _Columns(self.names, row[self.first : self.first + len(self.names)])


class _Columns:
    __slots__ = ("__dict__",)

    def __init__(self, names: Sequence[str], values: Sequence[Any]) -> None:
        self.__dict__.update(zip(names, values, strict=True))


_NOTICE = [*chat_notice.c, outbox.c.sent_at, outbox.c.delivered_at]
_TABLES = (list(address.c), list(account.c), list(conversation.c), _NOTICE)
_PARTS = tuple(
    _Part(sum(len(before) for before in _TABLES[:place]), tuple(column.name for column in columns))
    for place, columns in enumerate(_TABLES)
)
_COMPANY = (
    select(*(column.label(f"{column.table.name}_{column.name}") for columns in _TABLES for column in columns))
    .select_from(address)
    .join(account, account.c.id == address.c.account_id)
    .join(conversation, conversation.c.account_id == account.c.id)
    .outerjoin(chat_notice, chat_notice.c.address_id == address.c.id)
    .outerjoin(outbox, REACHED)
    .where(address.c.id.in_(bindparam("addresses", expanding=True)))
)
