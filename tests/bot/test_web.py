"""The web server: health for whoever watches, and doors that open only to Telegram."""

from __future__ import annotations

import io
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.intake import Crowded
from bot.telegram.bots import derived_secret
from bot.web import PROOF_HEADER, ChannelState, Door, Readiness, check_page_at, create_app
from tests.channels.updates import message

SECRET = derived_secret("123456789:AAparent")


class Keeper:
    """Keeps updates, or fails."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.fails: Exception | None = None

    async def take(self, updates: list[Any]) -> None:
        if self.fails is not None:
            raise self.fails
        self.kept += updates


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def state() -> list[Readiness]:
    channels = {"telegram": ChannelState(1.5), "whatsapp": ChannelState(3600.0, "20003: the token does not open")}
    return [Readiness(database=True, migrated=True, channels=channels)]


async def client(keeper: Keeper, state: list[Readiness]) -> TestClient[Request, Application]:
    async def feel() -> Readiness:
        return state[0]

    opened = TestClient(TestServer(create_app({"parent": Door(SECRET, keeper.take)}, feel)))
    await opened.start_server()
    return opened


async def test_health_is_that_the_process_is_up(keeper: Keeper, state: list[Readiness]) -> None:
    web = await client(keeper, state)
    response = await web.get("/healthz")
    assert (response.status, await response.json()) == (200, {"status": "up"})
    await web.close()


@pytest.mark.parametrize(
    ("readiness", "status"),
    [
        (Readiness(database=True, migrated=True), 200),
        (Readiness(database=True, migrated=True, channels={"telegram": ChannelState(1e6, "Unauthorized")}), 200),
        (Readiness(database=True, migrated=True, oldest_input_s=120), 200),
        (Readiness(database=True, migrated=True, oldest_input_s=121), 503),
        (Readiness(database=True, migrated=False), 503),
        (Readiness(database=False, migrated=False), 503),
    ],
)
async def test_ready_is_a_database_of_the_present_schema(keeper: Keeper, readiness: Readiness, status: int) -> None:
    web = await client(keeper, [readiness])
    response = await web.get("/readyz")
    assert response.status == status
    told = await response.json()
    assert (told["database"], told["migrated"]) == (readiness.database, readiness.migrated)
    await web.close()


async def test_what_waits_is_told_by_channel(keeper: Keeper, state: list[Readiness]) -> None:
    web = await client(keeper, state)
    told = await (await web.get("/readyz")).json()
    assert (told["status"], told["oldest_unsent_s"], told["oldest_input_s"]) == ("ready", 3600.0, None)
    assert told["channels"] == {
        "telegram": {"oldest_unsent_s": 1.5, "trouble": ""},
        "whatsapp": {"oldest_unsent_s": 3600.0, "trouble": "20003: the token does not open"},
    }
    await web.close()


async def test_an_update_is_kept_before_the_answer(keeper: Keeper, state: list[Readiness]) -> None:
    web = await client(keeper, state)
    response = await web.post("/telegram/parent", json=message(text="Сәлем"), headers={PROOF_HEADER: SECRET})
    assert (response.status, await response.text()) == (200, "")
    assert keeper.kept == [message(text="Сәлем")]
    await web.close()


@pytest.mark.parametrize("shown", [None, "", "wrong", SECRET[:-1], "ключ"])
async def test_who_does_not_know_the_secret_is_turned_away(
    keeper: Keeper, state: list[Readiness], shown: str | None
) -> None:
    web = await client(keeper, state)
    headers = {} if shown is None else {PROOF_HEADER: shown}
    response = await web.post("/telegram/parent", json=message(text="hi"), headers=headers)
    assert response.status == 403
    assert keeper.kept == []
    await web.close()


@pytest.mark.parametrize("error", [OSError("the database is away"), Crowded("2000 wait")])
async def test_what_cannot_be_kept_now_has_telegram_come_again(
    keeper: Keeper, state: list[Readiness], error: Exception
) -> None:
    web = await client(keeper, state)
    keeper.fails = error
    response = await web.post("/telegram/parent", json=message(text="hi"), headers={PROOF_HEADER: SECRET})
    assert response.status == 503
    await web.close()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"update_id=1"])
async def test_what_is_no_json_is_not_asked_for_again(keeper: Keeper, state: list[Readiness], body: bytes) -> None:
    web = await client(keeper, state)
    response = await web.post("/telegram/parent", data=body, headers={PROOF_HEADER: SECRET})
    assert response.status == 200
    assert keeper.kept == []
    await web.close()


async def test_a_body_of_more_than_a_megabyte_is_refused(keeper: Keeper, state: list[Readiness]) -> None:
    web = await client(keeper, state)
    body = io.BytesIO(b'"' + b"x" * (1 << 20) + b'"')
    response = await web.post("/telegram/parent", data=body, headers={PROOF_HEADER: SECRET})
    assert response.status == 413
    await web.close()


@pytest.mark.parametrize(("method", "path"), [("GET", "/telegram/parent"), ("POST", "/telegram/staff"), ("GET", "/")])
async def test_there_are_no_other_doors(keeper: Keeper, state: list[Readiness], method: str, path: str) -> None:
    web = await client(keeper, state)
    assert (await web.request(method, path)).status in {404, 405}
    await web.close()


def test_the_derived_secret_is_one_that_telegram_takes_and_differs_between_bots() -> None:
    assert len(SECRET) == 64
    assert SECRET.isalnum()
    assert derived_secret("987654321:AAstaff") != SECRET
    assert SECRET not in repr(Door(SECRET, Keeper().take))


CODE = "aeaqcaibaeaqcaibaeaqcaibaeaqcaib"


@pytest.mark.rule("S1-26")
@pytest.mark.parametrize("signing", ["https://sign.example.kz", "https://sign.example.kz/"])
async def test_the_qr_code_of_a_contract_printed_earlier_leads_on_to_the_check_page(signing: str) -> None:
    async with TestClient(TestServer(create_app({}, always_ready, check_page_at(signing)))) as web:
        response = await web.get(f"/check/{CODE}", allow_redirects=False)
        assert response.status == 308
        assert response.headers["Location"] == f"https://sign.example.kz/check/{CODE}"
        for other in ("x", CODE + "a", "%2e%2e%2fhealthz", f"{CODE}%0d%0aSet-Cookie:a=b", f"{CODE}/sign"):
            assert (await web.get(f"/check/{other}", allow_redirects=False)).status == 404


async def test_without_a_signing_page_there_is_no_check_page() -> None:
    async with TestClient(TestServer(create_app({}, always_ready, check_page_at("")))) as web:
        assert (await web.get(f"/check/{CODE}")).status == 404


async def always_ready() -> Readiness:
    return Readiness(database=True, migrated=True)
