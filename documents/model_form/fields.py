"""The fields of a contract's content that a model form can name: what kind they are, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from enrolment.contract_content import ContractContent
from enrolment.letters import as_printed
from enrolment.terms import Name
from locales.catalogue import Locale

_PRINTED = (str, date, int, Name)
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Field:
    """A field by its type; `optional` are the paths on the way to it, itself included, that may be absent."""

    type: type[Any]
    optional: tuple[str, ...]

    @property
    def printed(self) -> bool:
        """Whether it can stand in a text; the others can only be asked about."""
        return self.type in _PRINTED


@cache
def content_fields() -> Mapping[str, Field]:
    """Every field by its path, such as `representative.account.iban`."""
    return dict(_walk(ContractContent, "", ()))


def _walk(kind: Any, prefix: str, optional: tuple[str, ...]) -> Iterator[tuple[str, Field]]:
    hints = get_type_hints(kind)
    for name in (field.name for field in fields(kind)):
        path, hint, needed = f"{prefix}{name}", hints[name], optional
        if get_origin(hint) is UnionType:
            hint, needed = get_args(hint)[0], (*optional, path)
        hint = get_origin(hint) or hint
        yield path, Field(hint, needed)
        if is_dataclass(hint) and hint is not Name:
            yield from _walk(hint, f"{path}.", needed)


def value_of(content: ContractContent, path: str) -> object:
    """What the content has there; None where it or something on the way to it is absent."""
    value: object = content
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def printed(value: object, locale: Locale) -> str:
    """A value as the contract prints it: dates by day, month, year, sums grouped, names in the language."""
    match value:
        case date():
            return f"{value:%d.%m.%Y}"
        case int():
            return f"{value:,}".replace(",", _NO_BREAK_SPACE)
        case Name():
            return as_printed(value.kk if locale is Locale.KK else value.ru)
    return as_printed(str(value))


def values_of_choice(field: Field) -> tuple[str, ...]:
    """What a field can be compared with; nothing where it is no choice."""
    return tuple(str(member.value) for member in field.type) if issubclass(field.type, Enum) else ()
