"""Pressing a button by its label: finds the newest button that says so, inline or under the text field."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator.chats import ChatMessage, buttons
from simulator.phones import Phone
from simulator.wire import JSON, Refused

ALMATY = (43.238949, 76.889709)


def press(phone: Phone, wish: JSON) -> JSON:
    """Obey `{message_id, data}`, `{data}`, `{label}`, `{message_id, label}` or `{label, reply}`. Raises Refused."""
    if "label" in wish and wish.get("reply"):
        return press_reply(phone, reply_labelled(phone, str(wish["label"])))
    if "label" in wish:
        return press_label(phone, str(wish["label"]), wish.get("message_id"))
    data = wish.get("data")
    if not isinstance(data, str) or not data:
        raise Refused("give data or label")
    if "message_id" in wish:
        return phone.taps(number(wish["message_id"]), data)
    for message, button in inline(phone):
        if button["data"] == data:
            return phone.taps(message.wire["message_id"], data)
    raise Refused("no button carries that data", 404)


def press_label(phone: Phone, label: str, message_id: object = None) -> JSON:
    """The button that says exactly this, else the newest one that contains it."""
    offered = [
        (message, button)
        for message, button in inline(phone)
        if message_id is None or message.wire["message_id"] == message_id
    ]
    replies = reply_buttons(phone)
    for fits in (exactly(label), containing(label)):
        for message, button in offered:
            if fits(button["text"]):
                return press_inline(phone, message, button)
        for button in replies:
            if message_id is None and fits(button["text"]):
                return press_reply(phone, button)
    said = [button["text"] for _, button in offered] + [button["text"] for button in replies]
    raise Refused(f"no button says {label!r}; there are {said}", 404)


def reply_buttons(phone: Phone) -> list[JSON]:
    """The buttons under the text field."""
    return [button for row in (phone.chat.keyboard or {}).get("keyboard", []) for button in row]


def reply_labelled(phone: Phone, label: str) -> JSON:
    """The button under the text field that says exactly this. Raises Refused (404)."""
    for button in reply_buttons(phone):
        if button["text"] == label:
            return button
    raise Refused(f"no button under the text field says {label!r}", 404)


def inline(phone: Phone) -> Iterator[tuple[ChatMessage, JSON]]:
    """All inline buttons, those of the newest message first."""
    for message in reversed(phone.chat.standing()):
        for button in buttons(message.wire):
            yield message, button


def exactly(label: str) -> Callable[[str], bool]:
    """Whether a text is the label."""
    return lambda text: text.strip() == label.strip()


def containing(label: str) -> Callable[[str], bool]:
    """Whether a text contains the label, whatever the case of letters."""
    return lambda text: label.strip().casefold() in text.casefold()


def press_inline(phone: Phone, message: ChatMessage, button: JSON) -> JSON:
    """A tap; a link only tells where it leads."""
    if button["data"] is not None:
        return {**phone.taps(message.wire["message_id"], button["data"]), "label": button["text"]}
    return {"url": button["url"], "copy": button["copy"], "label": button["text"], "seq": phone.bot.desk.journal.last}


def press_reply(phone: Phone, button: JSON) -> JSON:
    """What a button under the text field sends: the own contact, a place, or its text."""
    if button.get("request_contact"):
        return phone.shares_contact({"own": True})
    if button.get("request_location"):
        return phone.shares_location(*ALMATY)
    phone.fold_keyboard()
    return phone.says(button["text"])


def number(value: object) -> int:
    """A message id from JSON. Raises Refused."""
    if not isinstance(value, int):
        raise Refused("message_id is a number")
    return value
