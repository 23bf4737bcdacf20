"""What a simulator is started with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

DEMO_BOTS = {"parent": "1000001:parent-demo", "staff": "1000002:staff-demo"}


@dataclass(frozen=True)
class Options:
    """How this simulator behaves; the defaults are the demo.

    `monotonic` (seconds) and `sleep` are replaced in tests so that nothing waits for real.
    """

    parent_token: str = DEMO_BOTS["parent"]
    staff_token: str = DEMO_BOTS["staff"]
    start: datetime | None = None
    demo_users: bool = True
    rate_limits: bool = False
    callback_life_seconds: float = 20.0
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
