"""What is kept about a person's contracts, for the export: what was answered and given, and how each went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.contract_acts import contract_subject
from handlers.desk import Desk
from handlers.export_places import by
from storage.stored_contract import StoredContract

Json = dict[str, Any]


async def contracts_of(desk: Desk) -> list[Json]:
    """Every contract of the account, newest first; who did something is told by what they are."""
    return [await _contract(desk, one) for one in await desk.uow.contracts.of_account(desk.account.id)]


async def requisites_of(desk: Desk) -> Json:
    """What was kept for the next contract (S2-56)."""
    return dict(await desk.uow.requisites.of(desk.account.id))


async def _contract(desk: Desk, one: StoredContract) -> Json:
    inner = one.contract
    return {
        "number": one.number,
        "kind": inner.kind,
        "state": inner.state,
        "kindergarten": one.preschool_bin,
        "begun_at": _moment(one.begun_at),
        "sign_by": _moment(inner.sign_by.at if inner.sign_by else None),
        "sent_at": _moment(one.sent_at),
        "signed_at": _moment(one.signed_at),
        "closed_at": _moment(one.closed_at),
        "answers": dict(one.form or {}),
        "documents": sorted(map(str, one.papers)),
        "returned_times": inner.corrections,
        "end": inner.end,
        "reason": one.reason,
        "comment": one.comment,
        "versions": [
            {"version": version.version, "sha256": version.sha256, "made_at": _moment(version.made_at)}
            for version in await desk.uow.contract_versions.of(one.id)
        ],
        "history": [
            {"at": _moment(event.at), "by": by(desk, event.actor), "to": event.to, "details": event.details}
            for event in await desk.uow.events.history(contract_subject(one.id))
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
