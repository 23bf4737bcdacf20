"""Questions to support, and reports that somebody asks for money. S2-70, S3-17, S2-78."""

from __future__ import annotations

from dialogs.effects import OpenCase, SayInCase
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.notices import money_case_opened
from dialogs.page import Finish, Go
from dialogs.queries import CaseCard, MyCase, MyCases
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.cases import announce_case, case_card
from locales.text import Text, _, n_
from storage.support import Case

CASES_A_DAY = 10
MESSAGES_A_DAY = 50
DAY = 86_400


@answers(MyCases)
async def my_cases(desk: Desk, query: MyCases) -> tuple[CaseCard, ...]:
    """The cases of this account, the last touched first."""
    return tuple(case_card(case) for case in await desk.uow.support.of_account(desk.account.id))


@answers(MyCase)
async def my_case(desk: Desk, query: MyCase) -> CaseCard | None:
    """One case with everything said in it; somebody else's reads like an unknown one."""
    case = await _mine(desk, query.id)
    return case_card(case, (await desk.uow.support.messages([case.id]))[case.id]) if case else None


@performs(OpenCase)
async def open_case(desk: Desk, effect: OpenCase) -> Outcome:
    """Open a case with its number and tell the administrators; who reports a demand for money is answered as N35."""
    if not await desk.uow.limits.hit(f"cases of {desk.address.id}", desk.now, DAY, CASES_A_DAY):
        return Refused(
            n_(
                "You can ask {count} question a day. Write more in an open one under “My questions”.",
                "You can ask {count} questions a day. Write more in an open one under “My questions”.",
                CASES_A_DAY,
            )
        )
    case = await desk.uow.support.open(desk.account.id, effect.kind, effect.text, desk.now)
    await desk.uow.events.append(_subject(case), desk.actor, None, case.state, at=desk.now, reason=effect.kind)
    await announce_case(desk, case.id)
    if effect.kind == "money":
        await desk.tell(desk.account.id, money_case_opened(case.id, case.number), _subject(case))
        return Fine(Finish(then=Go("menu")))
    text = _("Your question has number {number}. An administrator will answer here.", number=case.number)
    return _done(text, Go("menu"))


@performs(SayInCase)
async def say_in_case(desk: Desk, effect: SayInCase) -> Outcome:
    """Write more in a case; one that was answered or closed is open again."""
    case = await _mine(desk, effect.case)
    if case is None:
        return Refused(_("I do not find this question. Look at “My questions”."))
    if not await desk.uow.limits.hit(f"messages of {desk.address.id}", desk.now, DAY, MESSAGES_A_DAY):
        return Refused(_("That was a lot for one day. Please write again tomorrow."))
    await desk.uow.support.say(case.id, "parent", effect.text, desk.now)
    await desk.uow.events.append(_subject(case), desk.actor, case.state, "open", at=desk.now)
    await announce_case(desk, case.id)
    return _done(_("Sent. An administrator will answer here."), Go("case", {"id": case.id}))


async def _mine(desk: Desk, case_id: int) -> Case | None:
    case = await desk.uow.support.get(case_id)
    return case if case and case.account_id == desk.account.id else None


def _subject(case: Case) -> str:
    return f"case:{case.id}"


def _done(text: Text, then: Go) -> Fine:
    return Fine(Finish(notes=(Message(text),), then=then))
