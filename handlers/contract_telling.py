"""The family is told what has become of a contract. N20…N28, N30…N33."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs import contract_notices as words
from dialogs.contract_notices import AboutContract
from dialogs.contract_words import FIELDS
from dialogs.message import Message
from dialogs.names import named
from enrolment.contract import WITH_PARENT, signs_by
from enrolment.contract_marks import Item
from enrolment.profile_sections import NamedCode
from enrolment.signature_verdict import Refused, Verdict
from enrolment.terms import DocumentKind
from enrolment.voucher_states import OPEN
from handlers.contract_acts import contract_subject
from handlers.family_telling import tell_family
from handlers.staff.preschool_telling import preschool_name
from handlers.telling import Occasion, notify
from handlers.voucher_telling import until
from locales.text import Text
from storage.outbox import NewOutbox
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher


async def about_contract(at: Occasion, one: StoredContract) -> AboutContract:
    """What a notification says of the contract."""
    application = await at.uow.applications.get(one.application_id)
    child = await at.uow.children.get(application.child_id) if application else None
    first_name = child.person.first_name if child else ""
    return AboutContract(one.id, one.application_id, one.number, first_name, await amended_number(at, one))


async def amended_number(at: Occasion, one: StoredContract) -> str:
    """The number of the contract that an agreement changes; empty for a contract itself (C19)."""
    amended = await at.uow.contracts.amended_by(one)
    return amended.number if amended else ""


async def tell(at: Occasion, one: StoredContract, message: Message) -> list[NewOutbox]:
    """To everybody of the family whom it concerns."""
    return await tell_family(at, one.application_id, message, contract_subject(one.id))


async def tell_to_sign(at: Occasion, one: StoredContract, voucher: StoredVoucher) -> list[NewOutbox]:
    """N20a: the kindergarten has sent the contract (E2)."""
    name = await preschool_name(at, one.preschool_bin)
    message = words.to_sign(await about_contract(at, one), name, until_signed(at, one, voucher))
    return await tell(at, one, message)


async def tell_sent(at: Occasion, one: StoredContract, moment: datetime) -> list[NewOutbox]:
    """N20."""
    return await tell(at, one, words.sent(await about_contract(at, one), moment))


async def tell_key_checked(at: Occasion, one: StoredContract, account_id: int, verdict: Verdict) -> list[NewOutbox]:
    """N33a, to whoever has that key alone."""
    why = verdict.because if isinstance(verdict, Refused) else None
    message = words.key_checked(await about_contract(at, one), why, waits=one.state in WITH_PARENT)
    return await notify(at, account_id, message, contract_subject(one.id))


async def tell_both_signed(at: Occasion, one: StoredContract) -> list[NewOutbox]:
    """N23: the child is admitted, or an agreement is in force."""
    about, name = await about_contract(at, one), await preschool_name(at, one.preschool_bin)
    if one.amends_id is not None:
        return await tell(at, one, words.agreed(about, name))
    group = (await at.uow.places.names([one.group_id]))[one.group_id]
    return await tell(at, one, words.admitted(about, name, group))


def sign_until(at: Occasion, one: StoredContract, voucher: StoredVoucher) -> datetime | None:
    """Until when the parent has to sign (X-05)."""
    d2 = voucher.voucher.deadline if voucher.voucher.state in OPEN else None
    ends = signs_by(one.contract, d2)
    return None if ends is None else ends.at


def until_signed(at: Occasion, one: StoredContract, voucher: StoredVoucher) -> Text:
    """The same in words, for a contract that is with the parent."""
    ends = sign_until(at, one, voucher)
    assert ends is not None
    return until(at, ends)


def item_names(at: Occasion, items: Iterable[Item]) -> list[Text]:
    """What documents and fields are called, in a lasting order."""
    documents = {row.kind: named(row.name) for row in at.office.profile.documents.contract}
    return [documents[one] if isinstance(one, DocumentKind) else FIELDS[one] for one in sorted(items)]


def reason_named(rows: Iterable[NamedCode], code: str | None) -> Text:
    """What the profile calls a reason."""
    return next((named(row.name) for row in rows if row.code == code), Text(""))
