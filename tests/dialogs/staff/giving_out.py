"""Places, previews and protocols for dialog tests: canned facts, outcomes as the handlers give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dialogs.effects import Effect
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.protocol_queries import (
    NumberedLine,
    Preview,
    PreviewSheet,
    ProtocolSheet,
    PublicProtocol,
    RunCard,
    Runs,
    RunSheet,
    StaffProtocol,
)
from dialogs.queries import Preschools
from dialogs.staff.categories import CategoryListsNow, EnterCategories, EnteredLists, PreviewCategories
from dialogs.staff.department_effects import (
    AnnulVoucher,
    ClosePlaces,
    DeclareDay,
    Distribute,
    FindVoucher,
    OpenPlaces,
    PreviewDistribution,
    ShowDistribution,
    ShowPlaces,
    ShowPreview,
    WithdrawDay,
)
from dialogs.staff.department_queries import (
    DeclaredDay,
    DeclaredDays,
    GroupCard,
    GroupOf,
    GroupsOf,
    PlacesInAll,
    PlacesOf,
    StaffVoucher,
    StaffVoucherOf,
)
from dialogs.staff.department_schedule import AddSlot, PauseSchedule, RemoveSlot, ScheduleCard, ScheduleOf
from dialogs.staff.silence import (
    RemindKindergarten,
    ReturnChoice,
    SettleSilence,
    SilentCount,
    SilentLine,
    SilentRequest,
    SilentRequestOf,
    SilentRequests,
)
from enrolment.distribution_protocol import Outcome, ProtocolLine
from enrolment.distribution_run import IssueRule, PassReason, Waiting
from enrolment.queue import QueueKey
from enrolment.terms import Name, QueueType
from enrolment.voucher_states import VoucherState
from locales.text import verbatim
from tests.dialogs.enrolments import asked
from tests.dialogs.talk import NOW, profile_called

QUEUE = QueueKey("almaty", QueueType.SANATORIUM, 2023)
GROUP = GroupCard(
    61, "000000000001", Name("Еркемай", "Еркемай", "Erkemai"), "Күншуақ", 2, 6, 20, 8, 3, closable=1, holders=2
)
VOUCHER = StaffVoucher(71, "2026-000123", "S-2026-000045", "Арман", VoucherState.ISSUED, NOW, NOW)
SILENT = SilentRequest(
    asked(),
    21,
    GROUP.preschool,
    "+77011112233",
    "2026-000123",
    NOW + dt.timedelta(days=2),
    employees=2,
    remindable=True,
    returnable=True,
    settleable=True,
)
RUN = RunCard(1, NOW, "almaty", 2, 1, 0, (Waiting(QUEUE, PassReason.PLACES_TAKEN, 5),))


def line(turn: int, rule: IssueRule | PassReason, *, with_sibling: bool = False) -> ProtocolLine:
    """One turn of the run."""
    outcome = Outcome.ISSUED if isinstance(rule, IssueRule) else Outcome.PASSED_OVER
    return ProtocolLine(1, turn, QUEUE, 1, 3, dt.date(2026, 9, 1), outcome, rule, with_sibling)


LINES = (
    NumberedLine(line(1, IssueRule.PREFERRED), "S-2026-000001"),
    NumberedLine(line(2, PassReason.NO_PLACE_IN_LANGUAGE), "S-2026-000002"),
    NumberedLine(line(3, IssueRule.ANY_FITTING, with_sibling=True), "S-2026-000003"),
)
CATEGORIES = {one.number: one.name for one in profile_called("unified").categories}
NAMELESS = tuple(NumberedLine(one.line) for one in LINES)


def facts() -> dict[Any, Any]:
    """What the handlers would answer the department of Almaty, and anyone about the protocols."""
    return {
        Preschools: (),
        GroupsOf: (GROUP,),
        GroupOf: GROUP,
        PlacesOf: PlacesInAll(3, 2),
        CategoryListsNow: EnteredLists(),
        ScheduleOf: ScheduleCard(("monday 10:00", "2026-12-01 09:30"), paused=False, next_at=NOW, of_profile=False),
        SilentCount: 9,
        SilentRequests: (
            SilentLine(SILENT.request.id, SILENT.request.number, SILENT.preschool, SILENT.request.sent_at),
        ),
        SilentRequestOf: lambda query: SILENT if query.id == SILENT.request.id else None,
        StaffVoucherOf: VOUCHER,
        DeclaredDays: (DeclaredDay(dt.date(2026, 12, 31), works=False, name=None, source="Decree 5"),),
        Runs: RunSheet((RUN,), more=False),
        PublicProtocol: ProtocolSheet(RUN, NAMELESS, more=False, categories=CATEGORIES),
        StaffProtocol: ProtocolSheet(RUN, LINES, more=False, categories=CATEGORIES),
        Preview: PreviewSheet(90, RUN, LINES, more=False),
    }


def _finished(words: str, then: str, **args: Any) -> Fine:
    return Fine(Finish(notes=(Message(verbatim(words)),), then=Go(then, args)))


OUTCOMES: Mapping[type[Effect], Any] = {
    ShowPlaces: Fine(Finish(then=Go("groups", {"bin": GROUP.bin}))),
    OpenPlaces: _finished("Opened.", "group", id=GROUP.id),
    ClosePlaces: _finished("Closed.", "group", id=GROUP.id),
    PreviewCategories: Fine({"token": 5}),
    EnterCategories: _finished("Entered.", "categories"),
    AddSlot: _finished("Added.", "schedule", locality="almaty"),
    RemoveSlot: _finished("Taken back.", "schedule", locality="almaty"),
    PauseSchedule: _finished("Paused.", "schedule", locality="almaty"),
    ShowDistribution: Fine(Finish(then=Go("distribution", {"locality": "almaty"}))),
    PreviewDistribution: Fine({"token": 5}),
    ShowPreview: Fine(Finish(then=Go("preview", {"kept": 90}))),
    FindVoucher: Fine(Finish(then=Go("voucher", {"id": 71}))),
    AnnulVoucher: _finished("Annulled.", "voucher", id=71),
    RemindKindergarten: _finished("Reminded.", "silent", id=81),
    ReturnChoice: _finished("Given back.", "silent", id=81),
    SettleSilence: _finished("Settled.", "silents"),
    DeclareDay: _finished("Declared.", "calendar"),
    WithdrawDay: _finished("Withdrawn.", "calendar"),
    Distribute: _finished("Being issued.", "distribution", locality="almaty"),
}
