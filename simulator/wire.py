"""What travels between the simulator and everybody else: JSON objects, and how a request's one is read."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

JSON = dict[str, Any]


class Refused(Exception):
    """A request that cannot be served; `status` is the HTTP status, the message says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


async def read_object(request: web.Request) -> JSON:
    """The JSON object in the body; an empty body is an empty object.

    Raises Refused (400) when the body is something else.
    """
    body = await request.read()
    if not body.strip():
        return {}
    try:
        read = json.loads(body)
    except ValueError as error:
        raise Refused("the body is not JSON") from error
    if not isinstance(read, dict):
        raise Refused("the body must be a JSON object")
    return read


def answer(content: object, status: int = 200) -> web.Response:
    """A JSON answer with Cyrillic letters left readable."""
    return web.json_response(content, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))
