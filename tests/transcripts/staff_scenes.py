"""The conversations of staff that are kept as golden transcripts; staff are on Telegram only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.contract_effects import ShowStaffContract, StartSigning
from dialogs.contract_queries import PreschoolContract
from dialogs.effects import ApplyCatalogue, JoinStaff, NameStaff, SetLanguage
from dialogs.enrol_effects import RefuseRequest
from dialogs.enrol_queries import RequestSheet, StaffRequest, WaitingRequests
from dialogs.facts import Me
from dialogs.inputs import Fine, Started
from dialogs.page import Finish, Go
from dialogs.picture_effects import SendPicture
from dialogs.staff import notices
from dialogs.staff.case_queries import SendLog
from dialogs.staff.department_effects import AnnulVoucher
from dialogs.staff.department_queries import HeldRequest, StaffVoucherOf
from dialogs.staff.member_queries import Appoint, EndMembership, InviteColleague
from dialogs.staff.model_form import FormEditions
from dialogs.staff.model_form_publishing import FormPublishedLast, PublishNewForm
from dialogs.staff.preschool_groups import DeclareFree
from dialogs.staff.preschool_notices import places_declared, please_answer, request_overdue
from dialogs.staff.preschool_queries import OwnFamily
from dialogs.staff.schedule_notices import heart_stands_still, scheduled_run_fails
from dialogs.staff.words import ROLE_NAMES, who
from documents.model_form.reading import misread
from enrolment.enrolment_request_states import ContractChannel
from enrolment.profile import load_profile
from enrolment.terms import Role
from handlers.pictures import WAIT
from locales.catalogue import Locale
from locales.text import n_, trilingual
from tests.dialogs.contracts import SIGNATURE, checked, contract_staff_facts, started
from tests.dialogs.enrolments import SOON, asked
from tests.dialogs.staff.colleagues import (
    ADMIN,
    CLERK,
    DOCTOR,
    EDITIONS,
    ENGINE,
    LAWYER,
    OUTCOMES,
    TEACHER,
    compared,
    facts,
    open_work,
    read,
)
from tests.dialogs.staff.giving_out import GROUP, VOUCHER
from tests.dialogs.staff.test_case_log import SHEET
from tests.dialogs.staff.test_contract_review import judged
from tests.dialogs.talk import NOW
from tests.transcripts.recording import Recording
from tests.transcripts.screens import SCREENS

ALMATY = trilingual("Almaty", "Алматы", "Алматы")
BOTA = trilingual("Kindergarten “Bota”", "«Бота»", "Детский сад «Бота»")


DONE = {
    **OUTCOMES,
    **dict.fromkeys((EndMembership, Appoint, InviteColleague), Fine(Finish(then=Go("staff")))),
    **dict.fromkeys((SendLog, ApplyCatalogue, AnnulVoucher, DeclareFree, RefuseRequest), Fine()),
}


def of(locale: Locale, known: Mapping[object, object]) -> Recording:
    """Somebody in the staff chat who has chosen a language."""
    return Recording(ENGINE, Me(1, locale), known, dict(DONE), locale=locale, screen=SCREENS["telegram"])


def joining_by_link(locale: Locale) -> Recording:
    talk = Recording(ENGINE, Me(1), facts(None), dict(OUTCOMES), locale=locale, screen=SCREENS["telegram"])

    def speak(effect: SetLanguage) -> Fine:
        talk.me = replace(talk.me, locale=effect.locale)
        return Fine()

    def join(effect: JoinStaff) -> Fine:
        talk.facts = facts(replace(DOCTOR, name=""))
        return Fine("used")

    def name(effect: NameStaff) -> Fine:
        talk.facts = facts(DOCTOR)
        return Fine()

    talk.outcomes = {**OUTCOMES, SetLanguage: speak, JoinStaff: join, NameStaff: name}
    return talk.send(Started("RIGHTCODE")).picks(str(locale)).picks("used").says("Ахметова Дана")


def employee(locale: Locale) -> Recording:
    known = {**facts(TEACHER), WaitingRequests: RequestSheet((asked(),), 1, own=1)}
    talk = of(locale, known).starts().picks("groups").picks("g61").picks("declare").says("?").says("18").says("1")
    talk.picks("yes").starts().picks("requests").picks("r81").picks("refuse").picks("more").picks("other").says("...")
    talk.facts = {**known, OwnFamily: True}
    return talk.acts("request", "99").starts().picks("help")


def contracts(locale: Locale) -> Recording:
    """A contract is checked and given back, then signed and refused; a child leaves; a contract is on paper."""
    talk = checking_of(locale, checked("parent_signed", check_by=SOON, days_left=2)).starts().picks("contracts")
    talk.picks("c91").picks("open")
    knows(talk, checked()).acts("contract", "91").picks("documents").picks("id_card").picks("look").picks("wrong")
    talk.picks("illegible_document").says("?").says("Екінші бетін жіберіңіз.")
    talk.acts("contract", "91").picks("fields").picks("iban").picks("accept")
    knows(talk, judged(wrong=True)).acts("contract", "91").picks("return").picks("no").picks("return").picks("yes")
    knows(talk, judged()).acts("contract", "91").picks("sign").picks("next")
    talk.hears_from_outside({"verdict": "refused", "reason": "other_bin"}, SIGNATURE)
    talk.hears_from_outside({"verdict": "valid"}, SIGNATURE).acts("contract", "91").picks("reject").picks("cancel")
    knows(talk, checked("signed", signed_at=NOW.replace(day=16))).starts().picks("admitted").picks("c91")
    talk.picks("file").picks("archive").says("19.11.2031").says("12.11.2026").says("19.11.2026")
    talk.facts = {**talk.facts, StaffRequest: asked(channel=ContractChannel.BOTH)}
    return talk.acts("request", "81").picks("paper").sends("application/pdf", pages=6).picks("done")


def checking_of(locale: Locale, one: PreschoolContract) -> Recording:
    """An employee of the kindergarten with this contract."""
    talk = of(locale, facts(TEACHER))
    talk.outcomes = {**talk.outcomes, StartSigning: started, ShowStaffContract: Fine(Finish(then=Go("contracts")))}
    return knows(talk, one)


def knows(talk: Recording, one: PreschoolContract) -> Recording:
    """The contract stands like this now."""
    talk.facts = {**talk.facts, **contract_staff_facts(one)}
    return talk


def administrator(locale: Locale) -> Recording:
    known = facts(ADMIN, log=SHEET, work=lambda query: open_work(query.member, reviews=2, cases=1, last=True))
    talk = of(locale, known).starts().picks("staff").picks("m5").picks("end").picks("6").picks("yes")
    talk.starts().picks("staff").picks("invite").picks("admin").picks("everywhere").picks("confirm")
    talk.starts().picks("staff").picks("m5").picks("post").picks("pmpc_reviewer").picks("astana").picks("confirm")
    talk.starts().picks("log").says("?").says("S-2026-000045").picks("more").picks("file")
    return talk.starts().sends("text/csv", file=70).hears_from_outside(read()).picks("apply")


def department(locale: Locale) -> Recording:
    talk = of(locale, facts(CLERK))
    talk.outcomes = {**DONE, SendPicture: Fine(Finish(remark=WAIT))}
    asked = HeldRequest("E-2026-000001", GROUP.preschool, GROUP.name, NOW)
    talk.facts = {**talk.facts, StaffVoucherOf: replace(VOUCHER, request=asked)}
    talk.starts().picks("form").picks("back").picks("day").picks("l-almaty").starts().picks("voucher").says(
        "2026-000123"
    ).picks("annul")
    talk.picks("preschool_closed").picks("yes").says("Телефонмен айтылды, 12 мамыр.").says(
        "Балабақша жабылды, күтіңіз."
    )
    talk.picks("yes").starts().picks("silent").picks("s81").picks("return").picks("no").picks("remind").picks("settle")
    talk.starts().picks("places").picks("g61").picks("open").says("2").picks("confirm")
    talk.starts().picks("categories").picks("change").picks("add").picks("military").picks("2")
    talk.says("әскерилер").says("военные").says("01.01.2027").hears_from_outside({"status": "ready", "moves": 2})
    return talk.picks("yes")


def model_form(locale: Locale) -> Recording:
    """The department takes the texts, sends two of them with a mistake, puts it right, publishes, and withdraws."""
    talk = of(locale, {**facts(LAWYER), FormEditions: EDITIONS[:1], FormPublishedLast: None})

    def publish(effect: PublishNewForm) -> Fine:
        talk.facts = {**talk.facts, FormEditions: EDITIONS}
        return Fine(Finish(then=Go("model_form")))

    talk.outcomes = {**DONE, PublishNewForm: publish}
    talk.starts().picks("form").picks("texts").picks("publish").sends("application/pdf")
    talk.sends_text(1, "05-payment.txt").sends_text(2, "30-new.txt").picks("done").says("22.11.2026").says("01.03.2027")
    (wrong,) = misread("05-payment.txt", "# by order 5\nclause\nkk: а\n")
    talk.hears_from_outside({"status": "problems", "lines": [wrong.told.in_(locale)]})
    talk.sends_text(3, "05-payment.txt").picks("done").hears_from_outside(compared()).picks("yes")
    return talk.picks("e21").picks("withdraw")


def told(locale: Locale) -> Recording:
    """What staff are told unasked."""
    doctor = ROLE_NAMES[Role.PHTHISIATRICIAN]
    waiting = n_("{count} application waits for review.", "{count} applications wait for review.", 3)
    talk = of(locale, facts(ADMIN))
    for message in (
        notices.handed_over(who(DOCTOR), 2, 1),
        notices.nobody_left(doctor, ALMATY, waiting),
        notices.post_changed(doctor, ALMATY),
        notices.log_broken(1, ["S-2026-000045"]),
        places_declared(BOTA, "Ортаңғы", 2),
        request_overdue(81, "E-2026-000001", BOTA, 1),
        please_answer(81, "E-2026-000001", NOW),
        scheduled_run_fails(NOW, load_profile()),
        heart_stands_still(NOW),
    ):
        talk.is_told(message)
    return talk


STAFF_SCENES: Mapping[str, Callable[[Locale], Recording]] = {
    scene.__name__: scene
    for scene in (joining_by_link, employee, contracts, administrator, department, model_form, told)
}
