"""Concluding a contract as Almaty wants it: four steps, its own fields in its own order, no bank. S1-17…S1-47."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import FreezeContract, MakeDraft, ShowContract, SigningPurpose, StartSigning
from enrolment.profile import load_profile
from enrolment.profile_terms import Presence
from tests.dialogs.contracts import FROZEN, SIGNATURE, concluding, correcting, drafted, to_fill, valid


@pytest.mark.rule("S1-41", "S1-42", "S1-43", "S1-45", "S1-46", "S1-47")
def test_almaty_asks_its_own_fields_and_documents_in_its_own_order() -> None:
    talk = concluding(to_fill(known={}), profile="smart_nation_almaty").hears("step 1 of 4").hears_not("bank account")
    talk.picks("Next").hears("step 2 of 4", "Which identity document").picks("Identity card").says("012345678")
    talk.hears("At which address do you live?").hears_not("The same").says("Алматы, пр. Абая, 10")
    talk.hears("At which number should the kindergarten call you?").says("8 701 000 00 01")
    talk.hears("step 2 of 4", "Where do you work?").says("Школа № 1").hears("What is your position").says("учитель")
    talk.hears("number of the child's birth certificate?").picks("Skip").hears("step 3 of 4", "Photo of the child")
    for asked in ("Birth certificate", "Identity card", "Form 052-2/у", "Form 065/у", "form 027/у", "PMPC"):
        talk.sends().picks("Done").hears("step 3 of 4", asked)
    talk.picks("I do not have it").hears("step 4 of 4", "Number of document: 012345678", "Position: учитель")
    talk.hears_not("Your authority", "Registered address", "E-mail", "Issued", "Bank", "Account number")
    talk.picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    fields = ("id_type", "id_number", "residential_address", "phone_primary", "workplace", "job_title")
    assert tuple(made.fields) == (*fields, "birth_certificate_number")
    drafted(talk).hears("step 4 of 4").picks("I have read it").picks("Yes, send it").does(FreezeContract(91, 1))
    talk.hears_from_outside({"version": 1, "sha256": "ab" * 32}, FROZEN).hears("step 4 of 4", "sign it with your EDS")
    assert not any(isinstance(one, StartSigning) and one.purpose is SigningPurpose.CHECK for one in talk.done)
    valid(talk, SIGNATURE).does(ShowContract(91))


@pytest.mark.rule("S1-42")
def test_a_city_that_asks_one_address_knows_no_other_one_that_it_is_the_same_as() -> None:
    lived = dict.fromkeys(("registered_address", "residential_address"), "Алматы, 5")
    talk = concluding(to_fill(known=lived), profile="smart_nation_almaty").picks("Next").picks("Identity card")
    talk.says("012345678").says("8 701 000 00 01").picks("Skip").picks("Skip")
    for _paper in range(6):
        talk.sends().picks("Done")
    talk.picks("I do not have it").hears("Home address: Алматы, 5").picks("Change").picks("Home address")
    talk.hears_not("The same").picks("Leave as it is").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft) and made.fields["residential_address"] == "Алматы, 5"


@pytest.mark.rule("E-43")
def test_edge_43_a_contract_is_filled_in_by_its_own_version_whatever_is_asked_today() -> None:
    theirs = load_profile("smart_nation_almaty")
    talk = concluding(to_fill(known={}, profile=theirs)).hears("step 1 of 4").hears_not("bank account").picks("Next")
    talk.hears("step 2 of 4", "Which identity document").picks("Identity card").says("012345678")
    talk.hears("At which address do you live?")
    talk = concluding(to_fill(known={}, profile=load_profile("unified")), profile="smart_nation_almaty")
    talk.hears("step 1 of 6", "bank account")
    unified = load_profile("unified")
    fields = tuple(replace(rule, presence=Presence.REQUIRED) for rule in unified.contract.fields)
    strict = replace(unified, contract=replace(unified.contract, fields=fields))
    correcting("email").picks("Correct").hears("What is your e-mail address?", "Skip")
    correcting("email", profile=strict).picks("Correct").hears("What is your e-mail address?").hears_not("Skip")
