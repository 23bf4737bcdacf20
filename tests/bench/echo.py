"""The yardstick: aiogram's own webhook with its in-memory state machine, keeping nothing."""

from __future__ import annotations

import sys

from aiogram import Bot, Dispatcher
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web


async def echo(message: Message, state: FSMContext) -> SendMessage:
    """Count in the state, answer with the same words in the body of the response."""
    data = await state.get_data()
    await state.update_data(count=int(data.get("count", 0)) + 1)
    return SendMessage(chat_id=message.chat.id, text=message.text or "…")


def serve(port: int) -> None:
    """Answer webhooks on that port until ended."""
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(echo)
    app = web.Application()
    bot = Bot("1000001:bench")
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False).register(app, path="/telegram/parent")
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
