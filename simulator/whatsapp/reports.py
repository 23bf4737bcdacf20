"""Status callbacks: signed forms that tell how far a message came."""

from __future__ import annotations

from simulator.whatsapp.account import Account, Chat
from simulator.whatsapp.errors import FAILURES
from simulator.whatsapp.faults import read_receipts
from simulator.whatsapp.hooks import Post
from simulator.whatsapp.messages import API_VERSION, Message
from simulator.wire import JSON

EVENTS = {"delivered": "DELIVERED", "read": "READ", "undelivered": "UNDELIVERED"}
PREFIX = "whatsapp"


async def tell(account: Account, message: Message, statuses: list[str]) -> None:
    """Move the message through these statuses, then call back as the switches say."""
    reached = [status for status in statuses if account.receipts.reaches(status)]
    for status in reached:
        account.reached(message, status)
    for status in account.receipts.arranged(reached):
        if account.receipts.hold:
            account.held_reports.append((message, status))
        else:
            await call_back(account, message, status)


async def call_back(account: Account, message: Message, status: str) -> None:
    """One callback, if the message asked for any."""
    if message.callback:
        await account.hooks.send(account.program, Post("status", message.callback, form(message, status)))


def form(message: Message, status: str) -> dict[str, str]:
    """The fields of one callback."""
    fields = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "To": message.recipient,
        "From": message.sender,
        "AccountSid": message.account,
        "ApiVersion": API_VERSION,
    }
    if message.recipient.startswith(PREFIX):
        fields |= {"ChannelPrefix": PREFIX, "StructuredMessage": "false"}
    if status in EVENTS:
        fields["EventType"] = EVENTS[status]
    if status in ("failed", "undelivered") and message.error_code:
        fields |= {
            "ErrorCode": str(message.error_code),
            "ErrorMessage": FAILURES[message.error_code],
            "ChannelStatusMessage": message.error_message or "",
        }
    return fields


async def come_back(account: Account, chat: Chat) -> None:
    """The phone has a network again: what waited is delivered and read."""
    chat.away = False
    waiting, chat.waiting = chat.waiting, []
    for message, statuses in waiting:
        await tell(account, message, statuses)


def switch(account: Account, wish: JSON) -> JSON:
    """Change how callbacks come; letting go of held ones sends them, arranged anew. Raises Refused."""
    account.receipts = read_receipts(account.receipts, wish)
    if not account.receipts.hold:
        held, account.held_reports = account.held_reports, []
        if account.receipts.order == "backwards":
            held.reverse()
        account.spawn(_release(account, held))
    return {**vars(account.receipts), "held": len(account.held_reports)}


async def _release(account: Account, held: list[tuple[Message, str]]) -> None:
    for message, status in held:
        await call_back(account, message, status)
