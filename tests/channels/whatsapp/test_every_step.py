"""Every step of every dialog, every page and every notice fits on WhatsApp, in every language."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.channels import WHATSAPP
from bot.whatsapp.render import SentRich, render
from dialogs.facts import Chat, Facts, Me
from dialogs.message import Message, Spoken
from dialogs.notices import About, rejected
from dialogs.page import Go, Page
from dialogs.parent_engine import DIALOGS, PAGES
from dialogs.queries import MyCases, MyNotices, MyProfile, Notices
from dialogs.staff.notices import case_answered
from locales.catalogue import Locale
from locales.text import verbatim
from tests.channels.whatsapp.wide import LETTER, LONG_NAME, wide_facts
from tests.channels.whatsapp.widths import SHAPES, check_message
from tests.dialogs.parents import ENGINE, NAMELESS, NUMBERED, application, facts
from tests.dialogs.talk import Talk
from tests.dialogs.test_laws import ANYTHING, input_of, opened
from tests.transcripts.notices import UNASKED
from tests.transcripts.playing import recorded, scenes_of

CHATS = (NUMBERED, NAMELESS)
PROFILES = ("unified", "smart_nation_almaty", "indigo_karaganda_astana")
FACTS = {
    "wide": wide_facts(),
    "usual": facts(applications=(application(),)),
    "nothing": facts((), (), 0) | {MyProfile: None, MyNotices: Notices((), 0), MyCases: ()},
}
ABOUT_IT = {"id": 71, "voucher": 71, "bin": f"{1:012}", "key": "eds", "run": 1} | {
    "application": 21,
    "child": 11,
    "kind": "birth_certificate",
    "role": "delegate",
    "tie": 91,
    "tab": "archive",
}
SPEAKING = "Apply"
REV = 123_456
VISITS = 30

few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def check(message: Message) -> None:
    """It fits in every language."""
    for locale in Locale:
        check_kept(json.dumps(message.spoken(locale, SPEAKING, REV).to_json()))


@cache
def check_kept(kept: str) -> None:
    """As it comes out of the outbox; the same words again need no second look."""
    check_message(Spoken.from_json(json.loads(kept)))


@pytest.mark.parametrize("name", scenes_of("whatsapp"))
def test_every_question_every_page_and_every_notice_fits(name: str) -> None:
    for message in recorded(name, "whatsapp", Locale.RU).heard:
        check(message)


@pytest.mark.parametrize("dialog", [dialog.dialog_name for dialog in DIALOGS])
def test_wherever_a_dialog_is_led_it_fits(dialog: str) -> None:
    @few
    @given(
        st.lists(st.sampled_from(ANYTHING), min_size=25, max_size=25),
        st.sampled_from(CHATS),
        st.sampled_from(PROFILES),
        st.booleans(),
    )
    def walk(things: list[Any], chat: Chat, profile: str, wide: bool) -> None:
        talk = opened(dialog, chat)
        talk.profile = profile
        talk.facts = wide_facts() if wide else talk.facts
        lead(talk, things)

    walk()


def lead(talk: Talk, things: list[Any]) -> None:
    """Through all that, looking at everything that is said."""
    for thing in things:
        heard = len(talk.heard)
        talk.send(input_of(thing, talk))
        for message in talk.heard[heard:]:
            check(message)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("known", ["wide", "usual", "nothing"])
def test_every_page_that_buttons_lead_to_fits(known: str, profile: str) -> None:
    seen = set()
    for registered in (True, False):
        talk = Talk(ENGINE, Me(1, Locale.RU, "almaty", registered, LONG_NAME, NUMBERED), FACTS[known], profile=profile)
        for go, page in reachable(talk.known_facts()):
            seen.add(go.page)
            check(page.message())
    assert seen == PAGES.keys()


def reachable(facts: Facts) -> Iterator[tuple[Go, Page]]:
    """Every page by itself, and wherever its buttons lead; filters combine endlessly, so each page some times only."""
    waiting, known = deque(Go(name, ABOUT_IT) for name in PAGES), set()
    visits: Counter[str] = Counter()
    while waiting:
        go = waiting.popleft()
        if (spot := repr(go)) in known or visits[go.page] == VISITS:
            continue
        known.add(spot)
        visits[go.page] += 1
        page = PAGES[go.page](facts, go.args)
        yield go, page
        waiting += [button.does for button in page.buttons if isinstance(button.does, Go)]


@pytest.mark.parametrize("name", UNASKED)
def test_a_notice_has_its_button_to_press(name: str) -> None:
    for locale in Locale:
        spoken = UNASKED[name].spoken(locale)
        kinds = [part.kind for part in render(spoken, WHATSAPP, SHAPES) if isinstance(part, SentRich)]
        assert kinds == ["quick"] * bool(spoken.choices), spoken


@pytest.mark.parametrize("answer", ["short", LETTER, LETTER * 3], ids=["short", "long", "longer"])
def test_a_long_answer_of_people_comes_in_parts(answer: str) -> None:
    check(case_answered(9, "H-2026-000001", answer))
    check(rejected(About(1, "S-2026-000001", LONG_NAME), LONG_NAME, verbatim(answer), answer))
