"""The scenes of the contract: concluded in six steps, corrected, looked at, given up."""

from __future__ import annotations

from dataclasses import replace

from dialogs.contract_effects import StartContract
from dialogs.contract_queries import ContractCard, ContractText, FillContract, MyContract, MyContracts, TextSheet
from dialogs.contract_words import reason_with
from dialogs.enrol_queries import Choosers
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from enrolment.contract_states import ContractState
from enrolment.terms import DocumentKind, PlaceInstrument
from enrolment.voucher_states import VoucherState
from enrolment.working_days import Calendar
from locales.text import trilingual
from tests.dialogs.contracts import (
    BOTA,
    CHECK,
    CONTRACT_OUTCOMES,
    DRAFT,
    FROZEN,
    IBAN,
    KNOWN,
    OTHER_BANKS_IBAN,
    PHOTO,
    REQUISITES,
    SIGNATURE,
    SIGNED_TERMS,
    card,
    checked,
    returned,
    to_fill,
)
from tests.dialogs.parents import facts
from tests.dialogs.talk import NOW
from tests.transcripts.notices import UNASKED
from tests.transcripts.people import of_a_parent, voucher
from tests.transcripts.recording import Recording

VALID = {"verdict": "valid"}
NO_ANSWER = trilingual("nobody answers", "ешкім жауап бермейді", "никто не отвечает")
ILLEGIBLE = trilingual("the document cannot be read", "құжат оқылмайды", "документ не читается")


def contract(talk: Recording) -> Recording:
    """From the news that the contract has come to the signature, each of the six steps with a stumble."""
    running = replace(voucher(), state=VoucherState.CONFIRMED, contract_by=Calendar().deadline(NOW, 3))
    running = replace(running, contract_days_left=3, contract=91, contract_state=ContractState.DRAFT)
    with_contracts(talk, card())
    talk.facts = {**talk.facts, **facts(vouchers=(running,)), FillContract: to_fill()}
    with_contracts(talk, card())
    of_a_parent(talk).starts().is_told(UNASKED["N20a"]).acts("conclude", "91").picks("next")
    talk.hears_from_outside({"verdict": "refused", "reason": "other_iin"}, CHECK).picks("again")
    talk.hears_from_outside(VALID, CHECK)
    _representative(talk)
    _requisites(talk)
    _documents(talk)
    return _signed(talk)


def _representative(talk: Recording) -> None:
    talk.picks("parent").says("Алматы").says("Алматы, пр. Абая, 10").picks("same").says("?").picks("skip")
    talk.says("aliya@").says("aliya@example.kz").says("Школа № 1").picks("skip").says("II-ЕС № 123456")


def _requisites(talk: Recording) -> None:
    talk.picks("id_card").says("12345").says("012345678").says("19.07.2031").says("19.07.2021")
    talk.picks("internal_affairs").says("Каспи").picks("CASPKZKA").says("4400 4301 0000 0000").says(OTHER_BANKS_IBAN)
    talk.says(IBAN).says("Алматы")


def _documents(talk: Recording) -> None:
    for _paper in range(6):
        talk.sends().picks("done")
    talk.picks("none")


def _signed(talk: Recording) -> Recording:
    talk.picks("confirm").hears_from_outside({"failed": True}, DRAFT).picks("again")
    talk.hears_from_outside({"version": 1, "pages": 3}, DRAFT).picks("read").picks("later").picks("file")
    talk.picks("agree").picks("next").hears_from_outside({"version": 1, "sha256": "ab" * 32}, FROZEN)
    return talk.hears_from_outside({"verdict": "pending", "reason": "revocation_unknown"}, SIGNATURE)


