"""A time stamp decides for when a signature is judged; a wrong one refuses the signature (eds.md 8.1, 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from enrolment.signature_verdict import Valid
from signing_gateway import der, der_writing
from signing_gateway.algorithms import DIGEST_OF, DIGESTS, GOST_2004_SIGNATURE, SHA256, STREEBOG_512
from signing_gateway.attributes import MESSAGE_DIGEST, SIGNATURE_TIME_STAMP, SIGNING_CERTIFICATE_V2
from signing_gateway.cms import TIME_STAMPED
from signing_gateway.der_writing import boolean, explicit, integer, octets, oid, sequence
from signing_gateway.timestamps import TIME_STAMPING
from signing_gateway.verifier import Evidence
from simulator.eds.authority import new_authority
from simulator.eds.certificates import Holder, extended_key_usage, key_usage, person_name, unheard_of
from simulator.eds.keys import new_gost_key
from simulator.eds.messages import SignerInfo, attribute, attributes_over, message_of
from simulator.eds.stamps import Stamp, response
from tests.signing_gateway.stage import CONTRACT, DAY, MINUTE, NOW, Stage, both, outcome, stage
from tests.signing_gateway.workshop import naming_by_sha1

EARLIER = NOW - 2 * DAY


def info(at: Stage) -> SignerInfo:
    """One signature of the mother, always the same where it is asked for once."""
    made = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, EARLIER))
    return replace(made, signature=made.signed())


def stamped_by(at: Stage, token: bytes, signer: SignerInfo) -> str:
    return outcome(at.judged(message_of(signer).built(), evidence=Evidence(time_stamp=token, revocation=False)))


@both
@pytest.mark.parametrize("wrapped", [False, True], ids=["token", "response"])
def test_a_signature_is_judged_for_the_time_of_its_stamp(kind: str, wrapped: bool) -> None:
    at = stage(kind)
    signer = info(at)
    token = Stamp(EARLIER, signer.signed()).signed_by(at.stamping)
    after = at.mother.certificate.valid_until + DAY
    evidence = Evidence(time_stamp=response(token) if wrapped else token, revocation=False)
    verdict = at.judged(message_of(signer).built(), evidence=evidence, circumstances=at.circumstances(after)).verdict
    assert isinstance(verdict, Valid)
    assert (verdict.times.received_at, verdict.times.reference) == (after, EARLIER)


@both
def test_a_stamp_may_stand_in_the_message_and_the_earliest_of_several_counts(kind: str) -> None:
    at = stage(kind)
    signer = info(at)
    inside = Stamp(EARLIER, signer.signed(), STREEBOG_512).signed_by(at.stamping)
    beside = Stamp(NOW, signer.signed()).signed_by(at.stamping)
    whole = replace(signer, unsigned=(attribute(SIGNATURE_TIME_STAMP, inside),))
    evidence = Evidence(time_stamp=beside, revocation=False)
    verdict = at.judged(message_of(whole).built(), evidence=evidence).verdict
    assert isinstance(verdict, Valid)
    assert verdict.times.reference == EARLIER


def test_a_wrong_stamp_in_the_message_refuses_the_signature() -> None:
    at = stage("gost")
    signer = info(at)
    inside = Stamp(EARLIER, b"another signature").signed_by(at.stamping)
    for value in (inside, sequence()):
        whole = replace(signer, unsigned=(attribute(SIGNATURE_TIME_STAMP, value),))
        assert outcome(at.judged(message_of(whole).built())) == "bad_time_stamp"
    twice = replace(signer, unsigned=(attribute("1.2.3", integer(1)), attribute("1.2.3", integer(2))))
    assert outcome(at.judged(message_of(twice).built())) == "malformed"


def test_stamps_without_end_are_refused() -> None:
    at = stage("rsa")
    signer = info(at)
    for several, expected in [(4, "valid"), (5, "bad_time_stamp")]:
        stamps = [Stamp(EARLIER + number * MINUTE, signer.signed()).signed_by(at.stamping) for number in range(several)]
        whole = replace(signer, unsigned=(attribute(SIGNATURE_TIME_STAMP, *stamps),))
        assert outcome(at.judged(message_of(whole).built())) == expected


def made_with(holder: Holder, content: bytes | None, attributes: tuple[bytes, ...]) -> bytes:
    message = message_of(SignerInfo(holder, attributes))
    return replace(message, version=3, content_type=TIME_STAMPED, content=content).built()


def named_by_sha1(at: Stage, signature: bytes, certificate: bytes) -> bytes:
    """As the certification centre's service names its certificate: RFC 3161 of 2001."""
    content = Stamp(NOW, signature).built()
    attributes = attributes_over(at.stamping, content, NOW, TIME_STAMPED)
    kept = [one for one in attributes if oid(SIGNING_CERTIFICATE_V2) not in one]
    return made_with(at.stamping, content, (*kept, naming_by_sha1(certificate)))


