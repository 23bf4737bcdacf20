"""The digests of a document, computed once and kept with it: a verifier never needs the bytes themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.algorithms import DIGESTS, SHA256, STREEBOG_512
from signing_gateway.refusals import Refusal


@dataclass(frozen=True)
class ContentDigests:
    """Digests by the identifier of their algorithm; SHA-256 is always there."""

    by_algorithm: Mapping[str, bytes] = field(repr=False)

    @property
    def sha256(self) -> str:
        """In hex, as documents are known by."""
        return self.by_algorithm[SHA256].hex()

    def digest(self, kind: str) -> bytes:
        """Of that kind. Raises Refusal (weak_algorithm) where none was kept: GOST 34.311 is not used any more."""
        try:
            return self.by_algorithm[kind]
        except KeyError:
            raise Refusal(Why.WEAK_ALGORITHM, f"no {kind} was kept") from None

    def are_of(self, content: bytes) -> bool:
        """Whether these bytes are the document."""
        return hashlib.sha256(content).digest() == self.by_algorithm[SHA256]


class _WhenAsked(dict[str, bytes]):
    """Digests computed on first use."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def __missing__(self, kind: str) -> bytes:
        return self.setdefault(kind, DIGESTS[kind](self._content))


def digests_of(content: bytes) -> ContentDigests:
    """SHA-256 and Streebog, to be kept; Streebog takes seconds for a megabyte, so call this in a worker."""
    return ContentDigests({kind: DIGESTS[kind](content) for kind in (SHA256, STREEBOG_512)})


def digests_when_asked(content: bytes) -> ContentDigests:
    """Whatever digest a signature turns out to need, old ones too: for checking one file by hand."""
    return ContentDigests(_WhenAsked(content))
