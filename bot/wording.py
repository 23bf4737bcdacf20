"""A message as plain words: where we are, what is said, an example, and the numbered answers."""

from __future__ import annotations

from dialogs.message import Spoken, SpokenChoice

MENU, BACK = "menu", "back"


def body(spoken: Spoken) -> str:
    """The whole text of a message, readable without any button."""
    return "\n\n".join(part for part in (said(spoken), "\n".join(numbered(spoken))) if part)


def said(spoken: Spoken) -> str:
    """Where we are, what is said, and an example."""
    return "\n".join(part for part in (spoken.header, spoken.text, spoken.hint) if part)


def numbered(spoken: Spoken) -> list[str]:
    """All that a number stands for: the options, and zero for the menu."""
    zero = under_zero(spoken)
    return options(spoken) + ([_line("0", zero)] if zero else [])


def under_zero(spoken: Spoken) -> SpokenChoice | None:
    """The way to the menu; where only a way back is named, that is where it leads."""
    ways = {key_of(choice): choice for choice in spoken.nav}
    return ways.get(MENU) or ways.get(BACK)


def options(spoken: Spoken) -> list[str]:
    """What can be chosen, each with its number."""
    return [_line(str(number), choice) for number, choice in enumerate(spoken.choices, start=1)]


def key_of(choice: SpokenChoice) -> str:
    """The key within the data that a button carries."""
    return choice.data.split(".", 2)[-1]


def _line(number: str, choice: SpokenChoice) -> str:
    return f"{number} {choice.label} — {choice.hint}" if choice.hint else f"{number} {choice.label}"
