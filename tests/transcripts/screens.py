"""How each channel shows a message: the text, and beneath it what can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels import TELEGRAM, WHATSAPP
from bot.telegram import render as telegram
from bot.whatsapp import render as whatsapp
from bot.whatsapp.shapes import every_shape
from dialogs.facts import Chat
from dialogs.message import Spoken
from locales.catalogue import Locale
from tests.dialogs.parents import NUMBERED

SHAPES = every_shape()


@dataclass(frozen=True)
class Screen:
    """A channel in transcripts: what its chats can do, how one begins there, and what it shows."""

    chat: Chat
    begins: Mapping[Locale, str]
    shows: Callable[[Spoken], list[str]]


def on_telegram(spoken: Spoken) -> list[str]:
    """The text of each call, then its keyboard row by row."""
    lines: list[str] = []
    for call in telegram.render(spoken, TELEGRAM):
        lines += said(str(call.arguments.get("text") or call.arguments.get("caption") or ""))
        lines += beneath(rows(call.arguments.get("reply_markup")))
    return lines


def rows(markup: dict[str, Any] | None) -> list[str]:
    """A keyboard, one line a row."""
    keyboard = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [" ".join(f"[{button['text']}]" for button in row) for row in keyboard]


def on_whatsapp(spoken: Spoken) -> list[str]:
    """Each message; its buttons side by side, or the list that opens from one button."""
    lines: list[str] = []
    for part in whatsapp.render(spoken, WHATSAPP, SHAPES):
        match part:
            case whatsapp.SentText(body):
                lines += said(body)
            case whatsapp.SentFile(file, caption):
                lines += said(f"[{file.name}]") + beneath([caption] if caption else [])
            case whatsapp.SentRich():
                lines += said(part.body) + beneath([pressed(part)])
    return lines


def pressed(part: whatsapp.SentRich) -> str:
    """The buttons of a message, or its list opened."""
    labels = [label for _data, label in part.buttons]
    return " ".join(f"[{label}]" for label in labels) if part.kind == "quick" else listed(part.button, labels)


def listed(button: str, labels: list[str]) -> str:
    """A list with its rows."""
    return f"[≡ {button}: {' | '.join(labels)}]"


def said(text: str) -> list[str]:
    """The words of one message."""
    return [f"bot    > {line}" if not n else f"         {line}" for n, line in enumerate(text.split("\n"))]


def beneath(lines: list[str]) -> list[str]:
    """What stands under the words."""
    return [f"         {line}" for line in lines]


SCREENS: Mapping[str, Screen] = {
    "telegram": Screen(Chat(others=("WhatsApp",)), dict.fromkeys(Locale, "/start"), on_telegram),
    "whatsapp": Screen(NUMBERED, {Locale.KK: "Бастау", Locale.RU: "Старт", Locale.EN: "Start"}, on_whatsapp),
}
