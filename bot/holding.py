"""The messages that a sender has in hand, each known by its newest lease, so that none is sent twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from storage.outbox import OutboxRow
from storage.uow import Uow

LEASE_S = 120.0
RENEWED_BEFORE_S = 60.0


@dataclass
class InHand:
    """In flight, or back and not yet settled.

    A sender works on a copy and keeps it only after the commit: leases that were rolled back never were.
    """

    rows: dict[int, OutboxRow] = field(default_factory=dict)

    def without(self, ids: Iterable[int]) -> InHand:
        """A copy in which these are settled."""
        settled = set(ids)
        return InHand({id_: row for id_, row in self.rows.items() if id_ not in settled})

    def newest(self, row: OutboxRow) -> OutboxRow:
        """The row under the lease that it has now."""
        return self.rows.get(row.id, row)

    def take(self, row: OutboxRow) -> None:
        """It is in flight from now on."""
        self.rows[row.id] = row

    def take_again(self, row: OutboxRow) -> bool:
        """Whether it is in flight already: after a standstill it is claimed anew, and not sent again."""
        if row.id in self.rows:
            self.rows[row.id] = row
            return True
        return False

    def ending(self, now: float) -> list[OutboxRow]:
        """Those whose leases end soon."""
        return [row for row in self.rows.values() if row.lease_until - now < RENEWED_BEFORE_S]

    async def renew(self, uow: Uow, now: float) -> None:
        """A slow delivery stays ours however long it takes."""
        until = now + LEASE_S
        await uow.outbox.renew(ending := self.ending(now), until)
        for row in ending:
            self.rows[row.id] = replace(row, lease_until=until)
