"""The table of everything that can happen to an enrolment request, row by row as in G.3."""

from __future__ import annotations

from dataclasses import dataclass

from enrolment.enrolment_request_states import (
    OPEN_REQUEST,
    PlaceEffect,
    RequestAction,
    RequestBar,
    RequestNeed,
    RequestState,
)
from enrolment.profile_terms import ContractStarter
from enrolment.voucher_states import PARENTS, Actor, VoucherAction


@dataclass(frozen=True)
class Row:
    """One row: in these states this act of one of these actors leads there; then bars and needs decide.

    `starter` is who begins contracts in the profiles to which the row belongs; None means in all of them.
    """

    id: str
    before: frozenset[RequestState | None]
    action: RequestAction
    after: RequestState
    by: frozenset[Actor]
    place: PlaceEffect
    voucher: VoucherAction | None = None
    notification: str | None = None
    bars: frozenset[RequestBar] = frozenset()
    needs: tuple[RequestNeed, ...] = ()
    starter: ContractStarter | None = None


def _in(*states: RequestState | None) -> frozenset[RequestState | None]:
    return frozenset(states)


_NONE, _SENT, _CONTRACT_SENT, _OPEN = (
    _in(None),
    _in(RequestState.SENT),
    _in(RequestState.CONTRACT_SENT),
    _in(*OPEN_REQUEST),
)
_PRESCHOOL, _TIMER = frozenset({Actor.PRESCHOOL}), frozenset({Actor.TIMER})
_CHOOSING = frozenset(
    {
        RequestBar.VOUCHER_NOT_RUNNING,
        RequestBar.OTHER_REQUEST_OPEN,
        RequestBar.PRESCHOOL_CLOSED,
        RequestBar.OTHER_PRESCHOOL,
        RequestBar.OTHER_LOCALITY,
        RequestBar.OTHER_QUEUE_TYPE,
        RequestBar.OTHER_LANGUAGE,
        RequestBar.OTHER_AGE,
        RequestBar.NO_FREE_PLACE,
    }
)
# The age is looked at again: a child may have left the group's age since the request was sent (edge 14).
_ADMITTING = frozenset({RequestBar.OWN_RELATIVE, RequestBar.OTHER_AGE})

_CHOICE = (
    Row(
        "E1",
        _NONE,
        RequestAction.SEND,
        RequestState.SENT,
        PARENTS,
        PlaceEffect.RESERVED,
        notification="N19",
        bars=_CHOOSING,
        starter=ContractStarter.PRESCHOOL,
    ),
    # Where parents begin their contracts themselves, a request is for the paper path alone (S2-15).
    Row(
        "E1",
        _NONE,
        RequestAction.SEND,
        RequestState.SENT,
        PARENTS,
        PlaceEffect.RESERVED,
        notification="N19",
        bars=_CHOOSING | {RequestBar.ELECTRONIC_ONLY},
        starter=ContractStarter.PARENT,
    ),
    Row(
        "E7",
        _NONE,
        RequestAction.START_CONTRACT,
        RequestState.CONTRACT_SENT,
        PARENTS,
        PlaceEffect.RESERVED,
        VoucherAction.START_CONTRACT,
        bars=_CHOOSING | {RequestBar.PAPER_ONLY},
        starter=ContractStarter.PARENT,
    ),
    Row(
        "E4",
        _OPEN,
        RequestAction.CANCEL,
        RequestState.CANCELLED,
        PARENTS,
        PlaceEffect.RELEASED,
        VoucherAction.REQUEST_CANCELLED,
        "N27",
        bars=frozenset({RequestBar.PARENT_SIGNED}),
    ),
    # Who waits for a silent preschool gets the choice back from the department, and all that was left of the term.
    Row(
        "E4",
        _SENT,
        RequestAction.RETURN_CHOICE,
        RequestState.CANCELLED,
        frozenset({Actor.DEPARTMENT}),
        PlaceEffect.RELEASED,
        VoucherAction.PRESCHOOL_LOST,
        "N27",
        starter=ContractStarter.PRESCHOOL,
    ),
)

