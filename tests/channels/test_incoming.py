"""Telegram's updates become arrivals that keep what is needed and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import arrival, query_of
from storage.inbox import Arrival
from tests.channels import updates
from tests.channels.updates import message, tap


def arrived(update: Any) -> Arrival:
    found = arrival("telegram", "1000001", update)
    assert found is not None
    return found


def test_a_text_is_kept_with_its_chat_and_its_number() -> None:
    found = arrived(message(text="Сәлем"))
    assert (found.channel, found.external_id, found.address) == ("telegram", "1000001.900000001", "700100001")
    assert found.payload == {"said": "Сәлем", "message": 57, "called": "А***м"}
    assert not found.fetch


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("/start", ""),
        ("/start inv_42", "inv_42"),
        ("/start@balapan_parent_bot", ""),
        ("/start@balapan_parent_bot x", "x"),
    ],
)
def test_start_comes_with_its_link(text: str, link: str) -> None:
    assert arrived(message(text=text)).payload["start"] == link


@pytest.mark.parametrize("text", ["/starting", "start", "/menu"])
def test_other_words_are_words(text: str) -> None:
    assert arrived(message(text=text)).payload["said"] == text


def test_a_tap_keeps_its_data_and_which_message_it_was_on() -> None:
    assert arrived(tap("apply.7.yes")).payload == {"tapped": "apply.7.yes", "message": 56, "called": "А***м"}
    assert query_of(tap("apply.7.yes")) == "3006921234567890123"
    assert query_of(message(text="hi")) is None


@pytest.mark.rule("E-38")
def test_of_a_name_its_owner_recognises_the_ends_and_nothing_else_is_kept() -> None:
    for content in ({"text": "AC2E-K4MT"}, {"photo": updates.PHOTO}, {"contact": updates.CONTACT}):
        kept = json.dumps(arrived(message(**content)).payload, ensure_ascii=False)
        assert "Айгерім" not in kept
        assert "Оспанова" not in kept


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Айгерім", "А***м"),
        ("Li", "L***"),
        ("Я", "Я***"),
        ("🌸 Дана 🌸", "Д***а"),
        ("\u202eДана\n«", "Д***а"),
        ("🌸", ""),
        ("", ""),
        (7, ""),
    ],
)
def test_a_name_is_hidden_between_its_first_and_its_last_letter(name: Any, masked: str) -> None:
    update = message(text="hi")
    update["message"]["from"] = {**updates.AIGERIM, "first_name": name}
    assert arrived(update).payload.get("called", "") == masked


def test_a_tap_on_a_message_too_old_to_be_shown_still_counts() -> None:
    update = tap("apply.7.yes")
    update["callback_query"]["message"] = {"chat": updates.CHAT, "message_id": 4, "date": 0}
    assert arrived(update).payload == {"tapped": "apply.7.yes", "called": "А***м"}
    del update["callback_query"]["message"], update["callback_query"]["data"]
    assert arrived(update).payload == {"tapped": "", "called": "А***м"}


@pytest.mark.rule("S3-10")
@pytest.mark.parametrize(("owner", "own"), [(700100001, True), (700100002, False), (None, False)])
def test_a_contact_is_the_senders_own_only_when_telegram_says_so(owner: int | None, own: bool) -> None:
    card = {**updates.CONTACT, "user_id": owner}
    if owner is None:
        del card["user_id"]
    assert arrived(message(contact=card)).payload["contact"] == {"phone": "77010000001", "own": own}


def test_a_location_is_kept_in_degrees() -> None:
    assert arrived(message(location=updates.LOCATION)).payload["located"] == [44.8488, 65.4823]


def test_of_a_photo_the_largest_size_is_fetched() -> None:
    found = arrived(message(photo=updates.PHOTO, caption="қорытынды", media_group_id="13824"))
    assert found.fetch
    assert found.payload == {"attached": {"id": "AgACx", "size": 142_301}, "message": 57}


def test_a_document_is_fetched_by_what_telegram_says_of_it() -> None:
    found = arrived(message(document=updates.DOCUMENT))
    assert found.fetch
    told = {"id": "BQACd", "size": 88_412, "name": "анықтама.pdf", "mime": "application/pdf"}
    assert found.payload["attached"] == told


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"sticker": updates.STICKER}, "sticker"),
        ({"voice": updates.VOICE}, "voice"),
        ({"animation": updates.ANIMATION, "document": updates.ANIMATION}, "animation"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
    ],
)
def test_what_nobody_can_read_is_named(content: dict[str, Any], kind: str) -> None:
    found = arrived(message(**content))
    assert found.payload["unreadable"] == kind
    assert not found.fetch


@pytest.mark.parametrize(("status", "out"), [("kicked", True), ("member", False)])
def test_a_block_is_noticed_and_so_is_its_end(status: str, out: bool) -> None:
    assert arrived(updates.membership(status)).payload == {"blocked": out}


def test_halves_of_characters_do_not_get_in() -> None:
    found = arrived(json.loads('{"update_id": 1, "message": ' + json.dumps(message(text="x")["message"]) + "}"))
    assert found.payload["said"] == "x"
    broken = json.loads(json.dumps(message(text="a\ud83d")))
    json.dumps(arrived(broken).payload, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "edited_message": message(text="later")["message"]},
        {"update_id": 1, "channel_post": message(text="post")["message"]},
        {"update_id": 1, "message": {**message(text="hi")["message"], "chat": updates.GROUP}},
        {"update_id": 1, "my_chat_member": {"chat": updates.GROUP, "new_chat_member": {"status": "kicked"}}},
        message(pinned_message={}),
        message(photo=[]),
        message(document={"file_name": "no id.pdf"}),
        {"update_id": 1},
        {"update_id": "1", "message": message(text="hi")["message"]},
        {"message": message(text="hi")["message"]},
        {},
        [],
        None,
        "update",
    ],
)
def test_what_is_not_for_this_bot_is_let_go(update: Any) -> None:
    assert arrival("telegram", "1000001", update) is None


def test_a_tap_in_a_group_is_let_go() -> None:
    update = tap("apply.7.yes")
    update["callback_query"]["message"]["chat"] = updates.GROUP
    assert arrival("telegram", "1000001", update) is None


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
NAMES = st.sampled_from("message callback_query from chat id type text photo document contact location file_id".split())
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5))


@given(JSON)
def test_nothing_malformed_ever_raises(content: Any) -> None:
    private = {"id": 7, "type": "private"}
    sender = {"from": {"id": 7}, "chat": private}
    arrival("telegram", "1", {"update_id": 1, "message": content})
    query_of({"update_id": 1, "callback_query": content})
    for name in ("text", "photo", "document", "contact", "location", "sticker"):
        arrival("telegram", "1", {"update_id": 1, "message": {**sender, name: content}})
    arrival("telegram", "1", {"update_id": 1, "callback_query": {**sender, "data": content, "message": content}})


def test_these_updates_are_what_the_library_takes_for_updates() -> None:
    from bot.telegram.library import built, types

    samples = [
        message(text="hi"),
        tap("a.1.b"),
        updates.membership("kicked"),
        updates.membership("member"),
        message(photo=updates.PHOTO),
        message(document=updates.DOCUMENT),
        message(contact=updates.CONTACT),
        message(location=updates.LOCATION),
        message(sticker=updates.STICKER),
        message(voice=updates.VOICE),
        message(animation=updates.ANIMATION),
    ]
    for sample in samples:
        assert built(types.Update).model_validate(sample).event_type in sample
