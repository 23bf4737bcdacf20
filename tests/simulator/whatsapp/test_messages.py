"""Messages create, list and fetch, as Twilio's own client sees them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.simulator.desk import Desk
from tests.simulator.whatsapp.program import (
    DANIYAR,
    HERS,
    HIS,
    MESSAGES,
    Program,
    Twilio,
    api,
    content,
    does,
    reads,
    refusal,
)

SENDER = "whatsapp:+77000000000"
TEXT = {"friendly_name": "t", "language": "ru", "types": {"twilio/text": {"body": "Привет, {{1}}!"}}}


async def test_a_text_is_queued_and_then_on_the_phone(desk: Desk, program: Program, twilio: Twilio) -> None:
    await does(desk, "text", {"text": "Сәлем"})
    sent = await twilio.says(program, "Какая очередь?")
    assert (sent.status, sent.direction, sent.to, sent.error_code) == ("queued", "outbound-api", HIS, None)
    [record] = await reads(desk, "from=bot&wait=5")
    assert (record["text"], record["message_id"]) == ("Какая очередь?", sent.sid)


async def test_a_person_without_a_number_is_written_to_by_the_other_id(desk: Desk, program: Program) -> None:
    await does(desk, "text", {"text": "Сәлем"}, user=6000000001)
    await Twilio(desk.url("").rstrip("/")).says(program, "Hello", to=HERS)
    assert [record["text"] for record in await reads(desk, "from=bot&wait=5", user=6000000001)] == ["Hello"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"To": None}, 21604),
        ({"From": None}, 21603),
        ({"To": "whatsapp:77010000002"}, 21211),
        ({"To": "whatsapp:+KZ.1502"}, 21211),
        ({"To": "whatsapp:kz.1502"}, 21211),
        ({"To": "+77010000002"}, 21910),
        ({"From": "whatsapp:+77000000001"}, 63007),
        ({"StatusCallback": "balapan.kz/status"}, 21609),
        ({"MessagingServiceSid": "MG1"}, 21701),
        ({"Body": " "}, 21619),
        ({"Body": "я" * 1601}, 21617),
        ({"Body": "👶" * 801}, 21617),
        ({"MediaUrl": "ftp://a/b.pdf"}, 21620),
        ({"MediaUrl": ["https://a.kz/1.pdf", "https://a.kz/2.pdf"]}, 11751),
        ({"PersistentAction": "geo:north"}, 20422),
        ({"ContentVariables": "{}"}, 21654),
        ({"ContentSid": "HX" + "0" * 32}, 21655),
    ],
)
async def test_a_wrong_call_is_refused_with_its_code(desk: Desk, wish: dict[str, Any], code: int) -> None:
    status, told = await create(desk, wish)
    assert (status, told["code"], told["status"]) == (400, code, 400)
    assert told["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert (await desk.get("/sim/twilio/calls"))["calls"][-1]["code"] == code


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ("not json", 21656),
        ('["Дана"]', 21656),
        ('{"1": 5}', 21656),
        ('{"1": ""}', 21656),
        ('{"1": " "}', 21656),
        ('{"1": "a\\nb"}', 21656),
        ('{"1": "a\\tb"}', 21656),
        ('{"1": "a     b"}', 21656),
        ('{"a name that is long": "b"}', 21656),
        (json.dumps({"1": "я" * 256}), 21658),
    ],
)
async def test_wrong_variables_are_refused(desk: Desk, variables: str, code: int) -> None:
    sid = await content(desk, TEXT)
    status, told = await create(desk, {"Body": None, "ContentSid": sid, "ContentVariables": variables})
    assert (status, told["code"]) == (400, code)


async def create(desk: Desk, wish: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """A raw call of Messages create; None leaves a field out."""
    fields = {"To": HIS, "From": SENDER, "Body": "Hello", **wish}
    pairs = [
        (name, each)
        for name, value in fields.items()
        if value is not None
        for each in (value if isinstance(value, list) else [value])
    ]
    return await api(desk, "POST", MESSAGES, form=pairs)


@pytest.mark.parametrize(
    ("token", "account"), [("wrong", "AC" + "0" * 31 + "1"), ("demo-token", "AC" + "0" * 31 + "2")]
)
async def test_who_does_not_know_the_token_is_refused(desk: Desk, token: str, account: str) -> None:
    stranger = Twilio(desk.url("").rstrip("/"), token, account)
    assert await refusal(stranger.sends(HIS, body="Hello")) == (401, 20003)
    async with desk.http.get(desk.url("/v1/Content")) as response:
        assert response.status == 401


async def test_a_message_is_fetched_with_its_fate(desk: Desk, program: Program, twilio: Twilio) -> None:
    sent = await twilio.says(program, "Nobody wrote before")
    await program.statuses(2)
    fetched = await twilio.does(lambda client: client.messages(sent.sid).fetch())
    assert (fetched.status, fetched.error_code) == ("failed", 63016)
    assert await refusal(twilio.does(lambda client: client.messages("SM" + "0" * 32).fetch())) == (404, 20404)


async def test_the_list_goes_page_by_page_from_the_newest(desk: Desk, program: Program, twilio: Twilio) -> None:
    for number in range(5):
        await does(desk, "text", {"text": f"text {number}"})
    found = await twilio.does(lambda client: client.messages.list(page_size=2))
    assert [message.body for message in found] == [f"text {number}" for number in (4, 3, 2, 1, 0)]
    assert {(message.direction, message.from_, message.to) for message in found} == {("inbound", HIS, SENDER)}
    pages = [call["arguments"] for call in (await desk.get("/sim/twilio/calls?method=messages.list"))["calls"]]
    assert [page.get("Page") for page in pages] == [None, "1", "2"]


async def test_the_list_is_cut_by_dates_and_sides(desk: Desk, program: Program, twilio: Twilio) -> None:
    for hour in (10, 11, 12):
        await desk.post("/clock", {"now": f"2026-03-02T{hour}:00:00+05:00", "frozen": True})
        await does(desk, "text", {"text": f"at {hour}"})
    await twilio.says(program, "answer")
    await program.statuses(4 + 3)

    async def listed(**query: Any) -> list[str]:
        return [message.body for message in await twilio.does(lambda client: client.messages.list(**query))]

    eleven = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert await listed(date_sent_after=eleven, from_=HIS) == ["at 12", "at 11"]
    assert await listed(date_sent_before=eleven) == ["at 11", "at 10"]
    assert await listed(date_sent=eleven) == ["at 11"]
    assert await listed(to=HIS) == ["answer"]
    assert await listed(date_sent_after=datetime(2026, 3, 3, tzinfo=UTC)) == []


async def test_a_plain_number_gets_an_sms(desk: Desk, twilio: Twilio) -> None:
    sms = {"to": "+77010000002", "from_": "+77000000000", "body": "Code 123456"}
    sent = await twilio.does(lambda client: client.messages.create(**sms))
    assert sent.status == "queued"
    await sms_is_there(desk)
    assert (await desk.get("/sim/sms?to=%2B77010000002"))["sms"][0]["text"] == "Code 123456"


async def sms_is_there(desk: Desk) -> None:
    """Wait for any SMS."""
    while not (await desk.get("/sim/sms"))["sms"]:
        pass


async def test_a_place_is_shown(desk: Desk, program: Program, twilio: Twilio) -> None:
    await does(desk, "text", {"text": "where?"})
    await twilio.says(program, "Детский сад", persistent_action=["geo:43.2389,76.8897|Алматы"])
    [record] = await reads(desk, "from=bot&wait=5")
    assert record["location"] == {"latitude": 43.2389, "longitude": 76.8897, "label": "Алматы"}


async def test_the_phone_of_nobody_and_an_id_of_nobody_fail_later(desk: Desk, program: Program, twilio: Twilio) -> None:
    for to, code in (("whatsapp:+77019999999", "63024"), ("whatsapp:KZ.1", "63003")):
        await twilio.says(program, "Hello", to=to)
        last = (await program.statuses(3))[-1]
        assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", code)
    assert await reads(desk, "from=bot", user=DANIYAR) == []
