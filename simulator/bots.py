"""One bot of the desk: its chats, updates, files, settings, and the log of its calls."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from simulator.chats import Chat, ChatMessage, seen
from simulator.clock import MovableClock
from simulator.files import Files
from simulator.journal import Journal
from simulator.options import Options
from simulator.telegram.errors import BadRequest, Conflict, Forbidden
from simulator.telegram.faults import Fault
from simulator.telegram.flood import FloodGate
from simulator.updates import Updates
from simulator.users import User, Users
from simulator.wire import JSON

CALLS_KEPT = 20_000
EPOCH = 1_767_225_600


@dataclass(frozen=True)
class Desk:
    """What all bots share."""

    options: Options
    clock: MovableClock
    journal: Journal
    users: Users


@dataclass(frozen=True)
class Webhook:
    """Where updates go."""

    url: str
    secret: str = ""
    max_connections: int = 40


def first_number(rate: int) -> int:
    """Where ids begin: after those of any earlier run, since the program remembers them and the desk does not."""
    return int((time.time() - EPOCH) * rate)


@dataclass
class Bot:
    """State of one token; `label` is parent or staff, or the bot's id for any other token."""

    token: str
    label: str
    desk: Desk
    chats: dict[int, Chat] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    faults: list[Fault] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    callbacks: dict[str, tuple[int, float]] = field(default_factory=dict)
    webhook: Webhook | None = None
    webhook_error: JSON = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calls: deque[JSON] = deque(maxlen=CALLS_KEPT)
        self.updates = Updates(first_number(20), self.desk.options.monotonic)
        self.flood = FloodGate(self.desk.options.monotonic)
        self.rate_limits = self.desk.options.rate_limits
        self._next_message = first_number(20)
        self._poll = 0
        self.call_count = 0

    @property
    def id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.partition(":")[0])

    def wire(self) -> JSON:
        """Telegram's User object of the bot."""
        name = self.settings.get("name", f"Balapan {self.label}")
        return {"id": self.id, "is_bot": True, "first_name": name, "username": f"balapan_{self.label}_bot"}

    def chat_with(self, user: User) -> Chat:
        """The chat with that person, opened when they first write."""
        return self.chats.setdefault(user.id, Chat(user))

    def writable(self, chat_id: str) -> Chat:
        """The chat the bot wants to write to. Raises BadRequest or Forbidden as Telegram does."""
        if not chat_id:
            raise BadRequest("chat_id is empty")
        user = self.desk.users.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if user is None:
            raise BadRequest("chat not found")
        chat = self.chats.get(user.id)
        if chat is None:
            raise Forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise Forbidden("bot was blocked by the user")
        return chat

    def post(self, chat: Chat, sender: JSON, content: JSON, keyboard: JSON | None = None) -> ChatMessage:
        """Put a message into the chat and tell the journal."""
        message_id, self._next_message = self._next_message, self._next_message + 1
        head = {"message_id": message_id, "from": sender, "chat": chat.wire(), "date": self.timestamp()}
        message = ChatMessage({**head, **content}, keyboard)
        chat.messages[message_id] = message
        if sender["is_bot"]:
            chat.show_keyboard(keyboard)
        self.tell(chat, "message", message)
        return message

    def tell(self, chat: Chat, kind: str, message: ChatMessage | None = None, **more: object) -> int:
        """Write what happened in a chat into the journal; returns its number."""
        content = {**(seen(message) if message else {}), **more}
        return self.desk.journal.write(kind, bot=self.label, user_id=chat.user.id, keyboard=chat.keyboard, **content)

    def timestamp(self) -> int:
        """Now, as Telegram tells it: Unix seconds of the desk's clock."""
        return int(self.desk.clock.now().timestamp())

    async def poll(self, limit: int, seconds: float) -> list[JSON]:
        """Wait for updates. A later poll ends an earlier one, which raises Conflict."""
        self._poll += 1
        mine = self._poll
        self.updates.bell.ring()
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while not (found := self.updates.take(limit)):
            left = until - clock()
            if left <= 0 or self.desk.journal.closed:
                break
            await self.updates.bell.wait(left)
            self._still(mine)
        return [update.wire() for update in found]

    def _still(self, mine: int) -> None:
        if self.webhook is not None:
            raise Conflict("terminated by setWebhook request")
        if self._poll != mine:
            raise Conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def clear(self) -> None:
        """Empty chats, files, faults and what waits; ids, webhook and settings stay."""
        self.chats.clear()
        self.files.clear()
        self.faults.clear()
        self.callbacks.clear()
        self.calls.clear()
        self.updates.drop()
        self.flood = FloodGate(self.desk.options.monotonic)
        self.rate_limits = self.desk.options.rate_limits
