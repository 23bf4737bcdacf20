"""eGov Mobile on a phone of the desk: it scans, shows, signs with the owner's key, and sends back."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest

from signing_gateway.contents import digests_of
from signing_gateway.purposes import Expected
from signing_gateway.revocation import Evidence
from signing_gateway.verifier import Circumstances, verify_signature
from simulator.nca.kinds import Family
from simulator.people import AIGERIM, TIMUR
from simulator.server import WORLD
from tests.simulator.desk import AIGERIM as PHONE
from tests.simulator.desk import Desk
from tests.simulator.egov.site import CONTRACT, Site, opened


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await opened(site)
    yield site
    await server.close()


async def order(desk: Desk, what: str, status: int = 200, phone: int = PHONE, **wish: str) -> Any:
    """What is shown afterwards, or what was wrong."""
    got, said = await desk.ask("POST", f"/sim/egov/{phone}/{what}", json=wish)
    assert got == status, said
    return said.get("error")


async def shown(desk: Desk, phone: int = PHONE) -> Any:
    return (await desk.get(f"/sim/egov/{phone}"))["shown"]


def signer_of(desk: Desk, site: Site) -> str:
    """Whose good signature was sent over the contract, by the program's own verifier."""
    assert desk.server.app is not None
    nca = desk.server.app[WORLD].nca
    cms = base64.b64decode(site.sent[-1]["documentsToSign"][0]["document"]["file"]["data"])
    circumstances = Circumstances([nca.roots[Family.GOST].certificate], nca.now(), nca.now())
    found = verify_signature(cms, digests_of(CONTRACT), Expected(), Evidence(revocation=False), circumstances)
    return found.case.signer.iin


async def test_what_was_scanned_is_shown_in_the_phones_language(desk: Desk, site: Site) -> None:
    await order(desk, "scan", text=f"mobileSign:{site.address}/1")
    assert await shown(desk) == {
        "description": "Договор № 1",
        "until": "2026-11-21T16:21:37.06+0500",
        "organisation": {"name": "Сад", "bin": "150140000002"},
        "documents": [
            {"name": "Договор", "meta": [{"name": "Бет", "value": "12"}], "mime": "pdf", "bytes": len(CONTRACT)}
        ],
        "answered": None,
    }
    assert site.asked == ["ru"]
    async with desk.http.get(desk.url(f"/sim/egov/{PHONE}/document")) as response:
        assert await response.read() == CONTRACT


@pytest.mark.parametrize("page", ["mobileSign", "businessSign"])
async def test_the_link_of_the_same_phone_opens_the_app_too(desk: Desk, site: Site, page: str) -> None:
    link = f"https://m.egov.kz/{page}/?link={quote(site.address + '/1', safe='')}&isi=1476128386"
    await order(desk, "scan", text=link)
    assert await shown(desk)


async def test_the_owners_key_signs_the_document_and_the_package_goes_back(desk: Desk, site: Site) -> None:
    await order(desk, "scan", text=f"mobileSign:{site.address}/1")
    await order(desk, "sign")
    assert (await shown(desk))["answered"] == {"accepted": True, "message": "Қабылданды"}
    assert {**site.sent[0], "documentsToSign": []} == {
        "signMethod": "CMS_SIGN_ONLY",
        "version": 1,
        "documentsToSign": [],
    }
    assert site.sent[0]["documentsToSign"][0]["nameKz"] == "Шарт"
    assert signer_of(desk, site) == AIGERIM.iin


async def test_somebody_elses_key_can_be_tried_and_the_refusal_is_shown(desk: Desk, site: Site) -> None:
    site.answers = (403, {"message": "Чужая ЭЦП"})
    await order(desk, "scan", text=f"mobileSign:{site.address}/1")
    await order(desk, "sign", key="somebody_else")
    assert (await shown(desk))["answered"] == {"accepted": False, "message": "Чужая ЭЦП"}
    assert signer_of(desk, site) == TIMUR.iin


async def test_while_the_site_cannot_judge_the_same_is_sent_again(desk: Desk, site: Site) -> None:
    site.answers = (503, {"message": "Позже"})
    await order(desk, "scan", text=f"mobileSign:{site.address}/1")
    assert await order(desk, "sign", status=409) == "Позже"
    site.answers = (200, {"message": "ok"})
    await order(desk, "sign")
    assert (await shown(desk))["answered"]["accepted"]


async def test_a_domain_that_is_not_on_the_list_is_not_even_asked(desk: Desk, site: Site) -> None:
    said = await order(desk, "scan", status=403, text="mobileSign:https://sign.example.kz/1")
    assert said == "sign.example.kz is not on eGov Mobile's list of domains"
    site.elsewhere = "http://sign.example.kz/2"
    await order(desk, "scan", status=403, text=f"mobileSign:{site.address}/1")
    assert await shown(desk) is None


@pytest.mark.parametrize("text", ["hello", "https://m.egov.kz/mobileSign/", "mobileSign:file:///etc/passwd", ""])
async def test_what_is_no_code_is_refused(desk: Desk, text: str) -> None:
    await order(desk, "scan", status=400, text=text)


async def test_whoever_cancels_sends_nothing(desk: Desk, site: Site) -> None:
    await order(desk, "scan", text=f"mobileSign:{site.address}/1")
    await order(desk, "cancel")
    assert await shown(desk) is None
    assert await order(desk, "sign", status=409) == "scan a QR code first"
    assert site.sent == []


async def test_a_site_that_speaks_otherwise_is_told_apart(desk: Desk, site: Site) -> None:
    site.method = "XML"
    assert (
        await order(desk, "scan", status=400, text=f"mobileSign:{site.address}/1")
        == "this app signs CMS_SIGN_ONLY only"
    )
    assert await order(desk, "scan", status=409, text=f"mobileSign:{site.address}/nothing")
    assert await shown(desk) is None


async def test_an_employee_signs_with_a_key_of_the_kindergarten_once_it_is_known(desk: Desk, site: Site) -> None:
    staff = 7010000008
    assert (await desk.get(f"/sim/egov/{staff}"))["keys"] == []
    await order(desk, "scan", phone=staff, text=f"mobileSign:{site.address}/1")
    await order(desk, "sign", status=409, phone=staff)
    await desk.post("/sim/nca", {"organisations": [{"bin": "150140000002", "name": "Сад"}]})
    assert (await desk.get(f"/sim/egov/{staff}"))["keys"][0] == "head"
    await order(desk, "sign", phone=staff)
    assert (await shown(desk, staff))["answered"]["accepted"]
