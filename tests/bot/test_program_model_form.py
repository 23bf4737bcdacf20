"""A department publishes an edition of the model form in the running program, over the simulator. S2-73."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from bot.instance import open_instance
from documents.model_form.forms import load_forms
from enrolment.terms import Role
from handlers.invitations import Invitee
from tests.bot.test_program import PATIENCE_S, program, settings_for
from tests.simulator.desk import Desk

NAME = "11-disputes.txt"


@dataclass
class Colleague:
    """Somebody's chat with the staff bot, read from where it was last looked at."""

    desk: Desk
    path: str
    seen: int = 0

    async def says(self, text: str) -> Colleague:
        self.seen = (await self.desk.post(f"{self.path}/text", {"text": text}))["seq"]
        return self

    async def sends(self, name: str, text: str) -> Colleague:
        form = FormData({"kind": "document", "caption": ""})
        form.add_field("file", text.encode(), filename=name, content_type="text/plain")
        status, got = await self.desk.ask("POST", f"{self.path}/file", data=form)
        assert status == 200, got
        self.seen = got["seq"]
        return self

    async def hears(self, words: str) -> dict[str, Any]:
        """The first message with these words since the last input."""
        query = f"from=bot&contains={words}&wait={PATIENCE_S}&after={self.seen}"
        for record in (await self.desk.get(f"{self.path}/messages?{query}"))["messages"]:
            if words in (record.get("text") or ""):
                return dict(record)
        raise AssertionError(f"{words!r} never came: {(await self.desk.get(f'{self.path}/chat'))['messages'][-3:]}")


@pytest.mark.rule("S2-73")
async def test_an_edition_is_published_from_the_chat_and_read_before(desk: Desk, tmp_path: Path) -> None:
    settings = settings_for(desk, tmp_path)
    async with open_instance(settings) as instance:
        code = await instance.service.invite(Invitee(Role.EDUCATION_DEPARTMENT))
        day = (instance.clock.now() + timedelta(days=30)).date()
    user = await desk.post("/sim/users", {"name": "Laura", "bot": "staff"})
    laura = Colleague(desk, f"/sim/staff/{user['id']}")
    async with program(settings):
        for said, answer in (
            ("/start", "Русский"),
            ("2", "код"),
            (code, "фамилию"),
            ("Жұмабаева Лаура", "Заявлений на проверку нет"),
            ("Форма договора", "Редакция:"),
            ("Взять тексты", "Тексты редакции"),
            ("Новая редакция", "Пришлите изменённые"),
        ):
            await laura.says(said)
            await laura.hears(answer)
        forms = load_forms("unified")
        await laura.sends(NAME, forms.texts(day)[NAME] + "\nclause\nkk: Кеңес.\nru: Совет.\n")
        await laura.hears(f"У меня 1 файл: {NAME}.")
        for said, answer in (
            ("Готово", "С какого дня"),
            (f"{day:%d.%m.%Y}", "новых 1, убрано 0"),
            ("Да, опубликовать", "Опубликовано. Новая редакция"),
        ):
            await laura.says(said)
            await laura.hears(answer)
    chat = (await desk.get(f"{laura.path}/chat"))["messages"]
    sent = [message["file"]["name"] for message in chat if message["from"] == "bot" and message["file"]]
    assert (len(sent), sent[-2:]) == (19, ["draft.pdf", "changes.txt"])
