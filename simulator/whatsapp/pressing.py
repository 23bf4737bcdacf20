"""Pressing a button or choosing a row by its payload id or by its label."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.taps import containing, exactly
from simulator.whatsapp.phone import Phone
from simulator.wire import JSON, Refused

PRESSABLE = ("quick_reply", "list")


def press(phone: Phone, wish: JSON) -> JSON:
    """Obey `{message_id?, data, label?, kind?}` or `{label, message_id?}`. Raises Refused."""
    message_id, data = wish.get("message_id"), wish.get("data")
    if data is not None:
        return press_data(phone, str(data), None if message_id is None else str(message_id), wish)
    if "label" not in wish:
        raise Refused("give data or label")
    label = str(wish["label"])
    offered = [pair for pair in buttons(phone) if message_id in (None, pair[0])]
    for fits in (exactly(label), containing(label)):
        for sid, button in offered:
            if fits(button["text"]):
                return press_found(phone, sid, button)
    raise Refused(f"no button says {label!r}; there are {[button['text'] for _, button in offered]}", 404)


def press_data(phone: Phone, data: str, message_id: str | None, wish: JSON) -> JSON:
    """The newest button with that payload id; of a named message also one that it does not have."""
    for sid, button in buttons(phone):
        if button["data"] == data and message_id in (None, sid):
            return phone.presses(sid, button)
    if message_id is None:
        raise Refused("no button carries that data", 404)
    made_up = {"kind": wish.get("kind", "quick_reply"), "text": str(wish.get("label", data)), "data": data}
    return phone.presses(message_id, made_up)


def press_found(phone: Phone, sid: str, button: JSON) -> JSON:
    """A tap; a link only tells where it leads."""
    if button["kind"] in PRESSABLE:
        return phone.presses(sid, button)
    told = {"url": button["url"], "copy": button["copy"], "label": button["text"]}
    return {**told, "seq": phone.account.journal.last}


def buttons(phone: Phone) -> Iterator[tuple[str, JSON]]:
    """All buttons and rows, those of the newest message first."""
    for message in reversed(phone.chat.messages):
        for button in message.shown.get("buttons", []):
            yield message.sid, button
