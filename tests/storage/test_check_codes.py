"""The code of the check page: stable, unguessable, bound to this instance's key."""

from __future__ import annotations

import pytest

from storage.check_codes import check_code, contract_of_code
from storage.schema import new_id
from storage.sealing import Keyring, Sealer


def test_a_code_leads_to_its_contract_and_stays_the_same(sealer: Sealer) -> None:
    id_ = new_id()
    code = check_code(sealer, id_)
    assert code == check_code(sealer, id_)
    assert (len(code), code.isalnum(), code.islower()) == (32, True, True)
    assert contract_of_code(sealer, code) == contract_of_code(sealer, code.upper()) == id_


@pytest.mark.parametrize("place", [0, 12, 14, 31])
def test_a_code_with_another_letter_leads_nowhere(sealer: Sealer, place: int) -> None:
    code = check_code(sealer, 1 << 62 | 12345)
    other = "b" if code[place] == "a" else "a"
    assert contract_of_code(sealer, code[:place] + other + code[place + 1 :]) is None


@pytest.mark.parametrize("code", ["", "a", "a" * 31, "a" * 33, "1" * 32, "қ" * 32, "=" * 32])
def test_what_is_no_code_leads_nowhere(sealer: Sealer, code: str) -> None:
    assert contract_of_code(sealer, code) is None


def test_nobody_makes_a_code_without_the_key(sealer: Sealer) -> None:
    stranger = Sealer(Keyring.of([b"k" * 32]), b"another index key of 32 bytes..!")
    assert contract_of_code(sealer, check_code(stranger, 77)) is None
