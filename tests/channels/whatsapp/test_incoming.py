"""Twilio's forms become arrivals that keep what is needed and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import read
from bot.whatsapp.incoming import Malformed, arrivals
from dialogs.inputs import Acted, Contact, FileRefused, Located, Said, Started, Tapped, Unreadable
from storage.inbox import Arrival
from tests.channels.whatsapp.posted import BUSINESS_SCOPED, PHONE, SID, media_url, picture_form, posted

URL = media_url()
COPY = {"attached": {"id": URL, "mime": "image/jpeg"}}


def arrived(**changed: str) -> Arrival:
    [one] = arrivals(posted(**changed))
    return one


def kept(**changed: str) -> Any:
    return read("whatsapp", arrived(**changed).payload)


def test_a_text_is_kept_with_its_chat_and_without_a_name() -> None:
    one = arrived()
    assert (one.channel, one.external_id, one.address, one.phone, one.also) == ("whatsapp", SID, PHONE, PHONE, ())
    assert one.payload == {"said": "Сәлем"}
    assert not one.fetch
    assert read("whatsapp", one.payload) == Said("Сәлем")


def test_phone_and_business_scoped_id_are_one_person() -> None:
    one = arrived(ExternalUserId=f"whatsapp:{BUSINESS_SCOPED}")
    assert (one.address, one.also, one.phone) == (PHONE, (BUSINESS_SCOPED,), PHONE)


def test_who_has_only_a_username_is_answered_there_and_has_no_phone() -> None:
    name = f"whatsapp:{BUSINESS_SCOPED}"
    one = arrived(From=name, ExternalUserId=name, WaId=BUSINESS_SCOPED)
    assert (one.address, one.also, one.phone) == (BUSINESS_SCOPED, (), None)
    assert one.payload == {"said": "Сәлем", "called": "А***м"}


@pytest.mark.parametrize(
    "changed",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM1"},
        {"MessageSid": "../../etc/passwd"},
        {"From": "+77010000001"},
        {"From": "whatsapp:Айгерім"},
        {"From": "whatsapp:"},
        {"From": "messenger:77010000001"},
        {"From": "whatsapp:KZ.1502\n"},
        {"From": "whatsapp:+7701٣٣٣٣"},
    ],
)
def test_a_form_that_nobody_can_be_answered_for_is_malformed(changed: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        arrivals(posted(**changed))


def test_a_form_without_anything_is_malformed() -> None:
    with pytest.raises(Malformed):
        arrivals({})


def test_the_id_of_a_button_counts_before_its_label() -> None:
    pressed = {"MessageType": "button", "Body": "Иә", "ButtonText": "Иә"}
    assert kept(**pressed, ButtonPayload="apply.7.yes") == Tapped("apply", 7, "yes")
    assert kept(**pressed, ButtonPayload="!application.12.x9") == Acted("application", "12", "x9")
    assert kept(**pressed, ButtonPayload="") == Said("Иә")


def test_the_id_of_a_row_counts_before_its_title() -> None:
    chosen = {"MessageType": "interactive", "Body": "Санаторий", "ListTitle": "Санаторий"}
    assert kept(**chosen, ListId="apply.3.sanatorium") == Tapped("apply", 3, "sanatorium")
    assert kept(**chosen) == Said("Санаторий")


def test_forged_ids_are_out_of_date_and_nothing_else() -> None:
    assert kept(ButtonPayload="DROP TABLE") == Tapped("", -1, "")


@pytest.mark.parametrize("text", ["/start", "start", "Start!", " СТАРТ ", "Бастау."])
def test_a_word_that_begins_begins(text: str) -> None:
    assert kept(Body=text) == Started("")


@pytest.mark.parametrize(("text", "sent"), [("/start inv_1", Started("inv_1")), ("старт па", Said("старт па"))])
def test_what_follows_the_word_counts(text: str, sent: object) -> None:
    assert kept(Body=text) == sent


def test_a_location_is_kept_in_degrees() -> None:
    place = {"MessageType": "location", "Body": "", "Latitude": "44.8488", "Longitude": "65.4823", "Label": "Home"}
    assert kept(**place) == Located(44.8488, 65.4823)
    assert arrived(**place).payload == {"located": [44.8488, 65.4823]}


@pytest.mark.parametrize(("latitude", "longitude"), [("nan", "1"), ("91", "1"), ("1", "inf"), ("north", "1"), ("", "")])
def test_no_place_on_earth_is_not_read(latitude: str, longitude: str) -> None:
    assert kept(MessageType="location", Body="", Latitude=latitude, Longitude=longitude) == Unreadable("location")


def test_a_picture_is_to_be_fetched_from_where_twilio_says() -> None:
    [one] = arrivals(picture_form(URL, Body="міне"))
    assert one.fetch
    assert one.payload == COPY


def test_each_file_is_an_arrival_of_its_own_and_comes_once() -> None:
    form = picture_form(URL, NumMedia="2", MediaUrl1=media_url(place=1), MediaContentType1="application/pdf")
    first, second = arrivals(form, "token-1")
    assert (first.external_id, second.external_id) == (SID, f"{SID}.1")
    assert (first.token, second.token) == ("token-1", "token-1.1")
    assert second.payload == {"attached": {"id": media_url(place=1), "mime": "application/pdf"}}


@pytest.mark.parametrize(
    ("body", "name"), [("анықтама.pdf", "анықтама.pdf"), ("AUTH_RSA256_1a2b3c.p12", "AUTH_RSA256_1a2b3c.p12")]
)
def test_a_document_keeps_its_name(body: str, name: str) -> None:
    [one] = arrivals(picture_form(URL, "application/pdf", "document", Body=body))
    assert one.payload["attached"]["name"] == name


@pytest.mark.parametrize("body", ["this is it", "../../x.pdf", "two\nlines.pdf", ""])
def test_words_beside_a_document_are_no_name(body: str) -> None:
    [one] = arrivals(picture_form(URL, "application/pdf", "document", Body=body))
    assert "name" not in one.payload["attached"]


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("audio", "audio/ogg; codecs=opus"), ("video", "video/mp4"), ("sticker", "image/webp"), ("hologram", "image/png")],
)
def test_what_nobody_can_read_is_named_and_its_copy_given_up(kind: str, mime: str) -> None:
    [one] = arrivals(picture_form(URL, mime, kind))
    assert one.payload == {"unreadable": kind, "copy": URL}
    assert one.fetch


@pytest.mark.parametrize("kind", ["order", "reaction", "system", "unknown", "x" * 500])
def test_an_unknown_kind_is_named_and_not_read(kind: str) -> None:
    assert kept(MessageType=kind, Body="что-то") == Unreadable(kind[:32])


def test_a_film_sent_as_a_document_is_refused_without_fetching_it() -> None:
    [one] = arrivals(picture_form(URL, "video/mp4", "document"))
    assert "attached" not in one.payload
    refused = read("whatsapp", one.payload)
    assert isinstance(refused, FileRefused)
    assert "This is a video" in str(refused.why)


@pytest.mark.parametrize("form", [{"NumMedia": "1"}, {"NumMedia": "0"}, {"NumMedia": "many"}])
def test_a_picture_that_is_not_there_is_asked_for_again(form: dict[str, str]) -> None:
    refused = kept(MessageType="image", Body="", **form)
    assert isinstance(refused, FileRefused)
    assert str(refused.why).startswith("I could not get this file.")


@pytest.mark.rule("S3-10")
@pytest.mark.parametrize("kind", ["contacts", "text", ""])
def test_a_sent_card_proves_nothing(kind: str) -> None:
    [one] = arrivals(picture_form(URL, "text/vcard", kind))
    assert read("whatsapp", one.payload) == Contact("", own=False)
    assert one.payload["copy"] == URL
    assert kept(MessageType="contacts", Body="") == Contact("", own=False)


@pytest.mark.rule("S2-48")
def test_a_told_eds_password_is_kept_nowhere_and_nothing_is_claimed_to_be_deleted() -> None:
    one = arrived(Body="Пароль от ЭЦП: Aa123456")
    assert "Aa123456" not in json.dumps(one.payload)
    assert not one.fetch
    refused = read("whatsapp", one.payload)
    assert isinstance(refused, FileRefused)
    assert refused.secret
    assert "Never send anyone your EDS file or its password" in str(refused.why)
    assert "deleted" not in str(refused.why)


def test_neither_the_number_nor_the_text_shows_when_an_arrival_is_printed() -> None:
    shown = repr(arrived(Body="880719300107", ExternalUserId=f"whatsapp:{BUSINESS_SCOPED}"))
    assert not any(secret in shown for secret in (PHONE, BUSINESS_SCOPED, "880719300107", "Айгерім"))


FIELDS = st.sampled_from(
    "MessageSid From ExternalUserId Body MessageType NumMedia MediaUrl0 MediaContentType0 ButtonPayload ListId "
    "Latitude Longitude ProfileName".split()
)


@given(st.dictionaries(FIELDS, st.text(max_size=40)))
def test_no_form_whatever_breaks_the_reading(changed: dict[str, str]) -> None:
    try:
        found = arrivals(posted(**changed))
    except Malformed:
        return
    for one in found:
        read("whatsapp", one.payload)
