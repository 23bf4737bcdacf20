"""The parents' bot: its dialogs, pages and notification buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.add_child import AddChild
from dialogs.apply import Apply
from dialogs.change_privilege import OtherPrivilege
from dialogs.change_wishes import Wishes
from dialogs.chat_dialogs import Disconnect, EnterCode, OtherAccount
from dialogs.confirmations import DeleteData, DropChild, Withdraw
from dialogs.contract import ConcludeContract
from dialogs.contract_cancelling import CancelThisContract
from dialogs.contract_correction import CorrectContract
from dialogs.contract_signature import SignContract
from dialogs.effects import AnswerLink
from dialogs.engine import Engine
from dialogs.enrol import ChangeChoice, Enrol
from dialogs.family import EnterFamilyCode
from dialogs.family_effects import AnswerJoining
from dialogs.feedback import Feedback
from dialogs.found_account import FoundAccount
from dialogs.page import Deed, Do, Go, PageFunction
from dialogs.pages import (
    about,
    answers,
    applications,
    bulletin,
    chats,
    contracts,
    enrolment,
    family,
    feedback,
    kindergarten_card,
    kindergarten_choices,
    kindergartens,
    menu,
    mine,
    place_by_day,
    preparation,
    protocols,
    resting,
    statistics,
    twins,
    vouchers,
)
from dialogs.profile_dialogs import ChangeMyPhone, ChangeName
from dialogs.questions import Open
from dialogs.register import Recover, Register
from dialogs.requisites import ChangeDocument, ChangeRequisites, drop_requisites, requisites
from dialogs.send_document import SendDocument
from dialogs.support_dialogs import AskSupport, ReportMoney, WriteInCase
from dialogs.voucher_effects import AcceptVoucher, ExtendVoucher, RestoreApplication
from dialogs.welcome import ChangeLanguage, ChangeLocality, Welcome

DIALOGS = (
    Welcome,
    ChangeLanguage,
    ChangeLocality,
    Register,
    FoundAccount,
    Recover,
    AddChild,
    Apply,
    Enrol,
    ChangeChoice,
    ConcludeContract,
    SignContract,
    CorrectContract,
    CancelThisContract,
    SendDocument,
    Wishes,
    OtherPrivilege,
    Withdraw,
    DropChild,
    DeleteData,
    ChangeName,
    ChangeMyPhone,
    ChangeDocument,
    ChangeRequisites,
    EnterCode,
    Disconnect,
    EnterFamilyCode,
    Feedback,
    OtherAccount,
    AskSupport,
    ReportMoney,
    WriteInCase,
)
PAGES: Mapping[str, PageFunction] = {
    "menu": menu.menu,
    "how": about.how,
    "prepare": about.prepare,
    "papers": about.papers,
    "help": answers.helping,
    "question": answers.question,
    "settings": about.settings,
    "kindergartens": kindergartens.kindergartens,
    "found": kindergartens.found,
    "near": kindergartens.near_me,
    "filters": kindergarten_choices.filters,
    "by_ownership": kindergarten_choices.ownership,
    "by_language": kindergarten_choices.language,
    "by_age": kindergarten_choices.age,
    "preschool": kindergarten_card.preschool,
    "feedback": feedback.feedback,
    "feedback_back": feedback.feedback_back,
    "statistics": statistics.statistics,
    "bulletin": bulletin.bulletin,
    "bulletin_cities": bulletin.bulletin_cities,
    "protocols": protocols.protocols,
    "protocol": protocols.protocol,
    "applications": applications.applications,
    "application": applications.application,
    "history": applications.history,
    "place_by_day": place_by_day.place_by_day,
    "rest_why": resting.rest_why,
    "vouchers": vouchers.vouchers,
    "voucher": vouchers.voucher,
    "declining": vouchers.declining,
    "accepting": vouchers.accepting,
    "voucher_why": vouchers.voucher_why,
    "voucher_history": vouchers.voucher_history,
    "contracts": contracts.contracts,
    "contract_tab": contracts.contract_tab,
    "contract": contracts.contract,
    "contract_text": contracts.contract_text,
    "contract_pages": contracts.contract_pages,
    "contract_papers": contracts.contract_papers,
    "waiting": enrolment.waiting,
    "waiting_place": enrolment.waiting_place,
    "documents": preparation.documents,
    "preparing": preparation.preparing,
    "prepared": preparation.prepared,
    "drop_prepared": preparation.drop_prepared,
    "family": family.family,
    "family_invite": family.family_invite,
    "family_member": family.family_member,
    "end_member": family.end_member,
    "leave_family": family.leave_family,
    "entrusted": family.entrusted,
    "entrusted_end": family.entrusted_end,
    "twins": twins.twins,
    "children": mine.children,
    "child": mine.child,
    "profile": mine.profile,
    "requisites": requisites,
    "drop_requisites": drop_requisites,
    "account": chats.account,
    "chats": chats.chats,
    "chat": chats.chat,
    "notified": chats.notified,
    "connect": chats.connect,
    "notices": mine.notices,
    "cases": mine.cases,
    "case": mine.case,
}
ALONE = frozenset(
    (
        "menu how prepare papers help settings kindergartens bulletin protocols statistics applications vouchers "
        "contracts entrusted documents children profile requisites account chats notices cases"
    ).split()
)
ACTIONS: Mapping[str, Callable[[str], Deed]] = {
    "application": lambda subject: Go("application", {"id": int(subject)}),
    "voucher": lambda subject: Go("voucher", {"id": int(subject)}),
    "accept": lambda subject: Do(AcceptVoucher(int(subject))),
    "decline": lambda subject: Go("declining", {"id": int(subject)}),
    "extend": lambda subject: Do(ExtendVoucher(int(subject))),
    "restore": lambda subject: Do(RestoreApplication(int(subject))),
    "enrol": lambda subject: Open(Enrol, given={"voucher": int(subject)}),
    "conclude": lambda subject: Open(ConcludeContract, given={"contract": int(subject)}),
    "contract": lambda subject: Go("contract", {"id": int(subject)}),
    "feedback": lambda subject: Go("feedback", {"bin": subject}),
    "case": lambda subject: Go("case", {"id": int(subject)}),
    "link": lambda subject: Do(AnswerLink(int(subject), True)),
    "nolink": lambda subject: Do(AnswerLink(int(subject), False)),
    "unlink": lambda subject: Open(Disconnect, given={"chat": int(subject)}),
    "kin": lambda subject: Do(AnswerJoining(int(subject), True)),
    "nokin": lambda subject: Do(AnswerJoining(int(subject), False)),
    "entrusted": lambda subject: Go("entrusted"),
    "menu": lambda subject: Go("menu"),
    "apply": lambda subject: Open(Apply),
}


def parent_engine() -> Engine:
    """The engine that talks to parents on every channel."""
    engine = Engine(DIALOGS, PAGES, ACTIONS, first=Open(Welcome), language=Open(ChangeLanguage))
    engine.alone = ALONE
    return engine
