"""Key files of the people on the stage, as the NCA would have made them."""

from __future__ import annotations

from functools import cache

from signing_gateway.gost import PrivateKey
from simulator.eds.authority import Person
from simulator.eds.certificates import PERSON, SIGNING, Holder, Wish, extended_key_usage, key_usage, person_name
from simulator.eds.key_file import key_file
from simulator.eds.keys import GostKey, RsaKey
from tests.signing_gateway.stage import DAY, MOTHER, stage

PASSWORD = "Құпия-Сөз12"


@cache
def issued(
    kind: str, person: Person = MOTHER, purposes: tuple[str, ...] = PERSON, days: tuple[int, int] = (-30, 335)
) -> Holder:
    """A key for these purposes, good from one day to the other, both counted from the stage's day."""
    at, name = stage(kind), person_name(person.name, person.iin, person.patronymic, person.bin)
    extensions = (key_usage(SIGNING), extended_key_usage(purposes))
    first, last = (at.at + day * DAY for day in days)
    return at.authority.certify(Wish(name, first, last, extensions), at.mother.key)


def file_of(holder: Holder) -> bytes:
    """The `.p12`."""
    return key_file(holder.key.pkcs8, holder.certificate.der, PASSWORD)


def secrets_of(holder: Holder, file: bytes) -> list[bytes]:
    """The pieces of password, file and private numbers: most of a piece is as good as the whole."""
    halves = [half for number in _numbers(holder) for half in (number[: len(number) // 2], number[len(number) // 2 :])]
    return [PASSWORD.encode(), *halves, *(file[at : at + 60] for at in range(60, len(file) - 60, 60))]


def _numbers(holder: Holder) -> list[bytes]:
    match holder.key:
        case RsaKey(private=private):
            known = private.private_numbers()
            numbers = [known.d, known.p, known.q]
        case GostKey(private=PrivateKey(d=d)):
            numbers = [d]
        case _:
            raise TypeError(holder)
    return [number.to_bytes((number.bit_length() + 7) // 8, "big") for number in numbers]
