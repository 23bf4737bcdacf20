"""What the check of a signature comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from enrolment.signature_verdict import RefusedBecause, Times
from tests.enrolment.contracts import PENDING, REVOKED, VALID
from tests.enrolment.vouchers import MONDAY


def test_a_certificate_is_judged_by_the_time_stamp_else_by_the_receipt() -> None:
    stamped = Times(MONDAY, MONDAY - timedelta(minutes=5))
    assert stamped.reference == stamped.stamped_at
    assert Times(MONDAY).reference == MONDAY


def test_a_verdict_does_not_print_who_signed() -> None:
    assert VALID.signer.iin not in repr(VALID) and VALID.signer.name not in repr(VALID)


def test_nothing_but_valid_is_valid() -> None:
    kinds = {type(verdict) for verdict in (VALID, PENDING, REVOKED)}
    assert len(kinds) == 3
    assert replace(REVOKED, certificate=None).because is RefusedBecause.REVOKED
