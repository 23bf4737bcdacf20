"""Conversations that older versions kept are read by this one; a dialog that exists no more costs nobody the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from dialogs.conversation import Conversation
from dialogs.effects import UseAccount
from dialogs.found_account import LONG_AGO
from dialogs.progress import up_to_date
from tests.dialogs.parents import ENGINE, parent

SAMPLES = Path(__file__).parents[1] / "samples"


def test_every_kept_sample_goes_on_where_it_was() -> None:
    for sample in sorted(SAMPLES.glob("*.json")):
        talk = parent()
        talk.conversation = Conversation.from_json(json.loads(sample.read_text()))
        talk.says("?").says("0").hears("Menu", "Continue")


def test_a_dialog_that_exists_no_more_is_left_out() -> None:
    kept = parent().starts().picks("Apply").says("0").picks("My children").picks("Add").conversation
    gone = replace(kept, stack=(replace(kept.stack[0], dialog="Forgotten"),))
    left = up_to_date(gone, ENGINE.dialogs)
    assert left.stack == ()
    assert [stack[0].dialog for stack in left.parked] == ["Apply"]


def test_an_older_version_is_upgraded_once() -> None:
    kept = parent().starts().picks("Apply").picks("General").conversation
    older = replace(kept, stack=(replace(kept.stack[0], version=0),))
    assert up_to_date(older, ENGINE.dialogs).stack[0].version == 1
    assert up_to_date(kept, ENGINE.dialogs) is kept


def test_a_found_account_kept_without_the_time_of_its_proof_was_proved_long_ago() -> None:
    talk = parent()
    talk.conversation = Conversation.from_json(json.loads((SAMPLES / "found_account-1.json").read_text()))
    done = talk.says("?").picks("Only here").done[-1]
    assert isinstance(done, UseAccount)
    assert done.proved_at == LONG_AGO