@both
def test_the_older_way_to_name_the_certificate_counts_too(kind: str) -> None:
    at = stage(kind)
    signer = info(at)
    right, wrong = at.stamping.certificate.der, at.responder.certificate.der
    assert stamped_by(at, named_by_sha1(at, signer.signed(), right), signer) == "valid"
    assert stamped_by(at, named_by_sha1(at, signer.signed(), wrong), signer) == "bad_time_stamp"


def _stranger() -> Holder:
    return new_authority("БАСҚА УЦ", new_gost_key, NOW - 30 * DAY).stamping()


def of_an_ended_algorithm(_at: Stage, signature: bytes) -> bytes:
    return Stamp(NOW, signature).signed_by(stage("old").stamping)


Attack = Callable[[Stage, bytes], bytes]


def usage_not_critical(at: Stage, signature: bytes) -> bytes:
    wish = at.authority.wish(person_name("TSA", None), extended_key_usage((TIME_STAMPING,)))
    return Stamp(NOW, signature).signed_by(at.authority.certify(wish))


def not_for_signing(at: Stage, signature: bytes) -> bytes:
    usages = key_usage(0x20), extended_key_usage((TIME_STAMPING,), critical=True)
    wish = at.authority.wish(person_name("TSA", None), *usages)
    return Stamp(NOW, signature).signed_by(at.authority.certify(wish))


def saying_more(extension: bytes) -> Attack:
    def attack(at: Stage, signature: bytes) -> bytes:
        content = sequence(der.read(Stamp(NOW, signature).built()).content, explicit(1, extension))
        return made_with(at.stamping, content, attributes_over(at.stamping, content, NOW, TIME_STAMPED))

    return attack


def usage_not_alone(at: Stage, signature: bytes) -> bytes:
    kinds = (TIME_STAMPING, "1.3.6.1.5.5.7.3.4")
    wish = at.authority.wish(person_name("TSA", None), extended_key_usage(kinds, critical=True))
    return Stamp(NOW, signature).signed_by(at.authority.certify(wish))


def certificate_not_named(at: Stage, signature: bytes) -> bytes:
    content = Stamp(NOW, signature).built()
    kept = [
        one
        for one in attributes_over(at.stamping, content, NOW, TIME_STAMPED)
        if oid(SIGNING_CERTIFICATE_V2) not in one
    ]
    return made_with(at.stamping, content, tuple(kept))


def with_the_digest_of_another_kind_of_key(at: Stage, signature: bytes) -> bytes:
    """Signed as the key can, over attributes whose digest belongs to keys of the other kind."""
    content, key = Stamp(NOW, signature).built(), at.stamping.key
    kind = STREEBOG_512 if DIGEST_OF[key.algorithm] == SHA256 else SHA256
    kept = [one for one in attributes_over(at.stamping, content, NOW, TIME_STAMPED) if oid(MESSAGE_DIGEST) not in one]
    signer = SignerInfo(at.stamping, (*kept, attribute(MESSAGE_DIGEST, octets(DIGESTS[kind](content)))))
    parts = [one.raw for one in der.children(der.read(signer.built()))]
    parts[2] = der_writing.algorithm(kind)
    message = replace(message_of(signer), version=3, content_type=TIME_STAMPED, content=content)
    return replace(message, digests=(parts[2],), signers=(sequence(*parts),)).built()


def imprint_of_an_old_kind(at: Stage, signature: bytes) -> bytes:
    content = Stamp(NOW, signature).built().replace(oid(SHA256), oid("2.16.840.1.101.3.4.2.9"))
    return made_with(at.stamping, content, attributes_over(at.stamping, content, NOW, TIME_STAMPED))


def by_a_key_of_an_ended_algorithm(at: Stage, signature: bytes) -> bytes:
    wish = at.authority.wish(person_name("TSA", None), extended_key_usage((TIME_STAMPING,), critical=True))
    return Stamp(NOW, signature).signed_by(at.authority.certify(wish, new_gost_key(GOST_2004_SIGNATURE)))


def stuffed(at: Stage, signature: bytes) -> bytes:
    """A good token with more in it than any service adds."""
    content = Stamp(NOW, signature).built()
    more = attribute("1.2.3", octets(bytes(300_000)))
    signer = SignerInfo(at.stamping, attributes_over(at.stamping, content, NOW, TIME_STAMPED), (more,))
    return replace(message_of(signer), version=3, content_type=TIME_STAMPED, content=content).built()


