"""The invariants of the city, looked for in the rows of its database and in nothing that the use cases say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from storage.database import Database
from storage.uow import Uow

_OPEN = "('issued', 'confirmed', 'extended', 'held')"
_ASKED = "('sent', 'contract_sent')"
NEVER: dict[str, str] = {
    "a child with two open vouchers": f"""
        SELECT child_key FROM voucher WHERE state IN {_OPEN} GROUP BY child_key HAVING count(*) > 1""",
    "a child with two places": """
        SELECT v.child_key FROM enrolment_request r JOIN voucher v ON v.id = r.voucher_id
        WHERE r.state IN ('sent', 'contract_sent', 'completed') GROUP BY v.child_key HAVING count(*) > 1""",
    "an admitted child that still waits or holds a voucher": f"""
        SELECT v.id FROM voucher v JOIN application a ON a.child_key = v.child_key
        WHERE v.state = 'redeemed' AND (a.state NOT IN ('completed', 'archived') OR EXISTS
        (SELECT 1 FROM voucher o WHERE o.child_key = v.child_key AND o.state IN {_OPEN}))""",
    "a place with two children, or a place lost": """
        SELECT g.id FROM preschool_group g WHERE g.closed_at IS NULL AND g.places - g.free <>
        (SELECT count(*) FROM enrolment_request r WHERE r.group_id = g.id AND r.state IN
        ('sent', 'contract_sent', 'completed'))""",
    "more open places than free ones": """
        SELECT id FROM preschool_group WHERE opened < 0 OR opened > 0 AND opened > free""",
    "a voucher whose application is elsewhere": f"""
        SELECT v.id FROM voucher v JOIN application a ON a.id = v.application_id
        WHERE v.state IN {_OPEN} AND a.state <> 'in_process'""",
    "an application in process without a voucher": f"""
        SELECT id FROM application a WHERE state = 'in_process' AND NOT EXISTS
        (SELECT 1 FROM voucher v WHERE v.application_id = a.id AND v.state IN {_OPEN})""",
    "an open request without a voucher that runs or is held": f"""
        SELECT r.id FROM enrolment_request r JOIN voucher v ON v.id = r.voucher_id
        WHERE r.state IN {_ASKED} AND v.state NOT IN ('confirmed', 'extended', 'held')""",
    "an open contract of a request that is over": """
        SELECT c.id FROM contract c JOIN enrolment_request r ON r.id = c.request_id WHERE r.state <> 'contract_sent'
        AND c.state IN ('draft', 'signature_pending', 'parent_signed', 'under_review', 'returned')""",
    "an admitted child without a contract": """
        SELECT r.id FROM enrolment_request r WHERE r.state = 'completed' AND NOT EXISTS
        (SELECT 1 FROM contract c WHERE c.request_id = r.id AND c.state = 'signed')""",
    "a timer fired before its time": "SELECT id FROM deadline WHERE state = 'done' AND done_at < due_at",
    "a timer that was due and never fired": "SELECT id FROM deadline WHERE state = 'open' AND due_at < :now",
    "a voucher expired before its deadline": """
        SELECT id FROM voucher WHERE state IN ('expired_unconfirmed', 'expired_unused') AND closed_at <= deadline_at""",
    "an open voucher past its deadline": """
        SELECT id FROM voucher WHERE state IN ('issued', 'confirmed', 'extended')
        AND deadline_at < :now - 86400000000""",
    "a notification sent twice or not at all": """
        SELECT n.id FROM notification n LEFT JOIN outbox o ON o.notification_id = n.id
        GROUP BY n.id HAVING count(o.id) <> 1""",
    "the same reminder twice at once": """
        SELECT subject FROM notification WHERE key IN ('N07', 'N07e', 'N15', 'N18')
        GROUP BY account_id, subject, key, created_at HAVING count(*) > 1""",
    "an extension offered twice on one day": """
        SELECT subject FROM notification WHERE key = 'N15'
        GROUP BY account_id, subject, (created_at + 18000000000) / 86400000000 HAVING count(*) > 1""",
    "a counter of the queue that is wrong": """
        SELECT 1 FROM (SELECT locality, queue_type, birth_year, iteration, category, submitted_day AS day, count(*) AS n
        FROM application WHERE state = 'queued' GROUP BY 1, 2, 3, 4, 5, 6) a FULL JOIN
        (SELECT * FROM queue_counter WHERE n <> 0) c USING (locality, queue_type, birth_year, iteration, category, day)
        WHERE coalesce(a.n, 0) <> coalesce(c.n, 0)""",
}
EVENTS = text("SELECT subject, at, from_state, to_state, reason FROM event_log ORDER BY id")
NOTICES = text(
    "SELECT n.account_id, n.key, count(*) AS n FROM notification n JOIN account a ON a.id = n.account_id "
    "WHERE a.kind = 'parent' GROUP BY n.account_id, n.key"
)
OWNERS = {
    "application": text("SELECT id, account_id FROM application"),
    "voucher": text("SELECT id, account_id FROM voucher"),
    "request": text("SELECT id, account_id FROM enrolment_request"),
    "contract": text("SELECT id, account_id FROM contract"),
}
Step = tuple[str | None, str]
TOLD: dict[str, dict[Step, str]] = {
    "application": {
        (None, "queued"): "N01",
        (None, "docs_pending"): "N02",
        ("docs_pending", "queued"): "N03",
        ("stop_listed", "queued"): "N11",
    },
    "voucher": {
        (None, "issued"): "N06",
        ("issued", "confirmed"): "N08",
        ("issued", "declined"): "N09",
        ("confirmed", "declined"): "N09",
        ("extended", "declined"): "N09",
        ("issued", "expired_unconfirmed"): "N10",
        ("confirmed", "expired_unused"): "N14",
        ("extended", "expired_unused"): "N14",
        ("confirmed", "extended"): "N16",
    },
    "request": {
        (None, "sent"): "N19",
        ("sent", "contract_sent"): "N20a",
        ("sent", "refused"): "N22",
        ("contract_sent", "refused"): "N22",
        ("sent", "cancelled"): "N27",
        ("contract_sent", "cancelled"): "N27",
    },
    "contract": {("draft", "parent_signed"): "N20", ("under_review", "signed"): "N23"},
}
ENDED = {"docs_rejected": "N04", "withdrawn": "N05", "age_limit": "N05", "false_data": "N05", "stop_list_ended": "N12"}


@dataclass(frozen=True)
class Audit:
    """What was looked for, and how often it was found; `told` are the notifications that were counted."""

    found: dict[str, int]
    told: int

    @property
    def intact(self) -> bool:
        """Whether nothing was found that may never be."""
        return not any(self.found.values())


async def audit(database: Database, now: int) -> Audit:
    """Everything that may never be, counted; `now` is in microseconds."""
    async with database.reading() as uow:
        found = {}
        for what, query in NEVER.items():
            terms = {"now": now} if ":now" in query else {}
            found[what] = len((await uow.connection.execute(text(query), terms)).all())
        found["a counter that the product itself finds wrong"] = len(await uow.applications.reconcile())
        right, told = await _right(uow), await _told(uow)
    covered = {key for steps in TOLD.values() for key in steps.values()} | set(ENDED.values()) | {"N17"}
    told = Counter({at: n for at, n in told.items() if at[1] in covered})
    differ = sorted({at for at in {*right, *told} if right[at] != told[at]})
    for at in differ[:5]:
        print(f"  account {at[0]}: {at[1]} told {told[at]} times, right {right[at]}")
    found["a notification that does not follow from what happened"] = len(differ)
    return Audit(found, told.total())


async def _told(uow: Uow) -> Counter[tuple[int, str]]:
    return Counter({(row.account_id, row.key): row.n for row in await uow.connection.execute(NOTICES)})


async def _right(uow: Uow) -> Counter[tuple[int, str]]:
    """What each family had to be told, by the steps in the event log."""
    owners: dict[tuple[str, int], int] = {}
    for kind, query in OWNERS.items():
        owners |= {(kind, row.id): row.account_id for row in await uow.connection.execute(query)}
    right: Counter[tuple[int, str]] = Counter()
    rests: dict[str, int] = {}
    for row in await uow.connection.execute(EVENTS):
        kind, _, id_ = row.subject.partition(":")
        if kind not in OWNERS:
            continue
        owner = owners[kind, int(id_)]
        right[owner, _key(kind, row)] += 1
        if row.to_state == "stop_listed":
            rests[row.subject] = row.at
        right[owner, _unsaid(row, rests)] -= 1
    return Counter({at: n for at, n in right.items() if at[1]})


def _unsaid(row: Row[Any], rests: dict[str, int]) -> str:
    """What the voucher's own end would have told, had the application's end not been told instead."""
    if row.from_state == "in_process" and row.reason in {"false_data", "age_limit"}:
        return "N17"
    ended_at_once = row.reason == "stop_list_ended" and rests.get(row.subject) == row.at
    return "N10" if ended_at_once else ""


def _key(kind: str, row: Row[Any]) -> str:
    if kind == "application" and row.to_state == "archived":
        return ENDED.get(row.reason or "", "")
    if kind == "voucher" and row.to_state == "annulled":
        return "N17"
    return TOLD[kind].get((row.from_state, row.to_state), "")


def lines(found: Audit) -> Sequence[str]:
    """The audit as it is printed."""
    told = f"  every notification exactly once: {found.told:,} of them follow from the steps in the event log"
    return [*(f"  {'never' if not n else f'{n} TIMES'}: {what}" for what, n in found.found.items()), told]
