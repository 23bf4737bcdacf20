"""An unmodified Bot API client of the trade talks to the desk and notices nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, methods, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from pydantic import BaseModel

from tests.simulator.desk import AIGERIM, Desk, picture


@pytest.fixture(autouse=True, scope="module")
def complete() -> None:
    """Another test of this process may have imported the library with its models left as declared."""
    names = {name: getattr(types, name) for name in types.__all__}
    for name in (*types.__all__, *methods.__all__):
        model = getattr(types, name, None) or getattr(methods, name)
        if isinstance(model, type) and issubclass(model, BaseModel):
            model.model_rebuild(_types_namespace=names)


@pytest.fixture
async def bot(started: Desk) -> AsyncIterator[Bot]:
    """aiogram's client of the parents' bot."""
    server = TelegramAPIServer.from_base(started.url("").rstrip("/"))
    bot = Bot("1000001:parent-demo", session=AiohttpSession(api=server))
    yield bot
    await bot.session.close()


async def test_texts_edits_and_taps(started: Desk, bot: Bot) -> None:
    yes = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    sent = await bot.send_message(AIGERIM, "<b>Готово?</b>", parse_mode=ParseMode.HTML, reply_markup=yes)
    assert sent.html_text == "<b>Готово?</b>"
    await started.does("tap", label="Да")
    [update] = await bot.get_updates()
    assert update.callback_query is not None
    assert await bot.answer_callback_query(update.callback_query.id, text="Хорошо")
    edited = await bot.edit_message_text("Готово", chat_id=AIGERIM, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "Готово"
    assert await bot.delete_message(AIGERIM, sent.message_id)


async def test_files_both_ways(started: Desk, bot: Bot) -> None:
    sent = await bot.send_document(AIGERIM, BufferedInputFile(b"%PDF", "договор.pdf"), caption="Ваш договор")
    assert sent.document is not None
    assert sent.document.file_name == "договор.pdf"
    media = [InputMediaPhoto(media=BufferedInputFile(picture(), "1.jpg"), caption=str(page)) for page in (1, 2)]
    album = await bot.send_media_group(AIGERIM, list(media))
    assert [message.caption for message in album] == ["1", "2"]
    await started.sends("document", ("a.pdf", "application/pdf", b"%PDF-1.7"))
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    content = await bot.download(update.message.document)
    assert content is not None
    assert content.read() == b"%PDF-1.7"


async def test_errors_are_recognised(started: Desk, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(AIGERIM, "x" * 4097)
    await started.post("/sim/parent/faults", {"method": "sendMessage", "status": 429, "retry_after": 3})
    with pytest.raises(TelegramRetryAfter) as wait:
        await bot.send_message(AIGERIM, "x")
    assert wait.value.retry_after == 3
    await started.does("block")
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(AIGERIM, "x")


async def test_every_update_of_the_phone_can_be_parsed(started: Desk, bot: Bot) -> None:
    ask = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)]])
    await bot.send_message(AIGERIM, "?", reply_markup=ask)
    await started.does("tap", label="Мой номер")
    said = await started.does("text", text="привет")
    await started.does("edit", message_id=said["message_id"], text="Привет")
    await started.does("location")
    await started.sends("photo", ("a.jpg", "image/jpeg", picture()))
    for kind in ("video", "voice", "sticker"):
        await started.does("file", kind=kind)
    await started.does("block")
    updates = await bot.get_updates(allowed_updates=["message", "edited_message", "my_chat_member"])
    kinds = [update.message.content_type if update.message else update.event_type for update in updates]
    assert kinds == "contact text edited_message location photo video voice sticker my_chat_member".split()
    assert updates[0].message is not None
    assert updates[0].message.contact is not None
    assert updates[0].message.contact.user_id == AIGERIM


async def test_the_bot_introduces_itself(bot: Bot) -> None:
    assert (await bot.me()).username == "balapan_parent_bot"
    assert await bot.set_my_commands([BotCommand(command="start", description="Start")])
    assert await bot.set_webhook("https://balapan.kz/hook", secret_token="s")
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == ("https://balapan.kz/hook", 40)
    assert await bot.delete_webhook()
