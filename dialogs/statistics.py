"""The names of the pictures of statistics, as tasks keep them."""

from __future__ import annotations

QUEUE, ISSUED, WAIT = "queue_length", "issued_per_week", "average_wait"
PLACE = "place_over_time"
