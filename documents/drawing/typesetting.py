"""Typesets a sheet into a PNG, in the child process: no system fonts, no clock, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import typst
from PIL import Image

from documents.drawing.sheet import Template

FONTS: Final = Path(__file__).parents[1] / "fonts"
_TEMPLATES: Final = Path(__file__).parent / "templates"
_PIXELS_A_POINT: Final = 72.0
_SHADES: Final = 16
_INK, _STRONG, _LAND = (0x16, 0x16, 0x16), (0x0B, 0x4A, 0x80), (0xF4, 0xF4, 0xF0)

Colour = tuple[int, int, int]


def typeset(template: Template, locale: str, inputs: Mapping[str, object]) -> bytes:
    """The picture as PNG. Raises `typst.TypstError` when the inputs do not fit the template."""
    drawn = _compiler().compile(
        str(_TEMPLATES / f"{template}.typ"),
        format="png",
        ppi=_PIXELS_A_POINT,
        sys_inputs={"locale": locale, "sheet": json.dumps(inputs)},
    )
    assert isinstance(drawn, bytes)
    return _small(drawn)


def _small(drawn: bytes) -> bytes:
    """A third of the bytes: the few inks of the templates and their shades towards white, no other colours."""
    packed = BytesIO()
    with Image.open(BytesIO(drawn)) as picture:
        inks = picture.convert("RGB").quantize(palette=_palette(), dither=Image.Dither.NONE)
    inks.save(packed, "PNG")
    return packed.getvalue()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(_TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True)


@cache
def _palette() -> Image.Image:
    palette = Image.new("P", (1, 1))
    colours = (*_towards_white(_INK), *_towards_white(_STRONG), _LAND)
    palette.putpalette([part for colour in colours for part in colour])
    return palette


def _towards_white(ink: Colour) -> list[Colour]:
    white = 255
    share = [step / (_SHADES - 1) for step in range(_SHADES)]
    mixed = [[round(white + (part - white) * dark) for part in ink] for dark in share]
    return [(red, green, blue) for red, green, blue in mixed]
