"""Keyboards as Telegram accepts them."""

from __future__ import annotations

from typing import Any

from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import BadRequest
from simulator.telegram.html import utf16_length
from simulator.wire import JSON

ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
STYLES = ("danger", "success", "primary")
MOST_BUTTONS = 100


def reply_markup(arguments: Arguments) -> JSON | None:
    """The call's reply markup, checked. Raises BadRequest."""
    markup = arguments.structure("reply_markup", "can't parse reply keyboard markup JSON object")
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = checked_rows(markup["inline_keyboard"], inline_button, "inline keyboard")
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        placeholder(markup)
        return {**markup, "keyboard": checked_rows(markup["keyboard"], reply_button, "keyboard")}
    if markup.get("force_reply") or markup.get("remove_keyboard"):
        placeholder(markup)
        return markup
    raise BadRequest("can't parse reply keyboard markup JSON object")


def inline_markup(arguments: Arguments) -> JSON | None:
    """The markup of an edit, which can only be inline. Raises BadRequest."""
    markup = reply_markup(arguments)
    if markup is not None and "inline_keyboard" not in markup:
        raise BadRequest("inline keyboard expected")
    return markup


def checked_rows(rows: Any, check: Any, what: str) -> list[list[JSON]]:
    """All non-empty rows with every button checked. Raises BadRequest."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BadRequest(f"can't parse {what} markup: expected an Array of Array")
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise BadRequest("REPLY_MARKUP_TOO_LONG")
    return [[check(button) for button in row] for row in rows if row]


def inline_button(button: Any) -> JSON:
    """One inline button: a text and exactly one action. Raises BadRequest."""
    if not isinstance(button, dict):
        raise BadRequest("can't parse inline keyboard button: expected an Object")
    kept = {name: value for name, value in button.items() if value is not None}
    labelled(kept, "inline keyboard button")
    actions = [name for name in ACTIONS if name in kept]
    if not actions:
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise BadRequest("can't parse inline keyboard button: exactly one optional field must be used")
    data = kept.get("callback_data")
    if data is not None and (not isinstance(data, str) or not 1 <= len(data.encode()) <= 64):
        raise BadRequest("BUTTON_DATA_INVALID")
    linked(kept)
    copied = kept.get("copy_text")
    if copied is not None and not 1 <= utf16_length(str(copied.get("text", ""))) <= 256:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    return kept


def linked(button: JSON) -> None:
    """Raises BadRequest when a link of the button is none."""
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    app = button.get("web_app")
    if app is not None and not str(app.get("url", "")).startswith("https://"):
        problem = "Only HTTPS links are allowed"
        raise BadRequest(f"inline keyboard button Web App URL '{app.get('url', '')}' is invalid: {problem}")


def reply_button(button: Any) -> JSON:
    """One button of a reply keyboard; a bare text is a button. Raises BadRequest."""
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise BadRequest("can't parse keyboard button: KeyboardButton must be an Object")
    kept = {name: value for name, value in button.items() if value is not None}
    labelled(kept, "keyboard button")
    return kept


def labelled(button: JSON, what: str) -> None:
    """Raises BadRequest when the button has no text or an unknown style."""
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise BadRequest(f'can\'t parse {what}: Field "text" must be a non-empty String')
    if "style" in button and button["style"] not in STYLES:
        raise BadRequest("BUTTON_STYLE_INVALID")


def placeholder(markup: JSON) -> None:
    """Raises BadRequest when the text field's hint is not 1 to 64 characters."""
    hint = markup.get("input_field_placeholder")
    if hint is not None and not 1 <= utf16_length(str(hint)) <= 64:
        raise BadRequest("PLACEHOLDER_INVALID")
