"""Everything that the text of a contract needs: parties, child, place, money (S2-43…S2-45, S2-64…S2-66)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, is_dataclass, replace
from datetime import date
from hashlib import sha256

from enrolment.letters import unprintable
from enrolment.profile_terms import TermKind
from enrolment.terms import Name, PlaceInstrument, QueueType


class Unprintable(ValueError):
    """A text that the contract's fonts cannot print as it is; `path` says where, `letters` which."""

    def __init__(self, path: str, letters: str) -> None:
        super().__init__(f"{path}: letters that cannot be printed")
        self.path = path
        self.letters = letters


@dataclass(frozen=True)
class BankAccount:
    """Where money is paid to (S2-33); the branch is where the bank's office is."""

    bank: Name
    bic: str
    iban: str
    branch: str | None = None


@dataclass(frozen=True)
class IdentityPaper:
    """A paper that identifies a person (S1-41, S2-32)."""

    kind: Name
    number: str
    issued_on: date | None = None
    issuer: Name | None = None


@dataclass(frozen=True)
class PreschoolParty:
    """The preschool as a party; its head and its account as far as the catalogue names them."""

    name: Name
    bin: str
    address: Name
    head: str | None = None
    phone: str | None = None
    account: BankAccount | None = None


@dataclass(frozen=True)
class RepresentativeParty:
    """The legal representative as a party (S1-39…S1-45, S2-27…S2-33); the account is for refunds to them."""

    name: str
    iin: str
    identity: IdentityPaper
    authority: Name | None = None
    residential_address: str | None = None
    registered_address: str | None = None
    phone_primary: str | None = None
    phone_secondary: str | None = None
    email: str | None = None
    workplace: str | None = None
    job_title: str | None = None
    account: BankAccount | None = None


@dataclass(frozen=True)
class ChildOfContract:
    """The child (S1-35…S1-38, S1-46); a foreign child may have the number of a paper and no IIN."""

    name: str
    birth_date: date
    sex: Name | None = None
    iin: str | None = None
    document_number: str | None = None
    birth_certificate: str | None = None


@dataclass(frozen=True)
class Admission:
    """The voucher or referral, and to what it admits (S2-66)."""

    instrument: PlaceInstrument
    number: str
    issued_on: date
    issuer: Name
    queue_type: QueueType
    group: str
    age_range: Name
    language: Name


@dataclass(frozen=True)
class AuthorisedPerson:
    """Somebody else who may fetch the child."""

    name: str
    relation: Name
    phone: str


@dataclass(frozen=True)
class SubmittedDocument:
    """A document that the representative gave, and the SHA-256 in hex of each page as it is kept."""

    kind: Name
    submitted_on: date
    sha256: tuple[str, ...]
    form: str | None = None


@dataclass(frozen=True)
class AmendedContract:
    """The contract that an additional agreement changes, by what stands in its heading (C19)."""

    number: str
    concluded_on: date


@dataclass(frozen=True)
class ContractContent:
    """One contract, in force from the day on which both have signed (S2-62).

    `concluded_on` is the day of its text; `fee` is in tenge a month, None where the parents pay nothing. A draft is not
    `final`. What `amends` a contract is an additional agreement. Raises `Unprintable`.
    """

    number: str
    place: Name
    concluded_on: date
    final: bool
    preschool: PreschoolParty
    representative: RepresentativeParty
    child: ChildOfContract
    admission: Admission
    term: TermKind
    department: Name
    documents: tuple[SubmittedDocument, ...]
    authorised: tuple[AuthorisedPerson, ...] = ()
    fee: int | None = None
    amends: AmendedContract | None = None

    def __post_init__(self) -> None:
        for path, text in _texts(self, ""):
            if letters := unprintable(text):
                raise Unprintable(path, letters)

    @property
    def digest(self) -> str:
        """The SHA-256 in hex of everything that it says, but for the day of its text and whether it is a draft."""
        said = replace(self, concluded_on=date.min, final=False)
        return sha256(repr(astuple(said)).encode()).hexdigest()


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a content with its path, such as `child.name` and `documents.0.kind.kk`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _texts(entry, f"{path}.{index}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{path}.{field.name}".removeprefix("."))
