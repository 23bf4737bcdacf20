"""The child process that computes Streebog: seconds for a megabyte, in which nothing else shall wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from documents.inspector import restrain, serve
from signing_gateway.contents import digests_of

LONGEST_S, BYTES_A_SECOND = 60, 100_000


def main() -> None:
    """Digest documents until there are no more."""
    restrain()
    serve(digested, lambda header: LONGEST_S + header["bytes"] // BYTES_A_SECOND)


def digested(_header: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """The digests in hex, by their kind."""
    return {"digests": {kind: digest.hex() for kind, digest in digests_of(content).by_algorithm.items()}}


if __name__ == "__main__":
    main()
