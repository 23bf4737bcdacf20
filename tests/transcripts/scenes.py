"""The conversations that are kept as golden transcripts; each is walked by keys, so that it reads in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.contract_facts import MyRequisites
from dialogs.enrol_queries import Choosers, MyRequests
from dialogs.family_queries import FamilyCard, MyFamily, Sibling, Twins, TwinsCard
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from dialogs.queries import Chats, MyChats, MyChildren
from dialogs.voucher_effects import AcceptVoucher
from dialogs.voucher_queries import MyVoucher
from enrolment.application import Bar
from enrolment.family import MEMBERS
from enrolment.profile_terms import DayUnit
from enrolment.term_ends import term_end
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor, VoucherState
from enrolment.working_days import Calendar
from tests.dialogs.contracts import IBAN, REQUISITES
from tests.dialogs.enrolments import request
from tests.dialogs.families import ALONE, AUNT, entrusted_card, family_facts
from tests.dialogs.parents import (
    ARMAN,
    CHILD_FOUND,
    CHILD_IIN,
    PARENT_IIN,
    PERSON_FOUND,
    application,
    facts,
    preschool,
)
from tests.dialogs.talk import NOW
from tests.transcripts.contracting import contract, contract_of_a_referral, contracts, correction, signature_again
from tests.transcripts.looking_around import choosing_there, kindergartens
from tests.transcripts.notices import UNASKED
from tests.transcripts.people import of_a_guest, of_a_parent, voucher
from tests.transcripts.recording import Recording
from tests.transcripts.registering import (
    chats_of,
    join_by_code,
    proves_phone,
    recover,
    recover_by_code,
    register,
    register_again,
    register_by_code,
    register_without_number,
)
from tests.transcripts.saying import feedback, statistics
from tests.transcripts.sending_ahead import documents, documents_of_others

Scene = Callable[[Recording], Recording]


def welcome(talk: Recording) -> Recording:
    talk.starts().says("?").picks(str(talk.locale))
    talk.me = replace(talk.me, locale=talk.locale)
    talk.says("0").picks("resume-0")
    return of_a_guest(talk).picks("almaty")


def about(talk: Recording) -> Recording:
    of_a_guest(talk).starts().picks("how").picks("back").picks("prepare").picks("papers").picks("q-eds")
    talk.picks("back").picks("back").picks("back").picks("help").picks("q-eds")
    talk.picks("q-no_eds").picks("back").picks("q-eds_phone").picks("back").picks("q-eds_term").picks("back")
    talk.picks("q-eds_force").picks("back").picks("back").picks("q-contract").picks("q-contract_good").picks("back")
    talk.picks("q-contract_form").picks("back").picks("q-contract_read").picks("back").picks("q-contract_data")
    talk.picks("back").picks("back").picks("q-account").picks("back").picks("q-deadline").picks("back").picks(
        "q-documents"
    )
    return talk.picks("back").picks("q-place").starts().picks("kindergartens").picks("found").picks("p-000000000002")


def add_child(talk: Recording) -> Recording:
    talk.facts = facts(children=())
    of_a_parent(talk).starts().picks("add").says(CHILD_IIN[:-1] + "0").says(CHILD_IIN).says("?")
    return talk.hears_from_outside(CHILD_FOUND).picks("confirm")


def add_child_by_document(talk: Recording) -> Recording:
    talk.facts = facts(children=())
    of_a_parent(talk).starts().picks("add").picks("none").says("N12345678").says("Ли Анна").says("2022").says(
        "15.03.2022"
    )
    return talk.picks("confirm")


def apply_sanatorium(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("apply").picks("sanatorium").picks("tb_contact").says("...").sends().picks("done")
    talk.picks("000000000002").picks("000000000003").picks("done").picks("kk").picks("read").picks("agree")
    return talk.picks("change").picks("q-language").picks("ru").picks("confirm")


def apply_general(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("apply").picks("general").picks("large_family").sends().sends().picks(
        "drop"
    ).picks("done")
    talk.picks("000000000001").picks("done").picks("ru").picks("disagree").picks("agree")
    talk.picks("change").picks("q-locality").picks("keep").picks("confirm")
    return talk


def apply_correctional(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("apply").picks("correctional").picks("speech").sends().picks("done")
    return talk.picks("000000000001").picks("done").picks("ru").picks("agree").picks("confirm")


def privilege(talk: Recording) -> Recording:
    """A privilege more, what the card says while it is checked, and none any more."""
    waits = application(queue=QueueType.GENERAL, number="G-2026-000001", rehabilitation=None)
    talk.facts = facts(applications=(waits,))
    of_a_parent(talk).starts().picks("applications").picks("a-21").picks("privilege").picks("large_family")
    talk.sends().picks("done").picks("confirm")
    talk.facts = facts(applications=(replace(waits, privilege_asked="large_family"),))
    talk.starts().picks("applications").picks("a-21")
    talk.facts = facts(applications=(replace(waits, privilege="large_family"),))
    return talk.starts().picks("applications").picks("a-21").picks("privilege").picks("none").picks("confirm")


def applications(talk: Recording) -> Recording:
    archived = application("archived", id=22, number="S-2026-000002", archive_reason="docs_rejected", place=None)
    talk.facts = facts(applications=(application(), archived))
    of_a_parent(talk).starts().picks("applications").picks("a-21").picks("wishes").picks("change").picks("q-preschools")
    talk.picks("done").picks("change").picks("q-language").picks("ru").picks("confirm")
    talk.starts().picks("applications").picks("a-21").picks("history").picks("days").picks("back").picks("back").picks(
        "withdraw"
    )
    return talk.picks("yes").picks("yes").starts().picks("applications").picks("a-22").picks("again")


def mine(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("children").picks("c-11").picks("remove").picks("yes").starts().picks("profile")
    talk.picks("name").says("Серікова Әлия").says("05.12.1991").starts().picks("profile").picks("phone")
    proves_phone(talk).picks("phone").picks("type").says("8 701 000 00 09").says("123456").starts().picks(
        "profile"
    ).picks("delete").picks("yes").picks("no").starts().picks("notices").starts()
    return talk.picks("profile").picks("settings").picks("locality").picks("astana")


def requisites(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("profile").picks("requisites").picks("change").says("kaspi").picks("CASPKZKA")
    talk.says("4400 4301 2345 6789").says(IBAN).says("Алматы")
    talk.facts = {**talk.facts, MyRequisites: REQUISITES}
    talk.starts().picks("profile").picks("requisites").picks("document").picks("id_card").says("012345678")
    talk.says("19.07.2031").says("19.07.2021").picks("internal_affairs")
    return talk.starts().picks("profile").picks("requisites").picks("drop").picks("yes")


def vouchers(talk: Recording) -> Recording:
    """From the news of a place through all that its card offers, then the second question before it is lost."""
    issued = voucher()
    talk.facts = facts(applications=(application("in_process", id=17),), vouchers=(issued,))
    of_a_parent(talk).starts().is_told(UNASKED["N06"]).acts("voucher", "19").picks("calendar").picks("why").picks(
        "back"
    )
    talk.picks("history").picks("back").picks("decline").picks("no").starts().picks("vouchers").picks("v-19")
    talk.facts = facts(applications=(application("in_process", id=17),), vouchers=(replace(issued, others=1),))
    talk.outcomes = {**talk.outcomes, AcceptVoucher: Fine(Finish(then=Go("accepting", {"id": issued.id})))}
    talk.picks("application").acts("voucher", "19").picks("accept").picks("later")
    talk.facts = facts(vouchers=(replace(issued, state=VoucherState.CONFIRMED, adds=2),))
    talk.starts().picks("v-19").picks("extend").acts("decline", "19")
    until = term_end(NOW, 28, DayUnit.CALENDAR_DAYS, Calendar())
    ended = replace(issued, state=VoucherState.EXPIRED_UNCONFIRMED, rest_until=until.at, rest_days_left=20)
    resting = application("stop_listed", id=17, place=None, restore_until=until, restore_days_left=20)
    talk.facts = facts(applications=(resting,), vouchers=(ended,))
    talk.acts("decline", "19").picks("restore").acts("application", "17")
    talk.picks("calendar").picks("why").picks("back").picks("restore")
    talk.facts = facts(applications=(resting,), vouchers=(replace(ended, rest_bar=Bar.TERM_OVER),))
    return talk.acts("voucher", "19")


def enrol(talk: Recording) -> Recording:
    """From the voucher to the request, another choice, and the list of a kindergarten that is full."""
    running = replace(voucher(), id=71, application=21, state=VoucherState.CONFIRMED)
    usual = facts(applications=(application("in_process", place=None),), vouchers=(running,))
    talk.facts = usual
    of_a_parent(talk).starts().picks("vouchers").picks("v-71").picks("enrol").picks(f"{1:012}").picks("3")
    talk.picks("change").picks("return").picks("back")
    answer_by = Calendar().deadline(NOW, 1)
    waiting = replace(running, waiting=True, asked_at=NOW, answer_by=answer_by, answer_days_left=1)
    talk.facts = {**usual, MyVoucher: waiting, MyRequests: (request(preschool(1)),), Choosers: ()}
    talk.is_told(UNASKED["N19"]).starts().picks("vouchers").picks("v-71").picks("change").picks("yes")
    talk.facts = usual
    talk.is_told(UNASKED["N27"]).acts("enrol", "71").starts().picks("vouchers").picks("v-71")
    return talk.picks("waiting").picks(f"w-{3:012}").picks("list")


def family(talk: Recording) -> Recording:
    """The applicant lets somebody in and takes somebody out; twins are offered places together."""
    card = replace(ALONE, members=(AUNT,), invites=MEMBERS)
    sister = replace(ARMAN, id=12, person=replace(ARMAN.person, first_name="Әмина"))
    talk.facts = {**facts(applications=(application(),)), **family_facts((ARMAN, sister))}
    of_a_parent(talk).starts().picks("applications").picks("a-21").picks("family").picks("invite-second_parent")
    talk.picks("code").is_told(UNASKED["family_joining"]).acts("kin", "91")
    talk.facts = {**talk.facts, MyFamily: card}
    talk.starts().picks("applications").picks("a-21").picks("family").picks("invite-delegate").picks("back")
    talk.picks("m-91").picks("end")
    talk.facts = {**talk.facts, MyChildren: (replace(ARMAN, active=1), sister)}
    talk.starts().picks("children").picks("c-11").picks("twins").picks("l-12")
    together = TwinsCard(11, "Арман", linked=(Sibling(12, "Әмина"),))
    talk.facts = {**talk.facts, Twins: together}
    return talk.starts().picks("children").picks("c-11").picks("twins").picks("unlink")


def entrusted(talk: Recording) -> Recording:
    """Somebody types a code, and sees as a delegate and as a second parent what others entrusted to them."""
    talk.facts = facts(children=())
    of_a_parent(talk).starts().picks("children").picks("entrusted").picks("code").says("AC2E").says("AC2E-K4MT")
    issued = replace(voucher(), role=Actor.DELEGATE)
    ours = FamilyCard(17, "Арман", Actor.DELEGATE, mine=91)
    card = entrusted_card(voucher=issued, application=17, state="in_process", place=None)
    alone = replace(entrusted_card(application=None, state="", place=None), tie=93, child="Әли")
    talk.facts = {**facts(children=()), **family_facts((), ours, card, alone), MyVoucher: issued}
    talk.is_told(UNASKED["family_joined-delegate"]).acts("entrusted", "0").picks("e-91-17").picks("voucher")
    talk.picks("application").picks("family").picks("end").picks("yes")
    talk.starts().picks("entrusted").picks("e-93-0").picks("end").picks("no")
    talk.is_told(UNASKED["entrusted-N06"]).acts("decline", "19")
    second = replace(voucher(), role=Actor.SECOND_PARENT)
    seen = application("in_process", id=17, place=None, role=Actor.SECOND_PARENT)
    theirs = replace(card, role=Actor.SECOND_PARENT, voucher=second)
    talk.facts = {**facts(applications=(seen,)), **family_facts((), ours, theirs), MyVoucher: second}
    return talk.starts().picks("entrusted").picks("e-91-17").picks("voucher")


def protocols(talk: Recording) -> Recording:
    """Anyone reads how places were given out."""
    return of_a_guest(talk).starts().picks("kindergartens").picks("protocols").picks("r1").picks("back").picks("back")


def chats(talk: Recording) -> Recording:
    """A second chat is connected, chosen for notifications, and disconnected."""
    here, other = chats_of(talk)
    talk.facts = {**talk.facts, MyChats: Chats((here,))}
    of_a_parent(talk).starts().picks("profile").picks("chats").picks(f"c-{here.id}").picks("back").picks("connect")
    talk.picks("issue").is_told(UNASKED["chat_joining"]).acts("link", "71").picks("back")
    talk.facts = {**talk.facts, MyChats: Chats((here, other))}
    talk.starts().picks("profile").picks("chats").picks("notified").picks(f"n-{other.id}").picks(f"c-{other.id}")
    return talk.picks("disconnect").picks("no").picks("disconnect").picks("yes")


def other_account(talk: Recording) -> Recording:
    """Two accounts become one: the other one has another number than this chat."""
    of_a_parent(talk).starts().picks("profile").picks("chats").picks("other").picks("yes")
    if talk.me.chat.phone:
        talk.picks("type")
    return talk.says("8 701 000 00 09").says(PARENT_IIN).says("123456")


def support(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("help").picks("support").says("?").starts().picks("help").picks("money").says(
        "..."
    )
    return talk.starts().picks("help").picks("cases").picks("s-31").picks("write").says("!")


def ways_out(talk: Recording) -> Recording:
    of_a_parent(talk).starts().picks("apply")
    rev = talk.conversation.rev
    talk.picks("sanatorium").taps("Apply", rev, "general").says("/language").picks(str(talk.locale)).says("back")
    talk.picks("keep").says("рахмет").says("cancel").picks("anew").says("cancel")
    return talk.picks("stay").says("0").picks("resume-0").says("cancel").picks("leave")


def unasked(talk: Recording) -> Recording:
    """Every notification, one after the other."""
    for notice in UNASKED.values():
        talk.is_told(notice)
    return talk


def shortest_way(talk: Recording) -> Recording:
    """From the first hello to a sent sanatorium application, where the registry knows the family."""
    talk.facts = facts(children=())
    talk.starts().picks(str(talk.locale))
    talk.me = replace(talk.me, locale=talk.locale)
    talk.picks("almaty")
    proves_phone(of_a_guest(talk).picks("register")).says(PARENT_IIN).picks("agree").hears_from_outside(PERSON_FOUND)
    of_a_parent(talk).picks("confirm").says(CHILD_IIN).hears_from_outside(CHILD_FOUND)
    talk.facts = facts()
    talk.picks("confirm").picks("apply").picks("sanatorium").picks("tb_contact").sends().picks("done")
    return talk.picks("000000000002").picks("done").picks("kk").picks("agree").picks("confirm")


SCENES: Mapping[str, Scene] = {
    scene.__name__: scene
    for scene in (
        *(
            welcome,
            register,
            register_again,
            register_by_code,
            register_without_number,
            recover,
            recover_by_code,
            join_by_code,
            about,
        ),
        *(add_child, add_child_by_document, apply_sanatorium, apply_general, apply_correctional),
        *(applications, privilege, mine, requisites),
        *(
            vouchers,
            enrol,
            contract,
            contract_of_a_referral,
            correction,
            contracts,
            signature_again,
            family,
            entrusted,
            protocols,
            kindergartens,
            choosing_there,
            feedback,
            statistics,
            documents,
            documents_of_others,
            chats,
            other_account,
            support,
            ways_out,
            unasked,
            shortest_way,
        ),
    )
}
ONLY_ON = {"register_without_number": "whatsapp"}
