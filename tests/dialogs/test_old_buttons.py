"""Old buttons: those of plain pages still lead there, and none of them ever acts."""

from __future__ import annotations

import pytest

from dialogs.conversation import Conversation
from dialogs.page import Go
from dialogs.parent_engine import ALONE, PAGES
from dialogs.staff import engine as staff
from tests.dialogs.parents import application, guest, parent
from tests.dialogs.talk import Talk

MAIN = ("Apply for a kindergarten", "My children")


def away(talk: Talk) -> int:
    """The menu was shown, and other pages after it; returns which showing the menu was."""
    rev = talk.conversation.rev
    talk.picks("kindergartens").says("menu").picks("help")
    return rev


def test_an_old_menu_still_leads_to_its_pages() -> None:
    talk = parent().starts()
    rev = away(talk)
    talk.taps("menu", rev, "children").hears("My children").hears_not("out of date")
    assert talk.conversation.page == Go("children")
    assert not talk.heard[-1].in_place
    talk.taps("menu", rev, "help").hears("Help")


def test_the_way_back_and_to_the_menu_are_open_from_old_pages() -> None:
    talk = parent(applications=(application(),)).starts()
    talk.picks("kindergartens")
    rev = talk.conversation.rev
    talk.picks("back").picks("help")
    assert talk.taps("kindergartens", rev, "back").conversation.page == Go("menu")
    talk.picks("help")
    assert talk.taps("application", rev, "menu").conversation.page == Go("menu")


def test_an_old_button_that_begins_or_does_something_only_explains() -> None:
    talk = parent().starts()
    rev = away(talk)
    talk.taps("menu", rev, "apply").hears("out of date", "Help")
    talk.taps("statistics", rev, "queue").hears("out of date", "Help")
    talk.taps("chats", rev, "nonsense").hears("out of date", "Help")
    assert not talk.done


def test_an_old_button_about_something_of_its_own_only_explains() -> None:
    talk = parent(applications=(application(),)).starts()
    rev = away(talk)
    talk.taps("application", rev, "history").hears("out of date", "Help")
    talk.taps("applications", rev, "a-21").hears("out of date", "Help")


def test_no_old_button_leads_out_of_a_dialog() -> None:
    talk = parent().starts()
    rev = talk.conversation.rev
    talk.picks("Apply")
    talk.taps("menu", rev, "children").hears("out of date", "Which queue?")
    talk.taps("menu", rev, "menu").hears("out of date", "Which queue?")


@pytest.mark.parametrize("page", sorted(ALONE))
@pytest.mark.parametrize("talk", [guest(), parent()], ids=["guest", "parent"])
def test_a_page_that_stands_alone_can_be_opened_by_anybody(talk: Talk, page: str) -> None:
    assert page in PAGES
    talk.engine.screen(Conversation(page=Go(page)), talk.known_facts())


def test_the_pages_of_the_staff_that_stand_alone_are_there() -> None:
    assert staff.PAGES.keys() >= staff.ALONE
