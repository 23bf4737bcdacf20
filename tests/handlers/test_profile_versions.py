"""A profile that changes while cases are open: each is judged by the version of its deadline. Edge 43."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enrolment.application import ApplicationState
from enrolment.profile import Profile, load_profile
from enrolment.profile_terms import Fallback, Restore, StopListEnd
from enrolment.profile_versions import ProfileVersions
from enrolment.voucher_states import VoucherState
from storage.open_cases import versions_of_open_cases
from tests.handlers.staff.people import applies, doctor, now_is, parent
from tests.handlers.town import Town
from tests.handlers.vouchers import again, application_of, family, moment, passes

FIRST = load_profile("unified")


def second(**changes: Any) -> Profile:
    """The next version of the profile, valid from the 24th: other terms, and no stop-list."""
    known: dict[str, Any] = {
        "version": 2,
        "valid_from": date(2026, 11, 24),
        "enrolment_term": replace(FIRST.enrolment_term, working_days=3),
        "interest_confirmation": replace(FIRST.interest_confirmation, on_no_confirmation=Fallback.ARCHIVE),
        "extension": replace(FIRST.extension, enabled=False),
    }
    return replace(FIRST, **{**known, **changes})


def changes_to(town: Town, newest: Profile) -> None:
    """The city has put the next version in place."""
    town.office = replace(town.office, versions=ProfileVersions((newest, FIRST)))


@pytest.mark.rule("E-43")
async def test_edge_43_a_case_goes_on_by_the_version_of_its_deadline_and_the_next_by_the_new_one(town: Town) -> None:
    changes_to(town, second())
    phone, one = await family(town)
    await passes(town, moment(24, 12))
    later, other = await family(town, "1002")
    await phone.picks("Accept voucher")
    await later.picks("Accept voucher")
    assert (await again(town, one)).voucher.deadline.at == moment(1, 23, 59, second=59, month=12)
    assert (await again(town, other)).voucher.deadline.at == moment(27, 23, 59, second=59)
    assert [(await again(town, each)).profile_version for each in (one, other)] == [1, 2]
    await passes(town, moment(1, month=12))
    phone.hears("[Extend the term]")
    later.hears_not("[Extend the term]")


@pytest.mark.rule("E-43")
async def test_edge_43_what_follows_a_deadline_is_what_was_told_with_it(town: Town) -> None:
    changes_to(town, second())
    _phone, one = await family(town)
    await passes(town, moment(24, 12))
    _later, other = await family(town, "1002")
    await passes(town, moment(27))
    assert (await application_of(town, one)).state is ApplicationState.STOP_LISTED
    assert (await again(town, one)).voucher.state is VoucherState.EXPIRED_UNCONFIRMED
    assert (await application_of(town, other)).state is ApplicationState.ARCHIVED


@pytest.mark.rule("E-43")
async def test_edge_43_a_rest_ends_as_it_was_told_when_it_began(town: Town) -> None:
    rest = replace(FIRST.stop_list, restore=Restore.AUTO, on_end=StopListEnd.QUEUE)
    changes_to(town, second(valid_from=date(2026, 12, 1), stop_list=rest))
    phone, one = await family(town)
    await passes(town, moment(2, month=12))
    await phone.picks("Restore")
    assert (await application_of(town, one)).state is ApplicationState.QUEUED


@pytest.mark.rule("E-43")
async def test_edge_43_a_review_is_decided_by_those_to_whom_it_was_given(town: Town) -> None:
    nobody = tuple(replace(queue, reviewer=None) for queue in FIRST.queues)
    changes_to(town, second(queues=nobody))
    reviewer = await doctor(town)
    one = await applies(town, await parent(town))
    town.clock.moment = moment(25)
    await reviewer.picks("Confirm")
    await reviewer.picks("Yes, confirm")
    assert (await now_is(town, one)).state is ApplicationState.QUEUED


@pytest.mark.rule("E-43")
async def test_edge_43_the_versions_that_open_cases_follow_are_known(town: Town) -> None:
    async with town.database.reading() as uow:
        assert await versions_of_open_cases(uow) == set()
    await applies(town, await parent(town), profile_version="3")
    _phone, one = await family(town, "1002")
    await passes(town, moment(26))
    async with town.database.reading() as uow:
        assert await versions_of_open_cases(uow) == {("unified", 3), ("unified", 1)}
        assert (await uow.rests.current(one.application_id)) is not None
