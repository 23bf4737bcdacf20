"""What it costs to check a signature: by itself, with all evidence at hand, and with services asked over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from aiohttp.test_utils import TestServer

from enrolment.signature_verdict import Valid
from signing_gateway.digests import Digests
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.judging import Judge, Submitted
from signing_gateway.purposes import Expected
from signing_gateway.services import Addresses, Services, session_for_services
from signing_gateway.streebog import streebog512
from simulator.eds.messages import SignerInfo, attributes_over, message_of, sign_document
from simulator.eds.stamps import Stamp
from simulator.nca.kinds import OWN, Family
from simulator.options import Options
from simulator.people import AIGERIM
from simulator.server import WORLD, create_app
from tests.bench.load import quantile, verdict
from tests.signing_gateway.stage import CONTRACT, NOT_ASKED, NOW, outcome, stage

TIMES = 20
MOST_S = {"rsa": (0.02, 0.02), "gost": (0.2, 1.0)}
MOST_OVER_HTTP_S = 1.0
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


async def measure_over_http() -> None:
    """The whole verdict as the page comes to it; the desk that answers computes in this very process, too."""
    document = bytes(DOCUMENT)
    app = create_app(Options())
    async with TestServer(app) as desk, session_for_services() as session, Digests() as digests:
        nca, here = app[WORLD].nca, str(desk.make_url("/nca"))
        lists = [f"{here}/{family}.crl" for family in Family]
        services = Services(session, Addresses(f"{here}/ocsp", f"{here}/tsp", lists))
        judge = Judge([root.certificate for root in nca.roots.values()], services, digests, HashedLists(digests))
        await digests.of(document)
        for family in Family:
            kind = next(name for name, one in OWN.items() if one.family is family)
            signature = sign_document(nca.key_of(AIGERIM, kind).holder, document, nca.now())
            measured = []
            for _time in range(TIMES):
                started = time.perf_counter()
                found = await judge.judge(
                    Submitted(signature, document, Expected(iin=AIGERIM.iin), nca.now()), nca.now()
                )
                measured.append(time.perf_counter() - started)
                assert isinstance(found.verdict, Valid) and found.case.stamped_at
            seconds = quantile(measured, 0.5)
            print(f"{family} whole verdict over HTTP: {seconds * 1e3:.1f} ms, {verdict(seconds <= MOST_OVER_HTTP_S)}")


def main() -> None:
    """Both kinds of keys, and the hash of a document."""
    for kind in MOST_S:
        measure(kind)
    asyncio.run(measure_over_http())
    started = time.perf_counter()
    streebog512(bytes(DOCUMENT))
    print(f"Streebog of a document of 100 KB, once, in a worker: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
