"""The Bot API, as far as this program calls it, for one bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.downloads import TooBig
from bot.telegram.calls import Call
from bot.telegram.failures import translated
from bot.telegram.incoming import WANTED
from bot.telegram.library import AiohttpSession, Bot, Response, TelegramAPIServer, built, methods, types

SEND_TIMEOUT_S = 30
UPLOAD_TIMEOUT_S = 120
DOWNLOAD_TIMEOUT_S = 120
BEYOND_THE_POLL_S = 10
CHUNK = 64 * 1024

for _model in (types.InputMediaPhoto, types.InputMediaDocument):
    built(_model)


_Command = built(types.BotCommand)


class _RawUpdates(methods.GetUpdates):
    """Updates as they came: one that the library cannot read must not hold up the others."""

    __returning__ = list[Any]


_METHODS: dict[str, type[methods.TelegramMethod[Any]]] = {
    "sendMessage": built(methods.SendMessage),
    "editMessageText": built(methods.EditMessageText),
    "sendPhoto": built(methods.SendPhoto),
    "sendDocument": built(methods.SendDocument),
    "sendMediaGroup": built(methods.SendMediaGroup),
}
# The library makes a model for every type of answer and forgets it after the call; held here, each is made once.
_ANSWERS = [Response.__class_getitem__(answer) for answer in (types.Message, list[types.Message], bool)]


class Telegram:
    """One bot's connection; every method raises `Undelivered` when the call fails."""

    def __init__(self, token: str, api_url: str) -> None:
        self.id = token.partition(":")[0]
        self._bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))

    async def updates(self, offset: int | None, wait_s: int) -> list[Any]:
        """What has arrived, after waiting up to `wait_s` seconds; everything below the offset is forgotten there."""
        wanted = built(_RawUpdates)(offset=offset, timeout=wait_s, allowed_updates=list(WANTED))
        with translated():
            raw: Any = await self._bot(wanted, request_timeout=wait_s + BEYOND_THE_POLL_S)
        return list(raw)

    async def username(self) -> str:
        """The name under which people find the bot."""
        return str((await self._call(built(methods.GetMe)())).username or "")

    async def show_commands(self, commands: Mapping[str, str], language: str) -> None:
        """Have these commands, with what they do, shown on phones of that language; without one, on all others."""
        told = [_Command(command=name, description=words) for name, words in commands.items()]
        await self._call(built(methods.SetMyCommands)(commands=told, language_code=language or None))

    async def listen_at(self, url: str, secret: str) -> None:
        """Have updates delivered there."""
        await self._call(built(methods.SetWebhook)(url=url, secret_token=secret, allowed_updates=list(WANTED)))

    async def stop_listening(self) -> None:
        """Take a webhook away, so that updates can be asked for; what waits is kept."""
        await self._call(built(methods.DeleteWebhook)())

    async def answer(self, query: str) -> None:
        """Tell the phone that its tap has arrived."""
        await self._call(built(methods.AnswerCallbackQuery)(callback_query_id=query))

    async def delete(self, chat: str, message: int) -> None:
        """Take a message out of the chat."""
        await self._call(built(methods.DeleteMessage)(chat_id=int(chat), message_id=message))

    async def send(self, chat: str, call: Call, contents: Sequence[bytes] = ()) -> int:
        """Carry out one call; returns the id of the (last) message it made or changed."""
        arguments = {"chat_id": int(chat), **call.arguments, **_attached(call, contents)}
        arguments.pop("kind", None)
        method = _METHODS[call.method](**arguments)
        result = await self._call(method, UPLOAD_TIMEOUT_S if contents else SEND_TIMEOUT_S)
        last = result[-1] if isinstance(result, list) else result
        return int(getattr(last, "message_id", 0) or call.arguments.get("message_id", 0))

    async def download(self, file_id: str, limit: int) -> bytes:
        """The file's content; raises TooBig above `limit` bytes, even when Telegram told less."""
        file = await self._call(built(methods.GetFile)(file_id=file_id))
        url = self._bot.session.api.file_url(self._bot.token, file.file_path or "")
        content = bytearray()
        with translated():
            async for chunk in self._bot.session.stream_content(url, timeout=DOWNLOAD_TIMEOUT_S, chunk_size=CHUNK):
                content += chunk
                if len(content) > limit:
                    raise TooBig
        return bytes(content)

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.session.close()

    async def _call(self, method: methods.TelegramMethod[Any], within_s: int = SEND_TIMEOUT_S) -> Any:
        with translated():
            return await self._bot(method, request_timeout=within_s)


def _attached(call: Call, contents: Sequence[bytes]) -> dict[str, Any]:
    files = [types.BufferedInputFile(content, file.name) for content, file in zip(contents, call.files, strict=True)]
    if call.method != "sendMediaGroup":
        return {str(call.arguments["kind"]): files[0]} if files else {}
    item = types.InputMediaPhoto if call.with_photos else types.InputMediaDocument
    return {"media": [item(media=file) for file in files]}
