"""What a simulator is started with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEMO_BOTS = {"parent": "1000001:parent-demo", "staff": "1000002:staff-demo"}
DEMO_TWILIO = {"account": f"AC{1:032d}", "token": "demo-token", "sender": "whatsapp:+77000000000"}


@dataclass(frozen=True)
class Options:
    """How this simulator behaves; the defaults are the demo.

    `monotonic` (seconds) and `sleep` are replaced in tests so that nothing waits for real. `whatsapp_url` is the public
    address of the program whose `/whatsapp/inbound` is called; `strict_variables` takes 255 characters of a
    ContentVariables value instead of 1600, the shorter of the two limits that Twilio documents. `authority` is the file
    in which the certification authority outlives the desk.
    """

    parent_token: str = DEMO_BOTS["parent"]
    staff_token: str = DEMO_BOTS["staff"]
    start: datetime | None = None
    demo_users: bool = True
    rate_limits: bool = False
    callback_life_seconds: float = 20.0
    twilio_account_sid: str = DEMO_TWILIO["account"]
    twilio_auth_token: str = DEMO_TWILIO["token"]
    whatsapp_from: str = DEMO_TWILIO["sender"]
    whatsapp_url: str = "http://127.0.0.1:8080"
    strict_variables: bool = True
    authority: Path | None = None
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
