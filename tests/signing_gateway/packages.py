"""Packages of a contract that both sides have signed, made with the test authority."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from documents.evidence_package import MANIFEST, Package, PackedSignature, packed, zipped
from enrolment.signature_evidence import Side, SignatureEvidence
from signing_gateway.cms import read_signed_data
from signing_gateway.package_check import Asked, PackageVerdict, check_package
from simulator.eds.certificates import Holder
from simulator.eds.messages import sign_document
from simulator.eds.stamps import Stamp
from tests.signing_gateway.stage import CONTRACT, NOW, Stage, stage

LATER = NOW + timedelta(days=800)
DOCUMENT, CMS = "document/B-11.26.001.pdf", "signatures/parent-1.cms"
Files = dict[str, bytes]


def the_stage() -> Stage:
    return stage("rsa")


def evidence(holder: Holder, document: bytes = CONTRACT, *, stamped: bool = True) -> SignatureEvidence:
    """A good signature of that holder with all that proves it."""
    signature = sign_document(holder, document, NOW)
    value = read_signed_data(signature).signer.signature
    stamp = Stamp(NOW, value).signed_by(the_stage().stamping) if stamped else None
    ocsp = tuple(the_stage().good(holder.certificate).ocsp)
    return SignatureEvidence(signature, NOW, (holder.certificate.der, the_stage().anchor.der), ocsp, stamp)


def package(**changes: Any) -> Package:
    """The contract that the mother and the head of the kindergarten have signed."""
    signatures = (
        PackedSignature(Side.PARENT, evidence(the_stage().mother), NOW),
        PackedSignature(Side.PRESCHOOL, evidence(the_stage().head), NOW),
    )
    return replace(Package("B-11.26.001", CONTRACT, b"%PDF protocol", signatures), **changes)


@cache
def good() -> bytes:
    return packed(package())


def files_of(data: bytes) -> Files:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(files: Files) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files[MANIFEST])
    return told


def with_manifest(files: Files, manifest: Any) -> bytes:
    """The package with another manifest."""
    return zipped({**files, MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"}.items())


def checked(data: bytes, now: datetime = LATER, **asked: Any) -> PackageVerdict:
    """What is found two years later, when the keys have long ended."""
    return check_package(data, Asked((the_stage().anchor,), now, **asked))
