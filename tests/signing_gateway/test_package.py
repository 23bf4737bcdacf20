"""A package of a signed contract is checked years later from itself alone, and whatever is wrong with it is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any, NoReturn
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from bot.cli import main
from documents.evidence_package import MANIFEST, PackedSignature, packed, zipped
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Valid
from signing_gateway import package_files
from signing_gateway.package_check import Asked, check_package
from simulator.eds.certificates import PERSON
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import Answer, ocsp_response
from simulator.eds.stamps import Stamp
from tests.signing_gateway.packages import (
    DOCUMENT,
    LATER,
    checked,
    evidence,
    files_of,
    good,
    manifest_of,
    package,
    the_stage,
    with_manifest,
)
from tests.signing_gateway.stage import BIN, CONTRACT, IIN, MOTHER, NOW, stage

pytestmark = pytest.mark.rule("S1-26")


def test_a_good_package_is_valid_years_after_the_keys_have_ended() -> None:
    found = checked(good(), iin=IIN, bin=BIN)
    assert (found.verdict, found.reason, found.contract) == ("valid", None, "B-11.26.001")
    assert [side for side, _one in found.signatures] == [Side.PARENT, Side.PRESCHOOL]
    assert all(isinstance(one.verdict, Valid) for _side, one in found.signatures)


def test_whoever_else_has_signed_is_told() -> None:
    assert checked(good(), iin="911205400003").reason == "other_iin"
    assert checked(good(), bin="150140000002").reason == "other_bin"


def test_the_parents_signature_does_not_stand_for_the_kindergarten() -> None:
    (parent, _preschool) = package().signatures
    found = checked(packed(package(signatures=(parent, replace(parent, side=Side.PRESCHOOL)))))
    assert (found.verdict, found.reason) == ("invalid", "not_entitled")


def test_another_document_with_a_manifest_to_match_is_not_what_was_signed() -> None:
    found = checked(packed(package(document=b"another contract")))
    assert (found.verdict, found.reason) == ("invalid", "other_document")


def test_without_a_time_stamp_nobody_knows_when_it_was_signed() -> None:
    bare = [
        PackedSignature(side, evidence(holder, stamped=False), NOW)
        for side, holder in ((Side.PARENT, the_stage().mother), (Side.PRESCHOOL, the_stage().head))
    ]
    data = packed(package(signatures=bare))
    assert (checked(data).verdict, checked(data).reason) == ("pending", "time_stamp_unknown")
    assert checked(data, at=NOW).verdict == "valid"


def test_without_an_answer_of_the_authority_it_stays_open() -> None:
    unasked = [replace(one, evidence=replace(one.evidence, ocsp=())) for one in package().signatures]
    found = checked(packed(package(signatures=unasked)))
    assert (found.verdict, found.reason) == ("pending", "revocation_unknown")


def test_an_authority_that_nobody_trusts_proves_nothing() -> None:
    assert check_package(good(), Asked((), NOW + timedelta(days=1))).verdict == "invalid"


@pytest.mark.parametrize("signatures", [0, 1])
def test_one_signature_is_no_contract(signatures: int) -> None:
    found = checked(packed(package(signatures=package().signatures[:signatures])))
    assert (found.verdict, found.reason) == ("invalid", "signature_missing")


def with_chain(*chain: bytes) -> bytes:
    """A package whose first signature brings other certificates."""
    parent, preschool = package().signatures
    return packed(package(signatures=(replace(parent, evidence=replace(parent.evidence, chain=chain)), preschool)))


def test_the_certificates_of_the_package_are_those_of_the_signature() -> None:
    mother, anchor = the_stage().mother.certificate.der, the_stage().anchor.der
    head, strangers = the_stage().head.certificate.der, stage("gost").anchor.der
    assert checked(with_chain(mother, anchor)).verdict == "valid"
    for wrong in (
        [],
        [mother],
        [head, anchor],
        [anchor],
        [mother, strangers],
        [mother, anchor, strangers],
        [mother, mother],
    ):
        assert checked(with_chain(*wrong)).reason == "other_certificates"
    assert checked(with_chain(mother, anchor, anchor)).verdict == "valid", "a root has certified itself"
    assert checked(with_chain(mother, anchor, b"no certificate")).reason == "other_certificates"


def test_whoever_trusts_the_authority_itself_needs_nothing_above_it() -> None:
    """The program that signed trusted the root; the chain in the package is longer than that of whoever checks."""
    below = the_stage().authority.below("ҰКО 2 TEST")
    made = below.issue(MOTHER, PERSON)
    info = SignerInfo(made, attributes_over(made, CONTRACT, NOW))
    info = replace(info, signature=info.signed())
    signature = message_of(info, below.holder.certificate).built()
    between, root = below.holder.certificate, the_stage().anchor
    ocsp = (
        ocsp_response(below.responder(), Answer(made.certificate, between, NOW)),
        ocsp_response(the_stage().responder, Answer(between, root, NOW)),
    )
    chain = (made.certificate.der, between.der, root.der)
    stamp = Stamp(NOW, info.signed()).signed_by(the_stage().stamping)
    parent = PackedSignature(Side.PARENT, SignatureEvidence(signature, NOW, chain, ocsp, stamp), NOW)
    data = packed(package(signatures=(parent, package().signatures[1])))
    assert checked(data).verdict == "valid"
    assert check_package(data, Asked((root, between), LATER)).verdict == "valid"


@pytest.mark.parametrize("number", ["№ 7/2026", "../up", "Ш-1", "a" * 200, "...", ".hidden", "B-11.26.001"])
def test_whatever_a_city_calls_its_contracts_the_package_can_be_checked(number: str) -> None:
    found = checked(packed(package(number=number)))
    assert (found.verdict, found.contract) == ("valid", number)


@pytest.mark.parametrize(
    "name", ["../up.pdf", "/etc/passwd", "a/b/c", "document\\x.pdf", ".hidden", "шарт.pdf", "a\x00b"]
)
def test_hostile_names_are_refused_before_anything_is_read(name: str) -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(ZipInfo(name), b"x")
        archive.filelist[0].filename = archive.filelist[0].orig_filename = name
    assert checked(made.getvalue()).reason in {"hostile_name", "not_a_package"}


def test_a_name_that_stands_there_twice_is_refused() -> None:
    files = files_of(good())
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([*files.items(), (DOCUMENT, b"another")])
    assert checked(data).reason == "hostile_name"


def test_what_would_grow_is_not_unpacked() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("document/bomb.pdf", bytes(50_000_000))
    assert checked(made.getvalue()).reason == "too_large"
    packed_again = BytesIO()
    with ZipFile(packed_again, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", b"short")
    assert checked(packed_again.getvalue()).reason == "packed_anew"


def test_too_many_files_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checked(zipped((f"{number}.txt", b"") for number in range(201))).reason == "too_large"
    monkeypatch.setattr(package_files, "LARGEST", 100)
    assert checked(good()).reason == "too_large"


@pytest.mark.parametrize("after", [b"", b"and a comment"])
def test_a_list_of_files_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch, after: bytes) -> None:
    """A hundred megabytes of names take a gigabyte and half a minute to be read."""

    def reads(*_of: object) -> NoReturn:
        raise AssertionError("the list was read")

    many = zipped((f"{number}.txt", b"") for number in range(201))
    monkeypatch.setattr(package_files, "ZipFile", reads)
    assert checked(many + after).reason == "too_large"


@pytest.mark.parametrize(
    "changed",
    [lambda data: b"more" + data, lambda data: data + b"more", lambda data: data[:-2] + b"\x01\x00x"],
    ids=["before", "after", "comment"],
)
def test_nothing_hides_around_the_files(changed: Callable[[bytes], bytes]) -> None:
    assert checked(changed(good())).reason in {"packed_anew", "not_a_package"}


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_zip_is_told(data: bytes) -> None:
    assert checked(data).reason == "not_a_package"


@pytest.mark.parametrize("place", range(0, 60))
def test_no_broken_byte_at_the_end_of_the_archive_gets_past(place: int) -> None:
    broken = bytearray(good())
    broken[-1 - place] ^= 0x40
    assert checked(bytes(broken)).verdict == "invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "another"},
        {"files": None},
        {"files": [1]},
        {"files": [{"name": 1, "role": "document", "size": 1, "sha256": ""}]},
        {"signatures": [{"side": "parent"}]},
        {"signatures": [{"side": 1, "received_at": 2}]},
        {"signatures": [{"side": side, "received_at": "yesterday"} for side in Side]},
        {"signatures": [{"side": side, "received_at": "0001-01-01T00:00:00+00:00"} for side in Side]},
    ],
)
def test_a_manifest_that_says_something_else_is_refused(change: dict[str, Any]) -> None:
    files = files_of(good())
    assert checked(with_manifest(files, manifest_of(files) | change)).reason == "bad_manifest"


def test_a_manifest_that_is_none_or_says_things_twice_is_refused() -> None:
    files = files_of(good())
    told = manifest_of(files)
    assert checked(with_manifest(files, [])).reason == "bad_manifest"
    assert checked(zipped({**files, MANIFEST: b"["}.items())).reason == "bad_manifest"
    assert checked(with_manifest(files, told | {"files": told["files"] * 2})).reason == "bad_manifest"
    without = [one for one in told["files"] if one["role"] != "document"]
    left = {name: data for name, data in files.items() if name != DOCUMENT}
    assert checked(with_manifest(left, told | {"files": without})).reason == "bad_manifest"


def test_the_command_tells_the_verdict_and_who_signed(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "ca.cer").write_bytes(the_stage().anchor.der)
    (tmp_path / "good.zip").write_bytes(good())
    (tmp_path / "bad.zip").write_bytes(good()[:-1])
    codes, told = [], []
    for name in ("good.zip", "bad.zip"):
        codes.append(main(["verify-package", name, "--trust", "trust", "--iin", IIN]))
        told.append(json.loads(capsys.readouterr().out))
    assert codes == [0, 1]
    assert [one["signer"]["iin"] for one in told[0]["signatures"]] == [IIN, "780505400013"]
    assert (told[1]["verdict"], told[1]["reason"], told[1]["signatures"]) == ("invalid", "not_a_package", [])
    assert main(["verify-package", "nowhere.zip", "--trust", "trust"]) == 3
