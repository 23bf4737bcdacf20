"""The model forms of a profile: the texts in force on a day, checked as a whole, with a version (S2-72, S2-73)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from documents.model_form.blocks import Block, FormError
from documents.model_form.checking import check
from documents.model_form.reading import read_blocks

FONTS: Final = Path(__file__).parents[1] / "fonts"
LAYOUT: Final = Path(__file__).with_name("layout")
TEXTS: Final = Path(__file__).with_name("texts")
EVERYBODY: Final = "unified"
_SHOWN_OF_VERSION: Final = 12


@dataclass(frozen=True)
class ModelForm:
    """One edition of the form: in force from a day, and named by all that its pages depend on."""

    in_force_from: date
    version: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ModelForms:
    """Every edition of a profile's form, the earliest first."""

    editions: tuple[ModelForm, ...]

    def in_force(self, day: date) -> ModelForm:
        """The edition for contracts concluded on that day; before the first one it is the first."""
        begun = [edition for edition in self.editions if edition.in_force_from <= day]
        return begun[-1] if begun else self.editions[0]


@dataclass(frozen=True)
class _Layer:
    """A folder such as `unified/2026-01-01`: its files replace those of the same name from that day."""

    since: date
    folder: Path


def load_forms(profile: str, roots: Sequence[Path] = (TEXTS,)) -> ModelForms:
    """The forms of a profile by its code; where it has no text of its own, everybody's is used.

    Later roots go before earlier ones. Raises `FormError`, and OSError when a folder cannot be read.
    """
    layers = [layer for root in roots for name in dict.fromkeys((EVERYBODY, profile)) for layer in _layers(root / name)]
    days = sorted({layer.since for layer in layers})
    if not days:
        raise FormError(str(roots[-1]), 1, f"there is no folder such as {EVERYBODY}/2026-01-01")
    return ModelForms(tuple(_edition(day, _files(layers, day)) for day in days))


def _layers(folder: Path) -> Iterator[_Layer]:
    for dated in sorted(folder.glob("*/")):
        try:
            yield _Layer(date.fromisoformat(dated.name), dated)
        except ValueError:
            raise FormError(str(dated), 1, "the folder's name is no date such as 2026-01-01") from None


def _files(layers: Sequence[_Layer], day: date) -> Mapping[str, Path]:
    """The file of each name that is in force on a day."""
    return {file.name: file for layer in layers if layer.since <= day for file in sorted(layer.folder.glob("*.txt"))}


def _edition(day: date, files: Mapping[str, Path]) -> ModelForm:
    texts = {str(files[name]): _text(files[name]) for name in sorted(files)}
    blocks = tuple(block for file, text in texts.items() for block in read_blocks(file, text))
    if not blocks:
        raise FormError(str(day), 1, "the form has no text")
    check(blocks)
    return ModelForm(day, _version(texts.values()), blocks)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise FormError(str(file), line, "is not saved as UTF-8") from wrong


def _version(texts: Iterable[str]) -> str:
    """A name for everything that decides how a page looks: texts, layout, fonts, typesetter."""
    digest = sha256(version("typst").encode())
    for part in (*(text.encode() for text in texts), *_layout()):
        digest.update(sha256(part).digest())
    return digest.hexdigest()[:_SHOWN_OF_VERSION]


def _layout() -> Iterator[bytes]:
    for file in (*sorted(LAYOUT.glob("*.typ")), *sorted(FONTS.glob("*.ttf"))):
        yield file.read_bytes()
