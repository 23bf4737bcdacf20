"""A signature that does not name its certificate counts only in the ways that `ESS_OPTIONAL` names (order 500, 8)."""

from __future__ import annotations

import pytest

from signing_gateway.attributes import SIGNING_CERTIFICATE_V2
from signing_gateway.der_writing import oid
from signing_gateway.submissions import Submissions
from signing_gateway.ways import Way
from simulator.eds.messages import SignerInfo, attributes_over, message_of, naming
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, House


def nameless(house: House, *instead: bytes) -> bytes:
    """The mother's signature without the name of her certificate, or with another attribute in its place."""
    mother = key_of("mother")
    signed = attributes_over(mother, PDF, house.town.clock.now())
    kept = [one for one in signed if oid(SIGNING_CERTIFICATE_V2) not in one]
    return message_of(SignerInfo(mother, (*kept, *instead))).built()


async def verdict(house: House, signature: bytes, way: Way, *optional: Way) -> str:
    """What the dialog is told of a signature that comes in that way."""
    _phone, _one, token = await house.to_sign()
    visits = house.submissions.visits
    visit = await visits.look(token, None)
    assert visit is not None
    ours = Submissions(house.town.database, house.town.office, visits, house.submissions.judge, optional)
    told = (await ours.submit(visit, signature, way)).result
    assert told is not None
    return str(told.get("reason", told["verdict"]))


@pytest.mark.parametrize("way", list(Way))
async def test_by_default_no_way_may_leave_it_out(house: House, way: Way) -> None:
    assert await verdict(house, nameless(house), way) == "certificate_not_named"


async def test_a_way_that_is_named_may_and_no_other(house: House) -> None:
    assert await verdict(house, nameless(house), Way.EGOV_MOBILE, Way.EGOV_MOBILE) == "valid"


async def test_what_is_permitted_to_one_way_is_not_to_another(house: House) -> None:
    assert await verdict(house, nameless(house), Way.FILE, Way.EGOV_MOBILE, Way.KEY) == "certificate_not_named"


async def test_a_wrong_name_is_refused_in_every_way(house: House) -> None:
    wrong = nameless(house, naming(key_of("father").certificate))
    assert await verdict(house, wrong, Way.EGOV_MOBILE, *Way) == "bad_attributes"
