"""Whose phone it is, and the voucher in hand."""

from __future__ import annotations

from dialogs.facts import Me
from dialogs.voucher_queries import VoucherCard
from enrolment.terms import PlaceInstrument
from enrolment.voucher_states import VoucherState
from enrolment.working_days import Calendar
from tests.dialogs.talk import NOW
from tests.transcripts.recording import Recording


def of_a_guest(talk: Recording) -> Recording:
    """The person has chosen language and city, and is not registered."""
    talk.me = Me(1, talk.locale, "almaty", chat=talk.me.chat)
    return talk


def of_a_parent(talk: Recording) -> Recording:
    """The person is registered."""
    talk.me = Me(1, talk.locale, "almaty", True, "Әлия", talk.me.chat)
    return talk


def voucher() -> VoucherCard:
    """A voucher that has just been issued."""
    ends = Calendar().deadline(NOW, 2)
    state, instrument = VoucherState.ISSUED, PlaceInstrument.VOUCHER
    return VoucherCard(19, "2026-000123", 17, "Арман", state, instrument, NOW, NOW, ends, days_left=2, child_id=11)
