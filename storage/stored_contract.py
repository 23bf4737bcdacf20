"""A contract as it is kept: the rules' contract, whose it is, its form, and the papers that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from enrolment.contract_case import Contract, ContractTransition
from enrolment.contract_marks import Item, Judgement, Mark, item
from enrolment.contract_states import OPEN_CONTRACT, WITH_PARENT, ContractEnd, ContractKind, ContractState
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from storage.deadline_traces import deadline_if, term_columns
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class StoredContract:
    """One contract or additional agreement to `amends_id`; `rev` counts its changes.

    `version` is the number of its latest PDF, `form` the parent's answers, `papers` the documents by their kind.
    `sent_at` is when the parent signed what is signed; `reason` and `comment` are those of a rejection, return or
    removal.
    """

    number: str
    contract: Contract
    voucher_id: int
    request_id: int
    application_id: int
    account_id: int
    preschool_bin: str
    group_id: int
    begun_at: datetime
    profile: str
    profile_version: int
    amends_id: int | None = None
    version: int = 0
    form: Mapping[str, Any] | None = field(default=None, repr=False)
    papers: Mapping[DocumentKind, int] = field(default_factory=dict)
    sent_at: datetime | None = None
    signed_at: datetime | None = None
    closed_at: datetime | None = None
    reason: str | None = None
    comment: str | None = field(default=None, repr=False)
    rev: int = 0
    id: int = field(default_factory=new_id)

    @property
    def state(self) -> ContractState:
        """Where it stands."""
        return self.contract.state

    @property
    def open(self) -> bool:
        """Whether somebody still has to sign or decide."""
        return self.contract.state in OPEN_CONTRACT

    def after(self, transition: ContractTransition, at: datetime, **changes: Any) -> StoredContract:
        """The contract after a step, not yet stored; it follows the profile version that set its term."""
        new = transition.contract
        over = new.state not in OPEN_CONTRACT | {ContractState.SIGNED}
        renewed = new.sign_by != self.contract.sign_by
        moved = replace(
            self,
            contract=new,
            profile_version=transition.profile_version if renewed else self.profile_version,
            sent_at=None if new.state in WITH_PARENT and self.state not in WITH_PARENT else self.sent_at,
            closed_at=at if over else None,
        )
        return replace(moved, **changes)


_FIXED = ("id", "number", "amends_id", "voucher_id", "request_id", "application_id", "account_id")
_PLACE = ("preschool_bin", "group_id", "begun_at", "profile")
_CHANGEABLE = ("profile_version", "version", "sent_at", "signed_at", "closed_at", "reason", "rev")
_COUNTED = ("state", "corrections", "kept_working_days", "frozen", "representative", "pending_from")


def contract_columns(one: StoredContract, sealer: Sealer) -> dict[str, Any]:
    """The row of a new contract."""
    fixed = {name: getattr(one, name) for name in (*_FIXED, *_PLACE)}
    return {**fixed, "kind": one.contract.kind, **changeable_columns(one, sealer)}


def changeable_columns(one: StoredContract, sealer: Sealer) -> dict[str, Any]:
    """What a step may change in the row of a contract."""
    row, inner = SealedRow(sealer, "contract", one.id), one.contract
    return {
        **{name: getattr(one, name) for name in _CHANGEABLE},
        **{name: getattr(inner, name) for name in _COUNTED},
        **term_columns("sign_by", inner.sign_by),
        "done": " ".join(sorted(inner.done)),
        "changed": " ".join(sorted(inner.changed)),
        "ended_because": inner.end,
        "form": row.seal_json("form", None if one.form is None else dict(one.form)),
        "comment": row.seal_text("comment", one.comment),
    }


def item_rows(one: StoredContract, sealer: Sealer) -> list[dict[str, Any]]:
    """A row for every document that was given and everything that was judged."""
    return [_item_row(one, each, sealer) for each in sorted({*one.papers, *one.contract.marks})]


def contract_of(row: Row[Any], items: Iterable[Row[Any]], sealer: Sealer) -> StoredContract:
    """The contract of a row with its items."""
    rows, sealed = list(items), SealedRow(sealer, "contract", row.id)
    papers = {DocumentKind(each.item): each.paper_id for each in rows if each.paper_id is not None}
    return StoredContract(
        **{name: getattr(row, name) for name in (*_FIXED, *_PLACE, *_CHANGEABLE)},
        contract=_inner(row, rows, frozenset(papers), sealer),
        papers=papers,
        form=sealed.open_json("form", row.form),
        comment=sealed.open_text("comment", row.comment),
    )


def _inner(row: Row[Any], items: list[Row[Any]], documents: frozenset[DocumentKind], sealer: Sealer) -> Contract:
    return Contract(
        ContractState(row.state),
        deadline_if(row.sign_by_at, row.sign_by_days),
        ContractKind(row.kind),
        None if row.representative is None else Actor(row.representative),
        frozenset(map(ContractStep, row.done.split())),
        row.frozen,
        documents,
        {item(each.item): _mark(each, sealer) for each in items if each.judgement is not None},
        frozenset(map(FormField, row.changed.split())),
        row.corrections,
        row.kept_working_days,
        None if row.pending_from is None else ContractState(row.pending_from),
        None if row.ended_because is None else ContractEnd(row.ended_because),
    )


def _item_row(one: StoredContract, each: Item, sealer: Sealer) -> dict[str, Any]:
    mark, id_ = one.contract.marks.get(each), new_id()
    return {
        "id": id_,
        "contract_id": one.id,
        "item": str(each),
        "paper_id": one.papers.get(each) if isinstance(each, DocumentKind) else None,
        "judgement": mark.judgement if mark else None,
        "reason": mark.reason if mark else None,
        "comment": SealedRow(sealer, "contract_item", id_).seal_text("comment", mark.comment if mark else None),
    }


def _mark(row: Row[Any], sealer: Sealer) -> Mark:
    comment = SealedRow(sealer, "contract_item", row.id).open_text("comment", row.comment)
    return Mark(Judgement(row.judgement), row.reason, comment or "")
