"""A photo that may not do: the parent is told what is wrong with it, and sends it as it is or another one."""

from __future__ import annotations

import pytest

from dialogs.conversation import Conversation
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.inputs import Page
from dialogs.photo_words import ADVICE
from dialogs.questions import Upload
from dialogs.questions.pile import Pile
from dialogs.questions.question import Common
from enrolment.photo_advice import PhotoAdvice
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.parents import parent
from tests.dialogs.talk import Talk

DARK, BLURRED = PhotoAdvice.DARK, PhotoAdvice.BLURRED


def at_the_conclusion() -> Talk:
    return parent().starts().picks("Apply").picks("sanatorium").picks("tb_contact").hears("phthisiatrician")


def files(talk: Talk) -> list[int]:
    """The files sent so far, or those of the answer."""
    frame = talk.conversation.stack[-1]
    return [page["file"] for page in frame.view.get("pages", frame.answers.get("conclusion", []))]


@pytest.mark.rule("S2-40")
def test_a_blurred_photo_may_be_sent_as_it_is() -> None:
    talk = at_the_conclusion().sends_photo(1, BLURRED)
    talk.hears("came out blurred", "by a window", "Replace it", "Send as it is").hears_not("Done", "File No.")
    talk.picks("Send as it is").hears("I have 1 page").picks("Done").hears("Which kindergartens")
    assert files(talk) == [1]


@pytest.mark.rule("S2-40")
def test_or_another_one_is_taken_in_its_place() -> None:
    talk = at_the_conclusion().sends_photo(1, DARK).hears("too dark").picks("Replace it")
    talk.hears("Send the phthisiatrician's conclusion").sends_photo(2).hears("I have 1 page")
    assert files(talk) == [2]


def test_an_album_with_a_bad_photo_loses_nothing_and_keeps_its_order() -> None:
    talk = at_the_conclusion().sends_photo(1).sends_photo(2, BLURRED).sends_photo(3).sends_photo(4, DARK)
    talk.hears("File No. 2. This photo came out blurred").picks("Replace it")
    talk.hears("File No. 3. This photo is too dark").picks("Send as it is")
    talk.hears("Send the other one now").sends_photo(5).hears("I have 4 pages")
    assert files(talk) == [1, 5, 3, 4]


def test_a_doubt_is_answered_before_the_document_is_done() -> None:
    talk = at_the_conclusion().sends_photo(1, DARK)
    talk.taps(talk.engine.current(talk.conversation), talk.conversation.rev, "done").hears("too dark")
    talk.says("well").hears("too dark", "Send as it is")


def test_where_the_photo_was_replaced_one_may_still_go_on_without_another() -> None:
    talk = at_the_conclusion().sends_photo(1).sends_photo(2, DARK).picks("Replace it").hears("Send the other one now")
    talk.picks("Done").hears("Which kindergartens")
    assert files(talk) == [1]


def test_the_same_file_twice_for_one_document_is_told() -> None:
    talk = at_the_conclusion().sends_photo(1, mark="a1").sends_photo(2, mark="a1")
    talk.hears("File No. 2. You have sent this very file for this document already")
    talk.picks("Replace it").sends_photo(3, mark="b2").hears("I have 2 pages")


class Papers(Dialog):
    """Two documents, one after the other."""

    photo = Upload(verbatim("Photo?"), Common(label=verbatim("Photo of the child")))
    card = Upload(verbatim("Card?"), Common(label=verbatim("Vaccination card")))

    def done(self) -> Effect | None:
        return None


def test_the_same_file_for_two_documents_is_told_with_the_name_of_the_other() -> None:
    page = {"file": 1, "mime": "image/jpeg", "pages": 1, "rest": [], "mark": "a1"}
    dialog = Papers({"photo": [page]}, parent().known_facts())
    pile = Pile().with_file({**page, "file": 2}, PhotoAdvice.TWICE)
    said = Papers.card.ask(dialog, pile.view).text.in_(Locale.EN)
    assert "for another document already: Photo of the child." in said


@pytest.mark.parametrize("advice", list(PhotoAdvice))
def test_every_advice_says_what_to_do_in_every_language(advice: PhotoAdvice) -> None:
    said = {ADVICE[advice].in_(locale) for locale in Locale}
    assert len(said) == 3
    assert all(". " in words or ": " in words for words in said)


def test_answers_of_before_are_read() -> None:
    dialog_answer = [{"file": 1, "mime": "image/jpeg", "pages": 1}]
    (page,) = Papers.photo.load(dialog_answer)
    assert (page.files, page.mark) == ((1,), "")


def test_a_doubt_survives_being_stored() -> None:
    talk = at_the_conclusion().sends_photo(1, DARK)
    assert Conversation.from_json(talk.conversation.to_json()) == talk.conversation


def test_a_pdf_that_became_pages_can_be_taken_apart() -> None:
    assert Page(1, "image/jpeg", 2, (2,), "a1").parts == (Page(1, "image/jpeg", 1), Page(2, "image/jpeg", 1))
    assert Page(1, "application/pdf", 2).parts == (Page(1, "application/pdf", 2),)