_ANSWERS = (
    # Where parents begin their contracts, what waits here is brought on paper.
    Row(
        "E2",
        _SENT,
        RequestAction.SEND_CONTRACT,
        RequestState.CONTRACT_SENT,
        _PRESCHOOL,
        PlaceEffect.KEPT,
        VoucherAction.CONTRACT_SENT,
        "N20a",
        bars=_ADMITTING | {RequestBar.PAPER_ONLY},
        starter=ContractStarter.PRESCHOOL,
    ),
    Row("E2", _SENT, RequestAction.ANSWER_OVERDUE, RequestState.SENT, _TIMER, PlaceEffect.KEPT),
    Row(
        "E3",
        _SENT,
        RequestAction.REFUSE,
        RequestState.REFUSED,
        _PRESCHOOL,
        PlaceEffect.RELEASED,
        VoucherAction.REQUEST_REFUSED,
        "N22",
        bars=frozenset({RequestBar.OWN_RELATIVE}),
        needs=(RequestNeed.REASON,),
    ),
    Row(
        "E3",
        _OPEN,
        RequestAction.LOSE_PRESCHOOL,
        RequestState.REFUSED,
        frozenset({Actor.DEPARTMENT, Actor.PRESCHOOL}),
        PlaceEffect.RELEASED,
        VoucherAction.PRESCHOOL_LOST,
        "N22",
        needs=(RequestNeed.REASON,),
    ),
    Row(
        "E8",
        _SENT,
        RequestAction.ADMIT_ON_PAPER,
        RequestState.COMPLETED,
        _PRESCHOOL,
        PlaceEffect.TAKEN,
        VoucherAction.ADMITTED_ON_PAPER,
        "N23",
        bars=_ADMITTING | {RequestBar.ELECTRONIC_ONLY},
        needs=(RequestNeed.CONTRACT_SCAN,),
    ),
)

_ENDINGS = (
    Row(
        "E5",
        _OPEN,
        RequestAction.EXPIRE,
        RequestState.EXPIRED,
        frozenset(Actor),
        PlaceEffect.RELEASED,
        bars=frozenset({RequestBar.VOUCHER_STILL_OPEN}),
    ),
    Row(
        "E6",
        _CONTRACT_SENT,
        RequestAction.SIGN_CONTRACT,
        RequestState.COMPLETED,
        _PRESCHOOL,
        PlaceEffect.TAKEN,
        VoucherAction.CONTRACT_SIGNED,
        "N23",
        bars=frozenset({RequestBar.OWN_RELATIVE}),
    ),
    Row(
        "C13",
        _CONTRACT_SENT,
        RequestAction.REJECT_CONTRACT,
        RequestState.REFUSED,
        _PRESCHOOL,
        PlaceEffect.RELEASED,
        VoucherAction.CONTRACT_REJECTED,
        "N24",
        bars=frozenset({RequestBar.OWN_RELATIVE}),
        needs=(RequestNeed.REASON,),
    ),
    # Unlike E4 this may come after the parent's signature too, until the preschool has signed.
    Row(
        "C16",
        _CONTRACT_SENT,
        RequestAction.WITHDRAW_CONTRACT,
        RequestState.CANCELLED,
        PARENTS,
        PlaceEffect.RELEASED,
        VoucherAction.CONTRACT_WITHDRAWN,
        "N27",
    ),
    # The parent did not sign in time, but the voucher runs on: another choice is free again.
    Row(
        "C15",
        _CONTRACT_SENT,
        RequestAction.CONTRACT_EXPIRED,
        RequestState.EXPIRED,
        _TIMER,
        PlaceEffect.RELEASED,
        VoucherAction.REQUEST_CANCELLED,
        "N25",
        bars=frozenset({RequestBar.VOUCHER_NOT_RUNNING}),
    ),
)

ROWS: tuple[Row, ...] = (*_CHOICE, *_ANSWERS, *_ENDINGS)
