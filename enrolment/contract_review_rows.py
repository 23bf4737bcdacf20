"""Rows of the contract's table: the preschool's review, the ends, and what changes on the way (C9…C20 of G.4)."""

from __future__ import annotations

from enrolment import contract_changes as changes
from enrolment.application_states import Action as OfApplication
from enrolment.contract_row import (
    Back,
    Row,
    When,
    always,
    both,
    exhausted_and_wrong,
    in_force,
    is_document,
    only_data_changed,
    signer_gone,
    voucher_expired,
)
from enrolment.contract_states import (
    OPEN_CONTRACT,
    WITH_PARENT,
    WITH_PRESCHOOL,
    ContractAction,
    ContractBar,
    ContractEnd,
    ContractNeed,
)
from enrolment.contract_states import ContractState as State
from enrolment.enrolment_request_states import RequestAction
from enrolment.voucher_states import FAMILY, PARENTS, Actor, VoucherAction

Action, Bar, Need = ContractAction, ContractBar, ContractNeed


def _in(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


_REVIEW, _RETURNED, _SIGNED = _in(State.UNDER_REVIEW), _in(State.RETURNED), _in(State.SIGNED)
_WITH_PARENT, _OPEN = _in(*WITH_PARENT), _in(*OPEN_CONTRACT)
_PRESCHOOL, _TIMER, _ANYBODY = frozenset({Actor.PRESCHOOL}), frozenset({Actor.TIMER}), frozenset(Actor)
_FREE: frozenset[ContractBar] = frozenset()
_RUNNING = frozenset({Bar.VOUCHER_NOT_RUNNING})
_NOT_OWN = frozenset({Bar.OWN_RELATIVE})
_SIGNATURE = frozenset({Bar.SIGNATURE_REFUSED, Bar.SIGNATURE_PENDING, Bar.OTHER_DOCUMENT})

_REVIEWING = (
    Row("C9", _in(State.PARENT_SIGNED), Action.OPEN_REVIEW, State.UNDER_REVIEW, _PRESCHOOL, bars=_NOT_OWN),
    Row(
        "C10",
        _REVIEW,
        Action.MARK,
        State.UNDER_REVIEW,
        _PRESCHOOL,
        change=changes.marked,
        needs=(Need.REASON, Need.COMMENT),
        bars=_NOT_OWN | {Bar.NOT_PART_OF_IT, Bar.NOT_CHANGED, Bar.UNKNOWN_REASON},
    ),
    *(
        Row(
            id,
            _REVIEW,
            Action.RETURN,
            after,
            _PRESCHOOL,
            change=change,
            notification=notification,
            voucher=VoucherAction.CONTRACT_RETURNED,
            needs=(Need.ALL_JUDGED, Need.SOMETHING_WRONG),
            bars=bars | _NOT_OWN,
            when=both(when, whose),
        )
        for id, notification, bars, when in (
            ("C18", "N28", _FREE, only_data_changed),
            ("C10", "N21", frozenset({Bar.CORRECTIONS_EXHAUSTED}), always),
        )
        for after, change, whose in (
            (State.DRAFT, changes.then_anew(changes.returned), signer_gone),
            (State.RETURNED, changes.returned, always),
        )
    ),
    # A delegate may bring another paper (edge 9), but fills nothing in.
    *(
        Row(
            "C11",
            _RETURNED,
            Action.REPLACE,
            State.RETURNED,
            by,
            When.IN_TIME,
            changes.item_replaced,
            bars=_RUNNING | {Bar.NOT_MARKED} | bars,
            when=when,
        )
        for by, when, bars in ((FAMILY, is_document, _FREE), (PARENTS, always, frozenset({Bar.SIGNED_BY_THE_OTHER})))
    ),
    *(
        Row(
            id,
            _REVIEW,
            Action.REJECT,
            State.REJECTED,
            _PRESCHOOL,
            change=changes.ended(why),
            notification="N24",
            request=RequestAction.REJECT_CONTRACT,
            needs=(Need.REASON, Need.COMMENT),
            bars=_NOT_OWN | {Bar.UNKNOWN_REASON},
            when=when,
        )
        for id, why, when in (
            ("C12", ContractEnd.CORRECTIONS_EXHAUSTED, exhausted_and_wrong),
            ("C13", ContractEnd.REFUSED, always),
        )
    ),
    Row(
        "C14",
        _REVIEW,
        Action.COUNTERSIGN,
        State.SIGNED,
        _PRESCHOOL,
        notification="N23",
        request=RequestAction.SIGN_CONTRACT,
        needs=(Need.ALL_JUDGED, Need.SIGNATURE),
        bars=_NOT_OWN | _SIGNATURE | {Bar.SOMETHING_WRONG},
    ),
)

_ENDING = (
    Row(
        "C15",
        _WITH_PARENT,
        Action.EXPIRE,
        State.EXPIRED,
        _TIMER,
        When.WHEN_OVER,
        changes.ended(ContractEnd.TERM_OVER),
        "N25",
        RequestAction.CONTRACT_EXPIRED,
        bars=_RUNNING,
    ),
    # What a parent has signed is void, and the voucher gets the time back that was left (V8).
    Row(
        "C16",
        _OPEN,
        Action.WITHDRAW,
        State.CANCELLED,
        PARENTS,
        change=changes.ended(ContractEnd.WITHDRAWN),
        notification="N27",
        request=RequestAction.WITHDRAW_CONTRACT,
        needs=(Need.WITHDRAWAL_CONFIRMED,),
    ),
    # Whoever ended the voucher or the request has told the parent: N14, N17, N22 or N27.
    *(
        Row(
            id,
            _OPEN,
            Action.END,
            after,
            _ANYBODY,
            change=changes.ended(why),
            bars=frozenset({Bar.REQUEST_STILL_OPEN}),
            when=when,
        )
        for id, after, why, when in (
            ("C15", State.EXPIRED, ContractEnd.VOUCHER_EXPIRED, voucher_expired),
            ("C16", State.CANCELLED, ContractEnd.REQUEST_ENDED, always),
        )
    ),
    Row(
        "C17",
        _SIGNED,
        Action.REMOVE_CHILD,
        State.ARCHIVED,
        _PRESCHOOL,
        change=changes.ended(ContractEnd.CHILD_REMOVED),
        notification="N26",
        application=OfApplication.REMOVE_CHILD,
        needs=(Need.REASON, Need.COMMENT, Need.REMOVAL_DATE),
        bars=frozenset({Bar.UNKNOWN_REASON}),
    ),
)

_CHANGING = (
    *(
        Row(
            "C18",
            _in(state),
            Action.NOTE_CHANGED_DATA,
            state,
            _ANYBODY,
            change=changes.data_changed,
            needs=(Need.CHANGED_FIELDS,),
        )
        for state in (State.SIGNATURE_PENDING, *sorted(WITH_PRESCHOOL))
    ),
    # What was to be signed says the old data: it is made anew, read and signed.
    Row(
        "C18",
        _in(State.DRAFT),
        Action.NOTE_CHANGED_DATA,
        State.DRAFT,
        _ANYBODY,
        change=changes.rebuilt,
        notification="N28",
        needs=(Need.CHANGED_FIELDS,),
    ),
    *(
        Row(
            "C18",
            _RETURNED,
            Action.NOTE_CHANGED_DATA,
            State.RETURNED,
            _ANYBODY,
            change=changes.changed_in_correction,
            notification=notification,
            needs=(Need.CHANGED_FIELDS,),
            when=when,
        )
        for notification, when in (("N28", changes.renamed), (None, always))
    ),
    # The parent who filled it in is not with the child any more (edge 8).
    Row("C4", _WITH_PARENT, Action.LOSE_REPRESENTATIVE, State.DRAFT, _ANYBODY, change=changes.begun_anew),
    *(
        Row("C18", _in(state), Action.LOSE_REPRESENTATIVE, state, _ANYBODY, change=changes.signer_left)
        for state in (State.SIGNATURE_PENDING, *sorted(WITH_PRESCHOOL), State.SIGNED)
    ),
    # What an agreement changed is noted of the contract that it changed.
    Row(
        "C18",
        _SIGNED,
        Action.NOTE_CHANGED_DATA,
        State.SIGNED,
        _ANYBODY,
        change=changes.data_changed,
        needs=(Need.CHANGED_FIELDS,),
        when=in_force,
    ),
    Row(
        "C19",
        _SIGNED,
        Action.AMEND,
        State.DRAFT,
        PARENTS | _PRESCHOOL,
        change=changes.agreement,
        notification="N28",
        needs=(Need.CHANGED_FIELDS,),
        bars=_NOT_OWN,
        when=in_force,
        opens_new=True,
    ),
    # Only of a contract whose text there was to read.
    Row(
        "C20",
        _WITH_PARENT,
        Action.CHANGE_TEMPLATE,
        Back.TO_THE_PARENT,
        frozenset({Actor.DEPARTMENT, Actor.TIMER}),
        change=changes.rebuilt,
        notification="N28",
    ),
)

REVIEW_ROWS: tuple[Row, ...] = (*_REVIEWING, *_ENDING, *_CHANGING)
