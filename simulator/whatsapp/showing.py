"""What a content shows on the phone once its variables are filled in, and whether WhatsApp takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from simulator.whatsapp import widths
from simulator.whatsapp.contents import Content
from simulator.whatsapp.variables import filled, places
from simulator.wire import JSON

REFUSED = 63021
COUNT_OF_VARIABLES = 63028


@dataclass
class Shown:
    """A message as the phone draws it; `media_url` has still to be fetched, `failure` is the code that stops it."""

    text: str = ""
    buttons: list[JSON] = field(default_factory=list)
    list_button: str | None = None
    media_url: str | None = None
    failure: int | None = None
    problem: str = ""


def shown(content: Content, values: Mapping[str, str]) -> Shown:
    """The content with these values. A variable left to its sample counts as missing: nobody means the sample."""
    missing = [name for name in places(content.shape) if name not in values]
    if missing:
        return Shown(failure=COUNT_OF_VARIABLES, problem=f"no value for {', '.join(missing)}")
    shape = filled(content.shape, values)
    drawn = DRAWN[content.type](shape)
    drawn.problem = drawn.problem or problem_in(drawn, content)
    drawn.failure = REFUSED if drawn.problem else None
    return drawn


def problem_in(drawn: Shown, content: Content) -> str:
    """What all contents have in common: the length of the text, and how many buttons go without approval."""
    plain = content.type == "twilio/text" and not content.approved
    limit = widths.BODY if plain else widths.INTERACTIVE_BODY
    if widths.over(drawn.text, limit):
        return f"the body has more than {limit} characters"
    replies = [button for button in drawn.buttons if button["kind"] == "quick_reply"]
    if len(replies) > widths.BUTTONS_IN_SESSION and not content.approved:
        return f"{len(replies)} buttons without approval, {widths.BUTTONS_IN_SESSION} are allowed"
    return ""


def text(shape: JSON) -> Shown:
    """twilio/text."""
    return Shown(shape["body"])


def quick_reply(shape: JSON) -> Shown:
    """twilio/quick-reply: a button without an id sends its title."""
    buttons = [button("quick_reply", each["title"], data=each.get("id") or each["title"]) for each in shape["actions"]]
    problem = first(
        too_long("title", (each["text"] for each in buttons), widths.BUTTON_TITLE),
        too_long("id", (each["data"] for each in buttons), widths.PAYLOAD),
        twice("title", [each["text"] for each in buttons]),
        twice("id", [each["data"] for each in buttons]),
    )
    return Shown(shape["body"], buttons, problem=problem)


def list_picker(shape: JSON) -> Shown:
    """twilio/list-picker: the rows open from one button."""
    rows = [
        button("list", each["item"], data=each["id"], description=each.get("description") or None)
        for each in shape["items"]
    ]
    problem = first(
        too_long("item", (each["text"] for each in rows), widths.ROW_TITLE),
        too_long("description", (each["description"] or "" for each in rows), widths.ROW_DESCRIPTION),
        too_long("id", (each["data"] for each in rows), widths.PAYLOAD),
        too_long("button", [shape["button"]], widths.LIST_BUTTON),
        twice("id", [each["data"] for each in rows]),
    )
    return Shown(shape["body"], rows, shape["button"], problem=problem)


def media(shape: JSON) -> Shown:
    """twilio/media: a picture or a document."""
    return Shown(shape.get("body") or "", media_url=shape["media"][0])


def call_to_action(shape: JSON) -> Shown:
    """twilio/call-to-action: links, numbers to call, codes to copy."""
    buttons = [action(each) for each in shape["actions"]]
    problem = too_long("title", (each["text"] for each in buttons), widths.ACTION_TITLE)
    return Shown(shape["body"], buttons, problem=problem)


DRAWN: Mapping[str, Callable[[JSON], Shown]] = {
    "twilio/text": text,
    "twilio/quick-reply": quick_reply,
    "twilio/list-picker": list_picker,
    "twilio/media": media,
    "twilio/call-to-action": call_to_action,
}


def button(kind: str, text: str, **more: str | None) -> JSON:
    """A button as the control API tells it; all stand in one column."""
    told = {"data": None, "url": None, "copy": None, "style": None, "description": None, **more}
    return {"kind": kind, "text": text, **told, "row": 0}


def action(each: JSON) -> JSON:
    """A button that leads elsewhere."""
    if each["type"] == "PHONE_NUMBER":
        return button("phone", each["title"], url=f"tel:{each['phone']}")
    if each["type"] == "COPY_CODE":
        return button("copy", each["title"], copy=each["code"])
    return button("url", each["title"], url=each["url"])


def first(*problems: str) -> str:
    """The first problem, if any."""
    return next((problem for problem in problems if problem), "")


def too_long(name: str, texts: Iterable[str], limit: int) -> str:
    """The problem with the first text that is longer than the limit."""
    long = next((text for text in texts if widths.over(text, limit)), None)
    return "" if long is None else f"{name} {long!r} has more than {limit} characters"


def twice(name: str, texts: list[str]) -> str:
    """The problem with a text that stands there twice."""
    return f"two buttons with the same {name}" if len(set(texts)) < len(texts) else ""
