"""The first day of a parent, through real HTTP, on each channel, in both languages and on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator, until
from tests.e2e.journey import MOTHER_USER, Journey
from tests.e2e.phone import call

pytestmark = pytest.mark.xdist_group("e2e")
DOCTOR = ("staff", "invite", "--role", "phthisiatrician", "--locality", "almaty")
SECRETS = (
    "911205400003",
    "220315500104",
    "77010000001",
    "15027010000001",
    "Оспан",
    "Айгерім",
    "parent-demo",
    "demo-token",
)


def walk(simulator: Simulator, program: Program, locale: Locale, channel: str = "parent") -> Journey:
    """The whole journey."""
    journey = Journey(simulator, program, locale, program.command(*DOCTOR), channel)
    program.start()
    journey.walk()
    return journey


@pytest.mark.rule("S3-05", "S3-22", "S3-34", "S3-35", "S3-36", "S3-39", "S2-03")
@pytest.mark.parametrize("channel", ["parent", "whatsapp"])
@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
def test_from_hello_to_place_one(
    simulator: Simulator, program: Callable[..., Program], locale: Locale, channel: str
) -> None:
    running = program(channels=[channel])
    before = twilio(simulator, "webhooks", 0)["last"]
    journey = walk(simulator, running, locale, channel)
    journey.all_is_sent()
    if channel == "whatsapp":
        twilio_has_nothing_to_complain_of(simulator, before)
    assert running.stop() == 0
    for line in (*journey.mother.from_bot(), running.log()):
        assert "Traceback" not in line
    for secret in (*SECRETS, journey.invite):
        assert secret not in running.log()


def twilio_has_nothing_to_complain_of(simulator: Simulator, before: int) -> None:
    """Every webhook was taken at once, every call was right, every message arrived, and the photo is forgotten."""
    until(
        lambda: all(one["status"] is not None for one in twilio(simulator, "webhooks", before)["webhooks"]),
        lambda: False,
    )
    answers = {
        (one["kind"], one["status"], one["problem"]) for one in twilio(simulator, "webhooks", before)["webhooks"]
    }
    assert answers == {("inbound", 200, None), ("status", 204, None)}
    calls = [one for one in twilio(simulator, "calls", 0)["calls"] if not one["method"].startswith("content")]
    assert {one["status"] for one in calls} <= {200, 201, 204, 302, 307}
    assert [one["method"] for one in calls].count("media.delete") == 1
    assert simulator.phone("whatsapp", MOTHER_USER).refused() == []


def twilio(simulator: Simulator, what: str, after: int) -> dict[str, Any]:
    """What Twilio has seen."""
    seen: dict[str, Any] = call(f"{simulator.url}/sim/twilio/{what}?after={after}")
    return seen


@pytest.mark.postgres
@pytest.mark.parametrize("channel", ["parent", "whatsapp"])
def test_the_same_against_postgresql(
    simulator: Simulator, program: Callable[..., Program], postgres_url: str, channel: str
) -> None:
    walk(simulator, program(postgres_url, channels=[channel]), Locale.RU, channel)
