"""Rows of the contract's table: from its beginning to the parent's signature (C1…C8a, E8 of G.4)."""

from __future__ import annotations

from enrolment import contract_changes as changes
from enrolment.contract_row import Back, Row, When, always, both, not_established, refused, signer_gone, starts
from enrolment.contract_states import WITH_PARENT, ContractAction, ContractBar, ContractNeed
from enrolment.contract_states import ContractState as State
from enrolment.profile_terms import ContractStarter, ContractStep
from enrolment.voucher_states import FAMILY, PARENTS, Actor, VoucherAction

Action, Bar, Need = ContractAction, ContractBar, ContractNeed


def _in(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


_NONE, _DRAFT, _RETURNED, _PENDING = _in(None), _in(State.DRAFT), _in(State.RETURNED), _in(State.SIGNATURE_PENDING)
_WITH_PARENT = _in(*WITH_PARENT)
_PRESCHOOL, _TIMER = frozenset({Actor.PRESCHOOL}), frozenset({Actor.TIMER})
_FREE: frozenset[ContractBar] = frozenset()
_PARTY = frozenset({Bar.SIGNED_BY_THE_OTHER})
_RUNNING = frozenset({Bar.VOUCHER_NOT_RUNNING})

_STARTING = (
    *(
        Row(
            "C1",
            _NONE,
            Action.START,
            State.DRAFT,
            by,
            change=changes.begun,
            notification=notification,
            bars=frozenset({Bar.REQUEST_NOT_ANSWERED}),
            when=starts(starter),
        )
        for by, starter, notification in (
            (_PRESCHOOL, ContractStarter.PRESCHOOL, "N20a"),
            (PARENTS, ContractStarter.PARENT, None),
        )
    ),
    Row(
        "E8",
        _NONE,
        Action.RECORD_ON_PAPER,
        State.SIGNED,
        _PRESCHOOL,
        change=changes.on_paper,
        notification="N23",
        needs=(Need.CONTRACT_SCAN,),
        bars=frozenset({Bar.OWN_RELATIVE, Bar.REQUEST_STILL_OPEN}),
    ),
)

_FILLING = tuple(
    Row(
        id,
        _DRAFT,
        action,
        State.DRAFT,
        by,
        When.IN_TIME,
        changes.step_done(step),
        needs=needs,
        bars=bars | _RUNNING | {Bar.NOT_ASKED},
    )
    for id, action, step, by, needs, bars in (
        ("C2", Action.READ_INFO, ContractStep.INFO, PARENTS, (), _PARTY),
        (
            "C3",
            Action.CHECK_EDS,
            ContractStep.EDS_CHECK,
            PARENTS,
            (Need.EARLIER_STEPS, Need.SIGNATURE),
            frozenset({Bar.SIGNATURE_REFUSED, Bar.SIGNATURE_PENDING}) | _PARTY,
        ),
        (
            "C4",
            Action.FILL_REPRESENTATIVE,
            ContractStep.REPRESENTATIVE,
            PARENTS,
            (Need.EARLIER_STEPS, Need.ANSWERS),
            _PARTY,
        ),
        (
            "C5",
            Action.FILL_REQUISITES,
            ContractStep.REQUISITES,
            PARENTS,
            (Need.EARLIER_STEPS, Need.ANSWERS),
            _PARTY,
        ),
        # A delegate may bring papers (edge 9), before the parent has come to this page too.
        ("C6", Action.ATTACH_DOCUMENTS, ContractStep.DOCUMENTS, FAMILY, (Need.DOCUMENTS,), _FREE),
    )
)

_SIGNING = (
    Row(
        "C7",
        _WITH_PARENT,
        Action.FREEZE,
        Back.TO_THE_PARENT,
        PARENTS,
        When.IN_TIME,
        changes.frozen,
        needs=(Need.EARLIER_STEPS, Need.MARKED_ITEMS_REPLACED, Need.ANSWERS, Need.DOCUMENTS, Need.READ_ACK),
        bars=_RUNNING | {Bar.OTHER_REPRESENTATIVE},
    ),
    *(
        Row(
            id,
            before,
            Action.SIGN,
            after,
            PARENTS,
            When.IN_TIME,
            change,
            notification,
            voucher=VoucherAction.SIGN,
            needs=(Need.FROZEN_DOCUMENT, Need.SIGNATURE),
            bars=_RUNNING | {Bar.SIGNATURE_REFUSED, Bar.OTHER_DOCUMENT, Bar.OTHER_REPRESENTATIVE},
            when=when,
        )
        for id, before, after, change, notification, when in (
            ("C8a", _WITH_PARENT, State.SIGNATURE_PENDING, changes.signature_waits, "N33", not_established),
            ("C8", _DRAFT, State.PARENT_SIGNED, changes.unchanged, "N20", always),
            ("C11", _RETURNED, State.PARENT_SIGNED, changes.unchanged, "N20", always),
        )
    ),
    # Why it was refused decides between N30, N31 and N32: the verdict tells, not the row.
    *(
        Row(
            "C8a",
            _PENDING,
            Action.SETTLE_SIGNATURE,
            after,
            _TIMER,
            change=change,
            voucher=VoucherAction.SIGNATURE_REFUSED,
            when=when,
        )
        for after, change, when in (
            (State.DRAFT, changes.then_anew(changes.signature_fails), both(refused, signer_gone)),
            (Back.TO_THE_PARENT, changes.signature_fails, refused),
        )
    ),
    Row(
        "C8a",
        _PENDING,
        Action.SETTLE_SIGNATURE,
        State.PARENT_SIGNED,
        _TIMER,
        change=changes.signature_counts,
        notification="N20",
        needs=(Need.SIGNATURE,),
        bars=frozenset({Bar.SIGNATURE_PENDING, Bar.OTHER_DOCUMENT}),
    ),
)

SIGNING_ROWS: tuple[Row, ...] = (*_STARTING, *_FILLING, *_SIGNING)
