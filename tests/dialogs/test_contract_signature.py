"""After a signature that did not count only the signature is asked again. C8a."""

from __future__ import annotations

import pytest

from dialogs.contract_queries import FillContract
from dialogs.inputs import Page
from enrolment.terms import DocumentKind
from tests.dialogs.contracts import KNOWN, PHOTO, REQUISITES, SIGNATURE, card, to_fill, with_cards
from tests.dialogs.talk import Talk
from tests.dialogs.test_contract import at_the_form

LINK = f"https://sign.example.kz/{SIGNATURE}"


def at_the_card(state: str = "draft", **fills: object) -> Talk:
    """The card of a contract that is frozen."""
    talk = with_cards(card(state, frozen=True))
    talk.facts = {**talk.facts, FillContract: to_fill(**{"state": state, **fills})}
    return talk.acts("contract", "91")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_C8a_what_is_frozen_is_signed_without_another_question(state: str) -> None:
    talk = at_the_card(state).hears("only your signature is missing", "Sign", "Change answers")
    talk.hears_not("fill in the data").picks("Sign").hears("sign it with your EDS", LINK)
    talk.hears_from_outside({"verdict": "refused", "reason": "revoked"}, SIGNATURE).hears("revoked", LINK)
    talk.hears_from_outside({"verdict": "valid"}, SIGNATURE).hears("See the card.")


@pytest.mark.parametrize(("agreement", "above"), [(True, "Additional agreement\n"), (False, "Contract\n")])
def test_C19_above_the_signature_alone_stands_the_kind_of_document(agreement: bool, above: str) -> None:
    talk = at_the_card(agreement=agreement).picks("Sign").hears("sign it with your EDS")
    assert talk.last.startswith(above)


def test_C20_what_is_not_frozen_any_more_leads_to_the_card() -> None:
    at_the_card(frozen=None).picks("Sign").hears("See the card.").hears_not(LINK)


def test_C8a_a_document_that_the_draft_has_is_not_asked_again_and_can_be_changed() -> None:
    talk = at_the_form(known=KNOWN | REQUISITES, attached={DocumentKind.CHILD_PHOTO: PHOTO})
    talk.hears("Send: Birth certificate")
    for _paper in range(5):
        talk.sends().picks("Done")
    talk.picks("I do not have it").hears("Photo of the child: 1 page").picks("Change").picks("Photo")
    talk.hears("I have 1 page")


def test_a_file_that_the_draft_has_already_is_noticed_when_it_is_sent_as_another_document() -> None:
    there = (Page(71, "application/pdf", 7, mark="4c"),)
    talk = at_the_form(known=KNOWN | REQUISITES, attached={DocumentKind.CHILD_PHOTO: there})
    talk.hears("Send: Birth certificate").sends_photo(72, mark="4c").hears("Photo of the child", "Send as it is")
    talk.picks("Send as it is").picks("Done").hears("Identity card of one parent").says("back")
    talk.hears("I have 1 page")


@pytest.mark.rule("E-41")
def test_edge_41_C19_the_card_of_a_contract_on_paper_says_that_it_is_changed_on_paper() -> None:
    talk = with_cards(card("signed", paper=True)).acts("contract", "91")
    talk.hears("It was concluded on paper.", "What changes in it is agreed on paper too")
