"""Asking Twilio from the command line: again when it is busy, and one plain line when it will not."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")
TRIES = 6


class NoTwilio(Exception):
    """Twilio does not answer, or refuses; the message says in one line what."""


class NotThere(NoTwilio):
    """There is no such thing at Twilio."""


def patiently(call: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
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
        refusal = f"Twilio answers {error.status}, error {error.code}"
        if error.status == 404:
            raise NotThere(refusal) from None
        if error.status != 429 and error.status < 500:
            raise NoTwilio(refusal) from None
        return _Passing(refusal)
    except (broken, failures.TwilioException) as error:
        return _Passing(f"Twilio does not answer: {type(error).__name__}")
