"""At least one attack on every line of the verifier's check list, each refused for its own reason (eds.md 8.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from signing_gateway import der, der_writing
from signing_gateway.algorithms import GOST_3411, SHA256, STREEBOG_512
from signing_gateway.attributes import CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2, SIGNING_TIME
from signing_gateway.cms import SIGNED_DATA, TIME_STAMPED
from signing_gateway.der_writing import explicit, integer, octets, oid, sequence, value
from simulator.eds.authority import new_authority
from simulator.eds.certificates import PERSON, unheard_of
from simulator.eds.keys import new_rsa_key
from simulator.eds.messages import (
    SignerInfo,
    attribute,
    attributes_over,
    message_of,
    sign_document,
)
from tests.signing_gateway.stage import CONTRACT, MOTHER, NOW, both, outcome, stage
from tests.signing_gateway.workshop import (
    Workshop,
    named_wrongly,
    naming_by_sha1,
    signed_with,
    with_lists_inside,
    with_part,
    workshop,
)


def stuffed(work: Workshop) -> bytes:
    """An attribute of the size of a document, which somebody would have to hash."""
    return work.with_signer(replace(work.info, unsigned=(attribute("1.2.3", octets(bytes(300_000))),)))


def not_signed_data(work: Workshop) -> bytes:
    return work.good.replace(oid(SIGNED_DATA), oid("1.2.840.113549.1.7.3"))


def other_content_type(work: Workshop) -> bytes:
    return replace(work.message, content_type=TIME_STAMPED, version=3).built()


def other_version(work: Workshop) -> bytes:
    return replace(work.message, version=3).built()


def indefinite_length(work: Workshop) -> bytes:
    inside = der.read(work.good).content
    return b"\x30\x80" + inside + b"\0\0"


def nonsense_inside(work: Workshop) -> bytes:
    return with_lists_inside(work, b"\x30\x80no list\0\0")


def long_number(work: Workshop) -> bytes:
    """A number that takes long to write out, which Python refuses to do."""
    parts = [one.raw for one in der.children(der.read(work.info.built()))]
    issuer = der.children(der.read(parts[1]))[0].raw
    named = sequence(issuer, value(der.INTEGER, b"\x01" + bytes(6000)))
    return replace(work.message, signers=(sequence(parts[0], named, *parts[2:]),)).built()


def long_version(work: Workshop) -> bytes:
    return replace(work.message, version=1 << 40_000).built()


def long_identifier(work: Workshop) -> bytes:
    return work.with_attributes(
        *work.info.attributes, sequence(value(der.OID, b"\xff" * 6000 + b"\x01"), value(der.SET))
    )


def named_by_key_identifier(work: Workshop) -> bytes:
    info = der.children(der.read(work.info.built()))
    parts = [one.raw for one in info]
    return replace(work.message, signers=(sequence(integer(3), value(0x80, bytes(20)), *parts[2:]),)).built()


def embedded_other(work: Workshop) -> bytes:
    return replace(work.message, content=b"another contract").built()


def nothing_embedded(work: Workshop) -> bytes:
    return replace(work.message, content=b"").built()


def content_in_pieces(work: Workshop) -> bytes:
    whole = replace(work.message, content=CONTRACT).built()
    return whole.replace(octets(CONTRACT), value(0x24, octets(CONTRACT[:9]), octets(CONTRACT[9:])))


def certificate_of_another(work: Workshop) -> bytes:
    return replace(work.message, certificates=(work.other.certificate.der,)).built()


def named_another_certificate(work: Workshop) -> bytes:
    """The signature of one key presented as that of another certificate."""
    info = replace(work.info, named=work.other.certificate)
    return replace(work.message, certificates=(work.other.certificate.der,), signers=(info.built(),)).built()


def certificate_with_another_key(work: Workshop) -> bytes:
    """Somebody else's key under the mother's name, certified by somebody who is no authority."""
    key = new_rsa_key()
    forged = new_authority("ҰКО rsa TEST", lambda: key, work.at.authority.since).issue(MOTHER, PERSON)
    return sign_document(forged, CONTRACT, NOW)


def with_digest(work: Workshop, kind: str) -> bytes:
    wanted = der_writing.algorithm(kind)
    return replace(work.message, digests=(wanted,), signers=(with_part(work, 2, wanted),)).built()


def other_digests(work: Workshop) -> bytes:
    return replace(work.message, digests=(*work.message.digests, der_writing.algorithm("1.3.14.3.2.26"))).built()


def digest_with_parameters(work: Workshop) -> bytes:
    identifier = der.children(der.read(work.message.digests[0]))[0].raw
    return replace(work.message, digests=(sequence(identifier, integer(0)),)).built()


def named_by_sha1(work: Workshop) -> bytes:
    hashed = sequence(der_writing.algorithm("1.3.14.3.2.26"), octets(bytes(20)))
    return work.without(SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(hashed))))


def named_with_another_serial(work: Workshop) -> bytes:
    certificate = work.at.mother.certificate
    issuer = sequence(sequence(explicit(4, certificate.issuer)), integer(certificate.serial + 1))
    said = sequence(octets(bytes.fromhex(certificate.sha256)), issuer)
    return work.without(SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(said))))


def named_with(*said: bytes) -> Callable[[Workshop], bytes]:
    """Named as it should be, and more is said."""

    def attack(work: Workshop) -> bytes:
        hashed = octets(bytes.fromhex(work.at.mother.certificate.sha256))
        return work.without(
            SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(hashed, *said))))
        )

    return attack


def named_with_another_issuer(work: Workshop) -> bytes:
    certificate = work.at.mother.certificate
    issuer = sequence(sequence(explicit(4, certificate.subject)), integer(certificate.serial))
    return named_with(issuer)(work)


def named_with_a_member_too_many(work: Workshop) -> bytes:
    certificate = work.at.mother.certificate
    issuer = sequence(sequence(explicit(4, certificate.issuer)), integer(certificate.serial), integer(0))
    return named_with(issuer)(work)


def named_by_streebog_in_words_alone(work: Workshop) -> bytes:
    said = sequence(der_writing.algorithm(STREEBOG_512), octets(bytes.fromhex(work.at.mother.certificate.sha256)))
    return work.without(SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(said))))


def named_wrongly_as_of_old(work: Workshop) -> bytes:
    """Named as it should be, and another certificate by the older attribute."""
    return work.with_attributes(*work.info.attributes, naming_by_sha1(work.other.certificate.der))


def named_as_of_old_alone(work: Workshop) -> bytes:
    return work.without(SIGNING_CERTIFICATE_V2, naming_by_sha1(work.at.mother.certificate.der))


NONSENSE = attribute("1.2.3", sequence(b"\x30\x80"))


def nonsense_attribute(work: Workshop) -> bytes:
    return work.with_attributes(*work.info.attributes, NONSENSE)


def nonsense_unsigned(work: Workshop) -> bytes:
    return work.with_signer(replace(work.info, unsigned=(NONSENSE,)))


def no_digest(work: Workshop) -> bytes:
    return work.without(MESSAGE_DIGEST)


def digest_twice(work: Workshop) -> bytes:
    again = attribute(MESSAGE_DIGEST, octets(bytes(32)))
    return work.with_attributes(*work.info.attributes, again)


def digest_with_two_values(work: Workshop) -> bytes:
    said = next(one for one in work.info.attributes if oid(MESSAGE_DIGEST) in one)
    [right] = der.children(der.children(der.read(said))[1], der.SET)
    return work.without(MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, right.raw, octets(bytes(32))))


def digest_of_another_document(work: Workshop) -> bytes:
    return sign_document(work.at.mother, b"another contract", NOW)


def no_content_type(work: Workshop) -> bytes:
    return work.without(CONTENT_TYPE)


def content_type_of_a_time_stamp(work: Workshop) -> bytes:
    return work.without(CONTENT_TYPE, attribute(CONTENT_TYPE, oid(TIME_STAMPED)))


def signed_as_an_implicit_tag(work: Workshop) -> bytes:
    """The signature over the attributes as they stand in the file, and not over a SET of them."""
    attributes = explicit(0, *sorted(work.info.attributes))
    return work.with_signer(replace(work.info, signature=work.at.mother.key.sign(attributes)))


def signed_the_document_itself(work: Workshop) -> bytes:
    return work.with_signer(replace(work.info, signature=work.at.mother.key.sign(CONTRACT)))


def flipped_bit(work: Workshop) -> bytes:
    signature = work.info.signed()
    return work.with_signer(replace(work.info, signature=signature[:-1] + bytes([signature[-1] ^ 1])))


def short_signature(work: Workshop) -> bytes:
    return work.with_signer(replace(work.info, signature=work.info.signed()[:-1]))


def unheard_of_extension(work: Workshop) -> bytes:
    mother = work.at.mother.certificate
    wish = work.at.authority.wish(mother.subject, *_extensions(mother.der), unheard_of())
    return sign_document(work.at.authority.certify(wish), CONTRACT, NOW)


def _extensions(certificate: bytes) -> list[bytes]:
    signed = der.children(der.children(der.read(certificate))[0])
    return [one.raw for one in der.children(der.only(signed[-1], der.own(3)))]


def from_an_end_user(work: Workshop) -> bytes:
    """Certified by somebody whose key is for signing contracts."""
    mother = work.at.mother
    forger = replace(work.at.authority, holder=mother)
    forged = forger.issue(MOTHER, PERSON)
    return message_of(SignerInfo(forged, attributes_over(forged, CONTRACT, NOW)), mother.certificate).built()


def by_the_authority_itself(work: Workshop) -> bytes:
    return sign_document(work.at.authority.holder, CONTRACT, NOW)


def signed_tomorrow(work: Workshop) -> bytes:
    return sign_document(work.at.mother, CONTRACT, NOW + timedelta(days=32))


def signed_years_ago(work: Workshop) -> bytes:
    return sign_document(work.at.mother, CONTRACT, NOW - timedelta(days=800))


def signed_at_no_time(work: Workshop) -> bytes:
    return work.without(SIGNING_TIME, attribute(SIGNING_TIME, octets(b"noon")))


ATTACKS: list[tuple[str, str, Callable[[Workshop], bytes]]] = [
    ("1 nothing", "malformed", lambda _work: b""),
    ("1 no DER", "malformed", lambda _work: b"\x30" + b"\xff" * 40),
    ("1 no base64", "malformed", lambda _work: b"this is my signature"),
    ("1 trailing byte", "malformed", lambda work: work.good + b"\0"),
    ("1 cut off", "malformed", lambda work: work.good[:-1]),
    ("1 too large", "too_large", lambda work: work.good + bytes(17 * 1024 * 1024)),
    ("1 too large but for the document", "too_large", stuffed),
    ("1 indefinite length", "malformed", indefinite_length),
    ("1 no SignedData", "malformed", not_signed_data),
    ("1 no signers", "no_signer", lambda work: work.with_signer()),
    ("1 two signers", "several_signers", lambda work: work.with_signer(work.info, work.info)),
    ("1 other kind of content", "malformed", other_content_type),
    ("1 other version", "malformed", other_version),
    ("1 nonsense in place of revocation lists", "malformed", nonsense_inside),
    ("1 a number without end", "malformed", long_number),
    ("1 a version without end", "malformed", long_version),
    ("1 an identifier without end", "malformed", long_identifier),
    ("1 named by key identifier", "malformed", named_by_key_identifier),
    ("2 another document inside", "other_document", embedded_other),
    ("2 an empty document inside", "other_document", nothing_embedded),
    ("2 a document in pieces inside", "malformed", content_in_pieces),
    ("3 no certificate", "no_certificate", lambda work: replace(work.message, certificates=()).built()),
    ("3 certificate of another", "no_certificate", certificate_of_another),
    ("3 certificate twice", "malformed", lambda work: message_of(work.info, work.at.mother.certificate).built()),
    ("3 signature under another certificate", "bad_attributes", named_another_certificate),
    ("4 MD5", "weak_algorithm", lambda work: with_digest(work, "1.2.840.113549.2.5")),
    ("4 SHA-1", "weak_algorithm", lambda work: with_digest(work, "1.3.14.3.2.26")),
    ("4 digest of the other kind", "weak_algorithm", lambda work: with_digest(work, GOST_3411)),
    ("4 another digest announced", "malformed", other_digests),
    ("4 digest with parameters", "malformed", digest_with_parameters),
    ("4 SHA-1 with RSA", "weak_algorithm", signed_with("1.2.840.113549.1.1.5")),
    ("4 unknown signature", "weak_algorithm", signed_with("1.2.3.4")),
    ("5 no attributes", "bad_attributes", lambda work: work.with_attributes()),
    ("5 no digest", "bad_attributes", no_digest),
    ("5 digest twice", "bad_attributes", digest_twice),
    ("5 digest with two values", "bad_attributes", digest_with_two_values),
    ("5 digest of another document", "other_document", digest_of_another_document),
    ("5 no content type", "bad_attributes", no_content_type),
    ("5 content type of a time stamp", "bad_attributes", content_type_of_a_time_stamp),
    ("5 no signingCertificateV2", "certificate_not_named", lambda work: work.without(SIGNING_CERTIFICATE_V2)),
    ("5 wrong signingCertificateV2", "bad_attributes", named_wrongly),
    ("5 wrong signingCertificate beside the right one", "bad_attributes", named_wrongly_as_of_old),
    ("5 signingCertificate alone", "certificate_not_named", named_as_of_old_alone),
    ("5 signingCertificateV2 with SHA-1", "bad_attributes", named_by_sha1),
    ("5 signingCertificateV2 of another serial", "bad_attributes", named_with_another_serial),
    ("5 an attribute that nobody reads is no DER", "malformed", nonsense_attribute),
    ("5 an unsigned attribute is no DER", "malformed", nonsense_unsigned),
    ("5 signingCertificateV2 of another issuer", "bad_attributes", named_with_another_issuer),
    ("5 signingCertificateV2 that says more", "bad_attributes", named_with(integer(0))),
    ("5 signingCertificateV2 with a longer issuer", "bad_attributes", named_with_a_member_too_many),
    ("5 signingCertificateV2 of another digest", "bad_attributes", named_by_streebog_in_words_alone),
    ("6 signed with the implicit tag", "broken_signature", signed_as_an_implicit_tag),
    ("6 signed the document itself", "broken_signature", signed_the_document_itself),
    ("6 flipped bit", "broken_signature", flipped_bit),
    ("6 a byte short", "broken_signature", short_signature),
    ("7 the authority's own key", "not_a_person", by_the_authority_itself),
    ("8 an authority of the same name", "untrusted_issuer", certificate_with_another_key),
    ("8 certified by an end user", "untrusted_issuer", from_an_end_user),
    ("8 unknown critical extension", "untrusted_issuer", unheard_of_extension),
    ("9 claims a time to come", "absurd_time", signed_tomorrow),
    ("9 claims years ago", "absurd_time", signed_years_ago),
    ("9 claims no time", "bad_attributes", signed_at_no_time),
]


@both
@pytest.mark.parametrize(("reason", "attack"), [one[1:] for one in ATTACKS], ids=[one[0] for one in ATTACKS])
def test_an_attack_is_refused(kind: str, reason: str, attack: Callable[[Workshop], bytes]) -> None:
    work = workshop(kind)
    found = work.at.judged(attack(work))
    assert outcome(found) == reason
    assert found.checks[-1].passed is False


def test_an_rsa_key_of_1024_bits_is_refused() -> None:
    at = stage("rsa")
    weak = at.authority.certify(
        at.authority.wish(at.mother.certificate.subject, *_extensions(at.mother.certificate.der)), new_rsa_key(1024)
    )
    assert outcome(at.judged(sign_document(weak, CONTRACT, NOW))) == "broken_signature"


def test_a_gost_key_under_the_name_of_rsa_is_refused() -> None:
    work = workshop("gost")
    assert outcome(work.at.judged(with_digest(work, SHA256))) == "weak_algorithm"
