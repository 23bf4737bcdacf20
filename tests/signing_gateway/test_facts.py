"""What is kept of a valid signature for whoever reads its card: who stamped the time, who said that it was good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from enrolment.signature_evidence import SignatureFacts, Word
from signing_gateway.evidence import evidence_of
from signing_gateway.purposes import EMAIL_PROTECTION, ORGANISATION_KEY, PERSON_KEY, ROLE_KEYS, Expected, Role
from signing_gateway.subjects import written
from signing_gateway.verifier import Evidence
from simulator.eds.certificates import Holder
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import ListOf
from simulator.eds.stamps import Stamp
from tests.signing_gateway.stage import BIN, CONTRACT, DAY, IIN, MINUTE, NOW, Stage, both, outcome, stage

HEADS = Expected(roles=frozenset({Role.HEAD}), bin=BIN)


def facts(at: Stage, holder: Holder, expected: Expected, evidence: Evidence) -> SignatureFacts:
    """Of a stamped signature of that holder."""
    info = SignerInfo(holder, attributes_over(holder, CONTRACT, NOW))
    info = replace(info, signature=info.signed())
    stamped = replace(evidence, time_stamp=Stamp(NOW - MINUTE, info.signed()).signed_by(at.stamping))
    found = at.judged(message_of(info).built(), expected, stamped)
    assert outcome(found) == "valid"
    return evidence_of(found).facts


def word_of(holder: Holder, when: datetime) -> Word:
    one = holder.certificate
    return Word(when, written(one.subject), written(one.issuer), f"{one.serial:x}")


@both
def test_the_responder_and_the_time_stamp_are_named(kind: str) -> None:
    at = stage(kind)
    told = facts(at, at.mother, Expected(iin=IIN), at.good())
    assert told.stamp == word_of(at.stamping, NOW - MINUTE)
    assert told.good == word_of(at.responder, NOW)
    assert (told.listed, told.organisation) == (False, None)
    assert told.usages == ("digitalSignature", "nonRepudiation")
    assert told.purposes == (PERSON_KEY, EMAIL_PROTECTION)


def test_a_list_is_told_as_a_list_of_its_issuer() -> None:
    at = stage("rsa")
    lists = [ListOf(5, NOW - DAY, NOW + DAY, {}), ListOf(6, NOW - MINUTE, NOW + DAY, {}, changes_to=5)]
    told = facts(at, at.head, HEADS, Evidence(lists=[one.signed_by(at.authority.holder) for one in lists]))
    assert told.listed
    assert told.good == word_of(at.authority.holder, NOW - MINUTE)
    assert set(told.purposes) == {EMAIL_PROTECTION, ORGANISATION_KEY, ROLE_KEYS[Role.HEAD]}


@pytest.mark.parametrize("evidence", [Evidence(), Evidence(revocation=False)])
def test_what_nobody_has_said_is_not_told(evidence: Evidence) -> None:
    at = stage("rsa")
    found = evidence_of(at.judged(at.signed(), evidence=evidence)).facts
    assert (found.stamp, found.listed) == (None, False)
    assert found.good is None
