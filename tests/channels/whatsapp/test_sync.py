"""`balapan whatsapp templates`: contents are made once, found again, judged, and told of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.settings import Settings
from bot.whatsapp import command, patience
from bot.whatsapp.contents import Wanted
from bot.whatsapp.shapes import ALL_SHAPES, Shape
from bot.whatsapp.templates import TEMPLATES
from locales.catalogue import Locale
from storage.contents import Content
from tests.channels.whatsapp.posted import ACCOUNT
from tests.channels.whatsapp.twilio import Answer, Twilio

SHAPE = ALL_SHAPES["balapan_list_1_2_4"]
N03 = {locale: TEMPLATES["N03"].wanted(locale) for locale in Locale}
FEW = {
    SHAPE.name: Wanted(SHAPE.name, "en", SHAPE.types(), SHAPE.samples()),
    **{one.base: one for one in (N03[Locale.RU], N03[Locale.KK])},
}


@dataclass
class Operator:
    """Somebody at the command line, with a Twilio at the other end."""

    twilio: Twilio
    said: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    async def types(self, words: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        self.patch.setenv("TWILIO_API_URL", self.twilio.address)
        code = await asyncio.to_thread(main, f"whatsapp templates {words}".split())
        return code, self.said.readouterr().out

    async def report(self) -> tuple[int, list[dict[str, Any]]]:
        code, told = await self.types("report --json")
        return code, json.loads(told)

    def wants(self, *contents: Wanted) -> None:
        """The program of today wants these."""
        wanted = {one.base: one for one in contents}
        self.patch.setattr(command, "wanted_contents", lambda: wanted)


@pytest.fixture(autouse=True)
def a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def operator(
    twilio: Twilio, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Operator]:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT.sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", ACCOUNT.token)
    operator = Operator(twilio, capsys, monkeypatch)
    operator.wants(*FEW.values())
    yield operator


def reworded(wanted: Wanted) -> Wanted:
    """The same template with another sentence."""
    types = json.loads(json.dumps(wanted.types))
    types["twilio/quick-reply"]["body"] = f"Good day. {types['twilio/quick-reply']['body']}"
    return Wanted(wanted.base, wanted.language, types, wanted.samples, wanted.names, True)


async def test_what_is_missing_is_made_and_submitted(operator: Operator, twilio: Twilio) -> None:
    code, said = await operator.types("sync")
    assert (code, said) == (0, "Contents made: 3.\nTemplates approved: 0, waiting: 2, refused: 0.\n")
    shape, ru, kk = twilio.contents.values()
    assert (shape["friendly_name"], shape["language"]) == ("balapan_list_1_2_4", "en")
    assert shape["types"] == {
        "twilio/list-picker": {
            "body": "{{1}}\n\n{{2}}\n{{3}}",
            "button": "{{4}}",
            "items": [{"item": f"{{{{{n}}}}}", "id": f"{{{{{n + 1}}}}}"} for n in (5, 7, 9, 11)],
        }
    }
    assert (ru["language"], kk["language"]) == ("ru", "kk")
    assert ru["variables"] == {"1": "Аружан", "2": "12", "3": "!application.1.sample"}
    assert [one["category"] for one in twilio.approvals.values()] == ["UTILITY", "UTILITY"]
    assert {one["name"] for one in twilio.approvals.values()} == {"balapan_n03_ru", "balapan_n03_kk"}
    assert shape["sid"] not in twilio.approvals


async def test_a_second_time_changes_nothing_and_notes_what_is_approved(operator: Operator, twilio: Twilio) -> None:
    await operator.types("sync")
    for approval in twilio.approvals.values():
        approval["status"] = "approved"
    twilio.asked.clear()
    assert await operator.types("sync") == (0, "Contents made: 0.\nTemplates approved: 2, waiting: 0, refused: 0.\n")
    assert not [call for call in twilio.asked if call.startswith("POST")]
    code, lines = await operator.report()
    assert (code, {line["status"] for line in lines}) == (0, {"approved"})


async def test_a_lost_database_duplicates_nothing(operator: Operator, twilio: Twilio, tmp_path: Path) -> None:
    await operator.types("sync")
    for kept in (tmp_path / "data").iterdir():
        kept.unlink() if kept.is_file() else None
    assert (await operator.types("sync"))[1].startswith("Contents made: 0.")
    assert len(twilio.contents) == 3


async def test_a_content_that_somebody_deleted_is_made_again(operator: Operator, twilio: Twilio) -> None:
    await operator.types("sync")
    twilio.contents.popitem()
    assert (await operator.types("sync"))[1].startswith("Contents made: 1.")
    assert sorted(twilio.names()) == ["balapan_list_1_2_4", "balapan_n03_kk", "balapan_n03_ru"]


async def test_changed_words_are_a_new_version_and_the_old_one_stays_in_use(operator: Operator, twilio: Twilio) -> None:
    await operator.types("sync")
    for approval in twilio.approvals.values():
        approval["status"] = "approved"
    await operator.types("sync")
    operator.wants(reworded(N03[Locale.RU]))
    assert (await operator.types("sync"))[1].startswith("Contents made: 1.")
    assert twilio.names()[-1] == "balapan_n03_ru_v2"
    _code, [line] = await operator.report()
    assert (line["name"], line["status"], line["in_use"]) == ("balapan_n03_ru_v2", "received", "balapan_n03_ru")
    list(twilio.approvals.values())[-1]["status"] = "approved"
    await operator.types("sync")
    _code, [line] = await operator.report()
    assert (line["status"], line["in_use"]) == ("approved", "balapan_n03_ru_v2")


async def test_a_changed_shape_is_a_new_version_too(operator: Operator, twilio: Twilio) -> None:
    await operator.types("sync")
    changed = Shape("list", 1, 2, 4).types()
    changed["twilio/list-picker"]["body"] = "{{1}}\n{{2}}\n{{3}}"
    operator.wants(Wanted(SHAPE.name, "en", changed, SHAPE.samples()))
    await operator.types("sync")
    assert twilio.names()[-1] == "balapan_list_1_2_4_v2"
    assert (await operator.types("sync"))[1].startswith("Contents made: 0.")


async def test_an_old_version_that_is_gone_is_not_in_use(operator: Operator, twilio: Twilio) -> None:
    twilio.judgement = "approved"
    await operator.types("sync")
    await operator.types("sync")
    sid = next(sid for sid, one in twilio.contents.items() if one["friendly_name"] == "balapan_n03_ru")
    del twilio.contents[sid]
    twilio.judgement = "received"
    operator.wants(reworded(N03[Locale.RU]))
    await operator.types("sync")
    _code, [line] = await operator.report()
    assert line["in_use"] == ""


async def test_an_old_version_beside_the_new_one_that_is_gone_is_not_in_use(operator: Operator, twilio: Twilio) -> None:
    twilio.judgement = "approved"
    await operator.types("sync")
    first = next(sid for sid, one in twilio.contents.items() if one["friendly_name"] == "balapan_n03_ru")
    twilio.judgement = "received"
    operator.wants(reworded(N03[Locale.RU]))
    await operator.types("sync")
    _code, [line] = await operator.report()
    assert line["in_use"] == "balapan_n03_ru"
    del twilio.contents[first]
    await operator.types("sync")
    _code, [line] = await operator.report()
    assert (line["name"], line["in_use"]) == ("balapan_n03_ru_v2", "")


@pytest.mark.parametrize("status", ["rejected", "paused", "disabled"])
async def test_a_refused_template_is_told_and_fails_the_report(operator: Operator, twilio: Twilio, status: str) -> None:
    await operator.types("sync")
    approval = next(one for one in twilio.approvals.values() if one["name"] == "balapan_n03_kk")
    approval |= {"status": status, "rejection_reason": "Variables can't be at the start."}
    assert (await operator.types("sync"))[1].endswith("refused: 1.\n")
    code, table = await operator.types("report")
    assert code == 1
    header, ru, kk = table.splitlines()
    assert header.split() == ["NAME", "LANGUAGE", "STATUS", "IN", "USE", "REASON"]
    assert ru.split() == ["balapan_n03_ru", "ru", "received", "-"]
    assert kk.split(maxsplit=4) == ["balapan_n03_kk", "kk", status, "-", "Variables can't be at the start."]


async def test_before_any_sync_everything_is_missing(operator: Operator) -> None:
    code, lines = await operator.report()
    assert code == 0
    assert [(line["name"], line["status"]) for line in lines] == [
        ("balapan_n03_ru", "missing"),
        ("balapan_n03_kk", "missing"),
    ]


async def test_a_status_that_nobody_knows_is_still_undecided(operator: Operator, twilio: Twilio) -> None:
    twilio.judgement = "in_appeal"
    await operator.types("sync")
    await operator.types("sync")
    _code, lines = await operator.report()
    assert {line["status"] for line in lines} == {"pending"}


async def test_a_busy_twilio_is_asked_again(operator: Operator, twilio: Twilio) -> None:
    operator.patch.setattr(patience, "pause", lambda seconds: None)
    twilio.answers = [Answer(429, 20429), Answer(503), Answer(500, 20500), Answer(503), Answer(503)]
    assert (await operator.types("sync"))[0] == 0
    assert len(twilio.contents) == 3


async def test_a_sync_that_was_cut_off_is_taken_up(operator: Operator, twilio: Twilio) -> None:
    await operator.types("sync")
    lost = list(twilio.contents)[1:]
    for sid in lost:
        twilio.approvals.pop(sid)
    assert (await operator.types("sync"))[1].startswith("Contents made: 0.")
    assert len(twilio.approvals) == 2


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([Answer(401, 20003)], "balapan: Twilio answers 401\n"),
        ([Answer(429, 20429), Answer(400, 60200)], "balapan: Twilio answers 400\n"),
        ([Answer(503)] * 6, "balapan: Twilio answers 503\n"),
    ],
)
async def test_a_twilio_that_refuses_is_one_line(
    operator: Operator, twilio: Twilio, answers: list[Answer], why: str
) -> None:
    operator.patch.setattr(patience, "pause", lambda seconds: None)
    operator.patch.setenv("TWILIO_API_URL", twilio.address)
    twilio.answers = list(answers)
    assert await asyncio.to_thread(main, ["whatsapp", "templates", "sync"]) == 1
    assert operator.said.readouterr().err.endswith(why)


def test_a_twilio_that_is_not_there_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience, "pause", waited.append)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT.sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", ACCOUNT.token)
    monkeypatch.setenv("TWILIO_API_URL", "http://127.0.0.1:1")
    assert main(["whatsapp", "templates", "sync"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "balapan: Twilio does not answer: ConnectionError"
    assert waited == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_a_sync_wants_the_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    account = {"TWILIO_ACCOUNT_SID": ACCOUNT.sid, "TWILIO_AUTH_TOKEN": ACCOUNT.token}
    for name in account.keys() - {missing}:
        monkeypatch.setenv(name, account[name])
    assert main(["whatsapp", "templates", "sync"]) == 2
    assert capsys.readouterr().err.startswith(f"balapan: {missing}: is missing")


def test_contents_that_nobody_wants_any_more_are_not_told() -> None:
    old = Content("balapan_n99_ru", "HX1", "f00 child", "rejected")
    assert command.summary({old.name: old}, [FEW[SHAPE.name]]) == []
