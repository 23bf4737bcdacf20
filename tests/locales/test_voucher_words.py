"""Where the guides give the words about vouchers, the bot says just these. G.1, G.5."""

from __future__ import annotations

from datetime import datetime

import pytest

from dialogs import voucher_notices as notices
from dialogs.voucher_notices import AboutVoucher
from dialogs.voucher_words import STATES
from enrolment.profile_terms import DayUnit
from enrolment.terms import PlaceInstrument
from enrolment.voucher_states import VoucherState
from enrolment.working_days import ALMATY
from locales.catalogue import Locale
from locales.deadlines import deadline
from locales.text import _, verbatim
from tests.locales.test_official_words import says

VOUCHER = AboutVoucher(9, 7, "2026-000123", "Аружан")
REFERRAL = AboutVoucher(9, 7, "2026-000123", "Аружан", PlaceInstrument.REFERRAL)
UNTIL = deadline(datetime(2026, 11, 26, 23, 59, 59, tzinfo=ALMATY), 2)
KK_UNTIL = "Мерзімі: 26 қараша, бейсенбі, 23:59 (2 жұмыс күні қалды)."
RU_UNTIL = "до четверга, 26 ноября, 23:59 (осталось 2 рабочих дня)"


@pytest.mark.rule("S3-40")
@pytest.mark.rule("S3-42")
def test_n06_the_turn_has_come() -> None:
    says(
        notices.issued(VOUCHER, UNTIL, rests=True).text,
        ["Кезегіңіз келді!", "Бала: Аружан.", "Қызығушылығыңызды растаңыз.", KK_UNTIL, "стоп-параққа көшіріледі."],
        ["Подошла Ваша очередь!", f"Подтвердите заинтересованность {RU_UNTIL}.", "переместится в стоп-лист."],
    )


def test_n06r_a_referral_is_issued() -> None:
    says(
        notices.referred(REFERRAL, UNTIL, verbatim("Балапан")).text,
        ["Электрондық жолдама берілді. Бала: Аружан.", "Балабақша: Балапан.", KK_UNTIL],
        ["Выдано электронное направление. Ребёнок: Аружан.", "Детский сад: Балапан."],
    )


def test_n07_time_runs_out() -> None:
    says(
        notices.answer_soon(VOUCHER, UNTIL).text,
        ["Еске саламыз:", "мерзімі аяқталуға жақын.", KK_UNTIL],
        ["Напоминаем:", "скоро закончится.", RU_UNTIL],
    )


@pytest.mark.rule("S3-46")
def test_n08_the_voucher_is_confirmed() -> None:
    says(
        notices.accepted(VOUCHER, UNTIL).text,
        ["Ваучер расталды.", "Балабақшаны таңдап, электрондық шарт жасасыңыз.", KK_UNTIL],
        ["Ваучер подтверждён.", f"Выберите детский сад и заключите электронный договор {RU_UNTIL}."],
    )


@pytest.mark.rule("S3-43")
def test_n09_the_voucher_is_declined() -> None:
    says(
        notices.declined(VOUCHER).text,
        ["Сіз ваучерден бас тарттыңыз. Ваучердің күші жойылды.", "Өтініш мұрағатқа жіберілді.", "кезекке қайта тұру"],
        ["Вы отказались от ваучера. Ваучер аннулирован.", "встать в очередь снова."],
    )


@pytest.mark.rule("S3-45")
def test_n09w_the_warning_names_the_button() -> None:
    says(
        _("Note: if you press “{button}”, your application will be archived!", button=_("Yes, decline")),
        ["Назар аударыңыз: «Иә, бас тартамын» түймешігін бассаңыз, өтінішіңіз мұрағатқа жіберіледі!"],
        ["Обратите внимание: если вы нажмёте «Да, отказаться», ваша заявка будет архивирована!"],
    )


@pytest.mark.rule("S3-42")
def test_n10_the_application_rests() -> None:
    says(
        notices.resting(VOUCHER, VoucherState.EXPIRED_UNCONFIRMED, UNTIL, by_hand=True).text,
        ["Ваучер мерзімінде расталмады, күші жойылды.", "Өтініш стоп-парақта.", "бір рет қалпына келтіруге болады."],
        ["Ваучер не подтверждён в срок и аннулирован.", f"Его можно восстановить один раз {RU_UNTIL}."],
    )


def test_n11_n12_the_way_back() -> None:
    says(
        notices.restored(VOUCHER, 12).text,
        ["Өтінішіңіз қалпына келтірілді. Кезектегі орныңыз: 12."],
        ["Заявление восстановлено. Место в очереди: 12."],
    )
    says(
        notices.rest_over(VOUCHER, in_vain=False).text,
        ["Қалпына келтіру мерзімі аяқталды.", "Өтініш мұрағатқа жіберілді."],
        ["Срок восстановления истёк.", "Заявление перемещено в архив."],
    )


@pytest.mark.rule("S3-48")
def test_n14_nobody_was_enrolled() -> None:
    says(
        notices.not_enrolled(VOUCHER).text,
        ["Белгіленген мерзімде шарт жасалмады. Ваучердің күші жойылды.", "Өтініш мұрағатқа жіберілді."],
        ["Вы не заключили договор в установленный срок. Ваучер аннулирован.", "Заявление перемещено в архив."],
    )


@pytest.mark.rule("S3-47")
def test_n15_n16_the_extension() -> None:
    says(
        notices.extension_offered(VOUCHER, notices.days_added(2, DayUnit.WORKING_DAYS), UNTIL).text,
        ["бір рет ұзарта аласыз. Қосылады: 2 жұмыс күні."],
        ["можно один раз продлить. Добавится: 2 рабочих дня."],
    )
    says(notices.extended(VOUCHER, UNTIL).text, ["Ваучер ұзартылды.", KK_UNTIL], ["Ваучер продлён.", RU_UNTIL])


def test_n17_the_department_annuls() -> None:
    says(
        notices.annulled(VOUCHER, "Сад закрыт", 3).text,
        ["Білім басқармасы ваучердің күшін жойды.", "Себебі: Сад закрыт."],
        ["Управление образования аннулировало ваучер.", "Причина: Сад закрыт.", "Место: 3."],
    )


@pytest.mark.parametrize(
    ("state", "kk", "ru"),
    [
        (VoucherState.ISSUED, "Ваучер берілді – растаңыз", "Ваучер выдан — подтвердите"),
        (VoucherState.CONFIRMED, "Балабақша таңдаңыз", "Выберите детский сад"),
    ],
)
def test_a_status_is_called_as_in_the_guides(state: VoucherState, kk: str, ru: str) -> None:
    assert (STATES[state].in_(Locale.KK), STATES[state].in_(Locale.RU)) == (kk, ru)
