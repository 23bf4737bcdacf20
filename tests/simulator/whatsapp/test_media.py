"""Files both ways: behind credentials and a redirect, fetched by HEAD and GET, shown on the phone."""

from __future__ import annotations

import pytest
from aiohttp import FormData, encode_basic_auth

from simulator.options import DEMO_TWILIO
from tests.simulator.desk import Desk, picture
from tests.simulator.whatsapp.program import DANIYAR, HIS, JSON, MESSAGES, Program, Twilio, api, content, does, reads

AUTH = {"Authorization": encode_basic_auth(DEMO_TWILIO["account"], DEMO_TWILIO["token"])}
PDF = b"%PDF-1.7 synthetic"


async def sends(desk: Desk, kind: str, *files: tuple[str, str, bytes], caption: str = "") -> JSON:
    """Daniyar sends files: name, type, bytes of each."""
    form = FormData({"kind": kind, "caption": caption})
    for name, mime, body in files:
        form.add_field("file", body, filename=name, content_type=mime)
    status, got = await desk.ask("POST", f"/sim/whatsapp/{DANIYAR}/file", data=form)
    assert status == 200, got
    return dict(got)


async def download(desk: Desk, url: str, *, auth: bool = True) -> tuple[int, str, bytes]:
    """Status, Location and body of one GET that follows nothing."""
    async with desk.http.get(url, headers=AUTH if auth else {}, allow_redirects=False) as response:
        return response.status, response.headers.get("Location", ""), await response.read()


async def test_a_document_is_fetched_through_the_redirect_without_credentials(desk: Desk, program: Program) -> None:
    await sends(desk, "document", ("анықтама.pdf", "application/pdf", PDF))
    form, _ = await program.inbound()
    assert (form["MessageType"], form["MediaContentType0"], form["Body"]) == (
        "document",
        "application/pdf",
        "анықтама.pdf",
    )
    assert form["MediaUrl0"].startswith(desk.url(MESSAGES.removesuffix(".json")))
    assert (await download(desk, form["MediaUrl0"], auth=False))[0] == 401
    status, place, _ = await download(desk, form["MediaUrl0"])
    assert status == 302
    assert await download(desk, place, auth=False) == (200, "", PDF)
    assert (await download(desk, place))[0] == 400
    async with desk.http.get(form["MediaUrl0"], headers=AUTH) as response:
        assert response.status == 400


async def test_a_deleted_file_is_gone_but_stays_on_the_phone(desk: Desk, program: Program, twilio: Twilio) -> None:
    said = await sends(desk, "document", ("a.pdf", "application/pdf", PDF))
    form, _ = await program.inbound()
    sid = form["MediaUrl0"].rpartition("/")[2]
    _, place, _ = await download(desk, form["MediaUrl0"])
    message = said["message_id"]
    listed = await twilio.does(lambda client: client.messages(message).media.list())
    assert [(each.sid, each.content_type) for each in listed] == [(sid, "application/pdf")]
    assert (await twilio.does(lambda client: client.messages(message).media(sid).fetch())).parent_sid == message
    assert await twilio.does(lambda client: client.messages(message).media(sid).delete())
    assert (await download(desk, form["MediaUrl0"]))[0] == 404
    assert (await download(desk, place, auth=False))[0] == 404
    assert (await api(desk, "DELETE", f"{MESSAGES.removesuffix('.json')}/{message}/Media/{sid}"))[0] == 404
    [record] = await reads(desk, "from=user")
    assert (await download(desk, desk.url(f"/sim/whatsapp/files/{record['file']['file_id']}"), auth=False))[2] == PDF


async def test_a_file_may_be_missing_at_first_and_without_its_length(desk: Desk, program: Program) -> None:
    await desk.post("/sim/twilio/media", {"missing": 2, "chunked": True})
    await does(desk, "file", {"kind": "document", "name": "big.pdf", "mime": "application/pdf", "size": 200_000})
    form, _ = await program.inbound()
    tries = [await download(desk, form["MediaUrl0"]) for _ in range(3)]
    assert [status for status, *_ in tries] == [404, 404, 302]
    async with desk.http.get(tries[-1][1]) as response:
        assert response.content_length is None
        assert len(await response.read()) == 200_000
    assert (await desk.ask("POST", "/sim/twilio/media", json={"missing": -1}))[0] == 400


