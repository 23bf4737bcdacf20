"""What follows from messages that failed, done after everything about their chats: so that no two ever wait in turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handlers.fallback import notice_failed
from storage.outbox import OutboxRow
from storage.uow import Uow


@dataclass
class Aftermath:
    """Gathered while one transaction settles messages; `settle` must be its last step that touches what others do."""

    rests: dict[str, float] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)

    def rest(self, channel: str, until: float) -> None:
        """Nothing of this channel is to be sent before this moment of the lease clock."""
        self.rests[channel] = max(until, self.rests.get(channel, until))

    def lose(self, row: OutboxRow) -> None:
        """The message will not arrive: where it is a notification, the other chat is to hear at once."""
        if row.notification_id is not None:
            self.lost.append(row.notification_id)

    async def settle(self, uow: Uow, now: datetime) -> None:
        """Do it."""
        for channel, until in sorted(self.rests.items()):
            await uow.rates.push_back(channel, until)
        for notification in sorted(self.lost):
            await notice_failed(uow, notification, now)
