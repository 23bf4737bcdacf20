"""The number of a contract by each profile's pattern (S2-45)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from enrolment.contract_number import contract_number, contract_series
from enrolment.profile import load_profile
from enrolment.working_days import ALMATY

FEBRUARY = datetime(2021, 2, 4, 14, 34, tzinfo=ALMATY)
INDIGO, SMART = (
    load_profile("indigo_karaganda_astana").contract.number,
    load_profile("smart_nation_almaty").contract.number,
)


@pytest.mark.rule("S2-45")
def test_a_number_is_built_as_the_guide_shows_it() -> None:
    assert contract_number(INDIGO, "01.01", FEBRUARY, 1) == "01.01-02.21.001"
    assert contract_number(SMART, "125", FEBRUARY, 1) == "125-2021-1"


def test_a_running_number_may_outgrow_its_three_digits() -> None:
    assert contract_number(INDIGO, "01.01", FEBRUARY, 1000) == "01.01-02.21.1000"


def test_the_month_is_that_of_the_country_not_of_the_server() -> None:
    last_hour = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert contract_number(INDIGO, "7", last_hour, 12) == "7-01.27.012"
    assert contract_number(SMART, "7", last_hour, 12) == "7-2027-12"


def test_numbers_run_within_what_the_pattern_names_besides() -> None:
    assert contract_series(INDIGO, "01.01", FEBRUARY) == "01.01-02.21.*"
    assert contract_series(SMART, "125", FEBRUARY) == "125-2021-*"
    assert contract_series("{seq}", "125", FEBRUARY) == "*"
