"""One account's part of a turn: its inputs taken one after another, with facts looked up and effects carried out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from dialogs.conversation import Conversation
from dialogs.engine import Engine
from dialogs.facts import Facts, Me, Needed
from dialogs.inputs import Acted, Blocked, FileRefused, Found, Said, Sent, Tapped
from dialogs.message import Message
from dialogs.turn import Turn
from enrolment.working_days import ALMATY
from handlers.book import answer, perform
from handlers.desk import Desk
from handlers.family_joining import LETS_IN
from handlers.linking import BY_NAME_ONLY
from handlers.telling import ANYWHERE
from locales.catalogue import Locale
from locales.text import Text, _, joined, verbatim
from storage.accounts import Account, Address
from storage.chat_notices import LastNotice
from storage.conversations import ConversationRow
from storage.inbox import InboxRow

T = TypeVar("T")

MOST_STEPS = 12
OLD = Tapped("", -1, "")
DISCONNECTED = _("This chat has been disconnected and has no account any more. To begin anew, write to me again.")


class EndlessTurn(RuntimeError):
    """A dialog that asks for effect after effect: a bug."""


class Unsure(Exception):
    """A number that may mean a notification's button, where a number is not enough; `names` are the buttons."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names


class Ambiguous(Unsure):
    """A number that may mean the notification, or the dialog's question that stood there before it came."""


class UnreadableConversation(RuntimeError):
    """What is stored cannot be opened: a lost key, or a deploy that went back. An operator has to look."""


