"""The tables of a contract whose rows come from lists: who may fetch the child, and which documents were given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from documents.model_form.fields import printed
from enrolment.contract_content import ContractContent
from enrolment.terms import Name
from locales.catalogue import Locale

Row = list[list[str]]
"""Cells from left to right, each with its lines."""

COLUMNS: Final = {"authorised": 4, "documents": 5}
"""How many headings each table needs."""

_HASH_LINE = 16
_NONE = "—"


def rows_of(table: str, content: ContractContent) -> Iterator[Row]:
    """The rows of a table by its name, numbered from 1."""
    for number, row in enumerate(_ROWS[table](content), 1):
        yield [[f"{number}"], *row]


def _authorised(content: ContractContent) -> Iterator[Row]:
    for person in content.authorised:
        yield [[_plain(person.name)], [_both(person.relation)], [_plain(person.phone)]]


def _documents(content: ContractContent) -> Iterator[Row]:
    for paper in content.documents:
        day = printed(paper.submitted_on, Locale.KK)
        yield [[_both(paper.kind)], [_plain(paper.form or _NONE)], [day], list(_digests(paper.sha256))]


def _digests(pages: Sequence[str]) -> Iterator[str]:
    """Each in lines that fit into the column; several are numbered."""
    for number, digest in enumerate(pages, 1):
        if len(pages) > 1:
            yield f"{number})"
        yield from (digest[start : start + _HASH_LINE] for start in range(0, len(digest), _HASH_LINE))


def _both(name: Name) -> str:
    return " / ".join(dict.fromkeys(printed(name, locale) for locale in (Locale.KK, Locale.RU)))


def _plain(words: str) -> str:
    return printed(words, Locale.KK)


_ROWS: Final[Mapping[str, Callable[[ContractContent], Iterator[Row]]]] = {
    "authorised": _authorised,
    "documents": _documents,
}
