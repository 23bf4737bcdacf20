"""What holds for every dialog holds for the contract's: never an exception, a way on, labels that fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.enrol_queries import StaffRequest
from dialogs.inputs import Found
from dialogs.questions import Open
from enrolment.terms import DocumentKind
from locales.catalogue import Locale
from tests.dialogs import contracts as parents
from tests.dialogs.contracts import (
    CHECK,
    DRAFT,
    FROZEN,
    KNOWN,
    PHOTO,
    REQUISITES,
    SIGNATURE,
    SIGNED_TERMS,
    card,
    checked,
    party,
    returned,
    to_fill,
    with_cards,
)
from tests.dialogs.enrolments import asked
from tests.dialogs.staff import contracting as staff
from tests.dialogs.talk import Talk
from tests.dialogs.test_laws import ANYTHING, OFTEN, WALKS, check, input_of, steps

WIDEST = 24
VERDICTS: list[dict[str, Any]] = [
    {"verdict": "valid"},
    {"verdict": "pending", "reason": "revocation_unknown"},
    {"verdict": "refused", "reason": "other_iin"},
]
CAME = [
    *[Found(token, verdict) for token in (CHECK, SIGNATURE) for verdict in VERDICTS for _each in range(60)],
    *[Found(DRAFT, {"version": 1, "pages": 3}), Found(DRAFT, {"failed": True})] * 80,
    *[Found(FROZEN, {"version": 1, "sha256": "ab"}), Found(FROZEN, {"failed": True}), Found(FROZEN, {"changed": True})]
    * 80,
]
THINGS = [*ANYTHING, *CAME]
FILLED = to_fill(known=KNOWN | REQUISITES, prepared={DocumentKind.CHILD_PHOTO: PHOTO})
FEWER = settings(OFTEN, max_examples=60)


def opened(dialog: type[Any], *, filled: bool) -> Talk:
    """A parent in that dialog."""
    if dialog.dialog_name == "CorrectContract":
        talk = party(returned("iban", "id_card"))
    else:
        talk = party(FILLED if filled else to_fill())
    talk.facts = {**talk.facts, **with_cards(card()).facts, **talk.facts}
    talk.hasty = True
    talk.engine.actions = {**talk.engine.actions, "open": lambda _: Open(dialog, given={"contract": 91})}
    return talk.starts().acts("open", "x")


@pytest.mark.parametrize("dialog", parents.CONTRACT_DIALOGS, ids=lambda one: one.dialog_name)
def test_random_inputs_never_break_a_dialog_of_contracts(dialog: type[Any]) -> None:
    @FEWER
    @given(WALKS, st.booleans())
    def walk(chosen: bytes, filled: bool) -> None:
        talk = opened(dialog, filled=filled)
        for thing in steps(chosen, THINGS):
            talk.send(input_of(thing, talk))
            check(talk)

    walk()


@pytest.mark.parametrize("dialog", staff.CONTRACT_DIALOGS, ids=lambda one: one.dialog_name)
def test_random_inputs_never_break_an_employees_dialog_of_contracts(dialog: type[Any]) -> None:
    given_ = {"contract": 91, "item": "iban", "request": 81}
    wanted = {one.name for one in dialog.questions}

    @FEWER
    @given(WALKS, st.sampled_from(["under_review", "signed", "returned"]))
    def walk(chosen: bytes, state: str) -> None:
        talk = staff.checking(checked(state))
        talk.facts = {**talk.facts, StaffRequest: asked()}
        talk.hasty = True
        about = {name: value for name, value in given_.items() if name in wanted}
        talk.engine.actions = {**talk.engine.actions, "open": lambda _: Open(dialog, given=about)}
        talk.acts("open", "x")
        for thing in steps(chosen, THINGS):
            talk.send(input_of(thing, talk))
            check(talk)

    walk()


STATES = (
    "draft signature_pending parent_signed under_review returned signed rejected cancelled expired archived".split()
)


@pytest.mark.parametrize("state", STATES)
def test_every_page_of_contracts_can_be_shown_in_every_state(state: str) -> None:
    mine = with_cards(card(state, terms=SIGNED_TERMS, pages=3))
    theirs = staff.checking(checked(state))
    args = {"id": 91, "tab": "archive", "item": "iban"}
    for talk, pages in ((mine, parents.CONTRACT_PAGES), (theirs, staff.CONTRACT_PAGES)):
        for page in pages:
            shown = talk.engine.pages[page](talk.known_facts(), args).message()
            for locale in Locale:
                assert shown.text.in_(locale)
                labels = [choice.label.in_(locale) for choice in (*shown.choices, *shown.nav)]
                assert not [label for label in labels if len(label) > WIDEST and "№" not in label]
