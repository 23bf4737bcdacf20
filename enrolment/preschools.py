"""A preschool of the catalogue and its groups."""

from __future__ import annotations

from dataclasses import dataclass

from enrolment.terms import InstructionLanguage, Name, QueueType


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """A group of a preschool: ages in years, and how many places it has."""

    name: str
    min_age: float
    max_age: float
    places: int


@dataclass(frozen=True, slots=True)
class Preschool:
    """One preschool with its groups; the fee in tenge a month, None when it is free or unknown.

    The contract names `head` and the account `iban`, where they are known.
    """

    bin: str
    name_kk: str
    name_ru: str
    locality: str
    address_kk: str
    address_ru: str
    ownership: str
    queue_types: tuple[QueueType, ...]
    languages: tuple[InstructionLanguage, ...]
    contract_channel: str
    lat: float | None = None
    lon: float | None = None
    fee: int | None = None
    groups: tuple[Group, ...] = ()
    phone: str | None = None
    head: str | None = None
    iban: str | None = None

    @property
    def name(self) -> Name:
        """What it is called; the catalogue has no English."""
        return Name(self.name_kk, self.name_ru, self.name_ru)

    @property
    def places(self) -> int:
        """The places of all groups."""
        return sum(group.places for group in self.groups)
