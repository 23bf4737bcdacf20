"""The server is as strict as Telegram: what does not fit is refused in Telegram's words."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.telegram.errors import BadRequest
from simulator.telegram.html import parse_html
from tests.simulator.desk import AIGERIM, Desk


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x" * 4096, None),
        ("x" * 4097, "message is too long"),
        ("😀" * 2048, None),
        ("😀" * 2049, "message is too long"),
        ("<b>" + "x" * 4096 + "</b>", None),
        ("", "message text is empty"),
        ("  \n", "message text is empty"),
        ("<b></b>", "message text is empty"),
    ],
)
async def test_a_text_has_1_to_4096_utf16_units_after_parsing(started: Desk, text: str, problem: str | None) -> None:
    got = await started.call("sendMessage", chat_id=AIGERIM, text=text, parse_mode="HTML")
    assert got.get("description") == (f"Bad Request: {problem}" if problem else None)


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "a", "callback_data": "я" * 32}, None),
        ({"text": "a", "callback_data": "я" * 32 + "a"}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "url": "https://egov.kz"}, None),
        ({"text": "a", "url": "egov"}, "inline keyboard button URL 'egov' is invalid: Wrong HTTP URL"),
        (
            {"text": "a", "web_app": {"url": "http://a.kz"}},
            "inline keyboard button Web App URL 'http://a.kz' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "callback_data": "a", "style": "pink"}, "BUTTON_STYLE_INVALID"),
        (
            {"text": "a"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "callback_data": "a", "url": "https://a.kz"},
            "can't parse inline keyboard button: exactly one optional field must be used",
        ),
        ({"callback_data": "a"}, 'can\'t parse inline keyboard button: Field "text" must be a non-empty String'),
        ("a", "can't parse inline keyboard button: expected an Object"),
    ],
)
async def test_an_inline_button_has_a_text_and_one_action(started: Desk, button: Any, problem: str | None) -> None:
    markup = {"inline_keyboard": [[button]]}
    got = await started.call("sendMessage", chat_id=AIGERIM, text="x", reply_markup=markup)
    assert got.get("description") == (f"Bad Request: {problem}" if problem else None)


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 8] * 13}, "REPLY_MARKUP_TOO_LONG"),
        ({"inline_keyboard": {}}, "can't parse inline keyboard markup: expected an Array of Array"),
        ({"keyboard": [["a"]], "input_field_placeholder": "x" * 65}, "PLACEHOLDER_INVALID"),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be an Object"),
        ({"keyboard": [[{"text": ""}]]}, 'can\'t parse keyboard button: Field "text" must be a non-empty String'),
        ([1], "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ({"something": 1}, "can't parse reply keyboard markup JSON object"),
        ({"force_reply": True}, None),
        ({"inline_keyboard": []}, None),
    ],
)
async def test_a_keyboard_is_checked(started: Desk, markup: Any, problem: str | None) -> None:
    got = await started.call("sendMessage", chat_id=AIGERIM, text="x", reply_markup=markup)
    assert got.get("description") == (f"Bad Request: {problem}" if problem else None)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("яя<div>a</div>", 'Unsupported start tag "div" at byte offset 4'),
        ("5 < 6 and 7 > 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused(started: Desk, source: str, problem: str) -> None:
    got = await started.call("sendMessage", chat_id=AIGERIM, text=source, parse_mode="HTML")
    assert got["description"] == f"Bad Request: can't parse entities: {problem}"


def test_html_tells_entities_in_utf16_units_outer_first() -> None:
    text, entities = parse_html(
        '😀<b>a<i>b</i></b><a href="https://egov.kz?a=1&amp;b=2">c</a>&lt;&#65;&unknown;<code></code>'
    )
    assert text == "😀abc<A&unknown;"
    assert entities == [
        {"type": "bold", "offset": 2, "length": 2},
        {"type": "italic", "offset": 3, "length": 1},
        {"type": "text_link", "offset": 4, "length": 1, "url": "https://egov.kz?a=1&b=2"},
    ]


def test_html_knows_the_rarer_tags() -> None:
    source = (
        "<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler><a>no link</a><a>https://a.kz</a>"
        '<tg-time unix="5">t</tg-time><tg-emoji emoji-id="7">e</tg-emoji><SPAN class="tg-spoiler">x</SPAN>'
    )
    kinds = [entity["type"] for entity in parse_html(source)[1]]
    assert kinds == ["expandable_blockquote", "spoiler", "text_link", "date_time", "custom_emoji", "spoiler"]


def test_a_later_unclosed_tag_is_named() -> None:
    with pytest.raises(BadRequest, match='start tag "i"'):
        parse_html("<b><i>x")


async def test_entities_may_be_given_instead_of_html(started: Desk) -> None:
    sent = await started.says("bold   ", entities=[{"type": "bold", "offset": 0, "length": 7}])
    assert (sent["text"], sent["entities"]) == ("bold", [{"type": "bold", "offset": 0, "length": 4}])


async def test_other_parse_modes_are_refused_rather_than_half_understood(started: Desk) -> None:
    got = await started.call("sendMessage", chat_id=AIGERIM, text="*a*", parse_mode="MarkdownV2")
    assert got["description"] == "Bad Request: unsupported parse_mode"


async def test_broken_json_and_lone_surrogates_are_refused(started: Desk) -> None:
    path = "/bot1000001:parent-demo/sendMessage"
    for body in ("{", "[]"):
        status, _ = await started.ask("POST", path, data=body, headers={"Content-Type": "application/json"})
        assert status == 400
    got = await started.call("sendMessage", chat_id=AIGERIM, text="\ud800")
    assert got["description"] == "Bad Request: strings must be encoded in UTF-8"
