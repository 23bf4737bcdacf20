"""Everything that is kept about a person, as a JSON file in the chat."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from dialogs.effects import ExportMyData
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.statuses import STATES
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.export_contracts import contracts_of, requisites_of
from handlers.export_places import by, rests_of, vouchers_of
from handlers.look_ups import COMPARED
from handlers.moving import subject_of
from handlers.profile_changes import NOT_REGISTERED
from locales.text import _
from storage.applications import Application
from storage.children import Child
from storage.family import Tie
from storage.people import Person, person_to_json

EVERYTHING = 100_000
EXPORTS_A_DAY = 10
DAY = 86_400


@performs(ExportMyData)
async def export_my_data(desk: Desk, effect: ExportMyData) -> Outcome:
    """Send the file; members of staff appear in it by what they did, never by who they are."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    if not await desk.uow.limits.hit(f"exports of {desk.address.id}", desk.now, DAY, EXPORTS_A_DAY):
        return Refused(_("You have downloaded your data often today. Please try again tomorrow."))
    content = json.dumps(await everything(desk), ensure_ascii=False, indent=2)
    file = FileOut(f"balapan-{desk.now:%Y-%m-%d}.json", "application/json", content=content)
    note = Message(_("This file holds everything that I keep about you and your children."), files=(file,))
    return Fine(Finish(notes=(note,), then=Go("profile")))


async def everything(desk: Desk) -> dict[str, Any]:
    """The account with all that hangs on it, as JSON values."""
    uow, account = desk.uow, desk.account
    applications = await uow.applications.of_account(account.id)
    sent = await uow.notifications.of(account.id, 0, EVERYTHING)
    return {
        "made_at": _moment(desk.now),
        "account": {
            "person": _person(account.person),
            "phone": account.phone,
            "phone_proved_at": _moment(account.phone_proved_at),
            "iin": account.iin,
            "iin_proof": account.iin_proof,
            "language": account.locale,
            "city": account.locality,
            "consent": {"version": account.consent_version, "at": _moment(account.consent_at)},
            "registered_at": _moment(account.registered_at),
        },
        "chats": await _chats(desk),
        "account_history": await _history(desk, desk.actor),
        "documents_sent_ahead": await _prepared(desk),
        "children": [_child(one) for one in await uow.children.kept(account.id)],
        "applications": [await _application(desk, one) for one in applications],
        "vouchers": await vouchers_of(desk),
        "contracts": await contracts_of(desk),
        "requisites": await requisites_of(desk),
        "entrusted_to_others": await _circle(desk),
        "entrusted_by_others": [_tie(one) for one in await uow.family.of_member(account.id)],
        "notifications": [{"at": _moment(one.created_at), "text": one.text} for one in sent],
        "support": await _cases(desk),
        "reviews_of_kindergartens": await _reviews(desk),
    }


async def _chats(desk: Desk) -> list[dict[str, Any]]:
    chats = (await desk.uow.accounts.addresses([desk.account.id]))[desk.account.id]
    return [
        {
            "channel": chat.channel,
            "id": chat.external_id,
            "phone": chat.phone,
            "known_since": _moment(chat.created_at),
            "last_wrote_at": _moment(chat.seen_at),
            "chosen_for_notifications": chat.id == desk.account.notify_address_id,
        }
        for chat in chats
    ]


async def _circle(desk: Desk) -> list[dict[str, Any]]:
    """Who was let in to which child; other people are named by their role alone."""
    children = await desk.uow.children.of(desk.account.id)
    return [
        {"child": _person(child.person), **_tie(tie)}
        for child in children
        for tie in await desk.uow.family.of_child(child.id)
    ]


def _tie(tie: Tie) -> dict[str, Any]:
    return {"role": tie.role, "since": _moment(tie.joined_at)}


def _child(child: Child) -> dict[str, Any]:
    return {
        "person": _person(child.person),
        "iin": child.iin,
        "document_number": child.document_number,
        "proof": child.proof,
        "added_at": _moment(child.created_at),
        "removed_at": _moment(child.removed_at),
    }


async def _application(desk: Desk, one: Application) -> dict[str, Any]:
    children = await desk.uow.children.load([one.child_id])
    return {
        "number": one.number,
        "queue": one.queue_type,
        "child": _person(children[one.child_id].person) if one.child_id in children else None,
        "city": one.locality,
        "state": one.state,
        "status": STATES[one.state].in_(desk.locale),
        "archive_reason": one.archive_reason,
        "category": one.category,
        "submitted_at": _moment(one.submitted_at),
        "answers": one.details,
        "consent": {"version": one.consent_version, "at": _moment(one.consent_at)},
        "documents": await _documents(desk, one.id),
        "stop_list": await rests_of(desk, one.id),
        "history": await _history(desk, subject_of(one.id)),
    }


async def _documents(desk: Desk, application_id: int) -> list[dict[str, Any]]:
    papers = await desk.uow.papers.of_application(application_id)
    return [
        {"kind": paper.kind, "files": len(paper.file_ids), "sent_at": _moment(paper.created_at)} for paper in papers
    ]


async def _prepared(desk: Desk) -> list[dict[str, Any]]:
    """What waits for the next contract of each child; the papers themselves can be looked at in the chat."""
    return [
        {
            "child": _person(child.person),
            "kind": one.kind,
            "files": len(one.files),
            "sent_at": _moment(one.sent_at),
            "sent_by": "you" if one.sent_by == desk.account.id else "family",
            "issued_on": one.issued_on.isoformat() if one.issued_on else None,
        }
        for child in await desk.uow.children.of(desk.account.id)
        for one in await desk.uow.prepared.of_child(child.id)
    ]


async def _history(desk: Desk, subject: str) -> list[dict[str, Any]]:
    """The log of a subject, without the keyed digests, which tell nobody anything."""
    return [
        {
            "at": _moment(one.at),
            "by": by(desk, one.actor),
            "from": one.from_,
            "to": one.to,
            "reason": one.reason,
            "details": None if one.to == COMPARED else one.details,
        }
        for one in await desk.uow.events.history(subject)
    ]


async def _reviews(desk: Desk) -> list[dict[str, Any]]:
    return [
        {
            "kindergarten": one.bin,
            "stars": one.stars,
            "text": one.words,
            "signed": one.name,
            "state": one.state,
            "written_at": _moment(one.written_at),
            "reason": one.reason,
        }
        for one in await desk.uow.feedback.of_account(desk.account.id)
    ]


async def _cases(desk: Desk) -> list[dict[str, Any]]:
    cases = await desk.uow.support.of_account(desk.account.id)
    messages = await desk.uow.support.messages([case.id for case in cases])
    return [
        {
            "number": case.number,
            "kind": case.kind,
            "state": case.state,
            "messages": [
                {"at": _moment(one.created_at), "by": "you" if one.author == "parent" else "staff", "text": one.text}
                for one in messages[case.id]
            ],
        }
        for case in cases
    ]


def _person(person: Person | None) -> dict[str, Any] | None:
    return person_to_json(person)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
