"""Files go both ways as on Telegram: photos are re-made, documents stay untouched, albums are one update an item."""

from __future__ import annotations

import io
import json

import pytest
from aiohttp import FormData
from PIL import Image

from simulator.telegram.errors import ApiError
from simulator.telegram.limits import uploadable
from tests.simulator.desk import AIGERIM, JSON, Desk, picture

PDF = b"%PDF-1.4 synthetic"


async def test_a_photo_is_remade_as_jpeg_in_several_sizes_without_a_name(started: Desk) -> None:
    png = io.BytesIO()
    Image.new("RGB", (1600, 1200), "navy").save(png, "PNG")
    await started.sends("photo", ("secret-name.png", "image/png", png.getvalue()), caption="справка")
    [update] = await started.updates()
    sizes = update["message"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 68),
        (320, 240),
        (800, 600),
        (1280, 960),
        (1600, 1200),
    ]
    assert update["message"]["caption"] == "справка"
    assert "secret-name" not in json.dumps(update)
    content = await download(started, sizes[-1]["file_id"])
    assert Image.open(io.BytesIO(content)).format == "JPEG"


async def test_a_document_keeps_bytes_name_and_the_type_it_claims(started: Desk) -> None:
    await started.sends("document", ("справка.pdf", "application/pdf", PDF))
    [update] = await started.updates()
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "справка.pdf",
        "application/pdf",
        len(PDF),
    )
    assert await download(started, document["file_id"]) == PDF


async def test_an_album_is_one_update_an_item_with_the_same_group(started: Desk) -> None:
    sent = await started.sends("photo", *[("p.jpg", "image/jpeg", picture())] * 3, caption="three pages")
    updates = await started.updates()
    assert [update["message"]["message_id"] for update in updates] == sent["message_ids"]
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert [update["message"].get("caption") for update in updates] == ["three pages", None, None]


@pytest.mark.parametrize("kind", ["video", "voice", "sticker"])
async def test_other_kinds_come_as_themselves(started: Desk, kind: str) -> None:
    await started.does("file", kind=kind, name="clip.mp4", size=10)
    [update] = await started.updates()
    assert update["message"][kind]["file_size"] == 10


async def test_a_phone_cannot_send_just_anything_as_a_photo(started: Desk) -> None:
    path = f"/sim/parent/{AIGERIM}/file"
    for wish in ({"kind": "photo"}, {"kind": "hologram"}, {"size": 1 << 30}, {"size": "big"}):
        assert (await started.ask("POST", path, json=wish))[0] == 400
    empty = FormData({"kind": "photo", "file": "text"}, default_to_multipart=True)
    assert (await started.ask("POST", path, data=empty))[0] == 400


async def test_a_bot_may_not_download_more_than_20_mebibytes(started: Desk) -> None:
    for size, fits in ((20 << 20, True), ((20 << 20) + 1, False)):
        await started.does("file", kind="document", size=size)
        document = (await started.updates(offset=-1))[0]["message"]["document"]
        got = await started.call("getFile", file_id=document["file_id"])
        assert got["ok"] is fits
    assert got["description"] == "Bad Request: file is too big"


async def test_unknown_files_are_refused(started: Desk) -> None:
    assert (await started.call("getFile", file_id="nonsense"))["description"] == "Bad Request: invalid file_id"
    status, content = await started.ask("GET", "/file/bot1000001:parent-demo/documents/file_99.pdf")
    assert (status, content["ok"]) == (404, False)
    assert (await started.ask("GET", "/sim/parent/files/nonsense"))[0] == 404


async def test_a_bot_sends_a_document_and_again_by_its_id(started: Desk) -> None:
    form = FormData(
        {"chat_id": str(AIGERIM), "caption": "<b>Ваш</b> договор", "parse_mode": "HTML"}, quote_fields=False
    )
    form.add_field("document", PDF, filename="договор.pdf", content_type="application/pdf")
    _, got = await started.ask("POST", "/bot1000001:parent-demo/sendDocument", data=form)
    document = got["result"]["document"]
    assert (got["result"]["caption"], document["file_name"]) == ("Ваш договор", "договор.pdf")
    again = await started.result("sendDocument", chat_id=AIGERIM, document=document["file_id"], protect_content=True)
    assert again["document"] == document
    assert again["has_protected_content"] is True
    shown = (await started.reads(from_="bot"))[0]["file"]
    assert (shown["kind"], shown["name"], shown["size"]) == ("document", "договор.pdf", len(PDF))
    async with started.http.get(started.url(f"/sim/parent/files/{shown['file_id']}")) as response:
        assert (response.content_type, await response.read()) == ("application/pdf", PDF)


