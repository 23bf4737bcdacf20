"""Status callbacks tell the truth that the call's answer does not."""

from __future__ import annotations

from importlib import import_module

import pytest

from simulator.options import DEMO_TWILIO
from tests.simulator.desk import Desk
from tests.simulator.whatsapp.program import (
    DANIYAR,
    HIS,
    MESSAGES,
    TEMPLATE,
    Program,
    Twilio,
    api,
    content,
    does,
    reads,
    refusal,
)

ALL = ["queued", "sent", "delivered", "read"]


@pytest.fixture
async def wrote(desk: Desk, program: Program) -> Desk:
    """The desk after Daniyar wrote and the program took it."""
    await does(desk, "text", {"text": "Сәлем"})
    await program.inbound()
    return desk


async def statuses(program: Program, count: int) -> list[str]:
    """What the next callbacks say."""
    return [form["MessageStatus"] for form in await program.statuses(count)]


async def test_a_message_goes_from_queued_to_read(wrote: Desk, program: Program, twilio: Twilio) -> None:
    sent = await twilio.says(program, "Hello")
    forms = await program.statuses(4)
    assert [form["MessageStatus"] for form in forms] == ALL
    assert {form["MessageSid"] for form in forms} == {sent.sid}
    last = forms[-1]
    assert (last["To"], last["From"], last["EventType"]) == (HIS, DEMO_TWILIO["sender"], "READ")
    assert (last["AccountSid"], last["ApiVersion"]) == (DEMO_TWILIO["account"], "2010-04-01")
    assert "ErrorCode" not in last


async def test_a_callback_is_signed_over_its_whole_address(wrote: Desk, program: Program, twilio: Twilio) -> None:
    url = program.url("/whatsapp/status") + "?message=7.1"
    await twilio.sends(HIS, body="Hello", status_callback=url)
    form, request = await program.inbound()
    validator = import_module("twilio.request_validator").RequestValidator(DEMO_TWILIO["token"])
    assert validator.validate(url, form, request.headers["X-Twilio-Signature"])
    assert request.query["message"] == "7.1"


async def test_callbacks_come_after_the_answer_but_may_overtake_it(wrote: Desk, program: Program) -> None:
    program.gate.clear()
    form = [
        ("To", HIS),
        ("From", DEMO_TWILIO["sender"]),
        ("Body", "x"),
        ("StatusCallback", f"{program.url('')}/whatsapp/status"),
    ]
    status, _ = await api(wrote, "POST", MESSAGES, form=form)
    assert status == 201
    program.gate.set()
    assert await statuses(program, 4) == ALL
    await wrote.post("/sim/twilio/receipts", {"overtake": True})
    await api(wrote, "POST", MESSAGES, form=form)
    assert program.came.qsize() == 4


