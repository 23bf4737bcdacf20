"""Old buttons: one of a page that depends on nothing but its name still leads there; none of them ever acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dialogs.conversation import MENU, Conversation
from dialogs.inputs import Tapped
from dialogs.page import Go
from dialogs.screens import Screens


def leads_to(at: Conversation, tap: Tapped, screens: Screens, alone: Collection[str]) -> Go | None:
    """The page that the old button opens, which is one of those that stand `alone`; None where it opens none."""
    if tap.screen not in alone:
        return MENU if tap.key == "menu" and tap.screen in screens.pages else None
    page = screens.page(replace(at, page=Go(tap.screen)))
    ways = {button.key: button.does for button in page.buttons} | {"back": page.up, "menu": MENU}
    does = ways.get(tap.key)
    return does if isinstance(does, Go) and does == Go(does.page) and does.page in alone else None
