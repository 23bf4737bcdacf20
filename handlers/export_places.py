"""What is kept about giving out places to a person's children: vouchers, requests, waiting lists, the stop-list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.case_history import REQUESTS
from dialogs.names import coded_name, language_name, locality_name, named, queue_name
from dialogs.queries import Happening
from dialogs.voucher_words import happened, status, title
from handlers.desk import Desk
from handlers.request_moves import request_subject
from handlers.voucher_acts import voucher_subject
from handlers.voucher_cards import voucher_cards
from locales.text import Text
from storage.enrolment_requests import EnrolmentRequest
from storage.events import Event
from storage.stored_voucher import StoredVoucher

Json = dict[str, Any]


async def vouchers_of(desk: Desk) -> list[Json]:
    """Every voucher or referral of the account, newest first, in the words of its language."""
    vouchers = await desk.uow.vouchers.of_account(desk.account.id)
    requests = await desk.uow.requests.of_account(desk.account.id)
    groups = {one.group_id for one in requests} | {one.group_id for one in vouchers if one.group_id is not None}
    names = await desk.uow.places.names(groups)
    cards = await voucher_cards(desk, vouchers)
    said = [{"voucher": _said(desk, title(card)), "state": _said(desk, status(card))} for card in cards]
    return [
        {
            **words,
            **await _voucher(desk, one),
            "group": names.get(one.group_id or 0),
            "requests": [await _request(desk, asked, names) for asked in requests if asked.voucher_id == one.id],
            "waiting_lists": await _waiting(desk, one.id),
        }
        for words, one in zip(said, vouchers, strict=True)
    ]


async def rests_of(desk: Desk, application_id: int) -> list[Json]:
    """Every stay of an application on the stop-list, the first one first."""
    return [
        {
            "since": _moment(one.since),
            "until": _moment(one.until.at),
            "ended_at": _moment(one.ended_at),
            "came_back_to_the_queue": one.restored,
        }
        for one in await desk.uow.rests.of(application_id)
    ]


async def _voucher(desk: Desk, one: StoredVoucher) -> Json:
    profile, wanted = desk.office.profile, one.wanted
    events = await desk.uow.events.history(voucher_subject(one.id))
    return {
        "number": one.number,
        "city": _said(desk, locality_name(profile, wanted.locality)),
        "queue": _said(desk, queue_name(wanted.queue_type)),
        "language_of_instruction": _said(desk, language_name(profile, wanted.language)),
        "issued_at": _moment(one.voucher.issued_at),
        "deadline": _moment(one.voucher.deadline.at),
        "extended_times": one.voucher.extensions,
        "sign_the_contract_by": _moment(one.contract_by.at if one.contract_by else None),
        "closed_at": _moment(one.closed_at),
        "reason": one.reason,
        "history": [_event(desk, event) for event in events],
    }


def _event(desk: Desk, event: Event) -> Json:
    """One line of a voucher's history; who did it is told by what they are."""
    comment = (event.details or {}).get("comment")
    words = happened(Happening(event.at, event.from_, event.to, event.reason, comment))
    return {"at": _moment(event.at), "by": by(desk, event.actor), "event": _said(desk, words)}


async def _request(desk: Desk, one: EnrolmentRequest, groups: Mapping[int, str]) -> Json:
    events = await desk.uow.events.history(request_subject(one.id))
    refused = coded_name(desk.office.profile.refusal_reasons, one.reason) if one.reason else None
    return {
        "number": one.number,
        "state": _said(desk, REQUESTS[one.state]),
        "kindergarten": await _preschool(desk, one.preschool_bin),
        "group": groups.get(one.group_id),
        "sent_at": _moment(one.sent_at),
        "answer_by": _moment(one.answer_by.at if one.answer_by else None),
        "closed_at": _moment(one.closed_at),
        "reason": _said(desk, refused) if refused else None,
        "comment": one.comment,
        "history": [
            {"at": _moment(event.at), "by": by(desk, event.actor), "event": _request_state(desk, event.to)}
            for event in events
        ],
    }


def _request_state(desk: Desk, state: str) -> str:
    return _said(desk, REQUESTS[state]) if state in REQUESTS else state


async def _waiting(desk: Desk, voucher_id: int) -> list[Json]:
    return [
        {
            "kindergarten": await _preschool(desk, one.bin),
            "joined_at": _moment(one.joined_at),
            "told_of_a_place_at": _moment(one.told_at),
        }
        for one in await desk.uow.waiting_list.of(voucher_id)
    ]


async def _preschool(desk: Desk, bin_: str) -> str | None:
    found = (await desk.uow.catalogue.load([bin_])).get(bin_)
    return None if found is None else _said(desk, named(found.name))


def by(desk: Desk, actor: str) -> str:
    """Who did it, without telling one member of staff from another."""
    if actor == desk.actor:
        return "you"
    return actor.partition(":")[0]


def _said(desk: Desk, text: Text) -> str:
    return text.in_(desk.locale)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
