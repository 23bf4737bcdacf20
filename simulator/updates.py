"""The updates that wait for one bot, in order, until it confirms them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.bell import Bell
from simulator.wire import JSON, Refused

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
REMEMBERED = 5_000


@dataclass(frozen=True)
class Update:
    """One update; updates of one lane are delivered to a webhook one after another."""

    update_id: int
    kind: str
    lane: str
    born: float
    content: JSON

    def wire(self) -> JSON:
        """Telegram's Update object."""
        return {"update_id": self.update_id, self.kind: self.content}


class Updates:
    """The queue of one bot."""

    def __init__(self, first_id: int, monotonic: Callable[[], float]) -> None:
        self.bell = Bell()
        self.allowed: Sequence[str] = KINDS
        self.held = False
        self.pending: list[Update] = []
        self._again: list[Update] = []
        self._known: deque[Update] = deque(maxlen=REMEMBERED)
        self._next_id = first_id
        self._monotonic = monotonic

    def allow(self, kinds: Sequence[str]) -> None:
        """Want only these kinds from now on; an empty list means all that are sent by default."""
        self.allowed = tuple(kinds) or KINDS

    def add(self, kind: str, lane: str, content: JSON) -> int | None:
        """Queue an update; returns its id, or None when the bot does not want that kind."""
        if kind not in self.allowed:
            return None
        update = Update(self._next_id, kind, lane, self._monotonic(), content)
        self._next_id += 1
        self.pending.append(update)
        self._known.append(update)
        self.bell.ring()
        return update.update_id

    def confirm(self, offset: int) -> None:
        """Forget everything below the offset; a negative one keeps that many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update.update_id >= offset]

    def take(self, limit: int) -> list[Update]:
        """What a poll gets now: ordered repetitions first, then what is pending."""
        if self.held:
            return []
        repeated, self._again = self._again[:limit], self._again[limit:]
        return repeated + self.pending[: limit - len(repeated)]

    def deliverable(self) -> list[Update]:
        """What a webhook should get, in order."""
        return [] if self.held else self._again + self.pending

    def done(self, update: Update) -> None:
        """A webhook took it, or it grew too old."""
        for queue in (self._again, self.pending):
            if update in queue:
                queue.remove(update)
                return

    def redeliver(self, update_id: int) -> None:
        """Deliver a known update once more, under its old id. Raises Refused (404) for an unknown one."""
        update = next((known for known in self._known if known.update_id == update_id), None)
        if update is None:
            raise Refused("no such update", 404)
        self._again.append(update)
        self.bell.ring()

    def release(self, backwards: bool) -> None:
        """Let held updates go, in order or the newest first."""
        if backwards:
            self.pending.reverse()
        self.held = False
        self.bell.ring()

    def drop(self) -> None:
        """Throw away all that waits."""
        self.pending, self._again, self.held = [], [], False

    def known_ids(self) -> list[int]:
        """Ids of all remembered updates, oldest first."""
        return [update.update_id for update in self._known]
