"""Every refusal as it stands on the page, in Kazakh and in Russian, and the next try one press away. S1-27, N30…N33."""

from __future__ import annotations

import pytest
import structlog

from enrolment.contract import ContractAction, ContractNeed, ContractState
from enrolment.signature_verdict import RefusedBecause
from signing_gateway.submissions import ATTEMPTS as MOST_ATTEMPTS
from tests.handlers.contracts import moves
from tests.signing_page.browser.attempts import ATTEMPTS
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium
from tests.signing_page.browser.told import REFUSED, in_language
from tests.signing_page.house import PDF, House

pytestmark = in_chromium
LATE = {"used_before", "other_bin", "not_entitled", "term_over", "moved_on"}
"""Those that need another story than a parent who sends one thing after another."""


async def test_no_reason_is_left_out() -> None:
    assert ATTEMPTS.keys() | LATE == {why.value for why in RefusedBecause} == REFUSED.keys()


@pytest.mark.rule("S1-27", "S2-25", "S2-53", "S2-77", "E-22", "E-23", "E-24", "E-25")
@in_both_languages
async def test_every_signature_that_does_not_count_is_explained(screen: Screen, lang: str) -> None:
    house = screen.house
    _phone, one, token = await house.to_sign()
    await screen.opens(token, lang)
    shown = {}
    for number, (reason, attempt) in enumerate(ATTEMPTS.items(), 1):
        with structlog.testing.capture_logs() as logs:
            await screen.uploads(attempt(house.certification))
            shown[reason] = await screen.told()
        assert [line["reason"] for line in logs if line["event"] == "signature.judged"] == [reason]
        if number % MOST_ATTEMPTS == 0:
            house.town.clock.move(minutes=11)
        await screen.tries_again()
    assert shown == {reason: text for reason, text in in_language(REFUSED, lang).items() if reason in ATTEMPTS}
    house.certification.revoked.clear()
    await screen.uploads(house.certification.signs("mother", PDF))
    await screen.says()
    assert await house.state(one) is ContractState.PARENT_SIGNED


@in_both_languages
async def test_a_key_that_may_not_sign_for_the_kindergarten_is_explained(screen: Screen, lang: str) -> None:
    house = screen.house
    _saule, one, token = await house.to_countersign()
    await screen.opens(token, lang)
    shown = {}
    for whose, reason in (("head of another", "other_bin"), ("employee", "not_entitled"), ("mother", "used_before")):
        await screen.uploads(house.certification.signs(whose, PDF))
        shown[reason] = await screen.told()
        await screen.tries_again()
    assert shown == {reason: in_language(REFUSED, lang)[reason] for reason in shown}
    assert await house.state(one) is ContractState.UNDER_REVIEW


@pytest.mark.rule("E-5")
@pytest.mark.parametrize("story", ["term_over", "moved_on"])
@in_both_languages
async def test_what_the_contract_itself_refuses_leads_back_to_the_chat_alone(
    screen: Screen, story: str, lang: str
) -> None:
    house = screen.house
    phone, one, token = await house.to_sign()
    if story == "term_over":
        house.town.clock.move(days=4)
        token = await house.link(phone, one)
    await screen.opens(token, lang)
    signature = house.certification.signs("mother", PDF)
    if story == "term_over":
        await screen.uploads(signature)
    else:
        async with house.certification.asked_by(screen.uploads(signature)):
            await moves(house.town, one, ContractAction.WITHDRAW, there=frozenset({ContractNeed.WITHDRAWAL_CONFIRMED}))
    assert await screen.told() == in_language(REFUSED, lang)[story]
    assert await screen.page.locator("a.button").count() == 1


@pytest.mark.rule("E-26")
@in_both_languages
async def test_a_signature_that_waits_says_that_the_term_is_kept(screen: Screen, lang: str) -> None:
    house = screen.house
    _phone, one, token = await house.to_sign()
    await screen.opens(token, lang)
    house.certification.down("ocsp", "crl")
    await screen.uploads(house.certification.signs("mother", PDF))
    kept = {"kk": "Өзіміз тексеріп, хабарлаймыз. Мерзіміңіз сақталды.", "ru": "Мы проверим сами и сообщим. Ваш срок"}
    assert kept[lang] in await screen.says()
    await screen.goes(f"/sign/{token}", lang)
    assert kept[lang] in await screen.says()
    assert await house.state(one) is ContractState.SIGNATURE_PENDING


LINKS = {
    "used": ("Бұл сілтеме пайдаланылып қойған.", "Эта ссылка уже использована."),
    "over": ("Бұл сілтеменің уақыты аяқталды.", "Время этой ссылки вышло."),
    "elsewhere": ("Бұл сілтеме басқа браузерде ашылған.", "Эта ссылка открыта в другом браузере."),
    "replaced": ("Бұл сілтеме жұмыс істемейді", "Эта ссылка не работает"),
}


async def spoiled(house: House, story: str) -> str:
    """A link with which nobody goes on."""
    phone, one, token = await house.to_sign()
    other = house.browser()
    if story in {"elsewhere", "used"}:
        await other.opens(token)
    if story == "used":
        await other.sends(token, house.certification.signs("mother", PDF))
    elif story == "over":
        house.town.clock.move(minutes=61)
    elif story == "replaced":
        await house.link(phone, one)
    return token


@pytest.mark.parametrize("story", LINKS)
async def test_a_link_that_leads_no_further_says_why(screen: Screen, story: str) -> None:
    token = await spoiled(screen.house, story)
    for lang, text in zip(("kk", "ru"), LINKS[story], strict=True):
        await screen.goes(f"/sign/{token}", lang)
        await screen.page.get_by_text(text).wait_for()


SENT = {
    "unread": ("Алдымен шарттың мазмұнымен танысқаныңызды", "Сначала отметьте, что Вы ознакомлены"),
    "nothing": ("Қолтаңба келмеді.", "Подпись не пришла."),
    "the key": ("Бұл қолтаңба емес, кілттің өзі. Мен оны сақтаған жоқпын.", "Это сам ключ, а не подпись. Я его не"),
    "too often": ("Тым жиі жіберілді. Он минут күтіп", "Слишком часто. Подождите десять минут"),
}


@pytest.mark.rule("S2-48", "S2-50")
@in_both_languages
async def test_what_must_not_come_is_told_above_the_form(
    screen: Screen, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = screen.house
    _phone, _one, token = await house.to_sign()
    await screen.opens(token, lang)
    shown = {}
    unmarked = "document.querySelector('#read_ack').required = false"
    for what in SENT:
        await screen.page.evaluate(unmarked)
        await screen.page.locator("#read_ack").set_checked(what != "unread")
        if what == "too often":
            monkeypatch.setattr("signing_gateway.submissions.ATTEMPTS", 0)
        content = {"nothing": b"", "the key": b"0"}.get(what, b"no signature")
        await screen.uploads(content, "RSA256_1.p12" if what == "the key" else "contract.cms")
        shown[what] = await screen.told()
    for what, texts in SENT.items():
        assert shown[what].startswith(texts[lang == "ru"])
