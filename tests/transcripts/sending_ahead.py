"""The scenes of documents that are sent ahead of the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.preparation_queries import PreparedDocuments
from enrolment.voucher_states import VoucherState
from enrolment.working_days import Deadline
from tests.dialogs.families import ALONE, entrusted_card, family_facts
from tests.dialogs.parents import (
    application,
    facts,
)
from tests.dialogs.preparations import DATED, SOME_THERE, TO_A_DELEGATE
from tests.dialogs.talk import NOW
from tests.transcripts.people import of_a_parent, voucher
from tests.transcripts.recording import Recording


def documents(talk: Recording) -> Recording:
    """From the menu to what a contract will ask; one document is sent, looked at, sent anew and deleted."""
    talk.facts, talk.profile = facts(applications=(application(),)), DATED
    of_a_parent(talk).starts().picks("documents").picks("d-birth_certificate").picks("send").sends()
    talk.sends().picks("done").picks("q-eds").picks("q-eds_term").picks("back")
    talk.facts = {**talk.facts, PreparedDocuments: SOME_THERE}
    talk.picks("back").picks("d-birth_certificate").picks("show").picks("d-birth_certificate").picks("drop")
    talk.picks("no").picks("drop").picks("yes").picks("d-certificate_027").picks("send").sends().picks("done")
    talk.says("01.12.2026").says("01.11.2026").says("20.11.2026").picks("d-certificate_027")
    running = replace(voucher(), state=VoucherState.CONFIRMED)
    signing = replace(running, contract_by=Deadline(NOW + timedelta(days=2), ()), contract_days_left=2)
    talk.facts = {**talk.facts, **facts(vouchers=(signing,)), PreparedDocuments: SOME_THERE}
    return talk.starts().picks("v-19").picks("q-contract").picks("back").picks("documents").picks("back")


def documents_of_others(talk: Recording) -> Recording:
    """A delegate sends what is missing and sees nothing of what is there."""
    talk.facts = {**facts(children=()), **family_facts((), ALONE, entrusted_card(child_id=11))}
    talk.facts = {**talk.facts, PreparedDocuments: TO_A_DELEGATE}
    of_a_parent(talk).starts().picks("entrusted").picks("e-91-21").picks("documents").picks("d-birth_certificate")
    return talk.picks("back").picks("d-id_card").picks("send").sends().picks("done")