async def test_callbacks_come_backwards_twice_and_only_so_far(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await wrote.post("/sim/twilio/receipts", {"order": "backwards", "repeat": 2, "last": "delivered"})
    await twilio.says(program, "Hello")
    assert await statuses(program, 6) == ["delivered", "delivered", "sent", "sent", "queued", "queued"]
    await wrote.post("/sim/twilio/receipts", {"clear": True, "order": "shuffled"})
    await twilio.says(program, "Hello")
    assert sorted(await statuses(program, 4)) == sorted(ALL)


async def test_held_callbacks_come_when_let_go(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await wrote.post("/sim/twilio/receipts", {"hold": True})
    sent = await twilio.says(program, "Hello")
    await reads(wrote, "kinds=status&contains=&wait=5&from=bot")
    while (await twilio.does(lambda client: client.messages(sent.sid).fetch())).status != "read":
        pass
    assert program.came.empty()
    await wrote.post("/sim/twilio/receipts", {"hold": False})
    assert await statuses(program, 4) == ALL


@pytest.mark.parametrize("wish", [{"last": "seen"}, {"order": "random"}, {"repeat": 0}])
async def test_receipts_that_make_no_sense_are_refused(desk: Desk, wish: dict[str, object]) -> None:
    assert (await desk.ask("POST", "/sim/twilio/receipts", json=wish))[0] == 400


async def test_without_a_network_a_message_stays_sent(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await does(wrote, "network", {"on": False})
    await twilio.says(program, "Hello")
    assert await statuses(program, 2) == ["queued", "sent"]
    await does(wrote, "network", {"on": True})
    assert await statuses(program, 2) == ["delivered", "read"]


async def test_who_hides_reading_is_never_told_of(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await does(wrote, "receipts", {"on": False})
    for text in ("Hello", "Again"):
        await twilio.says(program, text)
        assert await statuses(program, 3) == ["queued", "sent", "delivered"]


async def test_a_free_text_outside_24_hours_fails_and_a_template_passes(
    wrote: Desk, program: Program, twilio: Twilio
) -> None:
    sid = await content(wrote, TEMPLATE, approve=True)
    await wrote.post("/clock", {"forward_seconds": 24 * 3600 - 60})
    await twilio.says(program, "In time")
    assert await statuses(program, 4) == ALL
    await wrote.post("/clock", {"forward_seconds": 60})
    await twilio.says(program, "Too late")
    queued, failed = await program.statuses(2)
    assert (failed["MessageStatus"], failed["ErrorCode"]) == ("failed", "63016")
    assert "outside the allowed window" in failed["ChannelStatusMessage"]
    await twilio.says(program, "", content_sid=sid, content_variables='{"1": "B-1", "2": "7"}')
    assert await statuses(program, 4) == ALL
    texts = [(record["text"], record["template"]) for record in await reads(wrote)]
    assert texts == [
        ("In time", None),
        ("Заявка B-1: ваше место 7. Напишите, чтобы узнать больше.", "balapan_place_ru"),
    ]
    assert queued["MessageStatus"] == "queued"


async def test_each_word_of_a_person_opens_the_window_anew(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await wrote.post("/clock", {"now": "2026-03-02T10:00:00+05:00", "frozen": True})
    await does(wrote, "text", {"text": "again"})
    chat = await wrote.get(f"/sim/whatsapp/{DANIYAR}/chat")
    assert chat["window"] == {"open": True, "until": "2026-03-03T10:00:00+05:00"}
    await wrote.post("/clock", {"now": "2026-03-03T10:00:00+05:00", "frozen": True})
    assert not (await wrote.get(f"/sim/whatsapp/{DANIYAR}/chat"))["window"]["open"]


async def test_a_template_passes_to_who_never_wrote(desk: Desk, program: Program, twilio: Twilio) -> None:
    sid = await content(desk, TEMPLATE, approve=True)
    await twilio.says(program, "", content_sid=sid, content_variables='{"1": "B-1", "2": "7"}')
    assert await statuses(program, 4) == ALL


@pytest.mark.parametrize("code", [63013, 63015, 63016, 63017, 63018, 63019, 63021, 63024, 63027, 63032, 63033, 63041])
async def test_a_failure_is_ordered(wrote: Desk, program: Program, twilio: Twilio, code: int) -> None:
    await wrote.post("/sim/twilio/faults", {"code": code, "user_id": DANIYAR})
    await twilio.says(program, "Hello", to="whatsapp:+77010000009")
    await program.statuses(2)
    await twilio.says(program, "Hello")
    last = {"failed", "undelivered"}
    forms = await program.statuses(2)
    if forms[-1]["MessageStatus"] not in last:
        forms += await program.statuses(1)
    assert (forms[-1]["MessageStatus"] in last, forms[-1]["ErrorCode"]) == (True, str(code))
    await twilio.says(program, "Again")
    assert await statuses(program, 4) == ALL
    assert [record["text"] for record in await reads(wrote)] == ["Again"]
    [failed] = await reads(wrote, "kinds=failed")
    assert failed["error_code"] == code


async def test_who_blocked_gets_nothing(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await does(wrote, "block")
    assert (await wrote.ask("POST", f"/sim/whatsapp/{DANIYAR}/text", json={"text": "x"}))[0] == 409
    await twilio.says(program, "Hello")
    assert (await program.statuses(3))[-1]["ErrorCode"] == "63033"
    await does(wrote, "unblock")
    await twilio.says(program, "Hello")
    assert await statuses(program, 4) == ALL


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        ({"code": 20429, "retry_after": 3}, (429, 20429)),
        ({"code": 21610}, (400, 21610)),
        ({"code": 20003}, (401, 20003)),
        ({"code": 11751}, (400, 11751)),
        ({"code": 20500, "status": 502}, (502, 20500)),
    ],
)
async def test_a_refusal_is_ordered(
    wrote: Desk, program: Program, twilio: Twilio, wish: dict[str, int], refused: tuple[int, int]
) -> None:
    await wrote.post("/sim/twilio/faults", {**wish, "count": 2})
    for _ in range(2):
        assert await refusal(twilio.says(program, "Hello")) == refused
    await twilio.says(program, "Hello")
    assert len(await reads(wrote, "from=bot&wait=5")) == 1


async def test_an_answer_is_lost_although_the_message_went(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await wrote.post("/sim/twilio/faults", {"status": 0, "applied": True})
    with pytest.raises(import_module("requests").exceptions.ConnectionError):
        await twilio.says(program, "Hello")
    assert await statuses(program, 4) == ALL
    call = (await wrote.get("/sim/twilio/calls?method=messages.create"))["calls"][-1]
    assert (call["status"], call["applied"]) == (0, True)
    await wrote.post("/sim/twilio/faults", {"code": 20500})
    assert (await wrote.post("/sim/twilio/faults", {"clear": True}))["faults"] == []
    assert (await wrote.ask("POST", "/sim/twilio/faults", json={"code": 1}))[0] == 400


async def test_an_answer_of_the_program_turns_the_ticks_blue(wrote: Desk, program: Program, twilio: Twilio) -> None:
    def ticks(chat: dict[str, list[dict[str, str]]]) -> str:
        return chat["messages"][0]["status"]

    while ticks(await wrote.get(f"/sim/whatsapp/{DANIYAR}/chat")) != "delivered":
        pass
    await twilio.says(program, "Hello")
    await reads(wrote, "from=bot&wait=5")
    assert ticks(await wrote.get(f"/sim/whatsapp/{DANIYAR}/chat")) == "read"


async def test_typing_marks_as_read(wrote: Desk, twilio: Twilio) -> None:
    [message] = (await wrote.get(f"/sim/whatsapp/{DANIYAR}/chat"))["messages"]
    wish = {"channel": "WHATSAPP", "messageId": message["message_id"]}
    assert await api(wrote, "POST", "/v3/Indicators/Typing.json", wish) == (200, {"success": True})
    assert (await api(wrote, "POST", "/v3/Indicators/Typing.json", {**wish, "messageId": "SM1"}))[0] == 404
    assert (await api(wrote, "POST", "/v3/Indicators/Typing.json", {**wish, "channel": "SMS"}))[0] == 400
    assert [record["action"] for record in await reads(wrote, "kinds=action")] == ["typing"]
