"""What the department is told of its runs: vouchers, or referrals where the city gives those. S10–S14."""

from __future__ import annotations

import pytest

from dialogs.message import Message
from dialogs.staff.department_notices import run_changed, run_done
from dialogs.staff.schedule_notices import scheduled_run_done, scheduled_run_empty, scheduled_run_fails
from enrolment.distribution_run import Run
from enrolment.profile import Profile, load_profile
from locales.catalogue import Locale
from tests.dialogs.talk import NOW

RUN = Run(7, (), (), 2, (), ())
WORDS = {Locale.EN: ("oucher", "eferral"), Locale.RU: ("аучер", "аправлен"), Locale.KK: ("аучер", "олдама")}


def told(profile: Profile) -> list[Message]:
    """S10, S11, S12 and S14 of that city."""
    return [
        run_done(7, 3, 2, profile),
        run_changed("almaty", profile),
        scheduled_run_done(RUN, None, profile),
        scheduled_run_fails(NOW, profile),
    ]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize(("code", "gives"), [("unified", 0), ("indigo_karaganda_astana", 1)])
def test_a_run_issues_what_the_city_gives(code: str, gives: int, locale: Locale) -> None:
    for message in told(load_profile(code)):
        said = message.text.in_(locale)
        assert [word in said for word in WORDS[locale]] == [gives == 0, gives == 1], said


def test_a_run_that_issued_nothing_names_neither() -> None:
    assert not any(word in scheduled_run_empty(None).text.in_(Locale.EN) for word in WORDS[Locale.EN])
