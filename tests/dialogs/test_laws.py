"""What holds for every dialog, whatever is sent: never an exception, always something to answer and a way out."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import dialogs
from dialogs.contract_queries import FillContract
from dialogs.conversation import Conversation
from dialogs.facts import Chat
from dialogs.inputs import (
    Contact,
    FileCame,
    FileRefused,
    Found,
    Located,
    Page,
    Said,
    Sent,
    Started,
    Tapped,
    Unreadable,
)
from dialogs.message import Wants
from dialogs.parent_engine import DIALOGS, PAGES
from dialogs.questions import Open
from locales.text import verbatim
from tests.dialogs.contracts import CONTRACT_DIALOGS, CONTRACT_OUTCOMES, to_fill
from tests.dialogs.parents import (
    ARMAN,
    CHILD_FOUND,
    CHILD_IIN,
    FOUND,
    NAMELESS,
    NUMBERED,
    PARENT_IIN,
    application,
    parent,
)
from tests.dialogs.talk import Talk

CHATS = (Chat(), NUMBERED, NAMELESS)
GIVEN: dict[str, dict[str, Any]] = {
    "Enrol": {"voucher": 71},
    "Feedback": {"bin": "000000000001"},
    "ChangeChoice": {"request": 81},
    **{
        name: {"contract": 91} for name in ("ConcludeContract", "CorrectContract", "SignContract", "CancelThisContract")
    },
    "SendDocument": {"child": 11, "kind": "birth_certificate"},
    "Wishes": {"application": 21, "preschools": ["000000000001"], "language": "kk"},
    "OtherPrivilege": {"application": 21},
    "Withdraw": {"application": 21},
    "DropChild": {"child": 11},
    "WriteInCase": {"case": 31},
    "Disconnect": {"chat": 42},
    "FoundAccount": FOUND,
}
WORDS = [
    *("1", "2", "3", "9", "0", "back", "next", "cancel", "menu", "/language", "help", "/start", "1 2", "", " ", "\x00"),
    *(PARENT_IIN, CHILD_IIN, "220315500001", "880719300107", "8 701 000 00 01", "123456", "15.03.2022", "31.02.2022"),
    *("Серікова Әлия", "Kindergarten", "Kindergarten 2", "N12345678", "No IIN", "I agree", "Done: 1", "🙂", "a" * 3000),
]
KEYS = [
    "agree",
    "read",
    "done",
    "drop",
    "over",
    "confirm",
    "change",
    "return",
    "more",
    "otherwise",
    "yes",
    "no",
    "type",
]
CHANCE = random.Random(2026)


def anything() -> list[Any]:
    """Some thousands of inputs: every word and key that means something, and signs and files that mean nothing."""
    signs = ["".join(chr(CHANCE.randint(1, 0x2FFF)) for _sign in range(CHANCE.randint(0, 40))) for _text in range(150)]
    keys = [*KEYS, *(text[:12] for text in signs)]
    files = [FileCame(Page(n, mime, n)) for n in range(1, 6) for mime in ("image/jpeg", "text/csv")]
    phones = ["+77010000001", "87010000001", "x", "+15550000000"]
    found: list[dict[str, Any]] = [CHILD_FOUND, {"status": "unknown"}, {"status": "not_related"}]
    kinds: list[list[Any]] = [
        *[list(range(13))] * 3,
        [Said(word) for word in WORDS],
        [Said(text) for text in signs],
        [Tapped(screen, CHANCE.randint(-1, 30), key) for screen in ("Apply", "Register", "menu", "") for key in keys],
        keys,
        files,
        [FileRefused(verbatim("no"), secret) for secret in (True, False)],
        [Contact(phone, own) for phone in phones for own in (True, False)],
        [Found(token, result) for token in (4, 5, 6) for result in found],
        [Started(), Located(1.0, 2.0), Unreadable("sticker")],
    ]
    return [CHANCE.choice(kind) for kind in kinds for _each in range(300)]


ANYTHING = anything()
STEPS = 70
WALKS = st.binary(min_size=2 * STEPS, max_size=2 * STEPS)
"""Two bytes choose each step: drawing the steps themselves took longer than taking them."""
OFTEN = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def steps(walk: bytes, things: list[Any]) -> list[Any]:
    """The inputs that such a walk chooses among the things."""
    return [things[(high * 256 + low) % len(things)] for high, low in zip(walk[::2], walk[1::2], strict=True)]


def input_of(thing: Any, talk: Talk) -> Sent:
    """A number presses that choice of the screen, a key is pressed on the current screen, the rest is sent as it is."""
    screen = talk.engine.current(talk.conversation)
    if isinstance(thing, int):
        message = talk.heard[-1]
        choices = [*message.choices, *message.nav]
        key = choices[thing % len(choices)].key if choices else "back"
        return Tapped(screen, talk.conversation.rev, key)
    if isinstance(thing, str):
        return Tapped(screen, talk.conversation.rev, thing)
    sent: Sent = thing
    return sent


def check(talk: Talk) -> None:
    """There is a question to answer or something to press, and the conversation survives being stored."""
    message = talk.heard[-1]
    assert message.choices or message.nav or message.wants in {Wants.TEXT, Wants.FILE, Wants.CONTACT}, talk.last
    assert message.wants is not Wants.CONTACT or talk.me.chat.shares_contact, talk.last
    assert talk.conversation.top is None or talk.conversation.leaving or message.nav, talk.last
    assert Conversation.from_json(talk.conversation.to_json()) == talk.conversation
    assert len(set(talk.conversation.shown)) == len(talk.conversation.shown)


def opened(name: str, chat: Chat = CHATS[0], *, codes: bool = True) -> Talk:
    talk = parent(children=(ARMAN,), applications=(application(),), count=9)
    talk.me, talk.able, talk.hasty = replace(talk.me, chat=chat), replace(talk.able, codes=codes), True
    kind = next(dialog for dialog in DIALOGS if dialog.dialog_name == name)
    talk.facts = {**talk.facts, FillContract: to_fill()}
    talk.outcomes = {**talk.outcomes, **CONTRACT_OUTCOMES}
    talk.engine.pages = {**PAGES}
    talk.starts()
    talk.engine.actions = {**talk.engine.actions, "open": lambda subject: Open(kind, given=GIVEN.get(name, {}))}
    return talk.acts("open", "x")


ORDINARY = [dialog.dialog_name for dialog in DIALOGS if dialog not in CONTRACT_DIALOGS]
"""Those of contracts are walked with what they wait for, among their own laws."""


@pytest.mark.parametrize("name", ORDINARY)
def test_ten_thousand_random_inputs_never_break_a_dialog(name: str) -> None:
    taken = 0

    @OFTEN
    @given(WALKS, st.sampled_from(CHATS), st.booleans())
    def walk(chosen: bytes, chat: Chat, codes: bool) -> None:
        nonlocal taken
        talk = opened(name, chat, codes=codes)
        for thing in steps(chosen, ANYTHING):
            talk.send(input_of(thing, talk))
            check(talk)
            taken += 1

    walk()
    assert taken >= 10_000


def test_no_button_of_a_page_has_the_key_of_a_way_that_every_screen_has() -> None:
    own = {"menu", "back", "cancel", "keep", "stay", "leave", "anew"}
    sources = [file.read_text("utf-8") for file in Path(dialogs.__path__[0]).rglob("*.py")]
    assert {key for source in sources for key in re.findall(r'\bButton\(\s*"(\w+)"', source)} & own == set()


@pytest.mark.parametrize("name", [dialog.dialog_name for dialog in DIALOGS])
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(things=st.lists(st.sampled_from(ANYTHING), max_size=12), chat=st.sampled_from(CHATS))
def test_back_and_forward_restores_where_one_was(name: str, things: list[Any], chat: Chat) -> None:
    talk = opened(name, chat)
    for thing in things:
        talk.send(input_of(thing, talk))
    frame = talk.conversation.top
    if frame is None or talk.conversation.leaving or frame.revisiting is not None or "token" in frame.view:
        return
    before = talk.engine.screen(talk.conversation, talk.known_facts())
    talk.says("back")
    after = talk.conversation.top
    if after is None or after.dialog != frame.dialog or after.revisiting is None:
        return
    talk.says("next")
    assert talk.conversation.top is not None
    assert talk.conversation.top.answers == frame.answers
    if not frame.view:
        assert talk.heard[-1].text == before.text
