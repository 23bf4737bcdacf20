"""What it costs to check a signature: one of each kind, with its chain, and with revocation and time stamp."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from signing_gateway.streebog import streebog512
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.stamps import Stamp
from tests.bench.load import quantile, verdict
from tests.signing_gateway.stage import CONTRACT, NOT_ASKED, NOW, outcome, stage

TIMES = 20
MOST_S = {"rsa": (0.02, 0.02), "gost": (0.2, 1.0)}
DOCUMENT = 100 * 1024


def taken(work: Callable[[], object]) -> float:
    """Seconds, in the middle of many."""
    measured = []
    for _time in range(TIMES):
        started = time.perf_counter()
        work()
        measured.append(time.perf_counter() - started)
    return quantile(measured, 0.5)


def measure(kind: str) -> None:
    """The signature with its chain alone, then the whole verdict."""
    at = stage(kind)
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    info = replace(info, signature=info.signed())
    signature = message_of(info).built()
    whole = replace(at.good(), time_stamp=Stamp(NOW, info.signed()).signed_by(at.stamping))
    for name, evidence, most in zip(("signature", "whole verdict"), (NOT_ASKED, whole), MOST_S[kind], strict=True):
        assert outcome(at.judged(signature, evidence=evidence)) == "valid"
        seconds = taken(partial(at.judged, signature, evidence=evidence))
        print(f"{kind} {name}: {seconds * 1e3:.1f} ms, {verdict(seconds <= most)}")


def main() -> None:
    """Both kinds of keys, and the hash of a document."""
    for kind in MOST_S:
        measure(kind)
    started = time.perf_counter()
    streebog512(bytes(DOCUMENT))
    print(f"Streebog of a document of 100 KB, once, in a worker: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
