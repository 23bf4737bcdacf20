"""WhatsApp on the page's phones: ticks, buttons, lists, the 24-hour window, with the mouse and without."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Locator, Page, expect

from tests.simulator.desk import Desk, picture
from tests.simulator.test_page import browser
from tests.simulator.whatsapp.program import ALINA, HIS, TEMPLATE, Program, Twilio, content, does
from tests.simulator.whatsapp.test_contents import listed, quick, values


@pytest.fixture
def phone(page: Page) -> Locator:
    """Daniyar's phone, which shows WhatsApp first."""
    return page.get_by_role("region", name="Phone of Данияр Ахметов")


async def buttons(desk: Desk, twilio: Twilio) -> None:
    """Two buttons come: Да 0, Да 1."""
    given = {name: value for name, value in values(2).items() if name[0] in "bi" or name == "said"}
    await twilio.sends(HIS, content_sid=await content(desk, quick(2)), content_variables=json.dumps(given))


async def rows(desk: Desk, twilio: Twilio) -> None:
    """A list of three rows comes: Т 0, Т 1, Т 2."""
    given = {name: value for name, value in values(3).items() if not name.startswith("b")}
    await twilio.sends(HIS, content_sid=await content(desk, listed(3)), content_variables=json.dumps(given))


@browser
async def test_a_parent_writes_and_sees_ticks_and_presses_a_button_again_and_again(
    desk: Desk, program: Program, twilio: Twilio, phone: Locator, page: Page
) -> None:
    await expect(phone.get_by_role("status")).to_have_text("Nothing written yet: only templates may come")
    await phone.get_by_role("textbox", name="Message").fill("Сәлем")
    await page.keyboard.press("Enter")
    assert (await program.inbound())[0]["Body"] == "Сәлем"
    await expect(phone.get_by_role("log")).to_contain_text("delivered")
    await expect(phone.get_by_role("status")).to_contain_text("Any message may come until")
    await buttons(desk, twilio)
    for _ in range(2):
        await phone.get_by_role("button", name="Да 1").click()
        form, _request = await program.inbound()
        assert (form["ButtonPayload"], form["MessageType"]) == ("id 1", "interactive")
    await twilio.says(program, "*Жақсы*, _рахмет_")
    await expect(phone.get_by_role("log").locator("b")).to_have_text("Жақсы")
    await expect(phone.locator(".ticks.read")).to_have_count(3)


@browser
async def test_a_row_of_a_list_is_chosen_with_the_keyboard_alone(
    desk: Desk, program: Program, twilio: Twilio, phone: Locator, page: Page
) -> None:
    await does(desk, "text", {"text": "Сәлем"})
    await program.inbound()
    await rows(desk, twilio)
    opener = phone.get_by_role("button", name="Ашу")
    await opener.focus()
    await page.keyboard.press("Enter")
    sheet = phone.get_by_role("dialog", name="Ашу")
    await expect(sheet.get_by_role("button", name="Т 0")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(sheet.get_by_role("button", name="Т 2")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    form, _ = await program.inbound()
    assert (form["ListId"], form["ListTitle"]) == ("id 1", "Т 1")
    await expect(sheet).to_have_count(0)


@browser
async def test_the_window_closes_and_only_a_template_comes(
    desk: Desk, program: Program, twilio: Twilio, phone: Locator, page: Page
) -> None:
    await does(desk, "text", {"text": "Сәлем"})
    await desk.post("/clock", {"forward": "2 days"})
    await expect(phone.get_by_role("status")).to_contain_text("only templates may come")
    await twilio.says(program, "Too late")
    sid = await content(desk, TEMPLATE, approve=True)
    await twilio.sends(HIS, content_sid=sid, content_variables='{"1": "A-7", "2": "3"}')
    log = phone.get_by_role("log")
    for _ in range(2):
        await expect(log.locator(".remark")).to_contain_text("63016")
        await expect(log).to_contain_text("Template · balapan_place_ru")
        await page.reload()


@browser
async def test_files_come_and_go_and_nobody_else_has_the_tab(
    desk: Desk, program: Program, twilio: Twilio, phone: Locator, page: Page
) -> None:
    await phone.get_by_role("button", name="Attach").click()
    await phone.get_by_role("button", name="Sample photo of a certificate").click()
    assert (await program.inbound())[0]["MessageType"] == "image"
    await expect(phone.get_by_role("img", name="Photo")).to_be_visible()
    program.files["contract.pdf"] = ("application/pdf", b"%PDF-1.4")
    await twilio.says(program, "", media_url=[program.url("/media/contract.pdf")])
    await expect(phone.get_by_role("link", name="contract.pdf")).to_be_visible()
    staff = page.get_by_role("region", name="Phone of Гүлнар Сапарова")
    await expect(staff.get_by_role("tab", name="WhatsApp")).to_have_count(0)
    parent = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await parent.get_by_role("tab", name="WhatsApp").click()
    await parent.get_by_role("textbox", name="Message").fill("Мен де")
    await parent.get_by_role("button", name="Send").click()
    forms = [form for form in [(await program.inbound())[0] for _ in range(5)] if form.get("Body") == "Мен де"]
    assert forms[0]["From"] == "whatsapp:+77010000001"


@browser
async def test_a_phone_without_a_network_and_one_without_a_number(
    desk: Desk, program: Program, phone: Locator, page: Page
) -> None:
    await phone.get_by_role("button", name="More about the phone of Данияр").click()
    await phone.get_by_role("button", name="WhatsApp: switch the network off").click()
    await expect(phone.locator(".state").first).to_have_text("no network")
    await phone.get_by_role("button", name="More about the phone of Данияр").click()
    await phone.get_by_role("button", name="Block the bot", exact=True).click()
    await phone.get_by_role("button", name="Unblock the bot", exact=True).click()
    await expect(phone.get_by_role("textbox", name="Message")).to_be_visible()
    await page.get_by_role("button", name="Алина · WhatsApp").click()
    alina = page.get_by_role("region", name="Phone of Алина Ким")
    await expect(alina).to_contain_text("user name, no number")
    await does(desk, "text", {"text": "Привет"}, user=ALINA)
    await expect(alina.get_by_role("log")).to_contain_text("Привет")


@browser
async def test_nothing_breaks_out_of_whatsapp(
    desk: Desk, program: Program, twilio: Twilio, phone: Locator, page: Page
) -> None:
    await does(desk, "text", {"text": "w" * 300})
    program.files["map.png"] = ("image/png", picture(1600, 400))
    await twilio.says(program, "к" * 200, media_url=[program.url("/media/map.png")])
    await rows(desk, twilio)
    opener = phone.get_by_role("button", name="Ашу")
    await expect(opener).to_be_visible()
    for width in (1280, 768, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        log = phone.get_by_role("log")
        assert await log.evaluate("log => log.scrollWidth <= log.clientWidth")
        await opener.scroll_into_view_if_needed()
        await expect(opener).to_be_in_viewport()
