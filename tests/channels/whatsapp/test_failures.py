"""Every error that Twilio documents has a meaning, and none of them tells of a person."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from aiohttp import ClientError

from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Undelivered, Wrong
from bot.sending import pause_s
from bot.whatsapp.failures import Unfit, meaning, translated

TwilioException: type[Exception] = import_module("twilio.base.exceptions").TwilioException
MEANS: dict[type[Undelivered], set[int]] = {
    Held: {63016, 63040, 63041, 63042},
    Throttled: {63018},
    Flooded: {63017, 20429, 14107},
    TryLater: {20003, 20500, 20503, 30001, 30008, 63012, 63019},
    Gone: {63003, 63024, 63033, 21211, 21610},
    Lost: {63032},
    Unfit: {63021, 63027, 63028, 21655, 21656, 21658, 92007},
    Wrong: {63013, 63015, 21617, 11751, 12345},
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in MEANS.items() for code in sorted(codes)])
def test_a_code_means(kind: type[Undelivered], code: int) -> None:
    error = meaning(code)
    assert type(error) is kind
    assert str(code) in str(error) or isinstance(error, Held | Flooded)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (None, 400, Wrong),
        (None, 404, Wrong),
        (None, 401, TryLater),
        (None, 500, TryLater),
        (503, 503, TryLater),
        (429, 429, Flooded),
        (63016, 500, Held),
    ],
)
def test_without_a_code_that_is_known_the_status_decides(
    code: int | None, status: int, kind: type[Undelivered]
) -> None:
    assert type(meaning(code, status)) is kind


@pytest.mark.parametrize(
    "raised",
    [
        TwilioException("no page"),
        json.JSONDecodeError("no JSON", "<html>", 0),
        ClientError(),
        TimeoutError(),
        OSError(),
    ],
)
def test_what_is_no_refusal_passes(raised: Exception) -> None:
    with pytest.raises(TryLater, match=type(raised).__name__), translated():
        raise raised


def test_a_bug_of_ours_stays_one() -> None:
    with pytest.raises(KeyError), translated():
        raise KeyError("body")


@pytest.mark.parametrize(
    ("error", "pauses"),
    [(TryLater("x"), [1, 2, 4, 8, 16, 32, 60, 60]), (Throttled("x"), [60, 120, 240, 480, 960, 1920, 3600, 3600])],
)
def test_pauses_grow(error: TryLater, pauses: list[float]) -> None:
    assert [pause_s(error, attempts) for attempts in range(1, 9)] == pauses
    assert pause_s(error, 10_000) == pauses[-1]
