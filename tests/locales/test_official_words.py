"""Where the guides give the words, the bot says just these. G.1, G.5."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dialogs import notices
from dialogs.notices import About
from dialogs.statuses import STATES
from enrolment.terms import PlaceInstrument
from locales.catalogue import Locale
from locales.text import Text, _, verbatim

ABOUT = About(7, "S-2026-000045", "Аружан")
REFERRAL = About(7, "S-2026-000045", "Аружан", PlaceInstrument.REFERRAL)


def says(text: Text, kk: Iterable[str], ru: Iterable[str]) -> None:
    """Both languages hold these words."""
    for locale, wanted in ((Locale.KK, kk), (Locale.RU, ru)):
        said = text.in_(locale)
        assert [words for words in wanted if words not in said] == []


@pytest.mark.parametrize(
    ("state", "kk", "ru"),
    [
        ("draft", "Жоба", "Черновик"),
        ("docs_pending", "Құжаттардың расталуын күту", "Ожидание подтверждения документов"),
        ("stop_listed", "Стоп-парақта", "В стоп-листе"),
        ("completed", "Сіздің балаңыз сәтті қабылданды", "Ваш ребёнок успешно зачислен"),
        ("archived", "Мұрағат", "Архив"),
    ],
)
@pytest.mark.rule("S3-34")
@pytest.mark.rule("S1-64")
def test_a_status_is_called_as_in_the_guides(state: str, kk: str, ru: str) -> None:
    assert (STATES[state].in_(Locale.KK), STATES[state].in_(Locale.RU)) == (kk, ru)


def test_a_place_in_the_queue_is_a_number() -> None:
    place = _("In the queue: place {place}", place=12)
    assert (place.in_(Locale.KK), place.in_(Locale.RU)) == ("Кезекте: № 12", "В очереди: № 12")


def test_n01_an_application_is_accepted() -> None:
    says(
        notices.queued(ABOUT, 12).text,
        ["Өтінішіңіз қабылданды. Нөмірі: S-2026-000045.", "Кезектегі орныңыз: 12."],
        ["Заявление принято. Номер: S-2026-000045.", "Место в очереди: 12."],
    )


@pytest.mark.rule("S3-34")
@pytest.mark.rule("S3-35")
def test_n02_the_documents_are_checked() -> None:
    says(
        notices.awaiting_review(ABOUT, 3).text,
        ["Мәртебесі: «Құжаттардың расталуын күту».", "Нәтижесі туралы хабарлама келеді."],
        ["Статус: «Ожидание подтверждения документов».", "О результате придёт уведомление."],
    )


@pytest.mark.rule("S3-36")
def test_n03_an_application_is_confirmed() -> None:
    says(
        notices.confirmed(ABOUT, 12).text,
        ["Ваучер алуға берген өтінішіңіз расталды. Кезектегі орныңыз: 12."],
        ["Ваша заявка на получение ваучера подтверждена. Место в очереди: 12."],
    )
    says(notices.confirmed(REFERRAL, 12).text, ["Жолдама алуға берген"], ["на получение направления подтверждена."])


@pytest.mark.rule("S3-37")
@pytest.mark.rule("S3-38")
def test_n04_an_application_is_rejected() -> None:
    reason = verbatim("…")
    says(
        notices.rejected(ABOUT, "Ким Виктор", reason).text,
        ["Ваучер алуға берген өтінішіңіз қабылданбады. Қызметкер: Ким Виктор.", "Себебі: …", "мұрағатқа жіберілді."],
        ["Ваша заявка на получение ваучера отклонена сотрудником: Ким Виктор.", "Причина: …", "перемещена в архив."],
    )
    says(notices.rejected(ABOUT, None, reason).text, ["қабылданбады. Бала"], ["ваучера отклонена. Ребёнок: Аружан."])
    says(notices.rejected(REFERRAL, None, reason).text, ["Жолдама алуға"], ["направления отклонена. Ребёнок: Аружан."])
    says(notices.rejected(REFERRAL, "Ким", reason).text, ["Қызметкер: Ким."], ["отклонена сотрудником: Ким."])


def test_n05_an_application_goes_to_the_archive() -> None:
    says(
        notices.archived(ABOUT, "withdrawn").text,
        ["Өтініш мұрағатқа жіберілді.", "Себебі: "],
        ["Заявление перемещено в архив.", "Причина: "],
    )


def test_n13_the_place_changes() -> None:
    says(
        notices.place_changed(ABOUT, 14, 9).text,
        ["Кезектегі орныңыз өзгерді: 14 → 9.", "Себебі: "],
        ["Место в очереди изменилось: 14 → 9.", "Причина: "],
    )


def test_n35_nobody_may_ask_for_money() -> None:
    says(notices.money_case_opened(3, "H-1").text, ["Қызмет тегін"], ["Услуга бесплатная"])
