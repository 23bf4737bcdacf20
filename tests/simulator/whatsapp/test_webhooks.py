"""What the program gets when a person does something, signed and repeated as Twilio does."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from aiohttp import web

from simulator.options import DEMO_TWILIO
from tests.simulator.desk import Desk
from tests.simulator.whatsapp.program import (
    ALINA,
    DANIYAR,
    HERS,
    HIS,
    JSON,
    Program,
    Twilio,
    content,
    does,
    listening,
    reads,
)
from tests.simulator.whatsapp.test_contents import listed, quick, values

GONE = "http://127.0.0.1:9"


async def seen(desk: Desk, count: int, kind: str = "inbound") -> list[JSON]:
    """The finished posts, as soon as there are so many."""
    while True:
        posts = (await desk.get(f"/sim/twilio/webhooks?kind={kind}"))["webhooks"]
        if len([post for post in posts if post["status"] is not None]) >= count:
            return list(posts)


async def test_a_text_comes_with_every_field(desk: Desk, program: Program) -> None:
    said = await does(desk, "text", {"text": "Сәлем"})
    form, request = await program.inbound()
    assert request.path == "/whatsapp/inbound"
    assert {form[name] for name in ("MessageSid", "SmsMessageSid", "SmsSid")} == {said["message_id"]}
    assert (form["From"], form["To"], form["WaId"]) == (HIS, DEMO_TWILIO["sender"], "77010000002")
    assert (form["Body"], form["MessageType"], form["NumMedia"]) == ("Сәлем", "text", "0")
    assert (form["ProfileName"], form["ExternalUserId"]) == ("Данияр Ахметов", "whatsapp:KZ.15027010000002")
    assert (form["AccountSid"], form["ApiVersion"]) == (DEMO_TWILIO["account"], "2010-04-01")
    assert (form["SmsStatus"], form["NumSegments"], form["ReferralNumMedia"]) == ("received", "1", "0")
    assert json.loads(form["ChannelMetadata"])["data"]["context"]["WaId"] == "77010000002"


async def test_a_webhook_is_signed_over_the_public_address(desk: Desk, program: Program) -> None:
    await desk.post("/sim/twilio/webhook", {"url": "https://balapan.kz/", "via": program.url("")})
    await does(desk, "text", {"text": "Сәлем  әлем"})
    form, request = await program.inbound()
    validator = import_module("twilio.request_validator").RequestValidator(DEMO_TWILIO["token"])
    signature = request.headers["X-Twilio-Signature"]
    assert validator.validate("https://balapan.kz/whatsapp/inbound", form, signature)
    assert not validator.validate("https://balapan.kz/whatsapp/inbound", {**form, "Body": "x"}, signature)
    assert request.headers["I-Twilio-Idempotency-Token"]


async def test_a_person_known_by_a_user_name_shows_no_number(desk: Desk, program: Program) -> None:
    await does(desk, "text", {"text": "Сәлем"}, user=ALINA)
    form, _ = await program.inbound()
    assert (form["From"], form["ExternalUserId"]) == (HERS, HERS)
    assert "WaId" not in form
    assert "+7" not in json.dumps({**form, "To": ""})


async def test_a_number_may_change_or_vanish(desk: Desk, program: Program) -> None:
    changed = await does(desk, "identity", {"phone": "+77010000022"})
    assert changed["bsuid"] != "KZ.15027010000002"
    await does(desk, "text", {"text": "new number"})
    form, _ = await program.inbound()
    assert (form["From"], form["ExternalUserId"]) == ("whatsapp:+77010000022", f"whatsapp:{changed['bsuid']}")
    await does(desk, "identity", {"username_only": True})
    await does(desk, "text", {"text": "no number"})
    form, _ = await program.inbound()
    assert form["From"] == f"whatsapp:{changed['bsuid']}"
    for wish in ({"bsuid": "1502"}, {"phone": "8701"}, {"bsuid": None}):
        assert (await desk.ask("POST", f"/sim/whatsapp/{DANIYAR}/identity", json=wish))[0] == 400


async def test_a_button_is_tapped_by_its_id_or_label(desk: Desk, program: Program, twilio: Twilio) -> None:
    sid = await content(desk, quick(2))
    given = {name: value for name, value in values(2).items() if name[0] in "bi" or name == "said"}
    await does(desk, "text", {"text": "hi"})
    sent = await twilio.sends(HIS, content_sid=sid, content_variables=json.dumps(given))
    await reads(desk, "from=bot&wait=5")
    await program.inbound()
    for wish in ({"data": "id 1"}, {"label": "да 1"}, {"label": "Да 1", "message_id": sent.sid}):
        await does(desk, "tap", wish)
        form, _ = await program.inbound()
        assert (form["ButtonPayload"], form["ButtonText"], form["Body"]) == ("id 1", "Да 1", "Да 1")
        assert (form["MessageType"], form["OriginalRepliedMessageSid"]) == ("interactive", sent.sid)
        assert form["OriginalRepliedMessageSender"] == DEMO_TWILIO["sender"]
    await does(desk, "tap", {"message_id": sent.sid, "data": "made up", "label": "Да 1"})
    form, _ = await program.inbound()
    assert (form["ButtonPayload"], form["ButtonText"]) == ("made up", "Да 1")
    for wish, status in (({"label": "x"}, 404), ({"data": "x"}, 404), ({}, 400)):
        assert (await desk.ask("POST", f"/sim/whatsapp/{DANIYAR}/tap", json=wish))[0] == status


async def test_a_row_is_chosen_and_a_button_of_a_template_is_another_kind(
    desk: Desk, program: Program, twilio: Twilio
) -> None:
    await does(desk, "text", {"text": "hi"})
    await program.inbound()
    rows = {name: value for name, value in values(2).items() if not name.startswith("b")}
    await twilio.sends(HIS, content_sid=await content(desk, listed()), content_variables=json.dumps(rows))
    await reads(desk, "from=bot&wait=5")
    await does(desk, "tap", {"label": "Т 1"})
    form, _ = await program.inbound()
    assert (form["ListId"], form["ListTitle"], form["Body"], form["MessageType"]) == (
        "id 1",
        "Т 1",
        "Т 1",
        "interactive",
    )
    assert "ButtonPayload" not in form
    wish = {**quick(1, body="Готово: {{said}}.", title="Открыть"), "variables": {"said": "x", "i0": "n"}}
    sid = await content(desk, wish, approve=True)
    await twilio.sends(HIS, content_sid=sid, content_variables='{"said": "да", "i0": "n:1"}')
    await reads(desk, "from=bot&wait=5&contains=Готово")
    await does(desk, "tap", {"label": "Открыть"})
    form, _ = await program.inbound()
    assert (form["MessageType"], form["ButtonPayload"]) == ("button", "n:1")


async def test_a_reply_a_place_a_card_and_anything_else(desk: Desk, program: Program) -> None:
    await does(desk, "text", {"text": "yes", "reply_to": "SM1"})
    assert (await program.inbound())[0]["OriginalRepliedMessageSid"] == "SM1"
    await does(desk, "location", {"latitude": 43.25, "longitude": 76.95, "label": "Үй", "address": "Абай 1"})
    form, _ = await program.inbound()
    assert [form[name] for name in ("MessageType", "Latitude", "Longitude", "Label", "Address")] == [
        "location",
        "43.25",
        "76.95",
        "Үй",
        "Абай 1",
    ]
    await does(desk, "contact")
    form, _ = await program.inbound()
    assert (form["MessageType"], form["MediaContentType0"], form["NumMedia"]) == ("contacts", "text/vcard", "1")
    await does(desk, "raw", {"fields": {"MessageType": "order", "AccountSid": "AC2"}, "signature": "forged"})
    form, request = await program.inbound()
    assert (form["MessageType"], form["AccountSid"]) == ("order", "AC2")
    assert request.headers["X-Twilio-Signature"] == "forged"


async def test_a_start_is_the_text_that_a_link_brings(desk: Desk, program: Program) -> None:
    for payload in ("", "KOD 7F3A"):
        await does(desk, "start", {"payload": payload})
        assert (await program.inbound())[0]["Body"] == (payload or "Сәлеметсіз бе!")


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("text", {"text": " "}, 400),
        ("location", {"latitude": "north"}, 400),
        ("raw", {"fields": "x"}, 400),
        ("file", {"kind": "hologram"}, 400),
    ],
)
async def test_what_a_phone_cannot_do(desk: Desk, path: str, wish: JSON, status: int) -> None:
    assert (await desk.ask("POST", f"/sim/whatsapp/{DANIYAR}/{path}", json=wish))[0] == status
    assert (await desk.ask("POST", f"/sim/whatsapp/1/{path}", json=wish))[0] == 404
    nobody = (await desk.post("/sim/users", {"name": "Аноним", "bsuid": None}))["id"]
    assert (await desk.ask("POST", f"/sim/whatsapp/{nobody}/{path}", json=wish))[0] == 409


async def test_a_program_that_fails_loses_the_message_unless_it_looks_into_the_list(
    desk: Desk, program: Program, twilio: Twilio
) -> None:
    program.answers = [web.Response(status=500)]
    said = await does(desk, "text", {"text": "lost"})
    await seen(desk, 1)
    await does(desk, "text", {"text": "heard"})
    posts = await seen(desk, 2)
    assert [post["status"] for post in posts] == [500, 200]
    assert said["message_id"] in {each.sid for each in await twilio.does(lambda client: client.messages.list())}
    chat = await desk.get(f"/sim/whatsapp/{DANIYAR}/chat")
    assert [message["status"] for message in chat["messages"]] == ["lost", "delivered"]


async def test_nobody_at_home_is_tried_once_more_with_the_same_token(desk: Desk) -> None:
    await desk.post("/sim/twilio/webhook", {"url": GONE})
    await does(desk, "text", {"text": "hello?"})
    first, second = await seen(desk, 2)
    assert (first["status"], first["token"]) == (0, second["token"])
    assert desk.time.slept == [1.0]


async def test_the_address_may_ask_for_more_patience(desk: Desk, program: Program) -> None:
    await desk.post("/sim/twilio/webhook", {"url": program.url(""), "override": "rc=3&rp=all"})
    program.answers = [web.Response(status=500), web.Response(status=404)]
    await does(desk, "text", {"text": "hello?"})
    assert [post["status"] for post in await seen(desk, 3)] == [500, 404, 200]
    assert (await desk.ask("POST", "/sim/twilio/webhook", json={"url": "balapan.kz"}))[0] == 400


async def test_an_answer_that_is_no_twiml_is_noted(desk: Desk, program: Program) -> None:
    program.answers = [web.json_response({})]
    await does(desk, "text", {"text": "hello?"})
    assert (await seen(desk, 1))[0]["problem"].startswith("12300")


async def test_a_message_comes_again_with_its_token_or_another(desk: Desk, program: Program) -> None:
    assert (await desk.ask("POST", "/sim/twilio/redeliver", json={}))[0] == 404
    said = await does(desk, "text", {"text": "once"})
    _, first = await program.inbound()
    await desk.post("/sim/twilio/redeliver")
    again, second = await program.inbound()
    await desk.post("/sim/twilio/redeliver", {"message_id": said["message_id"], "new_token": True})
    _, third = await program.inbound()
    tokens = [request.headers["I-Twilio-Idempotency-Token"] for request in (first, second, third)]
    assert again["MessageSid"] == said["message_id"]
    assert (tokens[0] == tokens[1], tokens[1] == tokens[2]) == (True, False)
    assert (await desk.ask("POST", "/sim/twilio/redeliver", json={"message_id": "SM1"}))[0] == 404


async def test_held_messages_come_in_order_or_backwards(desk: Desk, program: Program) -> None:
    for backwards in (False, True):
        await desk.post("/sim/twilio/hold")
        for text in ("1", "2", "3"):
            await does(desk, "text", {"text": text})
        assert program.came.empty()
        await desk.post("/sim/twilio/release", {"backwards": backwards})
        bodies = [(await program.inbound())[0]["Body"] for _ in range(3)]
        assert bodies == (["3", "2", "1"] if backwards else ["1", "2", "3"])


async def test_a_reset_forgets_chats_but_not_contents_and_the_program(desk: Desk, program: Program) -> None:
    await content(desk, quick(1))
    await does(desk, "text", {"text": "before"})
    await program.inbound()
    state = await desk.get("/sim/state")
    assert state["whatsapp"] == {"sender": "+77000000000", "url": program.url("")}
    assert [(chat["bot"], chat["messages"][0]["text"]) for chat in state["chats"]] == [("whatsapp", "before")]
    await desk.post("/sim/reset")
    assert (await desk.get("/sim/state"))["chats"] == []
    assert len((await desk.get("/sim/twilio/contents"))["contents"]) == 1
    await does(desk, "text", {"text": "after"})
    assert (await program.inbound())[0]["Body"] == "after"


async def test_a_second_program_can_take_over(desk: Desk, program: Program) -> None:
    other = await listening()
    await desk.post("/sim/twilio/webhook", {"url": other.url("")})
    await does(desk, "text", {"text": "to the other"})
    assert (await other.inbound())[0]["Body"] == "to the other"
    assert program.came.empty()
    await other.server.close()
