"""Whose certificates count: a folder of certification authorities, and the fingerprints of Kazakhstan's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from signing_gateway.armour import CERTIFICATES, all_der
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.der import Malformed

LARGEST = 1024 * 1024
_NCA, _ROOT = "https://pki.gov.kz/cert", "https://root.gov.kz/cert"


@dataclass(frozen=True)
class Pinned:
    """An authority of Kazakhstan; `address` is where its certificate is fetched, if keys in use stand on it."""

    name: str
    address: str | None = None


# SHA-256 of the certificate in DER: the only ones that count in production.
PINNED: Mapping[str, Pinned] = {
    "af77725f8328bb24f89d81da3acdf7cee4324248538b7ba2cd2a860517fb9dca": Pinned(
        "root_gost_2022", f"{_NCA}/root_gost_2022.cer"
    ),
    "32c7d233a42703a327f3025543a05b930e3f39a786c68dfa196baa86d5618524": Pinned(
        "nca_gost_2022", f"{_NCA}/nca_gost_2022.cer"
    ),
    "9ba06354b626641715182e4d07c9dbaa1777720fa795d03174ffc68876535dcd": Pinned(
        "root_rsa_2020", f"{_ROOT}/root_rsa_2020.cer"
    ),
    "84fb799a66140950818c056a5d9730acc2a7622cdd4ef0d47113b132fb892905": Pinned(
        "nca_rsa_2022", f"{_NCA}/nca_rsa_2022.cer"
    ),
    "c48164ab5ccaaee6b938299a1e3aeebd6f698bb2bd716a0f0d85befc46166aa2": Pinned("root_gost_2020"),
    "9ab210e54e6b0343321131202d9edcc2598f598cfdd9ee4ec1056021ab2e9759": Pinned("root_gost"),
    "a7064abc5699827f370c67b09f1a1bfd7ad5e1514d471223df209c08300ea972": Pinned("root_rsa"),
    "908521d0531e5645e64b34d3588374a3a83582c860e5f7293a04c41217e8cc18": Pinned("nca_gost"),
    "34d1b311a9873191ae3382805df51e0a5da23315c512a8deeb885668ceeb5834": Pinned("nca_rsa"),
    "74bb80edf34f4594e5e69b79029c64214e67630e3d16b82f952ab6e5956c5fa8": Pinned("btsd_gost"),
    "eb5a5318299db447a46619d2a541f026b52c1fce8a1d371262da8f6f2d7bb6f5": Pinned("ucgo_gost"),
}


class NotTrusted(Exception):
    """A certificate that must not become an anchor; the message says why."""


def anchors_in(folder: Path) -> list[X509]:
    """Every certificate of an authority in the folder, root or intermediate, PEM or DER; other files are passed over.

    Raises OSError where the folder cannot be read.
    """
    found: dict[str, X509] = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.stat().st_size <= LARGEST:
            found |= {one.sha256: one for one in _authorities(file.read_bytes())}
    return list(found.values())


def trusted_in(folder: Path, *, sandbox: bool) -> list[X509]:
    """The anchors of a running program: outside the sandbox one that is not pinned stops it. Raises NotTrusted."""
    found = anchors_in(folder)
    for one in found:
        if not sandbox and one.sha256 not in PINNED:
            raise NotTrusted(f"{folder} holds an authority that is not Kazakhstan's: SHA-256 {one.sha256}")
    return found


def authority(data: bytes, *, sandbox: bool) -> X509:
    """The one authority in a file that is to be added. Raises NotTrusted."""
    found = _authorities(data)
    if len(found) != 1:
        raise NotTrusted("this is no certificate of a certification authority")
    if not sandbox and found[0].sha256 not in PINNED:
        raise NotTrusted(f"SHA-256 {found[0].sha256} is not pinned; only SANDBOX=1 permits others")
    return found[0]


def _authorities(data: bytes) -> list[X509]:
    return [found for one in all_der(data, CERTIFICATES) if (found := _authority(one)) is not None]


def _authority(data: bytes) -> X509 | None:
    """The authority of that certificate; None where it is of somebody else, or cannot be read."""
    try:
        certificate = read_certificate(data)
        return certificate if certificate.authority else None
    except Malformed:
        return None
