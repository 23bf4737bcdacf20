"""Asking Twilio from the command line: again when it is busy, and one plain line when it will not."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")
TRIES = 6
pause = time.sleep


class NoTwilio(Exception):
    """Twilio does not answer, or refuses; the message says in one line what."""


class NotThere(NoTwilio):
    """There is no such thing at Twilio."""


def patiently(call: Callable[[], T]) -> T:
    """What the call returns; one that fails in a way that passes is tried again after 1, 2, 4 … seconds.

    Raises NotThere or NoTwilio.
    """
    for tried in range(TRIES - 1):
        passing = _tried(call)
        if not isinstance(passing, _Passing):
            return passing
        pause(2.0**tried)
    last = _tried(call)
    if isinstance(last, _Passing):
        raise NoTwilio(last.why)
    return last


class _Passing:
    def __init__(self, why: str) -> None:
        self.why = why


def _tried(call: Callable[[], T]) -> T | _Passing:
    failures = import_module("twilio.base.exceptions")
    broken = import_module("requests").RequestException
    try:
        return call()
    except (failures.TwilioRestException, failures.TwilioServiceException) as error:
        return _refused(error.status, error.code)
    except failures.TwilioException as error:
        # What a list raises for any refusal: the answer stands beside the words.
        return _refused(getattr(error.args[-1], "status_code", 503) if error.args else 503, None)
    except broken as error:
        return _Passing(f"Twilio does not answer: {type(error).__name__}")


def _refused(status: int, code: int | None) -> _Passing:
    why = f"Twilio answers {status}" + (f", error {code}" if code else "")
    if status == 404:
        raise NotThere(why) from None
    if status != 429 and status < 500:
        raise NoTwilio(why) from None
    return _Passing(why)
