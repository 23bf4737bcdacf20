"""The authority of a desk that is set up again: the same roots, and who was given a certificate is known."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing_gateway.ocsp import Question, told_by_ocsp
from signing_gateway.purposes import Expected
from signing_gateway.revocation import Evidence
from signing_gateway.standing import GOOD, Revoked
from simulator.eds.messages import sign_document
from simulator.nca.authority import Nca
from simulator.nca.kept import Kept
from simulator.nca.kinds import Family
from simulator.nca.responders import answer_ocsp
from simulator.people import AIGERIM
from tests.simulator.nca.asking import DOCUMENT, question, said, verdict

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
NONCE = bytes(range(16))


def desk(file: Path | None, now: datetime = NOW) -> Nca:
    return Nca(lambda: now, Kept(file))


@pytest.mark.parametrize(("kind", "family"), [("gost", Family.GOST), ("rsa", Family.RSA)])
def test_what_was_signed_on_the_desk_before_is_judged_on_the_next(tmp_path: Path, kind: str, family: Family) -> None:
    file = tmp_path / "data" / "authority.json"
    before = desk(file)
    mother = before.key_of(AIGERIM, kind).holder
    signature = sign_document(mother, DOCUMENT, NOW)
    after = desk(file, LATER)
    root = after.roots[family].certificate
    assert root == before.roots[family].certificate
    answer = answer_ocsp(after, question(mother.certificate, root, NONCE))
    assert told_by_ocsp(answer, Question(mother.certificate, root, NOW, LATER, NONCE)).standing == GOOD
    found = verdict(signature, [root], Evidence([answer], nonce=NONCE), LATER, Expected(iin=AIGERIM.iin))
    assert said(found) == "valid"
    assert after.key_of(AIGERIM, kind).holder != mother, "keys of people are made anew"


def test_who_was_revoked_stays_revoked(tmp_path: Path) -> None:
    file = tmp_path / "authority.json"
    revoked = desk(file).key_of(AIGERIM, "revoked").holder.certificate
    after = desk(file, LATER)
    root = after.roots[Family.GOST].certificate
    answer = answer_ocsp(after, question(revoked, root, NONCE))
    standing = told_by_ocsp(answer, Question(revoked, root, LATER, LATER, NONCE)).standing
    assert standing == Revoked(NOW - timedelta(days=1))


def test_only_the_owner_reads_the_file_and_without_one_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "authority.json"
    assert desk(file).roots
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["authority.json"]
    assert desk(None).roots
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", ["", "[]", "{", '{"gost": {"key": "30", "certificate": "", "given": {}}}', "\\x00"])
def test_a_file_that_cannot_be_read_is_made_anew(tmp_path: Path, content: str) -> None:
    file = tmp_path / "authority.json"
    file.write_text(content)
    made = desk(file).roots[Family.GOST].certificate
    assert desk(file).roots[Family.GOST].certificate == made
