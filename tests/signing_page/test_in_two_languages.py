"""Whoever reads Kazakh or Russian reads so what the app says, what its page says, why a link is over, and the end."""

from __future__ import annotations

import pytest

from tests.signing_page.egov_app import scanned
from tests.signing_page.house import PDF, House

REFUSED = {
    "kk": "ЭЦҚ-дағы ЖСН аккаунттың ЖСН-іне сәйкес келмейді. Өз ЭЦҚ кілтіңізді пайдаланыңыз.",
    "ru": "ИИН в ЭЦП не совпадает с ИИН аккаунта. Используйте свою ЭЦП.",
}
AGAIN = {"kk": "Қайталап көру", "ru": "Попробовать снова"}
WAITING = {
    "kk": ("Телефоныңызда eGov Mobile қосымшасын ашып", "Қолтаңбаңыз күтілуде…", "Қол қойдым"),
    "ru": ("Откройте на телефоне eGov Mobile", "Ждём Вашу подпись…", "Подпись поставлена"),
}
COME = {"kk": "Қолтаңба келді. Бетке оралыңыз.", "ru": "Подпись получена. Вернитесь на страницу."}
NO_PACKAGE = {
    "kk": "Келген дерек бұл құжаттың қолтаңбасы емес. Беттен жаңа код алыңыз.",
    "ru": "То, что пришло, не похоже на подпись этого документа. Возьмите новый код на странице.",
}
ANOTHER = {
    "kk": "Бұл құжатқа қол қойылып қойған. Код көрсетілген бетті қараңыз.",
    "ru": "Этот документ уже подписан. Посмотрите на страницу, где был код.",
}
SENT = {
    "kk": "Шарт балабақшаға қол қоюға жіберілді. Чатқа оралыңыз.",
    "ru": "Договор отправлен в детский сад на подписание. Вернитесь в чат.",
}
OVER = {
    "kk": "Бұл сілтеменің уақыты аяқталды. Чатта жаңа сілтеме сұраңыз",
    "ru": "Время этой ссылки вышло. Попросите новую в чате",
}
in_both = pytest.mark.parametrize("lang", ["kk", "ru"])


@in_both
async def test_the_app_and_the_page_beside_it(house: House, lang: str) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    app = await scanned(house, browser, token)
    said = {"Accept-Language": lang}
    (await browser.gets(f"/sign/{token}/egov?lang={lang}")).shows(*WAITING[lang])
    assert await app.puts({}, **said) == (400, {"message": NO_PACKAGE[lang]})
    assert await app.puts(app.signed("father"), **said) == (403, {"message": REFUSED[lang]})
    refused = (await browser.gets(f"/sign/{token}/egov?lang={lang}")).shows(REFUSED[lang], AGAIN[lang])
    following = await browser.tries_again(refused)
    again = await scanned(house, browser, following)
    assert await again.puts(again.signed("mother"), **said) == (200, {"message": COME[lang]})
    house.town.clock.move(minutes=1)
    assert await again.puts(again.signed("mother"), **said) == (409, {"message": ANOTHER[lang]})
    (await browser.gets(f"/sign/{following}?lang={lang}")).shows(SENT[lang])


@in_both
async def test_a_refusal_and_a_link_that_is_over(house: House, lang: str) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    refused = await browser.sends(token, house.certification.signs("father", PDF), lang=lang)
    refused.shows(REFUSED[lang], AGAIN[lang])
    following = await browser.tries_again(refused)
    house.town.clock.move(minutes=61)
    late = await browser.sends(following, house.certification.signs("mother", PDF), lang=lang)
    assert late.status == 410
    late.shows(OVER[lang])
