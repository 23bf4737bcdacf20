"""An employee who checks contracts, for dialog tests."""

from __future__ import annotations

from typing import Any

from dialogs.contract_effects import ShowStaffContract, StartSigning
from dialogs.contract_queries import PreschoolContract
from dialogs.dialog import Dialog
from dialogs.facts import Me
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from dialogs.queries import Member
from dialogs.questions import Open
from dialogs.staff import contract_decisions
from dialogs.staff.engine import staff_engine
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.contracts import contract_staff_facts, started
from tests.dialogs.staff.colleagues import OUTCOMES, TEACHER, facts
from tests.dialogs.talk import Talk

CONTRACT_DIALOGS: tuple[type[Dialog], ...] = (
    contract_decisions.MarkItem,
    contract_decisions.RejectThisContract,
    contract_decisions.SignThisContract,
    contract_decisions.ArchiveThisContract,
    contract_decisions.PaperContract,
)
CONTRACT_PAGES = (
    "contracts",
    "signed_contracts",
    "contract",
    "contract_documents",
    "contract_fields",
    "contract_item",
    "return_contract",
)
ENGINE = staff_engine()
ENGINE.actions = {
    **ENGINE.actions,
    "contracts": lambda _all: Go("contracts"),
    "signed": lambda _all: Go("signed_contracts"),
    "mark": lambda code: Open(contract_decisions.MarkItem, given={"contract": 91, "item": code}),
    "paper": lambda id_: Open(contract_decisions.PaperContract, given={"request": int(id_)}),
}


def checking(one: PreschoolContract | None, member: Member | None = TEACHER, **more: Any) -> Talk:
    """An employee of the kindergarten with this contract, at the menu."""
    known = {**facts(member, None), **contract_staff_facts(one), **more}
    outcomes = {
        **OUTCOMES,
        StartSigning: started,
        ShowStaffContract: Fine(Finish(remark=verbatim("See the card."))),
    }
    return Talk(ENGINE, Me(1, Locale.EN), known, outcomes).starts()
