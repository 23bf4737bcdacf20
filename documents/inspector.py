"""The child process in which hostile files are opened: little memory, little time, no secrets."""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO, Final

from documents.kinds import Kind
from documents.verdicts import Examined, Limits, Refused

READY: Final = b"\x06"
REQUEST: Final = struct.Struct(">II")
ANSWER: Final = struct.Struct(">I")
Answered = Callable[[Mapping[str, Any], bytes], dict[str, Any]]
_MEMORY: Final = 600 * 1024 * 1024
_SECONDS: Final = 10
_SECONDS_TO_DRAW: Final = 25


def main() -> None:
    """Open files until there are no more."""
    restrain()
    serve(carry_out, lambda header: _SECONDS_TO_DRAW if header.get("kind") == Kind.PDF else _SECONDS)


def serve(answered: Answered, seconds: Callable[[Mapping[str, Any]], int]) -> None:
    """Answer requests from standard input until it ends; libraries that print cannot disturb the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answers.write(READY)
    answers.flush()
    while (request := _next_request(sys.stdin.buffer)) is not None:
        allow_seconds(seconds(request[0]))
        answers.writelines(_spoken(answered(*request)))
        answers.flush()


def _spoken(answer: dict[str, Any]) -> Iterator[bytes]:
    """The answer for the pipe: its length, its words as JSON with the lengths of what is attached, and that itself."""
    attached = answer.pop("attached", ())
    words = json.dumps(answer | {"attached": [len(part) for part in attached]}).encode()
    yield ANSWER.pack(len(words)) + words
    yield from attached


def restrain(memory: int = _MEMORY) -> None:
    """No more than so many bytes of address space (where the system can limit it), no file written, no core dumped."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(seconds: int) -> None:
    """The kernel kills this process when it has used that many more seconds of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def carry_out(header: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """The answer to one request; each library is loaded when it is first needed."""
    if header["task"] == "workbook":
        from documents.workbooks import read_workbook

        return asdict(read_workbook(content))
    limits, kind = Limits(**header["limits"]), Kind(header["kind"])
    if kind is Kind.PDF:
        from documents.rendering import take_pdf

        return _as_answer(take_pdf(content, limits))
    from documents.pictures import examine_picture

    return _as_answer(examine_picture(content, kind, limits))


def _as_answer(examined: Examined) -> dict[str, Any]:
    said = asdict(examined)
    if isinstance(examined, Refused):
        return {"refused": said}
    return {"attached": said.pop("made"), "accepted": said}


def _next_request(requests: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    opening = requests.read(REQUEST.size)
    if len(opening) < REQUEST.size:
        return None
    header_length, content_length = REQUEST.unpack(opening)
    header = json.loads(requests.read(header_length))
    return header, requests.read(content_length)


if __name__ == "__main__":
    main()
