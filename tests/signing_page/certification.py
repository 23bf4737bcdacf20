"""A certification centre without a network: keys for the town's people, and services that answer or do not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle
from typing import Any, TypeVar

from enrolment.working_days import ALMATY
from signing_gateway import purposes
from signing_gateway.certificates import X509
from simulator.eds.authority import Authority, Person, new_authority
from simulator.eds.certificates import (
    HEAD,
    LOGGING_IN,
    PERSON,
    PERSON_LOGGING_IN,
    SIGNING,
    Holder,
    extended_key_usage,
    key_usage,
    person_name,
)
from simulator.eds.keys import Key, new_rsa_key
from simulator.eds.messages import sign_document
from simulator.eds.revocations import GOOD, Answer, ListOf, ocsp_response, revoked
from simulator.eds.stamps import Stamp, response
from tests.handlers.contracts import FATHER_IIN, MOTHER_IIN
from tests.handlers.kindergartens import AIGUL, BOTA
from tests.handlers.town import MovableClock

SINCE = datetime(2026, 11, 1, tzinfo=ALMATY)
HEAD_IIN = "780505400013"
T = TypeVar("T")


@cache
def centre() -> Authority:
    """The authority; of keys, which are slow to make, there are six."""
    keys: cycle[Key] = cycle([new_rsa_key() for _key in range(6)])
    return new_authority("ҰКО TEST", lambda: next(keys), SINCE)


@cache
def key_of(whose: str) -> Holder:
    """The key that somebody in the tests' stories has."""
    mother = Person("СЕРІКОВА ӘЛИЯ", MOTHER_IIN)
    head = Person("САДЫҚОВА ДИНА", HEAD_IIN, bin=BOTA)
    match whose:
        case "mother":
            return centre().issue(mother, PERSON)
        case "mother logging in":
            return centre().issue(mother, PERSON_LOGGING_IN, usage=LOGGING_IN)
        case "father":
            return centre().issue(Person("СЕРІКОВ АРМАН", FATHER_IIN), PERSON)
        case "head":
            return centre().issue(head, HEAD)
        case "head of another":
            return centre().issue(Person("ИВАНОВА АННА", HEAD_IIN, bin=AIGUL), HEAD)
        case "employee":
            employee = (purposes.EMAIL_PROTECTION, purposes.ORGANISATION_KEY, "1.2.398.3.3.4.1.2.5")
            return centre().issue(head, employee)
        case "stranger":
            other = new_authority("BALAPAN STRANGERS", new_rsa_key, SINCE)
            return other.issue(mother, PERSON)
        case "tomorrow" | "expired":
            return _of_another_term(tomorrow=whose == "tomorrow")
    raise AssertionError(whose)


def _of_another_term(*, tomorrow: bool) -> Holder:
    wish = centre().wish(person_name("СЕРІКОВА ӘЛИЯ", MOTHER_IIN), key_usage(SIGNING), extended_key_usage(PERSON))
    since = datetime(2026, 11, 24, tzinfo=ALMATY) if tomorrow else SINCE
    until = since + timedelta(days=365 if tomorrow else 10)
    return centre().certify(replace(wish, valid_from=since, valid_until=until))


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Certification:
    """The services as a judge asks them; `silent` are those that do not answer, `revoked` says since when.

    The clock that stamps goes `ahead` of the program's.
    """

    clock: MovableClock
    silent: set[str] = field(default_factory=set)
    revoked: dict[int, datetime] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    other_lists: list[bytes] = field(default_factory=list)
    ahead: timedelta = timedelta()
    answering: asyncio.Event = field(default_factory=_set)
    being_asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def anchor(self) -> X509:
        return centre().holder.certificate

    def signs(self, whose: str, document: bytes) -> bytes:
        """A signature made now, by any program."""
        return sign_document(key_of(whose), document, self.clock.now())

    @asynccontextmanager
    async def asked_by(self, sending: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
        """Inside, the signature that was sent is being judged; OCSP answers only afterwards."""
        self.answering.clear()
        self.being_asked.clear()
        judged = asyncio.create_task(sending)
        await self.being_asked.wait()
        yield judged
        self.answering.set()
        await asyncio.wait({judged})

    def down(self, *services: str) -> None:
        self.silent = set(services)

    async def ocsp(self, certificate: X509, issuer: X509, nonce: bytes) -> bytes | None:
        self.asked.append("ocsp")
        self.being_asked.set()
        await self.answering.wait()
        since = self.revoked.get(certificate.serial)
        status = GOOD if since is None else revoked(since)
        answer = Answer(certificate, issuer, self.clock.now(), status)
        return None if "ocsp" in self.silent else ocsp_response(_responder(), answer, nonce=nonce)

    async def time_stamp(self, signature: bytes, *, gost: bool) -> bytes | None:
        self.asked.append("tsp")
        token = Stamp(self.clock.now() + self.ahead, signature).signed_by(_stamping())
        return None if "tsp" in self.silent else response(token)

    async def lists(self) -> list[bytes]:
        self.asked.append("crl")
        now = self.clock.now()
        gone = {serial: (since, None) for serial, since in self.revoked.items()}
        listed = ListOf(1, now - timedelta(hours=1), now + timedelta(days=1), gone)
        return [] if "crl" in self.silent else [*self.other_lists, listed.signed_by(centre().holder)]


@cache
def _responder() -> Holder:
    return centre().responder()


@cache
def _stamping() -> Holder:
    return centre().stamping()
