"""NCALayer asked for a signature by a real browser: what it is asked, and what becomes of its answers."""

from __future__ import annotations

import json

import pytest

from signing_gateway.purposes import EMAIL_PROTECTION, ORGANISATION_KEY, PERSON_KEY
from simulator.eds.certificates import HEAD, PERSON, PERSON_LOGGING_IN
from simulator.eds.messages import sign_document
from simulator.ncalayer import NcaLayer, OfferedKey, Will
from tests.signing_gateway.browser.desk import CHROMIUM, JSON, Desk
from tests.signing_gateway.stage import BIN, CONTRACT, IIN, NOW, both, outcome, stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="package"),
]
BUTTON = "Sign with NCALayer"
CODES = {
    Will.CANCEL: "ncalayer_cancelled",
    Will.LEAVE: "ncalayer_closed",
    "USER_CANCELED": "ncalayer_cancelled",
    "INVALID_SIGNING_PARAMS": "ncalayer_refused_order",
    "INVOCATION_ERROR": "ncalayer_refused_order",
    "SIGNING_FAILURE": "ncalayer_signing_failed",
    "GENERAL_ERROR": "ncalayer_failed",
    "SOMETHING_NEW": "ncalayer_failed",
}


async def test_a_person_signs_with_the_key_of_their_own_iin(desk: Desk) -> None:
    desk.ncalayer.keys += [key("900101300008", "Daniyar"), key(IIN, "Aigerim")]
    await reaches(desk)
    assert await desk.presses(BUTTON) == "signed"
    desk.ncalayer.in_array = False
    assert await desk.presses(BUTTON) == "signed"
    assert desk.signatures == [b"Aigerim signs " + CONTRACT] * 2
    [first, _] = orders(desk.ncalayer)
    assert (first["module"], first["method"]) == ("kz.gov.pki.knca.basics", "sign")
    assert first["args"]["signingParams"] == {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": {}}
    assert first["args"]["signerParams"] == {"extKeyUsageOids": list(PERSON), "iin": IIN}
    assert first["args"]["locale"] == "kk"


@both
async def test_the_verifier_takes_what_ncalayer_signs(desk: Desk, kind: str) -> None:
    mother = stage(kind).mother
    signed = OfferedKey(IIN, mother.certificate.purposes, lambda data: sign_document(mother, data, NOW))
    desk.ncalayer.keys.append(signed)
    await reaches(desk)
    assert await desk.presses(BUTTON) == "signed"
    assert outcome(stage(kind).judged(desk.signatures[0])) == "valid"


async def test_other_purposes_ask_for_other_keys(desk: Desk) -> None:
    desk.ncalayer.keys += [key(IIN, "login", PERSON_LOGGING_IN), key(IIN, "head", HEAD, BIN)]
    await reaches(desk, testKeys=True)
    assert await desk.presses(BUTTON) == "ncalayer_cancelled"
    await desk.wants(purpose="check")
    assert await desk.presses(BUTTON) == "signed"
    await desk.wants(bin=BIN)
    assert await desk.presses(BUTTON) == "signed"
    _, check, head = (order["args"]["signerParams"] for order in orders(desk.ncalayer))
    assert check == {"extKeyUsageOids": [PERSON_KEY], "iin": IIN, "chain": []}
    assert head == {"extKeyUsageOids": [EMAIL_PROTECTION, ORGANISATION_KEY], "iin": IIN, "bin": BIN, "chain": []}


async def test_every_answer_but_a_signature_has_a_code(desk: Desk) -> None:
    desk.ncalayer.keys.append(key(IIN, "Aigerim"))
    await reaches(desk)
    for will, code in CODES.items():
        desk.ncalayer.will = will
        assert (will, await desk.presses(BUTTON)) == (will, code)
    desk.ncalayer.will = Will.SIGN
    assert await desk.presses(BUTTON) == "signed"
    assert len(desk.signatures) == 1


async def test_an_ncalayer_without_the_module_is_told_from_an_absent_one(desk: Desk) -> None:
    desk.ncalayer.module = "kz.gov.pki.knca.commonUtils"
    await reaches(desk)
    assert await desk.presses(BUTTON) == "ncalayer_module_missing"
    await desk.tells("ncalayer", json.dumps({"url": f"{desk.ncalayer_url}nobody-here", "locale": "ru"}))
    assert await desk.presses(BUTTON) == "ncalayer_absent"
    assert "404" in desk.complaints.pop()


async def test_nobody_waits_for_ever(desk: Desk) -> None:
    desk.ncalayer.will = Will.THINK
    desk.ncalayer.keys.append(key(IIN, "Aigerim"))
    await reaches(desk, answerMs=50)
    assert await desk.presses(BUTTON) == "ncalayer_timeout"
    desk.ncalayer.greets = False
    await reaches(desk, greetingMs=50)
    assert await desk.presses(BUTTON) == "ncalayer_silent"
    desk.complaints.clear()  # a slow machine may not even have been connected


async def test_a_person_who_turns_to_another_way_does_not_wait(desk: Desk) -> None:
    desk.ncalayer.will = Will.THINK
    await reaches(desk)
    async with desk.page.expect_websocket() as dialog:
        await desk.page.get_by_role("button", name=BUTTON).click()
    socket = await dialog.value
    assert await desk.presses("Another way") == "aborted"
    if not socket.is_closed():
        await socket.wait_for_event("close")


async def reaches(desk: Desk, **options: object) -> None:
    """Where NCALayer is, and how patient the page shall be with it."""
    await desk.tells("ncalayer", json.dumps({"url": desk.ncalayer_url, "locale": "kk", **options}))


def key(iin: str, name: str, purposes: tuple[str, ...] = PERSON, bin: str | None = None) -> OfferedKey:
    """A key whose signatures say whose they are."""
    return OfferedKey(iin, frozenset(purposes), lambda data: f"{name} signs ".encode() + data, bin)


def orders(ncalayer: NcaLayer) -> list[JSON]:
    """What pages have asked of it."""
    return [json.loads(frame) for frame in ncalayer.frames]
