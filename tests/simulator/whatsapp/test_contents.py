"""Contents: created by the synchronous client, approved, filled in, and refused when they do not fit the phone."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest

from tests.simulator.desk import Desk
from tests.simulator.whatsapp.program import HIS, JSON, TEMPLATE, Program, Twilio, api, content, does, reads

FORM = [("friendly_name", "q"), ("language", "ru")]


def quick(count: int = 3, body: str = "{{said}}", title: str = "{{b%d}}") -> JSON:
    """A quick reply of so many buttons, all of variables."""
    actions = [
        {"type": "QUICK_REPLY", "title": title.replace("%d", str(n)), "id": f"{{{{i{n}}}}}"} for n in range(count)
    ]
    return {
        "friendly_name": f"balapan_quick_{count}",
        "language": "ru",
        "variables": {"said": "x"},
        "types": {"twilio/quick-reply": {"body": body, "actions": actions}},
    }


def listed(count: int = 2) -> JSON:
    """A list of so many rows, all of variables."""
    items = [{"item": f"{{{{t{n}}}}}", "id": f"{{{{i{n}}}}}", "description": f"{{{{d{n}}}}}"} for n in range(count)]
    picker = {"body": "{{said}}", "button": "{{open}}", "items": items}
    return {"friendly_name": "balapan_list", "language": "kk", "types": {"twilio/list-picker": picker}}


def values(count: int, **more: str) -> dict[str, str]:
    """A value for every variable of such a content."""
    each = {f"{kind}{n}": f"{word} {n}" for n in range(count) for kind, word in (("b", "Да"), ("i", "id"), ("t", "Т"))}
    return {"said": "Какая очередь?", "open": "Ашу", **each, **{f"d{n}": "сипаттама" for n in range(count)}, **more}


async def answer(desk: Desk, program: Program, twilio: Twilio, wish: JSON, given: dict[str, str]) -> JSON:
    """The last callback of a message with this content."""
    await does(desk, "text", {"text": "Сәлем"})
    await program.inbound()
    sid = await content(desk, wish)
    used = {name: value for name, value in given.items() if f"{{{{{name}}}}}" in json.dumps(wish)}
    await twilio.says(program, "", content_sid=sid, content_variables=json.dumps(used))
    forms = await program.statuses(2)
    return forms[-1] if forms[-1]["MessageStatus"] == "failed" else (await program.statuses(2))[-1]


async def test_a_content_is_made_listed_fetched_and_deleted_by_the_sdk(desk: Desk, twilio: Twilio) -> None:
    request = import_module("twilio.rest.content.v1.content").ContentList.ContentCreateRequest(TEMPLATE)
    made = await twilio.does(lambda client: client.content.v1.contents.create(request))
    assert (made.friendly_name, made.language, made.variables) == ("balapan_place_ru", "ru", {"1": "A-1", "2": "5"})
    for number in range(4):
        await content(desk, {**TEMPLATE, "friendly_name": f"t{number}"})
    found = await twilio.does(lambda client: client.content.v1.contents.list(page_size=2))
    assert [each.friendly_name for each in found] == ["balapan_place_ru", "t0", "t1", "t2", "t3"]
    fetched = await twilio.does(lambda client: client.content.v1.contents(made.sid).fetch())
    assert fetched.types["twilio/text"]["body"].startswith("Заявка")
    assert await twilio.does(lambda client: client.content.v1.contents(made.sid).delete())
    assert (await api(desk, "GET", f"/v1/Content/{made.sid}"))[0] == 404


async def test_the_same_content_has_the_same_sid_in_every_run_and_a_copy_has_another(desk: Desk) -> None:
    first, copy = await content(desk, TEMPLATE), await content(desk, TEMPLATE)
    assert first != copy
    for sid in (first, copy):
        await api(desk, "DELETE", f"/v1/Content/{sid}")
    assert await content(desk, TEMPLATE) == first


async def test_a_form_is_no_content(desk: Desk) -> None:
    assert (await api(desk, "POST", "/v1/Content", form=FORM))[1]["code"] == 20001


@pytest.mark.parametrize(
    "change",
    [
        {"language": "Russian"},
        {"types": {}},
        {"types": {"twilio/carousel": {}}},
        {"types": {"twilio/text": {"body": ""}}},
        {"types": {"twilio/text": "text"}},
        {"variables": {"1": 5}},
        {"variables": {"a" * 17: "x"}},
        {"variables": {str(number): "x" for number in range(101)}},
        {"types": {"twilio/media": {"media": []}}},
        {"types": {"twilio/call-to-action": {"body": "x", "actions": [{"type": "FAX", "title": "x"}]}}},
        quick(11),
        quick(1, title="t" * 21),
        quick(1, body="t" * 1025),
        listed(11),
        listed(0),
        {"types": {"twilio/quick-reply": {"body": "x", "actions": [{"type": "URL", "title": "x"}]}}},
        {"types": {"twilio/list-picker": {"body": "x", "button": "y", "items": [{"item": "z"}]}}},
    ],
)
async def test_a_content_that_cannot_be_is_refused(desk: Desk, change: JSON) -> None:
    status, told = await api(desk, "POST", "/v1/Content", {**TEMPLATE, **change})
    assert (status, told["code"]) == (400, 20422)


async def test_a_template_is_approved_at_once_or_as_ordered(desk: Desk, twilio: Twilio) -> None:
    sid = await content(desk, TEMPLATE)

    async def standing(of: str = sid) -> Any:
        fetched = await twilio.does(lambda client: client.content.v1.contents(of).approval_fetch().fetch())
        return fetched.whatsapp["status"], fetched.whatsapp["rejection_reason"]

    assert await standing() == ("unsubmitted", "")
    wish = {"name": "balapan_place", "category": "UTILITY"}
    request = import_module("twilio.rest.content.v1.content.approval_create").ApprovalCreateList
    body = request.ContentApprovalRequest(wish)
    asked = await twilio.does(lambda client: client.content.v1.contents(sid).approval_create.create(body))
    assert (asked.status, asked.category) == ("received", "UTILITY")
    assert await standing() == ("approved", "")
    await desk.post("/sim/twilio/approvals", {"status": "pending"})
    other = await content(desk, {**TEMPLATE, "friendly_name": "other", "language": "kk"}, approve=True)
    assert await standing(other) == ("pending", "")
    await desk.post("/sim/twilio/approvals", {"name": "other", "status": "rejected", "reason": "TAG_CONTENT_MISMATCH"})
    assert await standing(other) == ("rejected", "TAG_CONTENT_MISMATCH")
    listing = (await api(desk, "GET", "/v1/ContentAndApprovals"))[1]["contents"]
    assert [each["approval_requests"]["status"] for each in listing] == ["approved", "rejected"]
    assert (await desk.ask("POST", "/sim/twilio/approvals", json={"status": "maybe"}))[0] == 400
    assert (await desk.ask("POST", "/sim/twilio/approvals", json={"status": "paused", "name": "x"}))[0] == 404


@pytest.mark.parametrize(
    "body",
    ["{{1}}: ваше место {{2}}.", "Ваше место {{2}}", "Место {{1}} {{2}} в очереди.", "Место {{other}} в очереди."],
)
async def test_a_template_of_wrong_shape_is_rejected(desk: Desk, body: str) -> None:
    sid = await content(desk, {**TEMPLATE, "types": {"twilio/text": {"body": body}}}, approve=True)
    told = (await api(desk, "GET", f"/v1/Content/{sid}/ApprovalRequests"))[1]["whatsapp"]
    assert told["status"] == "rejected"
    assert told["rejection_reason"]


async def test_a_name_is_taken_once_a_language(desk: Desk) -> None:
    for language, status in (("ru", "approved"), ("kk", "approved"), ("ru", "rejected")):
        sid = await content(desk, {**TEMPLATE, "language": language}, approve=True)
        assert (await api(desk, "GET", f"/v1/Content/{sid}/ApprovalRequests"))[1]["whatsapp"]["status"] == status


@pytest.mark.parametrize(
    "wish", [{"name": "Балапан", "category": "UTILITY"}, {"name": "a", "category": "OTHER"}, {"category": "UTILITY"}]
)
async def test_an_approval_that_cannot_be_asked_for(desk: Desk, wish: JSON) -> None:
    sid = await content(desk, TEMPLATE)
    assert (await api(desk, "POST", f"/v1/Content/{sid}/ApprovalRequests/whatsapp", wish))[0] == 400


async def test_a_list_cannot_be_approved_and_nothing_twice(desk: Desk) -> None:
    wish = {"name": "balapan", "category": "UTILITY"}
    for sid in (await content(desk, listed()), await content(desk, TEMPLATE, approve=True)):
        assert (await api(desk, "POST", f"/v1/Content/{sid}/ApprovalRequests/whatsapp", wish))[0] == 400


async def test_buttons_and_rows_are_shown_filled_in(desk: Desk, program: Program, twilio: Twilio) -> None:
    assert (await answer(desk, program, twilio, quick(), values(3)))["MessageStatus"] == "read"
    assert (await answer(desk, program, twilio, listed(10), values(10)))["MessageStatus"] == "read"
    buttons, rows = await reads(desk)
    assert [(each["text"], each["data"], each["kind"]) for each in buttons["buttons"]] == [
        (f"Да {n}", f"id {n}", "quick_reply") for n in range(3)
    ]
    assert (rows["text"], rows["list_button"]) == ("Какая очередь?", "Ашу")
    assert [(each["text"], each["description"]) for each in rows["buttons"]] == [
        (f"Т {n}", "сипаттама") for n in range(10)
    ]


@pytest.mark.parametrize(
    "case",
    [
        (quick(3), {"b0": "б" * 21}, "63021"),
        (quick(3), {"i0": "i" * 201}, "63021"),
        (quick(3), {"b0": "Да 1"}, "63021"),
        (quick(3), {"i0": "id 1"}, "63021"),
        (quick(4), {}, "63021"),
        (quick(3, body="{{a}}{{b}}{{c}}{{d}}{{e}}"), dict.fromkeys("abcde", "т" * 205), "63021"),
        (quick(3, body="{{said}} {{more}}"), {}, "63028"),
        (listed(2), {"t0": "т" * 25}, "63021"),
        (listed(2), {"d0": "т" * 73}, "63021"),
        (listed(2), {"i0": "id 1"}, "63021"),
        (listed(2), {"open": "т" * 21}, "63021"),
    ],
)
async def test_what_does_not_fit_once_filled_in_fails_later(
    desk: Desk, program: Program, twilio: Twilio, case: tuple[JSON, dict[str, str], str]
) -> None:
    wish, given, code = case
    told = await answer(desk, program, twilio, wish, values(4, **given))
    assert (told["MessageStatus"], told["ErrorCode"]) == ("failed", code)
    assert await reads(desk) == []


async def test_a_quick_reply_of_ten_needs_approval(desk: Desk, program: Program, twilio: Twilio) -> None:
    wish = quick(10, body="Выберите {{said}} сейчас.", title="Кнопка %d")
    wish["variables"] = {"said": "день", **{f"i{n}": str(n) for n in range(10)}}
    sid = await content(desk, wish, approve=True)
    given = {"said": "день", **{f"i{n}": f"day:{n}" for n in range(10)}}
    await twilio.says(program, "", content_sid=sid, content_variables=json.dumps(given))
    assert (await program.statuses(4))[-1]["MessageStatus"] == "read"
    [record] = await reads(desk)
    assert len(record["buttons"]) == 10


async def test_a_paused_template_and_an_unapproved_one_fail(desk: Desk, program: Program, twilio: Twilio) -> None:
    sid = await content(desk, TEMPLATE, approve=True)
    for status, code, count in (("paused", "63041", 3), ("pending", "63016", 2)):
        await desk.post("/sim/twilio/approvals", {"sid": sid, "status": status})
        await twilio.says(program, "", content_sid=sid, content_variables='{"1": "a", "2": "b"}')
        assert (await program.statuses(count))[-1]["ErrorCode"] == code


async def test_links_and_codes_are_shown_and_tell_where_they_lead(desk: Desk, program: Program, twilio: Twilio) -> None:
    actions = [
        {"type": "URL", "title": "Открыть", "url": "https://balapan.kz/{{1}}"},
        {"type": "PHONE_NUMBER", "title": "Позвонить", "phone": "+77000000001"},
        {"type": "COPY_CODE", "title": "Код", "code": "A1"},
    ]
    wish = {**TEMPLATE, "types": {"twilio/call-to-action": {"body": "Договор готов", "actions": actions}}}
    assert (await answer(desk, program, twilio, wish, {"1": "c/5"}))["MessageStatus"] == "read"
    assert (await does(desk, "tap", {"label": "Открыть"}))["url"] == "https://balapan.kz/c/5"
    assert (await does(desk, "tap", {"label": "Код"}))["copy"] == "A1"
    told = await desk.get("/sim/twilio/contents")
    assert (told["contents"][0]["type"], told["contents"][0]["status"]) == ("twilio/call-to-action", "unsubmitted")


async def test_a_text_of_1600_passes_in_a_session_but_not_as_a_template(
    desk: Desk, program: Program, twilio: Twilio
) -> None:
    wish = {**TEMPLATE, "types": {"twilio/text": {"body": "т" * 1025}}}
    assert (await answer(desk, program, twilio, wish, {}))["MessageStatus"] == "read"
    sid = await content(desk, {**wish, "friendly_name": "long"}, approve=True)
    await twilio.sends(HIS, content_sid=sid, status_callback=program.url("/whatsapp/status"))
    assert (await program.statuses(2))[-1]["ErrorCode"] == "63021"
