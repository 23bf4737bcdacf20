"""Ten thousand parked conversations and a long past cost a turn nothing: every hot statement goes by an index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from enrolment.contract_states import WITH_PRESCHOOL
from enrolment.enrolment_request_states import OPEN_REQUEST, RequestState
from enrolment.queue import QueueKey
from enrolment.terms import QueueType, Role
from storage.database import Database
from storage.delivery_reports import Report
from storage.held import hurry, put_back
from storage.outbox import OutboxRow
from storage.recipients import recipients
from storage.sealing import Sealer
from storage.staff import StaffMember
from storage.uow import Uow
from tests.storage.chats import NOW

READ, FAILED = (Report("SM1", 17, 0, status, 63018, NOW) for status in ("read", "failed"))
HELD = OutboxRow(1, 1, 1, 0, "reply", {}, None, 1, NOW, 0, 30.0)
MEMBER = StaffMember(17, Role.PRESCHOOL_EMPLOYEE, None, NOW, preschool_bin="150140000002", id=18)
TABLES = {
    *("inbox", "outbox", "task", "deadline", "conversation"),
    *("account", "address", "address_alias", "delivery_report", "application"),
    *("contract", "family_tie", "event_log"),
    *("voucher", "enrolment_request", "waiting_place", "distribution_line", "distribution_run", "stop_list_rest"),
}
HOT: dict[str, Callable[[Uow], Awaitable[Any]]] = {
    "claim": lambda uow: uow.inbox.claim(64),
    "fetches": lambda uow: uow.inbox.claim_fetches(10, 0, 30),
    "pending": lambda uow: uow.inbox.pending_count(),
    "done": lambda uow: uow.inbox.done([1, 2], NOW),
    "load": lambda uow: uow.conversations.load([1, 2]),
    "outbox": lambda uow: uow.outbox.claim(64, 0, 30),
    "sent": lambda uow: uow.outbox.sent([(HELD, "x", True)], NOW),
    "supersede": lambda uow: uow.outbox.supersede([(1, "question")]),
    "oldest": lambda uow: uow.outbox.oldest_waiting(NOW),
    "who wrote": lambda uow: uow.addresses.live_at([("telegram", "1"), ("whatsapp", "+77010000001")]),
    "seen": lambda uow: uow.addresses.seen([1, 2], NOW),
    "hold": lambda uow: uow.outbox.hold(HELD, "63016", NOW),
    "release": lambda uow: uow.outbox.release([1, 2]),
    "fate": lambda uow: uow.outbox.fate(17),
    "delivered": lambda uow: uow.outbox.delivered(READ),
    "again": lambda uow: uow.outbox.again(FAILED, 0, "63018"),
    "held again": lambda uow: uow.outbox.hold_by_id(FAILED, 0, "63016"),
    "put back": lambda uow: put_back(uow, 0, 10),
    "hurry": lambda uow: hurry(uow, 0),
    "recipients": lambda uow: recipients(uow, [1, 2]),
    "one": lambda uow: uow.outbox.get(17),
    "receipt": lambda uow: uow.reports.keep(Report("SM1", 17, 0, "failed", 63016, NOW)),
    "receipts": lambda uow: uow.reports.unhandled(10),
    "erase receipts": lambda uow: uow.reports.erase(NOW),
    "tasks": lambda uow: uow.tasks.claim(10, 0, 30),
    "due": lambda uow: uow.deadlines.due(NOW, 10),
    "next due": lambda uow: uow.deadlines.next_due(),
    "of": lambda uow: uow.deadlines.of("voucher:17"),
    "set": lambda uow: uow.deadlines.set("voucher:17", "accept", NOW),
    "history": lambda uow: uow.events.history("voucher:17"),
    "erase inbox": lambda uow: uow.inbox.erase(NOW),
    "erase outbox": lambda uow: uow.outbox.erase(NOW),
    "an application's voucher": lambda uow: uow.vouchers.open_of(17),
    "outstanding": lambda uow: uow.vouchers.outstanding("almaty", besides=17),
    "all open": lambda uow: uow.vouchers.open_after(17, 10),
    "candidates": lambda uow: anext(uow.distributions.candidates("almaty"), None),
    "a run's lines": lambda uow: uow.distributions.lines(17, 0, 10),
    "runs of an application": lambda uow: uow.distributions.lines_of(17),
    "served": lambda uow: uow.distributions.issued_at(QueueKey("almaty", QueueType.GENERAL, 2022), NOW),
    "a voucher's request": lambda uow: uow.requests.open_of_voucher(17),
    "a preschool's requests": lambda uow: uow.requests.of_preschool("150140000002", OPEN_REQUEST, 0, 10),
    "a page of requests": lambda uow: uow.requests.page_for(MEMBER, RequestState.SENT, 0, 10),
    "a page of requests with a contract": lambda uow: uow.requests.page_for(MEMBER, RequestState.CONTRACT_SENT, 0, 10),
    "count of requests": lambda uow: uow.requests.count_for(MEMBER, RequestState.SENT),
    "contracts to check": lambda uow: uow.contracts.to_check_by(MEMBER, 0, 10),
    "signed contracts": lambda uow: uow.contracts.signed_for(MEMBER, 0, 10),
    "count of contracts": lambda uow: uow.contracts.count_for(MEMBER, WITH_PRESCHOOL),
    "own family": lambda uow: uow.applications.of_own_family(17, MEMBER),
    "refused": lambda uow: uow.requests.refused_by(["150140000002"]),
    "waiting for a place": lambda uow: uow.waiting_list.next_for("150140000002"),
    "a rest": lambda uow: uow.rests.current(17),
    "counting free places": lambda uow: uow.places.declare_free(17, 1, "staff:1", NOW),
    "sweep": lambda uow: uow.files.unreferenced(NOW),
}


@pytest.mark.parametrize("hot", HOT.values(), ids=HOT)
async def test_no_hot_statement_reads_a_whole_table(
    sqlite_url: str, sealer: Sealer, hot: Callable[[Uow], Awaitable[Any]]
) -> None:
    database = Database.open(sqlite_url, sealer)
    asked: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        asked.append((call[2], call[3]))

    async with database.transaction("hot") as uow:
        uow.connection.use_sqlalchemy()
        event.listen(uow.connection.sync_connection, "before_cursor_execute", note)
        await hot(uow)
    async with database.transaction("plans") as uow:
        for statement, parameters in asked:
            values = parameters[0] if isinstance(parameters, list) else parameters
            plan = await uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row["detail"] for row in plan.mappings()]
            assert not [step for step in steps if step.startswith("SCAN") and reads_a_table(step)], steps
    await database.close()


def reads_a_table(step: str) -> bool:
    """Not a subquery, a list of values, or a partial index, which holds only what is still to be done."""
    small = (
        "ix_inbox_ready",
        "ix_inbox_to_fetch",
        "ix_inbox_fetching",
        "ix_outbox_unfinished",
        "ix_outbox_head",
        "ix_outbox_held",
        "ix_task_undone",
        "ix_deadline_open",
        "ix_delivery_report_waiting",
        "ix_application_queue_order",
        "ix_voucher_open",
    )
    name = step.split()[1]
    return name in TABLES and not any(one in step for one in small)
