"""Typesets a manuscript as PDF/A-2b, in the child process: no system fonts, no clock, the same bytes every time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Final

import segno
import typst

from documents.model_form.forms import FONTS, LAYOUT

_STANDARD: Final = "a-2b"
CONTRACT: Final = "contract"
_SOURCE: Final = """#import "{layout}.typ": {layout}
#{layout}(json(bytes({sheet})), {qr})
"""


def typeset(written: bytes, layout: str = CONTRACT) -> bytes:
    """What that layout makes of a manuscript in JSON, dated with its day. Raises `typst.TypstError`."""
    manuscript = json.loads(written)
    source = _SOURCE.format(layout=layout, sheet=_literal(written.decode()), qr=_literal(_qr(manuscript["check"])))
    made = _compiler().compile(
        source.encode(),
        format="pdf",
        pdf_standards=[_STANDARD],
        timestamp=datetime.fromisoformat(manuscript["day"]).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def _literal(text: str) -> str:
    """The text as a string of typst's, where only a backslash and a quotation mark mean something else."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, light="white")
    return drawn.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(LAYOUT), font_paths=[str(FONTS)], ignore_system_fonts=True)
