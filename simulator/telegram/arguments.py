"""The arguments of one call, however they came: query, JSON, urlencoded or multipart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.telegram.errors import BadRequest
from simulator.wire import JSON


@dataclass(frozen=True)
class Upload:
    """A file that came with a call or from a phone."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Arguments:
    """Arguments by name; form fields are texts, JSON fields have their types."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The argument as text. Raises BadRequest when it cannot be written in UTF-8."""
        given = self.fields.get(name)
        if given is None:
            return default
        said = str(given)
        try:
            said.encode()
        except UnicodeEncodeError as error:
            raise BadRequest("strings must be encoded in UTF-8") from error
        return said

    def integer(self, name: str, default: int = 0) -> int:
        """The argument as a whole number; Telegram takes what is no number for the default."""
        try:
            return int(self.fields.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """True for true, yes, 1."""
        return str(self.fields.get(name, "")).lower() in ("true", "yes", "1")

    def structure(self, name: str, problem: str) -> Any:
        """A JSON argument, serialised or not; None when absent. Raises BadRequest with the problem."""
        given = self.fields.get(name)
        if not isinstance(given, str):
            return given
        if not given.strip():
            return None
        try:
            return json.loads(given)
        except ValueError as error:
            raise BadRequest(problem) from error

    def summary(self) -> JSON:
        """All arguments for the log of calls; a file is shown by its name and size."""
        files = {name: {"name": up.name, "size": len(up.content)} for name, up in self.uploads.items()}
        return {**{name: self._plain(value) for name, value in self.fields.items()}, **files}

    @staticmethod
    def _plain(value: Any) -> Any:
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value


async def read_arguments(request: web.Request) -> Arguments:
    """Whatever the client sent, in one form. Raises BadRequest for broken JSON."""
    fields: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        fields.update(await _json_fields(request))
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                fields[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return Arguments(fields, uploads)


async def _json_fields(request: web.Request) -> JSON:
    body = await request.read()
    try:
        read = json.loads(body) if body.strip() else {}
    except ValueError as error:
        raise BadRequest("can't parse JSON object") from error
    if not isinstance(read, dict):
        raise BadRequest("expected an Object")
    return read
