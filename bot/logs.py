"""Structured logs: one JSON object a line on stderr, with account ids and never a name, a number, a text or a token."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from structlog.types import Processor

_SECRETS = (
    (re.compile(r"(?<!\d)\d{1,16}:[A-Za-z0-9_-]{8,}"), "[token]"),
    (re.compile(r"\[parameters: .*"), "[parameters hidden]"),
    (re.compile(r"input_value=.*?, input_type="), "input_value=[hidden], input_type="),
    (re.compile(r"(?<![\w.-])\+?\d{10,12}(?![\w-])"), "[number]"),
)
_CHATTY = ("aiogram", "aiohttp", "aiosqlite", "alembic", "asyncio", "sqlalchemy", "twilio")


def set_up_logs(level: str, out: TextIO | None = None) -> None:
    """From now on everything logged, by us or by a library, comes out as scrubbed JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        _unquoted,
        structlog.processors.format_exc_info,
        scrubbed,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False, default=repr)
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _unquoted(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A request that cannot be read is named, not repeated: its first line may be a link to the signing page."""
    match event.get("exc_info"):
        case (_, HttpProcessingError() as error, _):
            return {**event, "exc_info": None, "error": type(error).__name__}
    return event


def scrubbed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The log entry without tokens, statement parameters, phones and identity numbers."""
    return {name: without_secrets(value) if isinstance(value, str) else value for name, value in event.items()}


def without_secrets(text: str) -> str:
    """The text with everything blacked out that may be a token or a personal number."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text
