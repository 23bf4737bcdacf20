"""The staff bot's engine: all its dialogs, pages and notification buttons."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.engine import Engine
from dialogs.page import Deed, Go
from dialogs.questions import Open
from dialogs.staff import (
    appointing,
    calendar,
    case_log,
    cases,
    catalogue,
    categories,
    contract_decisions,
    contract_review,
    day_numbers,
    department_annulling,
    department_distribution,
    department_places,
    department_schedule,
    feedback,
    members,
    menu,
    model_form,
    model_form_publishing,
    preschool,
    preschool_groups,
    reviews,
    silence,
)
from dialogs.staff.decisions import Archive, Reject
from dialogs.staff.find import Find
from dialogs.staff.handing_over import HandOver
from dialogs.staff.joining import Invited, Join, Rename, StaffLanguage, StaffWelcome, by_link
from dialogs.staff.preschool_decisions import Refuse

DIALOGS = (
    StaffWelcome,
    Invited,
    Join,
    Rename,
    StaffLanguage,
    Find,
    Reject,
    Archive,
    Refuse,
    contract_decisions.MarkItem,
    contract_decisions.RejectThisContract,
    contract_decisions.SignThisContract,
    contract_decisions.ArchiveThisContract,
    contract_decisions.PaperContract,
    preschool_groups.DeclarePlaces,
    cases.Answer,
    feedback.DeclineFeedback,
    feedback.AnswerReview,
    catalogue.LoadCatalogue,
    department_places.FindPreschool,
    department_places.StartPlaces,
    department_places.StopPlaces,
    department_distribution.ChooseCity,
    department_distribution.LookAhead,
    department_schedule.AddTime,
    categories.ChangeCategories,
    model_form_publishing.PublishForm,
    department_annulling.SeekVoucher,
    department_annulling.Annul,
    calendar.DeclareADay,
    case_log.SeekLog,
    HandOver,
    appointing.Invite,
    appointing.AnotherPost,
)
PAGES = {
    "menu": menu.menu,
    "help": menu.help_page,
    "reviews": reviews.waiting,
    "mine": reviews.mine,
    "review": reviews.review,
    "confirm": reviews.confirm,
    "relative": reviews.relative,
    "requests": preschool.requests,
    "answered": preschool.answered,
    "silents": silence.silents,
    "silent": silence.silent,
    "return_choice": silence.return_choice,
    "request": preschool.request,
    "send_contract": preschool.send_contract,
    "own_child": preschool.own_child,
    "contracts": contract_review.contracts,
    "signed_contracts": contract_review.signed_contracts,
    "contract": contract_review.contract,
    "contract_documents": contract_review.contract_documents,
    "contract_fields": contract_review.contract_fields,
    "contract_item": contract_review.contract_item,
    "return_contract": contract_review.return_contract,
    "my_groups": preschool_groups.my_groups,
    "my_group": preschool_groups.my_group,
    "cases": cases.cases,
    "case": cases.case,
    "feedbacks": feedback.feedbacks,
    "our_feedback": feedback.our_feedback,
    "feedback": feedback.feedback,
    "case_log": case_log.case_log,
    "catalogue": catalogue.catalogue,
    "staff": members.staff,
    "member": members.member_card,
    "day": day_numbers.day,
    "model_form": model_form.model_form,
    "form_edition": model_form.form_edition,
    "groups": department_places.groups,
    "group": department_places.group,
    "distribution": department_distribution.distribution,
    "preview": department_distribution.preview,
    "distribute": department_distribution.distribute,
    "runs": department_distribution.runs,
    "schedule": department_schedule.schedule,
    "categories": categories.categories,
    "scheduled": department_schedule.scheduled,
    "run": department_distribution.run,
    "voucher": department_annulling.voucher,
    "calendar": calendar.declared_days,
    "declared": calendar.declared_day,
}
ALONE = frozenset(
    (
        "menu help reviews mine requests answered contracts signed_contracts silents my_groups cases feedbacks "
        "our_feedback catalogue staff day model_form runs categories calendar"
    ).split()
)


def staff_engine() -> Engine:
    """The engine of the staff bot."""
    actions: dict[str, Callable[[str], Deed]] = {
        "review": lambda id_: Go("review", {"id": int(id_)}),
        "confirm": lambda id_: Go("confirm", {"id": int(id_)}),
        "reject": lambda id_: Open(Reject, given={"application": int(id_)}),
        "request": lambda id_: Go("request", {"id": int(id_)}),
        "contract": lambda id_: Go("contract", {"id": int(id_)}),
        "silent": lambda id_: Go("silent", {"id": int(id_)}),
        "mine": lambda _all: Go("mine"),
        "cases": lambda _all: Go("cases"),
        "feedback": lambda id_: Go("feedback", {"id": int(id_)}),
        "case": lambda id_: Go("case", {"id": int(id_)}),
        "run": lambda number: Go("run", {"run": int(number)}),
        "preview": lambda locality: Open(department_distribution.LookAhead, given={"locality": locality}),
        "answer": lambda id_: Open(cases.Answer, given={"case": int(id_)}),
    }
    engine = Engine(DIALOGS, PAGES, actions, Open(StaffWelcome), Open(StaffLanguage))
    engine.alone = ALONE
    engine.by_link = by_link
    return engine
