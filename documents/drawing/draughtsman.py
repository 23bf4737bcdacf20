"""The child process that typesets pictures: asked and restrained like the inspector, and told nothing but the sheet."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, BinaryIO

from documents.inspector import ANSWER, READY, REQUEST, allow_seconds, restrain

_SECONDS = 20


def main() -> None:
    """Answer sheets from standard input until it ends; libraries that print cannot disturb the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    restrain()
    answers.write(READY)
    answers.flush()
    while (sheet := _next_sheet(sys.stdin.buffer)) is not None:
        allow_seconds(_SECONDS)
        answer = json.dumps(drawn(sheet)).encode()
        answers.write(ANSWER.pack(len(answer)) + answer)
        answers.flush()


def drawn(sheet: Mapping[str, Any]) -> dict[str, str]:
    """The picture, or what the template complained of."""
    from typst import TypstError

    from documents.drawing.sheet import Template
    from documents.drawing.typesetting import typeset

    try:
        return {"png": b64encode(typeset(Template(sheet["template"]), sheet["locale"], sheet["inputs"])).decode()}
    except TypstError as error:
        return {"complaint": str(error)}


def _next_sheet(requests: BinaryIO) -> dict[str, Any] | None:
    opening = requests.read(REQUEST.size)
    if len(opening) < REQUEST.size:
        return None
    length, nothing = REQUEST.unpack(opening)
    sheet: dict[str, Any] = json.loads(requests.read(length))
    requests.read(nothing)
    return sheet


if __name__ == "__main__":
    main()
