"""The page with the phones, walked through in a real browser, with the mouse and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, async_playwright, expect

from enrolment.terms import Role
from simulator.nca.kinds import OFFICIAL, OWN
from simulator.page.serving import FOLDER
from simulator.page.texts import TEXTS
from tests.simulator.desk import AIGERIM, Desk, keyboard

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMED = re.compile(
    r"""\bt\("(\w+)"|data-(?:text|label)="(\w+)"|(?:section|folded|toggle)\("(\w+)"|key(?::| =) "(\w+)\""""
)
BUILT = {"parent", "staff", "parent_bot", "staff_bot", "siblings", "one_child", "twins", "not_the_parent"}
BUILT |= {"egov_accepted", "egov_refused", "egov", "key_somebody_else"} | {
    f"key_{kind}" for kind in {**OWN, **OFFICIAL}
}
BUILT |= set(Role)
BY_KIND = {"video", "voice", "sticker", "document", "unblock", "start", "text", "contact"}
in_a_browser = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


def browser(test: object) -> object:
    """Marks that belong to every test of this kind."""
    for mark in in_a_browser:
        test = mark(test)
    return test


@pytest.fixture
async def page(desk: Desk) -> AsyncIterator[Page]:
    """The page in English in a window of a laptop; an error in its scripts fails the test."""
    errors: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(desk.url("/?lang=en"))
        await expect(page.locator(".phone")).to_have_count(3)
        yield page
        await chromium.close()
    assert errors == []


def shown_files() -> str:
    """Everything the page consists of."""
    return "".join(file.read_text() for file in Path(FOLDER).rglob("*") if file.suffix in (".js", ".html"))


def test_every_text_of_the_page_is_there_and_used() -> None:
    named = {key for found in NAMED.findall(shown_files()) for key in found if key}
    assert named - set(TEXTS) == set()
    assert set(TEXTS) - named - BUILT - BY_KIND == set()


def test_the_page_loads_nothing_from_elsewhere() -> None:
    links = re.findall(r"""(?:src|href)="([^"]+)|from "([^"]+)|url\(([^)]+)\)""", shown_files())
    assert all(link.startswith(("/page/", "./", "#")) for found in links for link in found if link)


async def test_texts_come_in_three_languages_only(desk: Desk) -> None:
    texts = {language: await desk.get(f"/page/texts/{language}") for language in ("kk", "ru", "en")}
    assert texts["kk"]["dates"][0] == "{year} жылғы {day} қаңтар"
    assert texts["ru"]["weekdays"][6] == "воскресенье"
    assert texts["en"]["send"] == "Send"
    assert (await desk.ask("GET", "/page/texts/fr"))[0] == 404


@browser
async def test_a_parent_starts_taps_and_shares_the_number(desk: Desk, page: Page) -> None:
    phone = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await phone.get_by_role("button", name="Start").click()
    await expect(phone.get_by_role("log")).to_contain_text("/start")
    await desk.says("Which queue?", reply_markup=keyboard("Sanatorium"))
    await phone.get_by_role("button", name="Sanatorium").click()
    update = (await desk.updates(offset=-1, timeout=5))[0]
    query = update["callback_query"]["id"]
    await expect(phone.get_by_role("button", name="Sanatorium")).to_have_attribute("aria-busy", "true")
    await desk.result("answerCallbackQuery", callback_query_id=query, text="Noted")
    await expect(phone.get_by_role("alert")).to_have_text("Noted")
    ask = {"keyboard": [[{"text": "Send my number", "request_contact": True}]], "one_time_keyboard": True}
    await desk.says("Your number?", reply_markup=ask)
    await phone.get_by_role("button", name="Send my number").click()
    await expect(phone.get_by_role("log")).to_contain_text("+77010000001")
    await expect(phone.get_by_role("button", name="Send my number")).to_have_count(0)


@browser
async def test_the_keyboard_alone_is_enough(desk: Desk, page: Page) -> None:
    phone = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await phone.get_by_role("button", name="Start").focus()
    await page.keyboard.press("Enter")
    await expect(phone.get_by_role("textbox", name="Message")).to_be_focused()
    await page.keyboard.type("Сәлем")
    await page.keyboard.press("Enter")
    await expect(phone.get_by_role("log")).to_contain_text("Сәлем")
    sent = await desk.says("Step 1", reply_markup=keyboard("Next"))
    await phone.get_by_role("button", name="Next").focus()
    edit = {"chat_id": AIGERIM, "message_id": sent["message_id"], "text": "Step 2"}
    await desk.result("editMessageText", **edit, reply_markup=keyboard("Finish"))
    await expect(phone.get_by_role("button", name="Finish")).to_be_focused()
    attach = phone.get_by_role("button", name="Attach")
    await attach.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(phone.get_by_role("button", name="Files")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(attach).to_be_focused()


@browser
async def test_a_sample_photo_and_a_chosen_file_are_sent(desk: Desk, page: Page) -> None:
    await desk.does("start")
    phone = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await phone.get_by_role("button", name="Attach").click()
    await phone.get_by_role("button", name="Sample photo of a certificate").click()
    await expect(phone.get_by_role("img", name="Photo")).to_be_visible()
    await phone.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as chosen:
        await phone.get_by_role("button", name="Files").click()
    files: list[FilePayload] = [
        {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"} for name in ("бір", "екі")
    ]
    await (await chosen.value).set_files(files)
    await expect(phone.get_by_role("link", name="екі.pdf")).to_be_visible()
    _, photo, *album = await desk.updates()
    assert len(photo["message"]["photo"]) > 1
    assert [update["message"]["document"]["file_name"] for update in album] == ["бір.pdf", "екі.pdf"]


@browser
async def test_an_sms_and_the_clock_are_seen_at_once(desk: Desk, page: Page) -> None:
    phone = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await desk.post("/sms", {"to": "+77010000001", "text": "Code 123456"})
    await phone.get_by_role("tab", name="SMS 1 unread").click()
    await expect(phone.get_by_role("tabpanel")).to_contain_text("Code 123456")
    await desk.post("/clock", {"now": "2026-12-15T10:00:00+05:00", "frozen": True})
    await page.get_by_role("button", name="+1 working day").click()
    await expect(page.locator("#now")).to_have_text("Thursday, 17 December 2026, 10:00:00")


@browser
async def test_another_phone_is_added_and_another_language_spoken(desk: Desk, page: Page) -> None:
    await page.get_by_role("button", name="Show the phone of Тимур").click()
    await expect(page.get_by_role("region", name="Phone of Тимур Жұмабеков")).to_be_visible()
    await expect(page.get_by_role("button", name="IIN of Айгерім Оспанова")).to_have_text("IIN 911205400003")
    await page.get_by_role("button", name="Add a phone").click()
    dialog = page.get_by_role("dialog", name="Add a phone")
    await dialog.get_by_label("Name").fill("Дана Сейтова")
    await dialog.get_by_label("Writes to").select_option("Bot for staff")
    await dialog.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("region", name="Phone of Дана Сейтова")).to_be_visible()
    assert (await desk.get("/sim/users"))["users"][-1]["bot"] == "staff"
    await page.get_by_label("Language", exact=True).select_option("kk")
    await expect(page.locator("html")).to_have_attribute("lang", "kk")
    await expect(page.locator(".phone")).to_have_count(5)


@browser
async def test_invite_codes_stand_under_the_roles_in_the_language_of_the_page(desk: Desk, page: Page) -> None:
    lines = [f"{role}: c-{role}" for role in Role] + ["preschool_employee Детский сад «Бота»: c-1", "anything"]
    await desk.post("/sim/hints", {"lines": lines})
    for lang, admin, employee in (("kk", "Әкімші", "МДҰ қызметкері"), ("ru", "Администратор", "Сотрудник ДО")):
        await page.goto(desk.url(f"/?lang={lang}"))
        shown = page.locator(".hints")
        await expect(shown.locator(".role")).to_have_count(len(lines))
        roles = await shown.locator(".role").all_text_contents()
        assert roles[4:] == [admin, f"{employee} · Детский сад «Бота»", ""]
        assert not [role for role in roles if "_" in role]
        copy = shown.get_by_role("button").nth(5)
        assert f"{employee} · Детский сад «Бота»: c-1" in (await copy.get_attribute("aria-label") or "")


@browser
async def test_nothing_breaks_out_of_the_window(desk: Desk, page: Page) -> None:
    await desk.does("start")
    await desk.says("w" * 300, reply_markup=keyboard("x" * 60, "Да"))
    answer = page.get_by_role("button", name="Да", exact=True)
    for width in (1280, 768, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        await page.locator(".composer").first.scroll_into_view_if_needed()
        await expect(answer).to_be_in_viewport()
