"""The model forms of a profile: the texts in force on a day, checked as a whole, with a version (S2-72, S2-73)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from documents.model_form.blocks import Block, FormError
from documents.model_form.checking import check, mistakes
from documents.model_form.reading import decoded, misread, read_blocks
from locales.text import _, verbatim

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
class Layer:
    """Texts by the names of their files, which replace those of the same name from that day.

    `place` says in errors where they come from: a folder such as `unified/2026-01-01`, or nothing.
    """

    since: date
    texts: Mapping[str, str]
    place: str = ""

    def label(self, name: str) -> str:
        """What a file of it is called in errors."""
        return f"{self.place}/{name}" if self.place else name


@dataclass(frozen=True)
class ModelForms:
    """Every edition of a profile's form, the earliest first, and the layers that they are made of."""

    editions: tuple[ModelForm, ...]
    layers: tuple[Layer, ...] = field(default=(), repr=False)

    def in_force(self, day: date) -> ModelForm:
        """The edition for contracts concluded on that day; before the first one it is the first."""
        begun = [edition for edition in self.editions if edition.in_force_from <= day]
        return begun[-1] if begun else self.editions[0]

    def texts(self, day: date) -> Mapping[str, str]:
        """What stands in each file of the edition for that day, by the names of the files."""
        return {
            name: layer.texts[name] for name, layer in _files(self.in_force(day).in_force_from, self.layers).items()
        }

    def with_layers(self, *layers: Layer) -> ModelForms:
        """What the forms become when these texts are published (S2-73); later ones go before all others.

        Raises `FormError`.
        """
        return _forms((*self.layers, *layers))

    def mistakes(self, layer: Layer) -> tuple[FormError, ...]:
        """Everything that is wrong with these texts, and then with what they would be together with the others."""
        misread_all = [wrong for name, text in layer.texts.items() for wrong in misread(layer.label(name), text)]
        if misread_all:
            return tuple(misread_all)
        layers = (*self.layers, layer)
        days = sorted({one.since for one in layers if one.since >= layer.since})
        try:
            found = [wrong for day in days for wrong in mistakes(_blocks(day, layers))]
        except FormError as empty:
            found = [empty]
        return tuple({str(wrong): wrong for wrong in found}.values())


def load_forms(profile: str, roots: Sequence[Path] = (TEXTS,)) -> ModelForms:
    """The forms of a profile by its code; where it has no text of its own, everybody's is used.

    Later roots go before earlier ones. Raises `FormError`, and OSError when a folder cannot be read.
    """
    names = dict.fromkeys((EVERYBODY, profile))
    layers = tuple(layer for root in roots for name in names for layer in _layers(root / name))
    if not layers:
        raise FormError(str(roots[-1]), 1, verbatim(f"there is no folder such as {EVERYBODY}/2026-01-01"))
    return _forms(layers)


def _forms(layers: tuple[Layer, ...]) -> ModelForms:
    days = sorted({layer.since for layer in layers})
    return ModelForms(tuple(_edition(day, layers) for day in days), layers)


def _layers(folder: Path) -> list[Layer]:
    since = {dated: _day(dated) for dated in sorted(folder.glob("*/"))}
    return [
        Layer(
            day,
            {file.name: decoded(str(file), file.read_bytes()) for file in sorted(dated.glob("*.txt"))},
            str(dated),
        )
        for dated, day in since.items()
    ]


def _day(dated: Path) -> date:
    try:
        return date.fromisoformat(dated.name)
    except ValueError:
        raise FormError(str(dated), 1, verbatim("the folder's name is no date such as 2026-01-01")) from None


def _edition(day: date, layers: Sequence[Layer]) -> ModelForm:
    """What is in force on that day."""
    blocks = _blocks(day, layers)
    check(blocks)
    texts = (layer.texts[name] for name, layer in _files(day, layers).items())
    return ModelForm(day, _version(texts), blocks)


def _files(day: date, layers: Sequence[Layer]) -> Mapping[str, Layer]:
    """Of each file the last layer that has it, in the order of their names."""
    last = {name: layer for layer in layers if layer.since <= day for name in layer.texts}
    return {name: last[name] for name in sorted(last)}


def _blocks(day: date, layers: Sequence[Layer]) -> tuple[Block, ...]:
    files = _files(day, layers).items()
    blocks = tuple(block for name, layer in files for block in read_blocks(layer.label(name), layer.texts[name]))
    if not blocks:
        raise FormError(str(day), 1, _("the form has no text"))
    return blocks


def _version(texts: Iterable[str]) -> str:
    """A name for everything that decides how a page looks: texts, layout, fonts, typesetter."""
    digest = sha256(version("typst").encode())
    for part in (*(text.encode() for text in texts), *_layout()):
        digest.update(sha256(part).digest())
    return digest.hexdigest()[:_SHOWN_OF_VERSION]


def _layout() -> Iterator[bytes]:
    for file in (*sorted(LAYOUT.glob("*.typ")), *sorted(FONTS.glob("*.ttf"))):
        yield file.read_bytes()
