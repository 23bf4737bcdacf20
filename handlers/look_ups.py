"""Asking the citizen registry, so that it never tells anybody about somebody else. S3-16, S3-19, S3-22."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.effects import LookUpChild, LookUpPerson, Person
from dialogs.inputs import Fine, Refused
from handlers.book import Outcome, performs
from handlers.desk import Desk
from locales.text import n_
from storage.uow import Uow

HOUR = 3600
PERSON, CHILD = "registry_person", "registry_child"
COMPARED = "child_compared"
NO_REGISTRY = {"status": "none"}
NOT_NOW = {"status": "unavailable"}


@performs(LookUpPerson)
async def look_up_person(desk: Desk, effect: LookUpPerson) -> Outcome:
    """Ask whether phone and IIN belong together; who asks too often goes on by typing."""
    if not desk.office.able.registry:
        return Fine({"result": NO_REGISTRY})
    if not await _may_ask(desk, "people"):
        return Fine({"result": NOT_NOW})
    return await _ask(desk, PERSON, {"iin": effect.iin, "phone": effect.phone})


@performs(LookUpChild)
async def look_up_child(desk: Desk, effect: LookUpChild) -> Outcome:
    """Ask about a child of this parent.

    Whose own IIN is not proved might be anybody, so nothing is shown to them: they type, and learn whether it agrees.
    """
    if not desk.office.able.registry:
        return Fine({"result": NO_REGISTRY})
    if not await _may_ask(desk, "children"):
        most = desk.office.profile.limits.child_lookups_per_hour
        return Refused(
            n_(
                "I can check {count} IIN an hour. Please type it again in an hour; nothing is lost.",
                "I can check {count} IINs an hour. Please type this one again in an hour; nothing is lost.",
                most,
            ),
            "iin",
        )
    if desk.account.iin is None or desk.account.iin_proof == "none":
        return await _ask(desk, PERSON, {"iin": effect.iin, "child": True})
    return await _ask(desk, CHILD, {"iin": effect.iin, "parent_iin": desk.account.iin})


def for_comparison(uow: Uow, account_id: int, iin: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """The event details by which typed data can be compared with the registry's later: keyed digests, no data."""
    names = (found.get("last_name"), found.get("first_name"), found.get("birth_date"))
    return {"child": _digest(uow, account_id, iin), "data": _digest(uow, account_id, *map(str, names))}


async def agrees_with_registry(desk: Desk, iin: str, person: Person) -> bool:
    """Whether the typed name and birth date are those that the registry gave when this account asked last."""
    child = _digest(desk.uow, desk.account.id, iin)
    born = person.birth_date.isoformat() if person.birth_date else ""
    typed = _digest(desk.uow, desk.account.id, person.last_name, person.first_name, born)
    history = await desk.uow.events.history(desk.actor)
    kept = [one.details for one in history if one.to == COMPARED and one.details]
    mine = [details["data"] for details in kept if details["child"] == child]
    return bool(mine) and bool(mine[-1] == typed)


async def _may_ask(desk: Desk, about: str) -> bool:
    most = desk.office.profile.limits.child_lookups_per_hour
    return await desk.uow.limits.hit(f"look-ups of {about} by {desk.address.id}", desk.now, HOUR, most)


async def _ask(desk: Desk, kind: str, payload: dict[str, Any]) -> Outcome:
    task_id = await desk.uow.tasks.add(desk.account.id, kind, payload, desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task_id})


def _digest(uow: Uow, account_id: int, *values: str) -> str:
    plain = "\n".join(value.strip().casefold().replace("ё", "е") for value in values)
    return uow.sealer.index("registry", f"{account_id}\n{plain}").hex()
