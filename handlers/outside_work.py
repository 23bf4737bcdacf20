"""What comes back from the outside world: a registry's answer becomes an input, an SMS that failed is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.message import Message
from handlers.look_ups import COMPARED, PERSON, for_comparison
from handlers.office import Office
from handlers.telling import locale_of
from locales.text import _
from storage.accounts import last_seen
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import NewOutbox
from storage.tasks import TaskRow
from storage.uow import Uow

SHOWN = ("last_name", "first_name", "middle_name", "birth_date", "sex")
UNKNOWN = {"status": "unknown"}
WAITED_FOR = frozenset(
    {"catalogue", "distribution_preview", "category_preview", "contract_draft", "contract_freeze", "model_form"}
)
"""Work whose outcome a dialog waits for."""
NOT_SENT = Message(
    _("The SMS with the code could not be sent. Check the number, or press “Send another code” in a minute."),
    purpose="sms_failed",
)


async def task_done(database: Database, office: Office, task: TaskRow, result: Mapping[str, Any]) -> None:
    """Take the outcome of a task, which may come twice after a crash, and finish the task.

    A registry's `result` is `{"status": …}`, with the person's fields when that is "found"; an SMS's status is "sent"
    when it went out. Somebody else's data never get further than a keyed digest; nobody is told of what an account
    wanted that is gone.
    """
    async with database.transaction("task done") as uow:
        # Meanwhile its account may have become one with another.
        task = replace(task, account_id=await uow.tasks.owner(task))
        if await _is_there(uow, task.account_id):
            await _take(uow, office, task, result)
        await uow.tasks.done(task.id, office.clock.now())


async def _take(uow: Uow, office: Office, task: TaskRow, result: Mapping[str, Any]) -> None:
    match task.kind:
        case "registry_person" if task.payload.get("child"):
            await _compare(uow, office, task, result)
        case "registry_person":
            await _deliver(uow, office, task, person_result(result, phone_sent="phone" in task.payload))
        case "registry_child" if result["status"] in {"unknown", "not_related"}:
            await _ask_for_comparison(uow, office, task)
        case "registry_child":
            await _deliver(uow, office, task, person_result(result))
        case kind if kind in WAITED_FOR:
            await _deliver(uow, office, task, dict(result))
        case "sms" if result["status"] != "sent":
            await _tell_not_sent(uow, office, task)


async def _is_there(uow: Uow, account_id: int) -> bool:
    return (await uow.accounts.load([account_id]))[account_id].deleted_at is None


def person_result(result: Mapping[str, Any], *, phone_sent: bool = False) -> dict[str, Any]:
    """What a dialog may know: the fields when the person is proved; otherwise not even whether somebody is known.

    Where a phone was sent, only a registry that says in so many words that it belongs to the person proves them.
    """
    if result["status"] == "found" and (result.get("phone_matches") is True or not phone_sent):
        return {"status": "found", **{name: result.get(name) for name in SHOWN}}
    return UNKNOWN if result["status"] in {"found", "unknown", "not_related"} else {"status": result["status"]}


async def _ask_for_comparison(uow: Uow, office: Office, task: TaskRow) -> None:
    """The registry does not name this parent: ask for the child alone, whether it is known or not."""
    payload = {"iin": task.payload["iin"], "child": True, "token": task.id}
    await uow.tasks.add(task.account_id, PERSON, payload, office.clock.now())
    uow.wake("tasks")


async def _compare(uow: Uow, office: Office, task: TaskRow, result: Mapping[str, Any]) -> None:
    """Keep what typed data can be compared with, and tell the dialog that they are to be typed."""
    if result["status"] == "found":
        details = for_comparison(uow, task.account_id, task.payload["iin"], result)
        subject = f"account:{task.account_id}"
        await uow.events.append(subject, "registry", None, COMPARED, at=office.clock.now(), details=details)
    away = result["status"] in {"unavailable", "none"}
    await _deliver(uow, office, task, dict(result) if away else UNKNOWN)


async def _deliver(uow: Uow, office: Office, task: TaskRow, result: dict[str, Any]) -> None:
    token = task.payload.get("token", task.id)
    found = {"found": {"token": token, "result": result}}
    arrival = Arrival("task", str(task.id), "", found, fetch=False)
    await uow.inbox.store_for(task.account_id, arrival, office.clock.now())
    uow.wake("inbox")


async def _tell_not_sent(uow: Uow, office: Office, task: TaskRow) -> None:
    accounts = await uow.accounts.load([task.account_id])
    chat = last_seen((await uow.accounts.addresses([task.account_id]))[task.account_id])
    if chat is None:
        return
    spoken = NOT_SENT.spoken(locale_of(accounts[task.account_id])).to_json()
    now = office.clock.now()
    await uow.outbox.add([NewOutbox(chat.account_id, chat.id, NOT_SENT.purpose, spoken, now)])
    uow.wake("outbox")
