"""The words of notifications: the facts in them, their button, and nothing that only the code understands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dialogs import notices
from dialogs.message import Message
from dialogs.notices import About
from dialogs.statuses import ARCHIVE_REASONS
from enrolment.terms import PlaceInstrument
from handlers.contact_centre import call_us
from handlers.desk import Desk
from locales.catalogue import Locale
from locales.text import verbatim
from tests.handlers.neighbours import newcomer
from tests.handlers.town import Town

ABOUT = About(17, "S-2026-000045", "Аружан")
REFERRAL = About(17, "S-2026-000045", "Аружан", PlaceInstrument.REFERRAL)
REASON = verbatim("Документ не читается")
OF_APPLICATIONS = {
    "N01": notices.queued(ABOUT, 12),
    "N02": notices.awaiting_review(ABOUT, 5),
    "N03": notices.confirmed(ABOUT, 12),
    "N04": notices.rejected(ABOUT, "Ахметова Дана", REASON, "Печать не видна"),
    "N05": notices.archived(ABOUT, "withdrawn"),
    "N13": notices.place_changed(ABOUT, 60, 49),
}


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("key", OF_APPLICATIONS)
def test_a_notification_names_the_child_has_four_lines_and_one_button(key: str, locale: Locale) -> None:
    message = OF_APPLICATIONS[key]
    spoken = message.spoken(locale)
    assert message.purpose == key
    assert "Аружан" in spoken.text
    assert len(spoken.text.splitlines()) <= 4
    assert [choice.data for choice in spoken.choices] == ["application.17"]
    assert not re.search(r"S[123]-\d\d|N\d\d", spoken.text)


@pytest.mark.rule("S3-36")
def test_a_confirmation_tells_the_place() -> None:
    assert "12" in str(notices.confirmed(ABOUT, 12).text)
    assert "voucher" in str(notices.confirmed(ABOUT, 12).text)
    assert "referral" in str(notices.confirmed(REFERRAL, 12).text)


@pytest.mark.rule("S3-37")
@pytest.mark.rule("X-20")
def test_a_rejection_tells_reason_comment_and_where_wanted_the_employee() -> None:
    named = str(notices.rejected(ABOUT, "Ахметова Дана", REASON, "Печать не видна").text)
    assert all(part in named for part in ("voucher", "Ахметова Дана", "Документ не читается", "Печать не видна"))
    unnamed = str(notices.rejected(REFERRAL, None, REASON).text)
    assert "referral" in unnamed
    assert "Employee" not in unnamed


def test_every_reason_to_archive_that_is_told_is_one_that_the_card_knows() -> None:
    assert notices.ARCHIVED_BECAUSE.keys() <= ARCHIVE_REASONS.keys()


@pytest.mark.parametrize(
    "message", [notices.money_case_opened(9, "H-2026-000001"), notices.review_withdrawn("S-2026-000045")], ids=str
)
def test_numbers_are_told(message: Message) -> None:
    assert "-2026-0000" in str(message.text)


async def test_without_telephones_support_is_named(town: Town) -> None:
    async def advice(desk: Desk) -> str:
        return str(call_us(desk))

    phone = await newcomer(town)
    assert "+7 (700) 000-00-00" in await town.at_desk(phone, advice)
    profile = town.office.profile
    silent = replace(profile, contact_centre=replace(profile.contact_centre, phones=()))
    town.office = replace(town.office, profile=silent)
    assert await town.at_desk(phone, advice) == "Support is in the menu under “Help”."
