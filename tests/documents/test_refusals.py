"""Every refusal says what is wrong, how to do it right, and that nothing is lost."""

from __future__ import annotations

import pytest

from documents.kinds import Family
from documents.refusals import eds_warning, explain
from documents.verdicts import Refusal, Refused

DETAILS: dict[str, str | int] = {"bytes": 31_000_000, "limit": 20 * 2**20, "width": 320, "height": 240, "pages": 630}


@pytest.mark.parametrize("reason", [reason for reason in Refusal if reason is not Refusal.EDS_KEY])
def test_every_refusal_is_explained(reason: Refusal) -> None:
    said = str(explain(Refused(reason, DETAILS)))
    assert "lease" in said and said.endswith("Everything you sent before is kept.")
    assert "{" not in said and "  " not in said and "invalid" not in said.lower()


def test_numbers_are_said_in_the_units_that_people_use() -> None:
    assert str(explain(Refused(Refusal.TOO_BIG, DETAILS))).startswith(
        "This file has 30 MB, and I can take up to 20 MB."
    )
    one_page = str(explain(Refused(Refusal.TOO_MANY_PAGES, {"pages": 2, "limit": 1})))
    assert one_page.startswith("This PDF has 2 pages. At most 1 page can be taken.")


@pytest.mark.rule("E-28")
@pytest.mark.parametrize("family", list(Family))
def test_every_family_is_named(family: Family) -> None:
    others = {str(explain(Refused(Refusal.NOT_A_DOCUMENT, {"family": other}))) for other in Family if other != family}
    assert str(explain(Refused(Refusal.NOT_A_DOCUMENT, {"family": family}))) not in others


@pytest.mark.rule("S2-48")
def test_a_key_gets_the_warning_and_claims_no_deletion() -> None:
    assert "revoke this key" in str(explain(Refused(Refusal.EDS_KEY)))
    assert "deleted" not in str(explain(Refused(Refusal.EDS_KEY)))
    assert "I deleted the message." in str(eds_warning(deleted=True))