def granted_with_status(status: int) -> Attack:
    def attack(at: Stage, signature: bytes) -> bytes:
        return sequence(sequence(integer(status)), Stamp(NOW, signature).signed_by(at.stamping))

    return attack


def other_content_signed(at: Stage, signature: bytes) -> bytes:
    attributes = attributes_over(at.stamping, Stamp(EARLIER, signature).built(), NOW, TIME_STAMPED)
    return made_with(at.stamping, Stamp(NOW, signature).built(), attributes)


def content_left_out(at: Stage, signature: bytes) -> bytes:
    content = Stamp(NOW, signature).built()
    return made_with(at.stamping, None, attributes_over(at.stamping, content, NOW, TIME_STAMPED))


def flipped_bit(at: Stage, signature: bytes) -> bytes:
    token = Stamp(NOW, signature).signed_by(at.stamping)
    return token[:-1] + bytes([token[-1] ^ 1])


ATTACKS: dict[str, Attack] = {
    "of another signature": lambda at, _signature: Stamp(NOW, b"another").signed_by(at.stamping),
    "of the document": lambda at, _signature: Stamp(NOW, CONTRACT).signed_by(at.stamping),
    "by a person": lambda at, signature: Stamp(NOW, signature).signed_by(at.mother),
    "by the responder": lambda at, signature: Stamp(NOW, signature).signed_by(at.responder),
    "of an ended algorithm": of_an_ended_algorithm,
    "by another authority": lambda _at, signature: Stamp(NOW, signature).signed_by(_stranger()),
    "usage not critical": usage_not_critical,
    "usage not alone": usage_not_alone,
    "a key that is not for signing": not_for_signing,
    "saying what must be understood and is not": saying_more(unheard_of()),
    "certificate not named": certificate_not_named,
    "other content signed": other_content_signed,
    "content left out": content_left_out,
    "flipped bit": flipped_bit,
    "of a time to come": lambda at, signature: Stamp(NOW + DAY, signature).signed_by(at.stamping),
    "from before the authority": lambda at, signature: Stamp(NOW - 40 * DAY, signature).signed_by(at.stamping),
    "of an imprint that is not on the list": imprint_of_an_old_kind,
    "a digest that does not belong to the key": with_the_digest_of_another_kind_of_key,
    "by a key of an ended algorithm": by_a_key_of_an_ended_algorithm,
    "by the authority": lambda at, signature: Stamp(NOW, signature).signed_by(at.authority.holder),
    "refused, though a token is there": granted_with_status(2),
    "not granted": lambda _at, _signature: sequence(sequence(integer(2))),
    "too large": lambda _at, _signature: bytes(300_000),
    "too large, but good": stuffed,
    "no token": lambda _at, _signature: b"noon",
    "a signature for a token": lambda at, _signature: at.signed(attached=True),
}


def test_clocks_differ_by_five_minutes_at_most() -> None:
    at = stage("rsa")
    signer = info(at)
    for ahead, expected in [(5 * MINUTE, "valid"), (5 * MINUTE + MINUTE / 60, "bad_time_stamp")]:
        assert stamped_by(at, Stamp(NOW + ahead, signer.signed()).signed_by(at.stamping), signer) == expected


@pytest.mark.parametrize("status", [0, 1])
def test_a_stamp_may_be_granted_with_changes_and_tell_more(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    at = stage("rsa")
    signer = info(at)
    more = [sequence(integer(1)), boolean(true=True), integer(9), explicit(0, explicit(4, at.anchor.subject))]
    content = sequence(der.read(Stamp(NOW, signer.signed()).built()).content, *more)
    monkeypatch.setattr(Stamp, "built", lambda _self: content)
    assert stamped_by(at, granted_with_status(status)(at, signer.signed()), signer) == "valid"


def test_a_stamp_may_say_what_need_not_be_understood() -> None:
    at = stage("gost")
    signer = info(at)
    said = saying_more(sequence(oid("1.2.3.5"), octets(b"")))
    assert stamped_by(at, said(at, signer.signed()), signer) == "valid"


@both
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_on_the_time_is_refused(kind: str, attack: Attack) -> None:
    at = stage(kind)
    signer = info(at)
    assert stamped_by(at, attack(at, signer.signed()), signer) == "bad_time_stamp"


@both
def test_a_stamp_of_the_other_kind_of_key_counts_too(kind: str) -> None:
    at, other = stage(kind), stage("rsa" if kind == "gost" else "gost")
    signer = info(at)
    token = Stamp(NOW + MINUTE, signer.signed()).signed_by(other.stamping)
    around = at.circumstances(None, at.anchor, other.anchor)
    evidence = Evidence(time_stamp=token, revocation=False)
    found = at.judged(message_of(signer).built(), evidence=evidence, circumstances=around)
    assert outcome(found) == "valid"
