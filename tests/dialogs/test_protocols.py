"""The protocol of a distribution says what the city gives: vouchers, or referrals. G.0."""

from __future__ import annotations

import pytest

from tests.dialogs.parents import parent


@pytest.mark.parametrize(
    ("profile", "words", "others"),
    [("unified", "voucher", "referral"), ("indigo_karaganda_astana", "referral", "voucher")],
)
def test_the_protocol_speaks_of_what_the_city_gives(profile: str, words: str, others: str) -> None:
    talk = parent()
    talk.profile = profile
    talk.starts().picks("Kindergartens").picks("Who got places").hears(words).hears_not(others)
    talk.picks(talk.heard[-1].choices[0].key).hears("Protocol of distribution", f"{words}s issued").hears_not(others)