async def test_photos_are_made_anew_and_come_one_by_one(desk: Desk, program: Program) -> None:
    shot = ("IMG_1.png", "image/png", picture())
    sent = await sends(desk, "photo", shot, shot, caption="Екі бет")
    forms = {form["MessageSid"]: form for form in [(await program.inbound())[0] for _ in range(2)]}
    assert sorted(forms) == sorted(sent["message_ids"])
    assert sorted(form["Body"] for form in forms.values()) == ["", "Екі бет"]
    assert {(form["MessageType"], form["MediaContentType0"]) for form in forms.values()} == {("image", "image/jpeg")}
    broken = {"kind": "photo", "name": "x.jpg", "mime": "image/jpeg", "size": 10}
    assert (await desk.ask("POST", f"/sim/whatsapp/{DANIYAR}/file", json=broken))[0] == 400
    assert (await desk.ask("GET", "/sim/whatsapp/files/none"))[0] == 404


@pytest.fixture
async def wrote(desk: Desk, program: Program) -> Desk:
    """The desk after Daniyar wrote and the program took it."""
    await does(desk, "text", {"text": "Сәлем"})
    await program.inbound()
    return desk


async def test_a_pdf_is_fetched_by_head_and_get_and_shown_without_its_caption(
    wrote: Desk, program: Program, twilio: Twilio
) -> None:
    program.files["contract.pdf"] = ("application/pdf", PDF)
    sent = await twilio.says(program, "Ваш договор", media_url=[program.url("/media/contract.pdf")])
    assert (await program.statuses(4))[-1]["MessageStatus"] == "read"
    assert sent.sid.startswith("MM")
    assert program.fetched == ["HEAD contract.pdf", "GET contract.pdf"]
    [record] = await reads(wrote)
    assert (record["file"]["name"], record["file"]["mime"], record["text"]) == ("contract.pdf", "application/pdf", "")
    assert (await download(wrote, wrote.url(f"/sim/whatsapp/files/{record['file']['file_id']}")))[2] == PDF


async def test_a_picture_keeps_its_caption(wrote: Desk, program: Program, twilio: Twilio) -> None:
    program.files["map.png"] = ("image/png", picture())
    await twilio.says(program, "Карта", media_url=[program.url("/media/map.png")])
    assert (await program.statuses(4))[-1]["MessageStatus"] == "read"
    [record] = await reads(wrote)
    assert (record["type"], record["text"]) == ("photo", "Карта")


@pytest.mark.parametrize(
    ("mime", "size"),
    [("text/html", 10), ("image/jpeg", (5 << 20) + 1), ("application/pdf", (16 << 20) + 1), ("", 0)],
)
async def test_a_file_that_cannot_be_sent_fails_later(
    wrote: Desk, program: Program, twilio: Twilio, mime: str, size: int
) -> None:
    if mime:
        program.files["file"] = (mime, b"x" * size)
    await twilio.says(program, "", media_url=[program.url("/media/file")])
    _, failed = await program.statuses(2)
    assert (failed["MessageStatus"], failed["ErrorCode"]) == ("failed", "63019")
    assert await reads(wrote) == []


async def test_a_file_of_a_content_is_fetched_too(wrote: Desk, program: Program, twilio: Twilio) -> None:
    program.files["map.png"] = ("image/png", picture())
    media = {"body": "Карта", "media": [program.url("/media/") + "/{{1}}"]}
    sid = await content(wrote, {"friendly_name": "m", "language": "ru", "types": {"twilio/media": media}})
    await twilio.sends(HIS, content_sid=sid, content_variables='{"1": "map.png"}')
    [record] = await reads(wrote, "from=bot&wait=5")
    assert (record["type"], record["text"]) == ("photo", "Карта")


async def test_an_address_that_nobody_serves_fails_later(wrote: Desk, program: Program, twilio: Twilio) -> None:
    await twilio.says(program, "", media_url=["http://127.0.0.1:9/a.pdf"])
    assert (await program.statuses(2))[-1]["ErrorCode"] == "63019"
    await twilio.says(program, "т" * 1025, media_url=[program.url("/media/map.png")])
    assert (await program.statuses(2))[-1]["ErrorCode"] == "63021"
