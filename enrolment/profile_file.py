"""Reads a TOML file into typed dataclasses, strictly: whatever is wrong is told with file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Key = tuple[str | int, ...]
NONE = "none"


class ProfileError(ValueError):
    """A profile that cannot be used; the text names the file, the line and the key."""

    def __init__(self, file: Path | str, line: int, key: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {key}: {problem}" if key else f"{file}, line {line}: {problem}")
        self.line = line
        self.key = key


class Contradiction(ValueError):
    """Values that are right one by one and wrong together; `key` is the one to look at."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


class Check(Protocol):
    """A condition on one value, put beside its type with `Annotated`."""

    def problem(self, value: Any) -> str | None:
        """What is wrong with the value, if anything."""


@dataclass(frozen=True)
class Within:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def problem(self, value: int) -> str | None:
        return None if self.low <= value <= self.high else f"must be between {self.low} and {self.high}, not {value}"


@dataclass(frozen=True)
class Like:
    """A text of a certain form."""

    pattern: str

    def problem(self, value: str) -> str | None:
        return None if re.fullmatch(self.pattern, value) else f"must look like {self.pattern}, not {value!r}"


@dataclass(frozen=True)
class Filled:
    """A list with at least one entry, none of them twice."""

    def problem(self, value: tuple[object, ...]) -> str | None:
        if not value:
            return "must not be empty"
        return None if len(set(value)) == len(value) else "names something twice"


def read_toml(kind: type[T], file: Path) -> T:
    """The file as that dataclass; every key must be there, none may be unknown. Raises ProfileError."""
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        raise ProfileError(file, int(line[1]) if line else len(text.splitlines()), "", str(wrong)) from wrong
    except (OSError, UnicodeDecodeError) as unreadable:
        raise ProfileError(file, 1, "", f"cannot be read: {unreadable}") from unreadable
    return cast(T, _Reading(file, lines_of(text)).table(kind, table, ()))


def lines_of(text: str) -> dict[Key, int]:
    """The line on which each key and each table of a TOML text begins."""
    lines: dict[Key, int] = {(): 1}
    seen: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[(\[?)([^\[\]]+)\]", line):
            table = tuple(part.strip(" \"'") for part in header[2].split("."))
            if header[1]:
                seen[table] = seen.get(table, -1) + 1
                table = (*table, seen[table])
            lines.setdefault(table, number)
        elif key := re.match(r"\s*([\w\-]+)\s*=", line):
            lines.setdefault((*table, key[1]), number)
    return lines


@dataclass(frozen=True)
class _Reading:
    file: Path
    lines: Mapping[Key, int]

    def table(self, kind: type[Any], raw: object, key: Key) -> object:
        if not isinstance(raw, dict):
            raise self.wrong(key, "must be a table")
        hints = get_type_hints(kind, include_extras=True)
        wanted = [field.name for field in fields(kind)]
        for unknown in (name for name in raw if name not in wanted):
            raise self.wrong((*key, unknown), "is not a known key")
        for missing in (name for name in wanted if name not in raw):
            raise self.wrong((*key, missing), "is missing")
        values = {name: self.value(hints[name], raw[name], (*key, name)) for name in wanted}
        try:
            return kind(**values)
        except Contradiction as contradiction:
            raise self.wrong((*key, contradiction.key), str(contradiction)) from contradiction

    def value(self, kind: Any, raw: object, key: Key) -> object:
        origin = get_origin(kind)
        if origin is Annotated:
            return self.checked(kind, raw, key)
        if origin in (Union, UnionType):
            return None if raw == NONE else self.value(get_args(kind)[0], raw, key)
        if origin is tuple:
            return self.entries(get_args(kind)[0], raw, key)
        if is_dataclass(kind):
            return self.table(cast(type[Any], kind), raw, key)
        return self.choice(kind, raw, key) if issubclass(kind, Enum) else self.scalar(kind, raw, key)

    def checked(self, kind: Any, raw: object, key: Key) -> object:
        plain, *checks = get_args(kind)
        value = self.value(plain, raw, key)
        for check in checks:
            problem = cast(Check, check).problem(value)
            if problem:
                raise self.wrong(key, problem)
        return value

    def entries(self, kind: Any, raw: object, key: Key) -> tuple[object, ...]:
        if not isinstance(raw, list):
            raise self.wrong(key, "must be a list")
        return tuple(self.value(kind, entry, (*key, index)) for index, entry in enumerate(raw))

    def choice(self, kind: type[Enum], raw: object, key: Key) -> Enum:
        for member in kind:
            if type(member.value) is type(raw) and member.value == raw:
                return member
        raise self.wrong(key, f"must be one of {', '.join(str(member.value) for member in kind)}, not {raw!r}")

    def scalar(self, kind: type[Any], raw: object, key: Key) -> object:
        if type(raw) is not kind:
            raise self.wrong(key, f"must be of type {kind.__name__}, not {raw!r}")
        if isinstance(raw, str) and not raw.strip():
            raise self.wrong(key, "must not be blank")
        return raw

    def wrong(self, key: Key, problem: str) -> ProfileError:
        known = key
        while known not in self.lines:
            known = known[:-1]
        shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key)
        return ProfileError(self.file, self.lines[known], shown.removeprefix("."), problem)