async def test_a_bot_sends_an_album_of_attachments(started: Desk) -> None:
    sent = await album(started, ("photo", picture()), ("photo", picture(100, 100)))
    assert len({message["media_group_id"] for message in sent["result"]}) == 1
    assert [message.get("caption") for message in sent["result"]] == ["page 0", "page 1"]


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ([("photo", picture())], "album must include 2-10 items"),
        ([("photo", picture()), ("document", PDF)], "document can't be mixed with other media types"),
        ([("game", PDF), ("game", PDF)], "can't parse InputMedia: unsupported type"),
        ([("photo", PDF), ("photo", PDF)], "IMAGE_PROCESS_FAILED"),
        ([("photo", picture(2100, 100)), ("photo", picture())], "PHOTO_INVALID_DIMENSIONS"),
        ([("document", b""), ("document", PDF)], "file must be non-empty"),
    ],
)
async def test_an_album_is_checked(started: Desk, items: list[tuple[str, bytes]], problem: str) -> None:
    assert (await album(started, *items))["description"] == f"Bad Request: {problem}"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", "there is no document in the request"),
        ("https://example.kz/a.pdf", "failed to get HTTP URL content"),
        ("nonsense", "wrong file identifier/HTTP URL specified"),
        ("attach://nothing", "attached file not found"),
        ("a photo", "can't use file of type Photo as Document"),
    ],
)
async def test_a_document_that_is_none_is_refused(started: Desk, document: str, problem: str) -> None:
    if document == "a photo":
        await started.sends("photo", ("p.jpg", "image/jpeg", picture()))
        document = (await started.updates())[0]["message"]["photo"][0]["file_id"]
    got = await started.call("sendDocument", chat_id=AIGERIM, document=document)
    assert got["description"] == f"Bad Request: {problem}"


async def test_a_caption_has_up_to_1024_units_and_can_be_changed(started: Desk) -> None:
    await started.sends("photo", ("p.jpg", "image/jpeg", picture()))
    photo = (await started.updates())[0]["message"]["photo"][0]["file_id"]
    got = await started.call("sendPhoto", chat_id=AIGERIM, photo=photo, caption="x" * 1025)
    assert got["description"] == "Bad Request: message caption is too long"
    sent = await started.result("sendPhoto", chat_id=AIGERIM, photo=photo, caption="x" * 1024)
    edit = {"chat_id": AIGERIM, "message_id": sent["message_id"]}
    assert (await started.result("editMessageCaption", **edit, caption="short"))["caption"] == "short"
    refused = await started.call("editMessageText", **edit, text="x")
    assert refused["description"] == "Bad Request: there is no text in the message to edit"
    text = await started.says("text")
    refused = await started.call("editMessageCaption", chat_id=AIGERIM, message_id=text["message_id"], caption="x")
    assert refused["description"] == "Bad Request: there is no caption in the message to edit"


def test_an_upload_above_the_limit_is_too_large() -> None:
    with pytest.raises(ApiError) as refused:
        uploadable(b"abc", limit=2)
    assert (refused.value.status, refused.value.description) == (413, "Request Entity Too Large")


async def download(desk: Desk, file_id: str) -> bytes:
    """What a bot gets for a file id."""
    path = (await desk.result("getFile", file_id=file_id))["file_path"]
    async with desk.http.get(desk.url(f"/file/bot1000001:parent-demo/{path}")) as response:
        return await response.read()


async def album(desk: Desk, *items: tuple[str, bytes]) -> JSON:
    """The bot's album of these kinds and bytes, sent as attachments."""
    media = [
        {"type": kind, "media": f"attach://file{number}", "caption": f"page {number}"}
        for number, (kind, _) in enumerate(items)
    ]
    form = FormData({"chat_id": str(AIGERIM), "media": json.dumps(media)})
    for number, (_, content) in enumerate(items):
        form.add_field(f"file{number}", content, filename=f"{number}.bin")
    _, got = await desk.ask("POST", "/bot1000001:parent-demo/sendMediaGroup", data=form)
    return dict(got)
