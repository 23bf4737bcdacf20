"""Every dialog reads as its golden transcript; `make transcripts` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from locales.catalogue import Locale
from tests.dialogs.parents import ENGINE, OUTCOMES, facts
from tests.transcripts.recording import Recording
from tests.transcripts.scenes import SCENES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
@pytest.mark.parametrize("name", SCENES)
def test_the_conversation_reads_as_it_did(name: str, locale: Locale) -> None:
    recording = Recording(ENGINE, facts=facts(), outcomes=dict(OUTCOMES), locale=locale)
    SCENES[name](recording)
    said = "\n".join(recording.lines) + "\n"
    golden = GOLDEN / f"{name}.telegram.{locale}.txt"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def test_no_golden_transcript_is_left_over() -> None:
    kept = {path.name.split(".")[0] for path in GOLDEN.glob("*.txt")}
    assert kept == set(SCENES)
