"""The staff menu: what waits comes first, then what the role may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract_queries import ContractsToCheck, SignedContracts
from dialogs.conversation import MENU
from dialogs.enrol_queries import AnsweredRequests, WaitingRequests
from dialogs.facts import Facts
from dialogs.feedback_queries import WaitingFeedbackCount
from dialogs.names import locality_name, named
from dialogs.page import Button, Go, Page
from dialogs.queries import Member, MyReviewCounts, OpenCases, Preschool
from dialogs.questions import Open
from dialogs.staff.case_log import SeekLog
from dialogs.staff.catalogue import catalogue_file
from dialogs.staff.contract_review import contracts_text
from dialogs.staff.department_annulling import SeekVoucher
from dialogs.staff.department_distribution import ChooseCity
from dialogs.staff.department_places import FindPreschool
from dialogs.staff.find import Find
from dialogs.staff.guard import for_staff
from dialogs.staff.handing_over import HandOver
from dialogs.staff.joining import Rename, StaffLanguage
from dialogs.staff.model_form import HEADER as MODEL_FORM
from dialogs.staff.model_form import form_text
from dialogs.staff.preschool import waiting_text
from dialogs.staff.silence import SilentCount
from dialogs.staff.words import REVIEWERS, ROLE_NAMES
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim

_SETTINGS = (
    Button("name", _("My name"), Open(Rename)),
    Button("language", _("Language"), Open(StaffLanguage)),
    Button("help", _("Help"), Go("help")),
)
_DEPARTMENT = (
    Button("places", _("Places"), Open(FindPreschool)),
    Button("distribution", _("Distribution"), Open(ChooseCity)),
    Button("voucher", _("A voucher"), Open(SeekVoucher)),
    Button("categories", _("Categories"), Go("categories")),
    Button("calendar", _("Calendar"), Go("calendar")),
    Button("day", _("Numbers of the day"), Go("day")),
    Button("form", MODEL_FORM, Go("model_form")),
)


@for_staff()
def menu(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The menu of the member's role."""
    who = joined(verbatim(member.name), ROLE_NAMES[member.role], _where(facts, member), separator=" · ")
    if member.role is Role.EDUCATION_DEPARTMENT:
        count = facts[SilentCount()]
        silent = Button("silent", _("No answer: {count}", count=count), Go("silents"))
        return replace(_reviewer(facts, who, (silent, *_DEPARTMENT)), filed=form_text)
    if member.role in REVIEWERS:
        return _reviewer(facts, who, ())
    if member.role is Role.ADMIN:
        return _admin(facts, who)
    if member.role is Role.PRESCHOOL_EMPLOYEE:
        return _employee(facts, who)
    return Page(joined(who, _("Nothing waits for you now. I will write when it does.")), _SETTINGS)


@for_staff()
def help_page(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What this chat is for, role by role."""
    end = Button("end", _("End my membership"), Open(HandOver, given={"member": member.id}))
    return Page(_HELP.get(member.role, _HELP_OTHERS), (end,), up=MENU)


def _where(facts: Facts, member: Member) -> Text:
    if member.preschool is not None:
        preschool = facts[Preschool(member.preschool)]
        return named(preschool.name) if preschool else verbatim(member.preschool)
    return locality_name(facts.profile, member.locality) if member.locality else _("all cities")


def _reviewer(facts: Facts, who: Text, more: tuple[Button, ...]) -> Page:
    counts = facts[MyReviewCounts()]
    waiting = n_("{count} application waits for review.", "{count} applications wait for review.", counts.waiting)
    buttons = (
        Button("reviews", _("Waiting: {count}", count=counts.waiting), Go("reviews")),
        Button("mine", _("My reviews: {count}", count=counts.mine), Go("mine")),
        Button("find", _("Find by number"), Open(Find)),
        *more,
        *_SETTINGS,
    )
    return Page(joined(waiting if counts.waiting else _("Nothing waits for review."), who), buttons)


def _admin(facts: Facts, who: Text) -> Page:
    count = len(facts[OpenCases()])
    waiting = n_("{count} question waits for an answer.", "{count} questions wait for an answer.", count)
    buttons = (
        Button("cases", _("Support: {count}", count=count), Go("cases")),
        Button("feedbacks", _("Reviews: {count}", count=facts[WaitingFeedbackCount()]), Go("feedbacks")),
        Button("catalogue", _("Catalogue"), Go("catalogue")),
        Button("staff", _("Staff"), Go("staff")),
        Button("calendar", _("Calendar"), Go("calendar")),
        Button("log", _("Log of a case"), Open(SeekLog)),
        *_SETTINGS,
    )
    return Page(joined(waiting if count else _("No question waits for an answer."), who), buttons, filed=catalogue_file)


def _employee(facts: Facts, who: Text) -> Page:
    waiting, answered = facts[WaitingRequests()].total, facts[AnsweredRequests()].total
    to_check = facts[ContractsToCheck()].total
    buttons = (
        Button("requests", _("Requests: {count}", count=waiting), Go("requests")),
        Button("answered", _("Contracts sent: {count}", count=answered), Go("answered")),
        Button("contracts", _("To check: {count}", count=to_check), Go("contracts")),
        Button("admitted", _("Admitted: {count}", count=facts[SignedContracts()].children), Go("signed_contracts")),
        Button("groups", _("Groups and places"), Go("my_groups")),
        Button("feedback", _("Reviews of parents"), Go("our_feedback")),
        *_SETTINGS,
    )
    checks = (contracts_text(to_check),) if to_check else ()
    return Page(joined(waiting_text(waiting), *checks, who), buttons)


_REVIEWER_HELP = _(
    "New applications arrive here with their documents. Confirm or reject each; a rejection needs a reason and a "
    "comment that the parent reads. “Take” keeps an application for you, “Pass on” gives it back. If the child is a "
    "relative of yours, press “A relative”: somebody else decides then."
)
_HELP = {
    Role.PHTHISIATRICIAN: _REVIEWER_HELP,
    Role.PMPC_REVIEWER: _REVIEWER_HELP,
    Role.EDUCATION_DEPARTMENT: _(
        "Applications with a privilege arrive here with their proof. I also tell you when a review waits too long. "
        "By its number you find any application of your city; after hearing the parent you can archive a duplicate "
        "or one with false data. Under “Places” you open free places of a kindergarten; under “Distribution” you "
        "look at who would get a voucher, and issue the vouchers; under “A voucher” you find one by its number and "
        "annul it. Under “No answer” are the kindergartens that have not answered a family in time. Under “Contract "
        "form” you publish a new edition of the contract’s text."
    ),
    Role.PRESCHOOL_EMPLOYEE: _(
        "Requests of parents to your kindergarten arrive here; the place is kept for the child meanwhile. Send the "
        "contract, or refuse with a reason and a comment that the parent reads. If the child is a relative of yours, "
        "press “A relative”: somebody else answers then. If nobody answers in time, the education department is told. "
        "Under “To check” are the contracts that parents have signed: look at every document, then sign, or give the "
        "contract back with what is wrong. Under “Admitted” you note that a child has left."
    ),
    Role.ADMIN: _(
        "Questions of parents arrive here; your answer goes to the parent’s chat. Under “Catalogue” you load the "
        "kindergartens from a CSV or XLSX file. Under “Staff” you invite people, change roles and end a membership; "
        "what is open goes to a colleague. Under “Calendar” you declare days off and working days; open deadlines are "
        "counted anew."
    ),
}
_HELP_OTHERS = _("Requests of parents to your kindergarten will arrive here.")
