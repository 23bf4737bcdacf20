"""The child process that typesets contracts and draws their pages: restrained like the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from documents.inspector import restrain, serve
from documents.model_form.text_sheets import text_sheets

_MEMORY: Final = 1536 * 1024 * 1024
_SECONDS: Final = 30


def main() -> None:
    """Typeset and draw until there is nothing more to do."""
    restrain(_MEMORY)
    serve(composed, lambda _order: _SECONDS)


def composed(order: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """The file of a manuscript and its text, or the picture of one page of a file, or the typesetter's complaint."""
    from documents.model_form.page_pictures import count_pages, picture_of

    if "page" in order:
        picture, count = picture_of(content, order["page"])
        return {"attached": [picture], "pages": count}

    from typst import TypstError

    from documents.model_form.typesetting import CONTRACT, typeset

    layout = order.get("layout", CONTRACT)
    try:
        pdf = typeset(content, layout)
    except TypstError as error:
        return {"complaint": str(error)}
    if layout != CONTRACT:
        return {"attached": [pdf]}
    return {"attached": [pdf, _text(content)], "pages": count_pages(pdf)}


def _text(written: bytes) -> bytes:
    sheets = text_sheets(json.loads(written)["blocks"])
    return json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
