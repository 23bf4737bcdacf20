"""The approved templates: short, sound by WhatsApp's rules, in every language, and silent on what is private."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels import WHATSAPP, length
from bot.whatsapp.contents import Ready
from bot.whatsapp.template import Template
from bot.whatsapp.templates import TEMPLATES, wanted_contents
from bot.whatsapp.window import variables, whole
from dialogs import contract_notices, enrol_notices, family_notices, feedback_notices, notices, voucher_notices
from dialogs.message import Message
from dialogs.staff.notices import case_answered, case_closed
from dialogs.voucher_notices import AboutVoucher
from enrolment.profile_terms import DayUnit
from enrolment.signature_verdict import RefusedBecause
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor, VoucherState
from handlers.found_account import told_added
from handlers.linking import question
from handlers.outside_work import NOT_SENT
from locales.catalogue import Locale
from locales.deadlines import deadline
from locales.text import verbatim
from storage.links import Link
from tests.dialogs.opinions import BIN, NAME
from tests.transcripts.notices import DESK, UNASKED

ROOT = Path(__file__).parents[3]
ABOUT = notices.About(5, "S-2026-000045", "Аружан")
VOUCHER = AboutVoucher(9, 5, "2026-000123", "Аружан")
UNTIL = deadline(datetime(2026, 11, 25, 18, 59, tzinfo=UTC), 2)
ABOUT_VOUCHERS = (
    voucher_notices.issued(VOUCHER, UNTIL, rests=True),
    voucher_notices.referred(VOUCHER, UNTIL, verbatim("Балапан")),
    voucher_notices.answer_soon(VOUCHER, UNTIL),
    voucher_notices.enrol_soon(VOUCHER, UNTIL),
    voucher_notices.accepted(VOUCHER, UNTIL),
    voucher_notices.declined(VOUCHER),
    voucher_notices.resting(VOUCHER, VoucherState.EXPIRED_UNCONFIRMED, UNTIL, by_hand=True),
    voucher_notices.restored(VOUCHER, 12),
    voucher_notices.rest_over(VOUCHER, in_vain=False),
    voucher_notices.not_enrolled(VOUCHER),
    voucher_notices.extension_offered(VOUCHER, voucher_notices.days_added(2, DayUnit.WORKING_DAYS), UNTIL),
    voucher_notices.extended(VOUCHER, UNTIL),
    voucher_notices.deadline_moved(VOUCHER, UNTIL),
    voucher_notices.deadline_after_outage(VOUCHER, UNTIL),
    voucher_notices.annulled(VOUCHER, "The kindergarten is closed", 12),
)
ABOUT_FAMILIES = (
    family_notices.for_second_parent(voucher_notices.issued(VOUCHER, UNTIL, rests=True)),
    family_notices.for_second_parent(voucher_notices.declined(VOUCHER)),
    family_notices.for_delegate(voucher_notices.answer_soon(VOUCHER, UNTIL)) or NOT_SENT,
    family_notices.joining(91, "Гүлнар А•••", Actor.DELEGATE, "Аружан"),
    family_notices.let_in(Actor.DELEGATE, "Аружан"),
    family_notices.taken_out("Аружан"),
    family_notices.went_away("Гүлнар А•••", Actor.DELEGATE, "Аружан"),
)
CONTRACT = contract_notices.AboutContract(7, 5, "150140000002-11.26.001", "Аружан")
AGREEMENT = contract_notices.AboutContract(8, 5, "150140000002-11.26.002", "Аружан", CONTRACT.number)
ABOUT_CONTRACTS = (
    contract_notices.changed(AGREEMENT, [verbatim("bank")], UNTIL),
    contract_notices.sent(AGREEMENT, datetime(2026, 11, 23, tzinfo=UTC)),
    contract_notices.sign_soon(CONTRACT, UNTIL),
    contract_notices.to_sign(CONTRACT, verbatim("Балапан"), UNTIL),
    contract_notices.sent(CONTRACT, datetime(2026, 11, 23, tzinfo=UTC)),
    contract_notices.returned(CONTRACT, [verbatim("Photo")], 1, UNTIL),
    contract_notices.admitted(CONTRACT, verbatim("Балапан"), "Ортаңғы"),
    contract_notices.agreed(CONTRACT, verbatim("Балапан")),
    contract_notices.rejected(CONTRACT, verbatim("other"), "No.", verbatim("Балапан"), contract_notices.IN_ARCHIVE),
    contract_notices.expired(CONTRACT, datetime(2026, 11, 23, tzinfo=UTC), contract_notices.START_AGAIN),
    contract_notices.removed(CONTRACT, verbatim("Moved away")),
    contract_notices.changed(CONTRACT, [verbatim("bank")], UNTIL),
    contract_notices.signature_waits(CONTRACT),
    contract_notices.signature_refused(CONTRACT, RefusedBecause.REVOKED, UNTIL),
    contract_notices.key_checked(CONTRACT, None),
)
LINK = Link(3, 1, "asked", 2, "Telegram +7 *** *** 00 01", datetime(2026, 11, 23, tzinfo=UTC))
REFUSAL = enrol_notices.Refusal(verbatim("Балапан"), verbatim("a document has expired"), "Bring a new one.")
TOLD: dict[str, Message] = {
    message.purpose: message
    for message in (
        notices.queued(ABOUT, 12),
        notices.awaiting_review(ABOUT, 2),
        notices.confirmed(ABOUT, 12),
        notices.rejected(ABOUT, "Serik", verbatim("not the right form"), "see page 2"),
        notices.archived(ABOUT, "age_limit"),
        notices.place_changed(ABOUT, 15, 12),
        notices.privilege_confirmed(ABOUT, 12),
        *ABOUT_VOUCHERS,
        *ABOUT_CONTRACTS,
        enrol_notices.place_appeared(ABOUT, 9, verbatim("Балапан")),
        enrol_notices.request_sent(ABOUT, verbatim("Балапан"), "Ортаңғы"),
        enrol_notices.refused(ABOUT, 9, REFUSAL, UNTIL),
        enrol_notices.referral_refused(ABOUT, REFUSAL, 12),
        enrol_notices.cancelled(ABOUT, 9),
        enrol_notices.cancelled(ABOUT, 9, kept=True),
        notices.money_case_opened(4, "Q-2026-000004"),
        case_answered(4, "Q-2026-000004", "Come tomorrow."),
        case_closed(4, "Q-2026-000004"),
        question(LINK),
        told_added(DESK, 42, LINK.label or ""),
        NOT_SENT,
        *ABOUT_FAMILIES,
        feedback_notices.published(BIN, NAME),
        feedback_notices.declined(BIN, NAME, "It names an employee."),
        feedback_notices.answered(BIN, NAME, "Thank you."),
    )
}
SAY_THE_SAME_TO_ALL = {
    "family_refused",
    "iin_lost",
    "moved_away",
    "accounts_merged",
    "chat_connected",
    "chat_disconnected",
    "news",
}
EACH = [(template, locale) for template in TEMPLATES.values() for locale in Locale]
each = pytest.mark.parametrize(("template", "locale"), EACH, ids=[f"{t.purpose} {loc}" for t, loc in EACH])


def filled(template: Template, locale: Locale) -> str:
    samples = template.wanted(locale).samples
    return re.sub(r"\{\{(\d+)}}", lambda found: samples[found[1]], template.body(locale))


def test_every_template_is_tried_here() -> None:
    assert set(TEMPLATES) == set(TOLD) | SAY_THE_SAME_TO_ALL
    for purpose in SAY_THE_SAME_TO_ALL:
        assert TEMPLATES[purpose].names(Locale.RU) == ()


TO_STAFF = {
    "S21",
    "S22",
    "S23",
    "S24",
    "S25",
    "S26",
    "S01",
    "S02",
    "S03",
    "S04",
    "S05",
    "S06",
    "S10",
    "S11",
    "documents",
} | {
    *("S12", "S13", "S14", "S15", "S16", "S17", "S31", "S32", "S33", "S34", "S35", "S36"),
    *("S41", "S42", "S43", "S51", "S52", "S53", "S54"),
}
WITHIN_MINUTES_OF_THE_PERSON = {"error", "chat_joined"}
_TOLD_UNASKED = re.compile(r"purpose=\"(\w+)\"|_of_(?:application|voucher|contract)\(\s*\"(\w+)\"")


def test_whatever_may_come_first_in_a_day_has_a_template() -> None:
    files = [file for room in ("dialogs", "handlers") for file in (ROOT / room).rglob("*.py")]
    found = [one for file in files for pair in _TOLD_UNASKED.findall(file.read_text()) for one in pair if one]
    assert len(found) > len(TO_STAFF)
    found += [contract_notices.TO_SIGN, contract_notices.NEWS]  # instead of those of a contract
    assert set(found) - TO_STAFF - WITHIN_MINUTES_OF_THE_PERSON == set(TEMPLATES) - {"news"}


@each
def test_the_words_keep_whatsapps_rules(template: Template, locale: Locale) -> None:
    body = template.body(locale)
    numbers = [int(number) for number in re.findall(r"\{\{(\d+)}}", body)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert re.match(r"\w", body)
    assert not re.search(r"}}\W*$", body)
    assert not re.search(r"}}\W*\{\{", body)
    static = re.findall(r"\w+", re.sub(r"\{\{\d+}}", "", body))
    assert len(static) >= 2 * len(numbers) + 1
    assert 0 < length(filled(template, locale)) <= 550
    assert not re.search(r"\n{3}|\t| {4}", body)
    assert "{" not in re.sub(r"\{\{\d+}}", "", body)


@each
def test_samples_stand_for_all_variables(template: Template, locale: Locale) -> None:
    wanted = template.wanted(locale)
    assert len(wanted.samples) == len(wanted.names) == len(template.names(locale))
    assert all(0 < length(value) <= 255 and "\n" not in value for value in wanted.samples.values())
    assert re.fullmatch(r"balapan_[a-z0-9_]+_(kk|ru|en)", wanted.base)
    used = set(re.findall(r"\{\{(\d+)}}", str(wanted.types)))
    assert used == set(wanted.samples)


@each
def test_buttons_are_those_of_the_message_and_fit(template: Template, locale: Locale) -> None:
    labels = [button.in_(locale) for button in template.buttons]
    assert all(0 < length(label) <= WHATSAPP.label for label in labels)
    if template.purpose in TOLD:
        assert labels == [choice.label.in_(locale) for choice in TOLD[template.purpose].choices]


@each
def test_every_message_fills_its_template(template: Template, locale: Locale) -> None:
    if template.purpose in SAY_THE_SAME_TO_ALL:
        return
    spoken = TOLD[template.purpose].spoken(locale)
    ready = Ready("HX1", template.names(locale))
    values = variables(spoken, ready, WHATSAPP)
    assert whole(spoken)
    assert values is not None
    assert len(values) == len(ready.names)
    pressed = list(values.values())[len(values) - len(spoken.choices) :]
    assert pressed == [choice.data for choice in spoken.choices]


PRIVATE = {
    Locale.EN: ("sanatorium", "correctional", "tubercul", "phthisi", "speech", "hearing", "diagnos", "illness"),
    Locale.RU: ("санатор", "коррекц", "туберк", "фтизиатр", "пмпк", "диагноз", "болезн"),
    Locale.KK: ("санатор", "түзету", "туберкул", "фтизиатр", "пмпк", "диагноз", "ауру"),
}


@each
def test_nothing_private_stands_on_a_locked_screen(template: Template, locale: Locale) -> None:
    body = template.body(locale).casefold()
    assert not any(word in body for word in PRIVATE[locale])
    assert not any(queue.value in body for queue in QueueType)
    facts = {name for name in template.names(locale) if not name.startswith("button")}
    assert facts <= {
        "status",
        "name",
        "child",
        "position",
        "old",
        "new",
        "count",
        "reason",
        "number",
        "chat",
        "deadline",
    }
    about_an_application = template.purpose in {"N01", "N02", "N03", "N04", "N05", "N13", "N13p"}
    assert not (about_an_application and "number" in facts)
    assert "reason" not in facts or template.purpose in {"N05", "N13"}


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("notice", UNASKED)
def test_nor_does_it_in_the_notice_itself(notice: str, locale: Locale) -> None:
    told = UNASKED[notice].spoken(locale).text.casefold()
    assert not [word for word in PRIVATE[locale] if word in told]


@pytest.mark.parametrize("locale", list(Locale))
def test_every_language_has_words_of_its_own(locale: Locale) -> None:
    others = [other for other in Locale if other is not locale]
    for template in TEMPLATES.values():
        assert template.text.in_(locale) not in [template.text.in_(other) for other in others]


def test_a_template_reads_like_a_message() -> None:
    assert filled(TEMPLATES["N13"], Locale.RU) == (
        "Место в очереди изменилось. Было: 15, стало: 12. Ребёнок: Аружан. "
        "Причина: семьи перед Вами получили место или вышли из очереди. "
        "Когда подойдёт очередь, я напишу Вам сюда.\n\n1 Открыть заявление"
    )


def test_all_contents_have_names_of_their_own() -> None:
    wanted = wanted_contents()
    assert len({one.fingerprint for one in wanted.values()}) == len(wanted)
    assert sum(one.for_approval for one in wanted.values()) == 3 * len(TEMPLATES)
    assert all(base == one.base and len(one.fingerprint) <= 256 for base, one in wanted.items())
