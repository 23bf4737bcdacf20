"""The authority of the desk, asked over HTTP and judged by the program's own verifier."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from enrolment.signature_verdict import Verdict
from signing_gateway.algorithms import SHA256, STREEBOG_512
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.cms import read_signed_data
from signing_gateway.der import Malformed
from signing_gateway.ocsp import Question, told_by_ocsp
from signing_gateway.purposes import Expected, Role
from signing_gateway.revocation import Evidence
from signing_gateway.standing import GOOD, UNKNOWN, Revoked
from signing_gateway.timestamps import read_time_stamp
from simulator.eds.messages import sign_document
from simulator.nca.authority import Issued, Nca, Organisation
from simulator.nca.key_desk import HEAD
from simulator.nca.kinds import OFFICIAL, OWN
from simulator.people import AIGERIM, DANIYAR
from simulator.server import WORLD
from tests.simulator.desk import Desk
from tests.simulator.nca.asking import DOCUMENT, question, said, stamp_wish, verdict

PRESCHOOL = Organisation("150140000002", "«Балапан» балабақшасы")
FAMILIES = ("gost", "rsa")
NONCE = bytes(range(16))
PARENT = Expected(iin=AIGERIM.iin)
KINDERGARTEN = Expected(roles=frozenset({Role.HEAD, Role.SIGNER}), bin=PRESCHOOL.bin)


def nca_of(desk: Desk) -> Nca:
    assert desk.server.app is not None
    return desk.server.app[WORLD].nca


async def bytes_of(desk: Desk, path: str, body: bytes | None = None) -> bytes:
    async with desk.http.request("GET" if body is None else "POST", desk.url(path), data=body) as response:
        assert response.status == 200, await response.text()
        return await response.read()


async def anchor(desk: Desk, family: str) -> X509:
    return read_certificate(await bytes_of(desk, f"/nca/{family}.cer"))


async def standing(desk: Desk, issued: Issued, kind: str, serial: int | None = None) -> object:
    issuer, now = await anchor(desk, kind), nca_of(desk).now()
    asked = question(issued.holder.certificate, issuer, NONCE, serial)
    response = await bytes_of(desk, "/nca/ocsp", asked)
    return told_by_ocsp(response, Question(issued.holder.certificate, issuer, now, now, NONCE)).standing


@pytest.mark.parametrize("family", FAMILIES)
async def test_a_key_of_either_family_is_good_and_the_nonce_comes_back(desk: Desk, family: str) -> None:
    issued = nca_of(desk).key_of(AIGERIM, family)
    assert await standing(desk, issued, family) == GOOD
    response = await bytes_of(desk, "/nca/ocsp", question(issued.holder.certificate, await anchor(desk, family), NONCE))
    now = nca_of(desk).now()
    with pytest.raises(Malformed, match="not the answer to our question"):
        told_by_ocsp(response, Question(issued.holder.certificate, await anchor(desk, family), now, now, b"other"))


async def test_a_revoked_key_is_told_with_its_moment(desk: Desk) -> None:
    issued = nca_of(desk).key_of(AIGERIM, "revoked")
    found = await standing(desk, issued, "gost")
    assert isinstance(found, Revoked)
    assert nca_of(desk).now() - found.since < timedelta(days=1, minutes=1)


async def test_a_certificate_of_nobody_is_unknown_as_the_nca_says_it(desk: Desk) -> None:
    stranger = Nca(nca_of(desk).now).key_of(AIGERIM, "gost")
    issuer, now = await anchor(desk, "gost"), nca_of(desk).now()
    response = await bytes_of(desk, "/nca/ocsp", question(stranger.holder.certificate, issuer, NONCE))
    assert told_by_ocsp(response, Question(stranger.holder.certificate, issuer, now, now, NONCE)).standing == UNKNOWN


async def test_a_question_about_another_authority_or_no_question_is_not_answered(desk: Desk) -> None:
    stranger = Nca(nca_of(desk).now)
    issued = stranger.key_of(AIGERIM, "gost").holder.certificate
    elsewhere = await bytes_of(
        desk, "/nca/ocsp", question(issued, next(iter(stranger.roots.values())).certificate, b"1")
    )
    assert elsewhere == bytes.fromhex("30030a0106")
    assert await bytes_of(desk, "/nca/ocsp", b"what?") == bytes.fromhex("30030a0101")


@pytest.mark.parametrize(("family", "digest"), [("gost", STREEBOG_512), ("rsa", SHA256)])
async def test_the_time_of_the_desk_is_stamped(desk: Desk, family: str, digest: str) -> None:
    await desk.post("/clock", {"now": "2027-03-01T10:00:00+05:00", "frozen": True})
    response = await bytes_of(desk, "/nca/tsp", stamp_wish(b"signature", digest))
    stamp = read_time_stamp(response, b"signature", [await anchor(desk, family)])
    assert stamp.at == datetime.fromisoformat("2027-03-01T10:00:00+05:00")


async def test_the_policy_of_a_wish_chooses_the_family_and_what_is_no_wish_is_rejected(desk: Desk) -> None:
    response = await bytes_of(desk, "/nca/tsp", stamp_wish(b"s", SHA256, "1.2.398.3.3.2.6.4"))
    assert read_time_stamp(response, b"s", [await anchor(desk, "gost")]).policy == "1.2.398.3.3.2.6.4"
    assert await bytes_of(desk, "/nca/tsp", b"stamp this") == bytes.fromhex("30053003020102")


async def test_responders_go_on_when_the_desk_is_years_ahead(desk: Desk) -> None:
    nca = nca_of(desk)
    await standing(desk, nca.key_of(AIGERIM, "gost"), "gost")
    await bytes_of(desk, "/nca/tsp", stamp_wish(b"s", SHA256))
    await desk.post("/clock", {"forward": "400 days"})
    assert await standing(desk, nca.key_of(DANIYAR, "gost"), "gost") == GOOD
    response = await bytes_of(desk, "/nca/tsp", stamp_wish(b"s", SHA256))
    stamp = read_time_stamp(response, b"s", [await anchor(desk, "rsa")])
    assert stamp.at > datetime.now(UTC) + timedelta(days=399)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("gost", "valid"),
        ("rsa", "valid"),
        ("rsa_auth", "authentication_key"),
        ("expired", "expired"),
        ("starts_tomorrow", "not_yet_valid"),
        ("revoked", "revoked"),
    ],
)
async def test_each_of_a_parents_keys_gets_its_verdict(desk: Desk, kind: str, expected: str) -> None:
    issued = nca_of(desk).key_of(AIGERIM, kind)
    assert said(await judged(desk, issued, OWN[kind].family, PARENT)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("head", "valid"),
        ("head_rsa", "valid"),
        ("signer", "valid"),
        ("employee", "not_entitled"),
        ("head_expired", "expired"),
        ("head_revoked", "revoked"),
    ],
)
async def test_each_of_the_kindergartens_keys_gets_its_verdict(desk: Desk, kind: str, expected: str) -> None:
    issued = nca_of(desk).key_of(HEAD, kind, PRESCHOOL)
    assert said(await judged(desk, issued, OFFICIAL[kind].family, KINDERGARTEN)) == expected


async def judged(desk: Desk, issued: Issued, family: str, expected: Expected) -> Verdict:
    """A signature with that key, with the time stamp, the OCSP answer and the list that the authority gives for it."""
    nca, issuer = nca_of(desk), await anchor(desk, family)
    now = nca.now()
    cms = sign_document(issued.holder, DOCUMENT, now)
    stamped = read_signed_data(cms).signer.signature
    evidence = Evidence(
        ocsp=[await bytes_of(desk, "/nca/ocsp", question(issued.holder.certificate, issuer, NONCE))],
        time_stamp=await bytes_of(desk, "/nca/tsp", stamp_wish(stamped, STREEBOG_512)),
        nonce=NONCE,
    )
    return verdict(cms, [await anchor(desk, each) for each in FAMILIES], evidence, nca.now(), expected)


async def test_the_list_alone_tells_good_from_revoked(desk: Desk) -> None:
    nca = nca_of(desk)
    keys = {kind: nca.key_of(AIGERIM, kind) for kind in ("gost", "revoked")}
    lists = [await bytes_of(desk, "/nca/gost.crl")]
    found = {}
    for kind, issued in keys.items():
        cms = sign_document(issued.holder, DOCUMENT, nca.now())
        anchors = [await anchor(desk, "gost")]
        found[kind] = said(verdict(cms, anchors, Evidence(lists=lists), nca.now(), PARENT))
    assert found == {"gost": "valid", "revoked": "revoked"}


async def test_while_it_is_down_nobody_gets_an_answer(desk: Desk) -> None:
    assert (await desk.post("/sim/nca", {"down": True}))["down"]
    for method, path in [("POST", "/nca/ocsp"), ("POST", "/nca/tsp"), ("GET", "/nca/rsa.crl")]:
        assert (await desk.ask(method, path))[0] == 503
    await desk.post("/sim/reset")
    assert not (await desk.get("/sim/nca"))["down"]


@pytest.mark.filterwarnings("ignore:PKCS#12 bundle could not be parsed as DER")
async def test_a_key_file_opens_with_the_password_that_the_desk_shows(desk: Desk) -> None:
    shown = await desk.get("/sim/nca")
    file = await bytes_of(desk, f"/nca/keys/{AIGERIM.iin}/rsa.p12")
    key, certificate, _more = load_key_and_certificates(file, shown["password"].encode())
    assert key is not None and certificate is not None
    assert certificate.public_bytes(Encoding.DER) == nca_of(desk).key_of(AIGERIM, "rsa").holder.certificate.der
    with pytest.raises(ValueError, match="password"):
        load_key_and_certificates(file, b"another")


async def test_files_are_named_as_the_nca_names_them(desk: Desk) -> None:
    names = {}
    for kind in ("gost", "rsa", "rsa_auth"):
        async with desk.http.get(desk.url(f"/nca/keys/{AIGERIM.iin}/{kind}.p12")) as response:
            names[kind] = response.headers["Content-Disposition"].partition('"')[2].rstrip('"')
    patterns = {"gost": r"GOST512_\w{40}.p12", "rsa": r"RSA256_\w{40}.p12", "rsa_auth": r"AUTH_RSA256_\w{40}.p12"}
    assert all(re.fullmatch(patterns[kind], name) for kind, name in names.items()), names


async def test_a_head_has_keys_once_the_desk_knows_the_kindergarten(desk: Desk) -> None:
    path = f"/nca/keys/{HEAD.iin}/head.p12?bin={PRESCHOOL.bin}"
    assert (await desk.ask("GET", path))[0] == 404
    told = await desk.post("/sim/nca", {"organisations": [{"bin": PRESCHOOL.bin, "name": PRESCHOOL.name}]})
    assert told["holders"][0]["kinds"] == list(OFFICIAL)
    assert len(await bytes_of(desk, path)) > 1000
    assert (await desk.ask("POST", "/sim/nca", json={"organisations": ["x"]}))[0] == 400


async def test_there_are_keys_for_adults_of_the_registry_only(desk: Desk) -> None:
    holders = (await desk.get("/sim/nca"))["holders"]
    assert [one["name"] for one in holders] == [
        "Айгерім Оспанова",
        "Данияр Ахметов",
        "Гауһар Сейітова",
        "Тимур Жұмабеков",
        "Алина Ким",
    ]
    for wrong in ("/nca/keys/1/gost.p12", f"/nca/keys/{AIGERIM.iin}/head.p12", "/nca/dsa.cer"):
        assert (await desk.ask("GET", wrong))[0] == 404


async def test_the_ncalayer_of_the_desk_signs_for_whoever_is_asked_for(desk: Desk) -> None:
    await desk.post("/sim/nca", {"organisations": [{"bin": PRESCHOOL.bin, "name": PRESCHOOL.name}]})
    parent = {"iin": AIGERIM.iin, "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1"]}
    head = {"bin": PRESCHOOL.bin}
    anchors = [await anchor(desk, "gost")]
    for wanted, expected in ((parent, PARENT), (head, KINDERGARTEN)):
        cms = (await signed_by_ncalayer(desk, wanted))["body"]["result"][0].encode()
        assert said(verdict(cms, anchors, Evidence(revocation=False), nca_of(desk).now(), expected)) == "valid"
    await desk.post("/sim/ncalayer", {"will": "cancel"})
    assert (await signed_by_ncalayer(desk, parent))["body"] == {}
    assert (await desk.ask("POST", "/sim/ncalayer", json={}))[0] == 400


async def signed_by_ncalayer(desk: Desk, wanted: dict[str, Any]) -> Any:
    """Its answer to a page of another origin."""
    async with desk.http.ws_connect(desk.url("/ncalayer"), origin="https://sign.example.kz") as socket:
        assert await socket.receive_json() == {"result": {"version": "1.4"}}
        params = {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": {}}
        args = {"format": "cms", "data": base64.b64encode(DOCUMENT).decode(), "signingParams": params}
        order = {"module": "kz.gov.pki.knca.basics", "method": "sign", "args": {**args, "signerParams": wanted}}
        await socket.send_json(order)
        return await socket.receive_json()
