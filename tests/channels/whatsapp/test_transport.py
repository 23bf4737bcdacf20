"""Messages reach Twilio in its own words, over real HTTP, and never what it would refuse for the window."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Wrong
from bot.letters import Delivered
from bot.media_links import MediaLinks
from bot.whatsapp import messenger
from bot.whatsapp.transport import WhatsAppTransport
from dialogs import notices
from dialogs.message import FileOut, Spoken, SpokenChoice
from locales.catalogue import Locale
from storage.contents import ContentStatus
from storage.database import Database
from storage.files import MissingFile
from tests.channels.whatsapp.parcels import HOUR, SIDS, WANTED, Drawer, content, letter, note, open_transport
from tests.channels.whatsapp.posted import ACCOUNT, PHONE
from tests.channels.whatsapp.twilio import PUBLIC_URL, Answer, Twilio
from tests.handlers.town import MovableClock

QUESTION = Spoken("Which?", (SpokenChoice("apply.3.0", "Yes"), SpokenChoice("apply.3.1", "No")), locale=Locale.RU)
ABOUT = notices.About(5, "S-2026-000045", "Аружан")
PDF = FileOut("Шарт №1.pdf", "application/pdf", stored=1)
JPEG = FileOut("map.jpg", "image/jpeg", stored=2)
CSV = FileOut("log.csv", "text/csv", content="a,b")


@pytest.fixture
def drawer() -> Drawer:
    return Drawer({1: b"%PDF", 2: b"jpeg"})


@pytest.fixture
def transport(
    twilio: Twilio, session: ClientSession, database: Database, clock: MovableClock, drawer: Drawer
) -> WhatsAppTransport:
    return open_transport(twilio, session, database, clock, drawer)


@pytest.fixture
def just_now(clock: MovableClock) -> datetime:
    """The person has just written."""
    return clock.now()


# Within the window


async def test_a_text_is_sent_with_the_address_for_its_reports(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime
) -> None:
    delivered = await transport.deliver(letter(Spoken("Сәлем"), just_now))
    assert delivered == Delivered("SM" + "0" * 31 + "1", confirmed=False)
    assert twilio.sent == [
        {
            "To": f"whatsapp:{PHONE}",
            "From": ACCOUNT.sender,
            "Body": "Сәлем",
            "StatusCallback": f"{PUBLIC_URL}/whatsapp/status?message=12.0",
        }
    ]


async def test_who_has_no_number_is_written_to_by_the_other_id(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime
) -> None:
    one = letter(Spoken("hello"), just_now)
    await transport.deliver(replace(one, chat="KZ.1502837465920183"))
    assert twilio.sent[0]["To"] == "whatsapp:KZ.1502837465920183"


async def test_buttons_go_in_a_shape(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, just_now: datetime
) -> None:
    await note(database, content(WANTED["balapan_quick_1_2_2"]))
    await transport.deliver(letter(QUESTION, just_now))
    assert twilio.last["ContentSid"] == SIDS["balapan_quick_1_2_2"]
    values = json.loads(twilio.last["ContentVariables"])
    assert list(values.values()) == ["Which?", "1 Yes", "2 No", "Yes", "apply.3.0", "No", "apply.3.1"]
    assert "Body" not in twilio.last


async def test_a_shape_of_other_words_is_not_used(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, just_now: datetime
) -> None:
    await note(database, content(WANTED["balapan_quick_1_2_2"], fingerprint="of yesterday"))
    await transport.deliver(letter(QUESTION, just_now))
    assert twilio.last == {"Body": "Which?\n\n1 Yes\n2 No"}


async def test_shapes_made_later_are_found_within_a_minute(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, just_now: datetime
) -> None:
    seconds = [0.0]
    transport.shelf.monotonic = lambda: seconds[0]
    await transport.deliver(letter(QUESTION, just_now))
    await note(database, content(WANTED["balapan_quick_1_2_2"]))
    await transport.deliver(letter(QUESTION, just_now))
    assert "Body" in twilio.last
    seconds[0] = 60.0
    await transport.deliver(letter(QUESTION, just_now))
    assert "ContentSid" in twilio.last


@pytest.mark.parametrize("code", [21656, 63028, 63021])
async def test_what_a_shape_does_not_take_is_said_plainly(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, just_now: datetime, code: int
) -> None:
    await note(database, content(WANTED["balapan_quick_1_2_2"]))
    twilio.answers = [Answer(400, code)]
    with capture_logs() as logs:
        await transport.deliver(letter(QUESTION, just_now))
    assert twilio.last == {"Body": "Which?\n\n1 Yes\n2 No"}
    assert [entry["event"] for entry in logs] == ["shape.refused"]


async def test_a_long_text_goes_on_where_it_was(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime
) -> None:
    terms = Spoken("\n\n".join(["слово " * 200] * 2))
    first = await transport.deliver(letter(terms, just_now))
    second = await transport.deliver(letter(terms, just_now, step=1))
    assert (first.step, second.step) == (1, None)
    assert twilio.sent[1]["StatusCallback"].endswith("?message=12.1")
    with pytest.raises(Wrong, match="nothing to say"):
        await transport.deliver(letter(terms, just_now, step=2))


async def test_a_picture_goes_with_its_words_and_a_document_before_them(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime
) -> None:
    await transport.deliver(letter(Spoken("The map.", files=(JPEG,)), just_now))
    assert (twilio.last["Body"], "map" in twilio.last["MediaUrl"]) == ("The map.", False)
    with_document = Spoken("Your contract.", files=(PDF,))
    first = await transport.deliver(letter(with_document, just_now))
    assert (list(twilio.last), first.step) == (["MediaUrl"], 1)
    assert twilio.last["MediaUrl"].startswith(f"{PUBLIC_URL}/media/")
    await transport.deliver(letter(with_document, just_now, step=1))
    assert twilio.last == {"Body": "Your contract."}


async def test_each_file_has_a_link_of_its_own(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime, clock: MovableClock
) -> None:
    pages = Spoken("", files=(JPEG, JPEG))
    for step in (0, 1):
        await transport.deliver(letter(pages, just_now, step=step))
    links = MediaLinks(b"k" * 32, PUBLIC_URL, clock)
    assert [links.read(form["MediaUrl"].split("/")[-1]) for form in twilio.sent] == [(12, 0), (12, 1)]


async def test_what_whatsapp_does_not_take_goes_as_a_link(
    transport: WhatsAppTransport, twilio: Twilio, drawer: Drawer, just_now: datetime
) -> None:
    await transport.deliver(letter(Spoken("Журнал.", files=(CSV,)), just_now))
    said, link, until = twilio.last["Body"].split("\n")
    assert (said, until) == ("Журнал.", "The link works for 15 minutes. Later it shows how to get the file again.")
    assert link.startswith(f"log.csv: {PUBLIC_URL}/media/")
    drawer.stored[2] = bytes((5 << 20) + 1)
    await transport.deliver(letter(Spoken("", files=(JPEG,), locale=Locale.RU), just_now))
    assert twilio.last["Body"].endswith("Ссылка работает 15 минут. Позже она покажет, как получить файл ещё раз.")
    assert "MediaUrl" not in twilio.last


async def test_a_file_that_is_gone_is_told_before_twilio_asks_for_it(
    transport: WhatsAppTransport, twilio: Twilio, drawer: Drawer, just_now: datetime
) -> None:
    drawer.stored.clear()
    with pytest.raises(MissingFile):
        await transport.deliver(letter(Spoken("", files=(JPEG,)), just_now))
    assert twilio.sent == []


# Outside the window


@pytest.mark.parametrize(
    ("since", "is_open"),
    [(timedelta(hours=23, minutes=57), True), (timedelta(hours=23, minutes=58), False), (timedelta(days=9), False)],
)
async def test_the_window_closes_two_minutes_early(
    transport: WhatsAppTransport, twilio: Twilio, clock: MovableClock, since: timedelta, is_open: bool
) -> None:
    last_wrote = clock.now() - since
    if is_open:
        await transport.deliver(letter(Spoken("hello"), last_wrote))
    else:
        with pytest.raises(Held):
            await transport.deliver(letter(Spoken("hello"), last_wrote))
    assert len(twilio.sent) == is_open


async def test_a_notification_goes_as_its_template_in_the_parents_language(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    await note(database, content(WANTED["balapan_n13_kk"]))
    told = letter(notices.place_changed(ABOUT, 15, 12), clock.now() - 25 * HOUR, locale=Locale.KK)
    delivered = await transport.deliver(told)
    assert delivered.step is None
    assert not delivered.confirmed
    assert twilio.last["ContentSid"] == SIDS["balapan_n13_kk"]
    reason = notices.PLACE_FREED.in_(Locale.KK)
    values = json.loads(twilio.last["ContentVariables"])
    assert values == {"1": "15", "2": "12", "3": "Аружан", "4": reason, "5": "application.5"}
    assert twilio.sent[-1]["StatusCallback"].endswith("/whatsapp/status?message=12.0")


async def test_who_never_wrote_here_gets_templates_only(
    transport: WhatsAppTransport, twilio: Twilio, database: Database
) -> None:
    await note(database, content(WANTED["balapan_n03_ru"]))
    await transport.deliver(letter(notices.confirmed(ABOUT, 4), None))
    assert twilio.last["ContentSid"] == SIDS["balapan_n03_ru"]


@pytest.mark.parametrize("status", sorted({*get_args(ContentStatus)} - {"approved", "session", "unsubmitted"}))
async def test_a_template_that_is_not_approved_is_not_sent(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock, status: ContentStatus
) -> None:
    wanted = WANTED["balapan_n03_ru"]
    await note(database, content(wanted, status))
    with pytest.raises(Held) as held, capture_logs() as logs:
        await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert held.value.news is None
    assert twilio.sent == []
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("template.missing", "warning")]


async def test_an_older_approved_text_is_sent_while_the_new_one_is_judged(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    wanted = WANTED["balapan_n03_ru"]
    older = "HX" + "e" * 32
    await note(
        database,
        content(wanted, fingerprint="f00 position child button", sid=older),
        content(wanted, "pending", name=f"{wanted.base}_v2"),
    )
    await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert twilio.last["ContentSid"] == older
    assert json.loads(twilio.last["ContentVariables"]) == {"1": "4", "2": "Аружан", "3": "application.5"}
    transport.shelf.monotonic = lambda: float("inf")
    await note(database, content(wanted, name=f"{wanted.base}_v2"))
    await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert twilio.last["ContentSid"] == SIDS[wanted.base]


async def test_an_older_text_that_names_what_is_not_told_any_more_is_not_sent(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    await note(database, content(WANTED["balapan_n03_ru"], fingerprint="f00 child preschool button"))
    with pytest.raises(Held):
        await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert twilio.sent == []


async def test_what_has_no_template_waits_and_the_person_is_told_once(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    await note(database, content(WANTED["balapan_news_ru"]))
    late = letter(QUESTION, clock.now() - 25 * HOUR)
    with pytest.raises(Held) as held:
        await transport.deliver(late)
    assert held.value.news == "SM" + "0" * 31 + "1"
    assert twilio.last == {"ContentSid": SIDS["balapan_news_ru"]}
    assert twilio.sent[0]["StatusCallback"] == f"{PUBLIC_URL}/whatsapp/status?news=7"
    with pytest.raises(Held) as again:
        await transport.deliver(replace(late, news_at=clock.now()))
    assert again.value.news is None
    with pytest.raises(Held) as next_week:
        await transport.deliver(replace(late, news_at=clock.now() - 26 * HOUR))
    assert next_week.value.news is not None
    assert len(twilio.sent) == 2


async def test_who_never_wrote_is_told_once_too(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    await note(database, content(WANTED["balapan_news_ru"]))
    stranger = letter(QUESTION, None)
    with pytest.raises(Held):
        await transport.deliver(replace(stranger, news_at=clock.now() - 99 * HOUR))
    assert twilio.sent == []


async def test_a_template_says_all_of_it_or_nothing(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock
) -> None:
    await note(database, content(WANTED["balapan_n03_ru"]))
    told = notices.confirmed(ABOUT, 4).spoken(Locale.RU)
    long_ago = clock.now() - 25 * HOUR
    for spoken in (
        replace(told, files=(PDF,)),
        replace(told, choices=()),
        replace(told, named={**told.named, "child": "ә" * 256}),
        replace(told, named={**told.named, "child": " \n "}),
    ):
        with pytest.raises(Held):
            await transport.deliver(letter(spoken, long_ago))
    with pytest.raises(Held):
        await transport.deliver(letter(told, long_ago, step=1))
    assert twilio.sent == []


@pytest.mark.parametrize("code", [63027, 63041])
async def test_a_template_that_is_refused_leaves_word_of_news(
    transport: WhatsAppTransport, twilio: Twilio, database: Database, clock: MovableClock, code: int
) -> None:
    await note(database, content(WANTED["balapan_n03_ru"]), content(WANTED["balapan_news_ru"]))
    twilio.answers = [Answer(400, code)]
    with pytest.raises(Held) as held:
        await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert held.value.news is not None
    twilio.answers = [Answer(400, code), Answer(400, code)]
    with pytest.raises(Held) as again:
        await transport.deliver(letter(notices.confirmed(ABOUT, 4), clock.now() - 25 * HOUR))
    assert again.value.news is None


# Refusals


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(400, 21211), Gone),
        (Answer(400, 21610), Gone),
        (Answer(400, 63024), Gone),
        (Answer(400, 63033), Gone),
        (Answer(400, 63032), Lost),
        (Answer(400, 63018), Throttled),
        (Answer(400, 63017), Flooded),
        (Answer(400, 63016), Held),
        (Answer(400, 21617), Wrong),
        (Answer(400, 63013), Wrong),
        (Answer(400, 63015), Wrong),
        (Answer(404, 20404), Wrong),
        (Answer(401, 20003), TryLater),
        (Answer(500, 20500), TryLater),
        (Answer(503), TryLater),
    ],
)
async def test_every_refusal_means_something_and_names_nobody(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime, answer: Answer, error: type[Exception]
) -> None:
    twilio.answers = [answer]
    with pytest.raises(error) as caught:
        await transport.deliver(letter(Spoken("hello"), just_now))
    assert type(caught.value) is error
    assert PHONE not in str(caught.value)


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("", 5), ("soon", 5), ("0", 1), ("99999", 3600)])
async def test_twilio_says_how_long_to_wait(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime, said: str, seconds: float
) -> None:
    twilio.answers = [Answer(429, 20429, {"Retry-After": said} if said else {})]
    with pytest.raises(Flooded) as flooded:
        await transport.deliver(letter(Spoken("hello"), just_now))
    assert flooded.value.seconds == seconds


async def test_a_twilio_that_does_not_answer_is_given_up(
    transport: WhatsAppTransport, twilio: Twilio, just_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "TIMEOUT_S", 0.05)
    twilio.gate = asyncio.Event()
    with pytest.raises(TryLater, match="TimeoutError"):
        await transport.deliver(letter(Spoken("hello"), just_now))
    twilio.gate.set()


async def test_a_twilio_that_is_not_there_is_a_matter_of_time(
    twilio: Twilio, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    twilio.address = "http://127.0.0.1:1"
    with pytest.raises(TryLater):
        await open_transport(twilio, session, database, clock).deliver(letter(Spoken("hello"), clock.now()))
