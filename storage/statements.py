"""Statements that are run again and again: compiled by SQLAlchemy once, then given to SQLite without it.

SQLAlchemy takes ten times as long to run a small statement as SQLite does. A statement that comes a second time is kept
as SQLite wants it, with the conversions of SQLAlchemy's types; everything else goes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase

from storage.sqlite_connection import Told

Convert = Callable[[Any], Any]
Named = Mapping[str, Any]
Drawn = tuple[str | None, int | None, Any]
LONGEST_LIST = 16
_TOO_LONG = LONGEST_LIST + 1


class Answer(IteratorResult[Any]):
    """What SQLite answered, as SQLAlchemy's results are."""

    def __init__(self, columns: SimpleResultMetaData, rows: Iterable[Any], rowcount: int) -> None:
        super().__init__(columns, iter(rows))
        self.rowcount = rowcount


@dataclass(slots=True)
class Prepared:
    """One statement for lists of certain lengths; SQLite names the columns.

    `drawn` says for each question mark which parameter stands there and which of its values if it is a list, or without
    a name what is the same every time. `written` and `read` convert what stands at these places.
    """

    sql: str
    drawn: tuple[Drawn, ...]
    written: tuple[tuple[int, Convert], ...]
    read: tuple[tuple[int, Convert], ...]
    columns: SimpleResultMetaData | None = None

    def values(self, given: Named) -> list[Any]:
        """In the order of the question marks."""
        values = [
            always if key is None else given[key] if at is None else given[key][at] for key, at, always in self.drawn
        ]
        for place, convert in self.written:
            values[place] = convert(values[place])
        return values

    def answer(self, told: Told) -> Answer:
        """The rows as the types of their columns read them."""
        if self.columns is None:
            self.columns = SimpleResultMetaData([name for name, *_rest in told.description])
        return Answer(self.columns, map(self._row, told.rows) if self.read else told.rows, told.rowcount)

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for at, convert in self.read:
            values[at] = convert(values[at])
        return tuple(values)


@dataclass(slots=True)
class Compiled:
    """A statement for parameters of certain names, of which some are lists."""

    dialect: Dialect
    compiler: SQLCompiler
    lists: tuple[str, ...]
    read: tuple[tuple[int, Convert], ...]
    kept: dict[tuple[int, ...], Prepared] = field(default_factory=dict)

    def prepared(self, given: Named) -> Prepared | None:
        """None where a list is long, or none at all."""
        lengths = tuple(len(given[name]) if isinstance(given[name], list | tuple) else _TOO_LONG for name in self.lists)
        found = self.kept.get(lengths)
        if found is None and all(length <= LONGEST_LIST for length in lengths):
            found = self.kept[lengths] = self._prepare(given)
        return found

    def _prepare(self, given: Named) -> Prepared:
        state = self.compiler.construct_expanded_state(dict(given))
        elements = {one: (name, at) for name, ones in state.parameter_expansion.items() for at, one in enumerate(ones)}
        places = [elements.get(name, (name, None)) for name in state.positiontup or ()]
        writers = self._writers()
        written = tuple((place, writers[name]) for place, (name, _at) in enumerate(places) if name in writers)
        return Prepared(state.statement, tuple(self._drawn(name, at, given) for name, at in places), written, self.read)

    def _writers(self) -> dict[str, Convert]:
        """How each parameter is written; of several that share a name one may know no type."""
        bound = self.compiler.bind_names.items()
        found = ((name, one.type.dialect_impl(self.dialect).bind_processor(self.dialect)) for one, name in bound)
        return {name: convert for name, convert in found if convert is not None}

    def _drawn(self, name: str, at: int | None, given: Named) -> Drawn:
        bound = self.compiler.binds[name]
        key = bound.key if bound.key in given else name
        if key in given:
            return key, at, None
        always: Any = bound.effective_value
        return None, None, always if at is None else always[at]


class Repertoire:
    """The statements that have come more than once, for as long as somebody keeps them."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Executable, dict[Any, Compiled | None]] = WeakKeyDictionary()

    def __len__(self) -> int:
        return len(self._known)

    def find(self, dialect: Dialect, statement: Executable, given: Sequence[Named]) -> Prepared | None:
        """None for a statement that is new, or that SQLAlchemy has to run itself."""
        known = self._known.get(statement)
        if known is None:
            self._known[statement] = {}
            return None
        names = (len(given) > 1, *given[0])
        if names not in known:
            known[names] = _compiled(dialect, statement, list(given[0]), len(given) > 1)
        compiled = known[names]
        return None if compiled is None else compiled.prepared(given[0])


def _compiled(dialect: Dialect, statement: Executable, names: list[str], many: bool) -> Compiled | None:
    if not isinstance(statement, SelectBase | UpdateBase):
        return None
    compiler = statement.compile(dialect=dialect, column_keys=names or None, for_executemany=many)
    assert isinstance(compiler, SQLCompiler)
    columns = statement.exported_columns
    by_python = compiler.insert_prefetch or compiler.update_prefetch or compiler.literal_execute_params
    if by_python or (many and (compiler.post_compile_params or columns)):
        return None
    readers = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
    read = tuple((at, convert) for at, convert in enumerate(readers) if convert is not None)
    return Compiled(dialect, compiler, _lists(compiler, names), read)


def _lists(compiler: SQLCompiler, names: list[str]) -> tuple[str, ...]:
    """Those of the parameters that stand for as many question marks as they have values."""
    return tuple(one.key for one in compiler.post_compile_params if one.key in names)
