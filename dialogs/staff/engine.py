"""The staff bot's engine: all its dialogs, pages and notification buttons."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.engine import Engine
from dialogs.page import Deed, Go
from dialogs.questions import Open
from dialogs.staff import cases, catalogue, members, menu, reviews
from dialogs.staff.decisions import Archive, Reject
from dialogs.staff.find import Find
from dialogs.staff.joining import Join, Rename, StaffLanguage, StaffWelcome

DIALOGS = (
    StaffWelcome,
    Join,
    Rename,
    StaffLanguage,
    Find,
    Reject,
    Archive,
    cases.Answer,
    catalogue.LoadCatalogue,
)
PAGES = {
    "menu": menu.menu,
    "help": menu.help_page,
    "reviews": reviews.waiting,
    "mine": reviews.mine,
    "review": reviews.review,
    "confirm": reviews.confirm,
    "relative": reviews.relative,
    "cases": cases.cases,
    "case": cases.case,
    "catalogue": catalogue.catalogue,
    "staff": members.staff,
    "member": members.member_card,
    "end_membership": members.end_membership,
}


def staff_engine() -> Engine:
    """The engine of the staff bot."""
    actions: dict[str, Callable[[str], Deed]] = {
        "review": lambda id_: Go("review", {"id": int(id_)}),
        "confirm": lambda id_: Go("confirm", {"id": int(id_)}),
        "reject": lambda id_: Open(Reject, given={"application": int(id_)}),
        "case": lambda id_: Go("case", {"id": int(id_)}),
        "answer": lambda id_: Open(cases.Answer, given={"case": int(id_)}),
    }
    return Engine(DIALOGS, PAGES, actions, Open(StaffWelcome), Open(StaffLanguage))