def contract_of_a_referral(talk: Recording) -> Recording:
    """A referral names the kindergarten: the parent begins the contract, and takes what was sent in advance."""
    talk.profile = "indigo_karaganda_astana"
    named = replace(voucher(), state=VoucherState.CONFIRMED, instrument=PlaceInstrument.REFERRAL, startable=True)
    named = replace(named, preschool=BOTA)
    with_contracts(talk, card())
    talk.facts = {**talk.facts, **facts(vouchers=(named,)), Choosers: ()}
    talk.outcomes = {**talk.outcomes, StartContract: Fine(Finish(then=Go("contract", {"id": 91})))}
    with_contracts(talk, card())
    sent_before = dict.fromkeys((DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE), PHOTO)
    talk.facts = {**talk.facts, FillContract: to_fill(known=KNOWN | REQUISITES, prepared=sent_before)}
    of_a_parent(talk).starts().picks("vouchers").picks("v-19").picks("start").picks("conclude").picks("next")
    talk.hears_from_outside(VALID, CHECK).picks("prepared").sends().picks("done")
    return talk.sends().picks("done").picks("none")


def correction(talk: Recording) -> Recording:
    """The contract came back: only what was marked is asked again, then it is read and signed anew."""
    marks = {"phone_primary": NO_ANSWER, "id_card": reason_with(ILLEGIBLE, "Екінші беттегі нөмір көрінбейді.")}
    with_contracts(talk, card("returned", marks=marks, corrections_left=1, pages=3))
    talk.facts = {**talk.facts, FillContract: replace(returned(*marks), marks=marks, draft=2, frozen=2)}
    of_a_parent(talk).starts().is_told(UNASKED["N21"]).acts("contract", "91").picks("correct").picks("next")
    talk.says("8 701 000 00 0").says("8 701 000 00 09").sends().sends().picks("done").picks("confirm")
    talk.hears_from_outside({"version": 2, "pages": 3}, DRAFT).picks("agree").picks("next")
    talk.hears_from_outside({"version": 2, "sha256": "ab" * 32}, FROZEN)
    return talk.hears_from_outside(VALID, SIGNATURE)


def signature_again(talk: Recording) -> Recording:
    """A signature turned out not to count: only the signature is asked again."""
    with_contracts(talk, card(frozen=True, pages=3))
    talk.facts = {**talk.facts, FillContract: to_fill()}
    of_a_parent(talk).starts().is_told(UNASKED["N32"]).acts("contract", "91").picks("sign")
    talk.hears_from_outside({"verdict": "refused", "reason": "revoked"}, SIGNATURE).picks("again")
    return talk.hears_from_outside(VALID, SIGNATURE)


def contracts(talk: Recording) -> Recording:
    """Every contract under its heading, the card of one, its pages and its text; one is given up."""
    signed = card(
        "signed", id=92, terms=SIGNED_TERMS, pages=3, sent_at=NOW, signed_at=NOW, confirmed_by="Серікова Әлия"
    )
    signed = replace(signed, documents=checked().documents)
    ended = card("rejected", id=93, end="corrections_exhausted", reason=ILLEGIBLE)
    with_contracts(talk, card(cancellable=True), signed, ended)
    of_a_parent(talk).starts().is_told(UNASKED["N23"]).starts().picks("contracts").picks("signed").picks("c-92")
    talk.picks("file").picks("pages").picks("p-2").picks("back").picks("text").picks("back")
    talk.picks("papers").picks("id_card").acts("contract", "92").picks("voucher")
    talk.starts().picks("contracts").picks("archive").picks("c-93").starts().picks("contracts").picks("in_progress")
    talk.picks("c-91").picks("withdraw").picks("no").picks("withdraw").picks("yes").picks("no")
    return talk.acts("contract", "99")


def with_contracts(talk: Recording, *cards: ContractCard) -> None:
    """The account has these contracts."""
    sheet = TextSheet("1. ШАРТТЫҢ МӘНІ …", "1. ПРЕДМЕТ ДОГОВОРА …", 2)
    mine = {MyContracts: cards, MyContract: lambda query: next((one for one in cards if one.id == query.id), None)}
    talk.facts = {**talk.facts, **mine, ContractText: sheet}
    talk.outcomes = {**talk.outcomes, **CONTRACT_OUTCOMES}
