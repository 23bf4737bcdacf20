"""The paper that identifies the legal representative: its kind, number, date of issue and issuer (C.5, S2-32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enrolment.ages import age_in_years
from enrolment.identifiers import DocumentNumber
from enrolment.terms import IdentityDocument, Name

_ID_CARD_YEARS = 10
_EARLIEST = date(1991, 12, 16)
_OF_KAZAKHSTAN = frozenset(IdentityDocument) - {IdentityDocument.FOREIGN_PASSPORT}

DOCUMENT_NAMES: Mapping[IdentityDocument, Name] = {
    IdentityDocument.ID_CARD: Name(
        "Қазақстан Республикасы азаматының жеке куәлігі",
        "Удостоверение личности гражданина РК",
        "Identity card of a citizen of Kazakhstan",
    ),
    IdentityDocument.PASSPORT_KZ: Name(
        "Қазақстан Республикасы азаматының паспорты",
        "Паспорт гражданина РК",
        "Passport of a citizen of Kazakhstan",
    ),
    IdentityDocument.RESIDENCE_PERMIT: Name(
        "Шетелдіктің Қазақстан Республикасында тұруына ықтиярхат",
        "Вид на жительство иностранца в РК",
        "Residence permit of a foreigner",
    ),
    IdentityDocument.STATELESS_ID: Name(
        "Азаматтығы жоқ адамның куәлігі",
        "Удостоверение лица без гражданства",
        "Certificate of a stateless person",
    ),
    IdentityDocument.REFUGEE_ID: Name("Босқын куәлігі", "Удостоверение беженца", "Certificate of a refugee"),
    IdentityDocument.FOREIGN_PASSPORT: Name("Шетел паспорты", "Иностранный паспорт", "Foreign passport"),
}


class Issuer(StrEnum):
    """Who issues the papers of this country; the second one stands on old cards."""

    INTERNAL_AFFAIRS = "internal_affairs"
    JUSTICE = "justice"


ISSUER_NAMES: Mapping[Issuer, Name] = {
    Issuer.INTERNAL_AFFAIRS: Name("ҚР ІІМ", "МВД РК", "Ministry of Internal Affairs"),
    Issuer.JUSTICE: Name("ҚР Әділет министрлігі", "МЮ РК", "Ministry of Justice"),
}


class IssueDateError(ValueError):
    """A date on which the paper cannot have been issued."""


class IssuedInFuture(IssueDateError):
    """The date is still to come."""


class IssuedBeforeBirth(IssueDateError):
    """The date is before its holder was born."""


class IssuedTooEarly(IssueDateError):
    """The country did not issue papers yet."""


@dataclass(frozen=True)
class IdentityDetails:
    """One paper; the issuer is a code for those of this country, else what the person wrote (S1-41, S2-32)."""

    number: DocumentNumber
    issuer: Issuer | str | None = None
    issued_on: date | None = None

    @property
    def kind(self) -> IdentityDocument:
        """What it is."""
        return self.number.kind


def check_issue_date(kind: IdentityDocument, issued_on: date, today: date, born: date | None = None) -> None:
    """Whether it can be; raises IssuedInFuture, IssuedBeforeBirth or IssuedTooEarly."""
    if issued_on > today:
        raise IssuedInFuture
    if born is not None and issued_on < born:
        raise IssuedBeforeBirth
    if kind in _OF_KAZAKHSTAN and issued_on < _EARLIEST:
        raise IssuedTooEarly


def may_have_expired(kind: IdentityDocument, issued_on: date, today: date) -> bool:
    """Whether to ask softly: an identity card is good for ten years (C.5)."""
    return kind is IdentityDocument.ID_CARD and age_in_years(issued_on, today) >= _ID_CARD_YEARS


def issuers_of(kind: IdentityDocument) -> tuple[Issuer, ...]:
    """Between which issuers to choose; none where the person writes it, as on a foreign passport."""
    return tuple(Issuer) if kind in _OF_KAZAKHSTAN else ()
