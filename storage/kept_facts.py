"""What the proofs of a signature say, as a part of the row in which it is kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from enrolment.signature_evidence import SignatureFacts, Word


def facts_row(facts: SignatureFacts) -> dict[str, Any]:
    """For JSON."""
    return {**asdict(facts), "stamp": _word_row(facts.stamp), "good": _word_row(facts.good)}


def kept_facts(said: dict[str, Any]) -> SignatureFacts:
    """The facts of a row; signatures that were kept before there were any have none."""
    return SignatureFacts(
        said.get("organisation"),
        tuple(said.get("policies", ())),
        tuple(said.get("usages", ())),
        tuple(said.get("purposes", ())),
        _word(said.get("stamp")),
        _word(said.get("good")),
        said.get("listed", False),
    )


def _word_row(word: Word | None) -> dict[str, str] | None:
    return None if word is None else {**asdict(word), "at": word.at.isoformat()}


def _word(said: dict[str, str] | None) -> Word | None:
    if said is None:
        return None
    return Word(datetime.fromisoformat(said["at"]), said["by"], said["issuer"], said["serial"])