@dataclass
class Talk:
    """The account's desk and conversation while its waiting inputs are taken.

    `notices` are those that came into a chat since its last screen. `ended`: the account had ended before them;
    `went_over`: the chat went to another account, which they were not sent to.
    """

    desk: Desk
    row: ConversationRow
    conversation: Conversation
    notices: dict[int, LastNotice] = field(default_factory=dict)
    known: dict[Hashable, Any] = field(default_factory=dict)
    ended: bool = False
    went_over: bool = False

    @classmethod
    def begin(cls, desk: Desk, row: ConversationRow, notices: dict[int, LastNotice]) -> Talk:
        """From the stored conversation; raises UnreadableConversation."""
        if row.data is None:
            raise UnreadableConversation(desk.account.id)
        ended = desk.account.deleted_at is not None
        return cls(desk, row, Conversation.from_json(row.data), notices, ended=ended)

    async def take(self, sent: Sent | Blocked, address: Address, row: InboxRow) -> None:
        """Take one input of that chat, to the end of everything it leads to within this transaction.

        It counts as of the moment it arrived, however late its turn comes (edge 1).
        """
        self.desk.now = row.received_at.astimezone(ALMATY)
        if address.id in self.desk.left or self.ended:
            if not isinstance(sent, Found | Blocked):
                self.desk.say_in(self.desk.left.get(address.id, address), Message(DISCONNECTED))
            return
        self.desk.address = replace(address, account_id=self.desk.account.id)
        self.desk.called = str(row.payload.get("called", ""))
        self.desk.tapped = row.payload.get("message") if isinstance(sent, Tapped) else None
        if isinstance(sent, Blocked):
            blocked_at = self.desk.now if sent.out else None
            await self.desk.uow.accounts.set_blocked(self.desk.address.id, blocked_at)
            return
        if address.blocked_at is not None:
            await self.desk.uow.accounts.set_blocked(address.id, None)
        self.known.clear()
        try:
            current: Sent = OLD if self._is_outdated(sent, row) else await self._verified(self._meant(sent, row))
        except Ambiguous as unsure:
            await self._ask_again(unsure.names)
            return
        except Unsure as unsure:
            self.desk.say(Message(by_name(unsure.names)))
            return
        for _step in range(MOST_STEPS):
            turn = await self._turn(current)
            self.conversation = turn.conversation
            self._say(turn)
            await self._show_joined(turn)
            if turn.effect is None:
                return
            before = self.desk.account
            current = await perform(self.desk, turn.effect)
            await self._follow(before)
            self.known.clear()
        raise EndlessTurn(str(self.conversation.top and self.conversation.top.dialog))

    def kept(self) -> ConversationRow:
        """The conversation as it is to be stored; nothing of it stays when the account was erased."""
        data = {} if self.desk.account.deleted_at else self.conversation.to_json()
        return replace(self.row, data=data, updated_at=self.desk.now)

    async def _follow(self, before: Account) -> None:
        """When the chat went over to another account, this talk goes on as that account's.

        What had been begun there can be taken up; what a guest had begun here is pointless now.
        """
        account = self.desk.account.id
        if account == self.row.account_id:
            return
        self.went_over = True
        if before.registered_at is None:
            self.conversation = replace(self.conversation, parked=())
        conversations = self.desk.uow.conversations
        await conversations.save([replace(self.row, data={}, updated_at=self.desk.now)])
        self.row = (await conversations.load([account]))[account]
        self.conversation = self.conversation.joined_by(Conversation.from_json(self.row.data or {}))

    async def _verified(self, sent: Sent) -> Sent:
        """A notification's button counts only with the nonce that this account was sent; otherwise it is an old one."""
        if not isinstance(sent, Acted):
            return sent
        if not sent.nonce.isprintable():
            return OLD
        notification = await self.desk.uow.notifications.by_nonce(self.desk.account.id, sent.nonce)
        pressed = f"{ANYWHERE}{sent.action}.{sent.subject}.{sent.nonce}"
        offered = notification is not None and pressed in (notification.action or {}).get("buttons", ())
        return sent if offered else OLD

    def _is_outdated(self, sent: Sent, row: InboxRow) -> bool:
        """Whether it was sent while the chat had another account, and could be taken for an answer in this one."""
        return (row.outdated or self.went_over) and not isinstance(sent, Found | FileRefused)

    def _meant(self, sent: Sent, row: InboxRow) -> Sent:
        """A number or label typed after a notification came into this chat means its button; raises Unsure.

        What was typed before it came means the screen. A number is not enough while nobody knows that the notification
        has arrived, nor where it came into the middle of a dialog, nor ever for what opens the account to another chat.
        """
        notice = self.notices.get(self.desk.address.id, LastNotice())
        if not isinstance(sent, Said) or notice.sent_at is None or row.received_at < notice.sent_at:
            return sent
        words = sent.text.strip().casefold()
        for number, (data, label) in enumerate(notice.buttons, 1):
            action, subject, nonce = data.removeprefix(ANYWHERE).split(".", 2)
            if words == label.casefold():
                return Acted(action, subject, nonce)
            if words.rstrip(".)") == str(number):
                if action in BY_NAME_ONLY | LETS_IN or not notice.arrived:
                    raise Unsure(tuple(label for _data, label in notice.buttons))
                if self.conversation.top is not None:
                    raise Ambiguous(tuple(label for _data, label in notice.buttons))
                return Acted(action, subject, nonce)
        return sent

    async def _ask_again(self, names: tuple[str, ...]) -> None:
        """The dialog's question once more: it is the last message now, so that a number means it."""
        screen = await self._with_facts(lambda facts: self._engine.screen(self.conversation, facts))
        self.notices.pop(self.desk.address.id, None)
        again = replace(screen.preceded(in_between(names)), in_place=False)
        self.desk.say(again, self._engine.current(self.conversation), self.conversation.rev)

    async def _turn(self, sent: Sent) -> Turn:
        return await self._with_facts(lambda facts: self._engine.turn(self.conversation, sent, facts))

    async def _with_facts(self, made: Callable[[Facts], T]) -> T:
        """What is made of the facts, once all that it needs are looked up."""
        while True:
            try:
                return made(self._facts())
            except Needed as needed:
                self.known[needed.query] = await answer(self.desk, needed.query)

    @property
    def _engine(self) -> Engine:
        return self.desk.office.engines[self.desk.address.channel]

    def _facts(self) -> Facts:
        account = self.desk.account
        me = Me(
            account.id,
            Locale(account.locale) if account.locale else None,
            account.locality,
            account.registered_at is not None,
            account.person.first_name if account.person else "",
            self.desk.chat,
        )
        return Facts(me, self.desk.now, self.desk.office.profile, self.desk.office.able, self.known)

    def _say(self, turn: Turn) -> None:
        screen = self._engine.current(turn.conversation)
        if turn.messages:
            self.notices.pop(self.desk.address.id, None)
        for message in turn.messages:
            self.desk.say(message, screen, turn.conversation.rev)

    async def _show_joined(self, turn: Turn) -> None:
        """Show the chat that has joined where the conversation stands: the screen as that chat has it."""
        joining = self.desk.joined
        if joining is None or not turn.messages:
            return
        here, self.desk.address, self.desk.joined = self.desk.address, joining, None
        self.known.clear()
        screen = await self._with_facts(lambda facts: self._engine.screen(turn.conversation, facts))
        self.desk.say(replace(screen, in_place=False), self._engine.current(turn.conversation), turn.conversation.rev)
        self.desk.address = here
        self.known.clear()


def by_name(names: Sequence[str]) -> Text:
    """What to do where a number is not enough."""
    return _(
        "To answer the last message, press its button or write the whole name of the button: {names}.",
        names=joined(*map(verbatim, names), separator=", "),
    )


def in_between(names: Sequence[str]) -> Text:
    """What to do where a notification came after the question."""
    return _(
        "A message has come after this question. To answer that message, press its button: {names}. "
        "To answer the question, write the number now.",
        names=joined(*map(verbatim, names), separator=", "),
    )
