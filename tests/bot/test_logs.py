"""Logs are JSON lines that tell nothing about anybody."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
import structlog

from bot.logs import set_up_logs

TOKEN = "123456789:AAFakeTokenFakeTokenFakeTokenFakeToken"


@pytest.fixture
def out() -> io.StringIO:
    written = io.StringIO()
    set_up_logs("info", written)
    return written


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_json_with_its_event_level_and_time(out: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(turn="ә"):
        structlog.get_logger().info("turn.taken", account=7_482_915_364_002_758_656)
    (line,) = lines(out)
    assert line.pop("timestamp")
    assert line == {"event": "turn.taken", "level": "info", "account": 7_482_915_364_002_758_656, "turn": "ә"}
    assert "ә" in out.getvalue()


def test_a_token_in_an_address_is_blacked_out_even_in_a_traceback(out: io.StringIO) -> None:
    try:
        raise OSError(f"cannot connect to https://api.telegram.org/bot{TOKEN}/sendMessage")
    except OSError:
        structlog.get_logger().exception("sending.failed", url=f"/file/bot{TOKEN}/photos/1.jpg")
    assert "AAFake" not in out.getvalue()
    assert "cannot connect" in lines(out)[0]["exception"]


@pytest.mark.parametrize(
    "words",
    [
        "duplicate key [parameters: ('Айгерім', '880719300107')]",
        "input_value='Менің атым Айгерім', input_type=str",
        "IIN 880719300107 is known",
        "code for +77010000001",
        "call 77010000001",
    ],
)
def test_personal_data_that_strays_into_a_message_is_blacked_out(out: io.StringIO, words: str) -> None:
    structlog.get_logger().error("odd", error=words)
    assert not any(secret in out.getvalue() for secret in ("Айгерім", "880719300107", "77010000001"))


def test_libraries_speak_json_too_and_only_when_it_matters(out: io.StringIO) -> None:
    logging.getLogger("aiogram.event").info("chatter")
    logging.getLogger("asyncio").error("trouble with bot%s", TOKEN)
    (line,) = lines(out)
    assert (line["level"], line["event"]) == ("error", "trouble with bot[token]")


def test_what_is_below_the_level_is_left_out(out: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert out.getvalue() == ""
