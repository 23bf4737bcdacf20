"""The one Twilio account of the desk: its messages, chats, contents, media, and what was ordered of it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.clock import MovableClock
from simulator.journal import Journal
from simulator.options import Options
from simulator.sms import SmsBox
from simulator.users import User, Users
from simulator.whatsapp.approvals import Verdict
from simulator.whatsapp.contents import Contents
from simulator.whatsapp.faults import Fault, Receipts
from simulator.whatsapp.hooks import Hooks, Post, Program
from simulator.whatsapp.media import MediaStore
from simulator.whatsapp.messages import Message
from simulator.wire import JSON

LABEL = "whatsapp"
WINDOW = timedelta(hours=24)
CALLS_KEPT = 20_000


@dataclass
class Chat:
    """One person's chat and what never reached it; `wrote_at` opens the window, `away` is a phone without a network."""

    user: User
    messages: list[Message] = field(default_factory=list)
    failed: list[Message] = field(default_factory=list)
    wrote_at: datetime | None = None
    blocked: bool = False
    away: bool = False
    tells_reading: bool = True
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: list[tuple[Message, list[str]]] = field(default_factory=list)

    def until(self) -> datetime | None:
        """When the window closes; None before the person ever wrote."""
        return self.wrote_at + WINDOW if self.wrote_at else None


@dataclass
class MediaTrouble:
    """What happens to media that people send from now on: 404 at first, no length told."""

    missing: int = 0
    chunked: bool = False


class Account:
    """State of the account; it lives in memory only."""

    def __init__(self, options: Options, clock: MovableClock, journal: Journal, users: Users, sms: SmsBox) -> None:
        self.options, self.clock, self.journal, self.users, self.sms = options, clock, journal, users, sms
        self.sid, self.sender = options.twilio_account_sid, options.whatsapp_from
        self.hooks = Hooks(options.twilio_auth_token, options.sleep)
        self.program = Program(options.whatsapp_url.rstrip("/"))
        self.contents = Contents()
        self.address = ""
        self.call_count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.clear()

    def clear(self) -> None:
        """Empty chats, media, faults and switches; contents and the program's address stay."""
        self.messages: dict[str, Message] = {}
        self.chats: dict[int, Chat] = {}
        self.media = MediaStore()
        self.faults: list[Fault] = []
        self.receipts = Receipts()
        self.verdict = Verdict()
        self.media_trouble = MediaTrouble()
        self.calls: deque[JSON] = deque(maxlen=CALLS_KEPT)
        self.posted: dict[str, Post] = {}
        self.held: list[Message] | None = None
        self.held_reports: list[tuple[Message, str]] = []

    def chat_with(self, user: User) -> Chat:
        """The chat with that person, opened when needed."""
        return self.chats.setdefault(user.id, Chat(user))

    def chat_of(self, message: Message) -> Chat | None:
        """Whose chat a message belongs to; None where nobody is there."""
        user = None if message.user_id is None else self.users.get(message.user_id)
        return self.chat_with(user) if user else None

    def window_open(self, chat: Chat) -> bool:
        """Whether free-form messages pass: 24 hours since the person wrote."""
        until = chat.until()
        return until is not None and self.clock.now() < until

    def window_seen(self, chat: Chat) -> JSON:
        """The window as the page shows it."""
        until = chat.until()
        return {"open": self.window_open(chat), "until": until.isoformat() if until else None}

    def fault_for(self, method: str, user_id: int | None, *, of_delivery: bool) -> Fault | None:
        """An ordered fault that this call meets."""
        kind = (fault for fault in self.faults if fault.of_delivery == of_delivery)
        return next((fault for fault in kind if fault.meets(method, user_id)), None)

    def tell(self, kind: str, chat: Chat, message: Message | None = None, **more: object) -> int:
        """Write what happened in a chat into the journal; returns its number."""
        content = {**(message.seen() if message else {}), **more, "window": self.window_seen(chat)}
        return self.journal.write(kind, bot=LABEL, user_id=chat.user.id, keyboard=None, **content)

    def reached(self, message: Message, status: str) -> None:
        """A message has a new status; its chat shows it."""
        message.status = status
        chat = self.chat_of(message)
        if chat is not None:
            told = {"message_id": message.sid, "status": status, "error_code": message.error_code}
            self.tell("status", chat, None, **told, error_message=message.error_message)

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Do something beside all else, until the desk stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End all that is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
