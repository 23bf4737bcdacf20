"""Sealed values open at their place and nowhere else, under any key of the ring, and never when they were touched."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import BadKey, Keyring, Sealer, UnknownKey, parse_key

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
INDEX = bytes(32)
PLACE = "account.iin|17"
OVERHEAD = 1 + 4 + 12 + 16


def sealer(*keys: bytes) -> Sealer:
    return Sealer(Keyring.of(list(keys)), INDEX)


def encoded(*keys: bytes) -> str:
    return ", ".join(base64.b64encode(key).decode() for key in keys)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_sealed_opens_again(plaintext: bytes, place: str) -> None:
    sealed = sealer(NEW).seal(place, plaintext)
    assert sealer(NEW).open(place, sealed) == plaintext
    assert len(sealed) == len(plaintext) + OVERHEAD


def test_the_same_value_is_never_sealed_alike() -> None:
    assert sealer(NEW).seal(PLACE, b"880719300107") != sealer(NEW).seal(PLACE, b"880719300107")


@given(st.integers(min_value=0), st.integers(0, 7))
def test_one_changed_bit_is_noticed(position: int, bit: int) -> None:
    sealed = bytearray(sealer(NEW).seal(PLACE, b"880719300107"))
    sealed[position % len(sealed)] ^= 1 << bit
    with pytest.raises((InvalidTag, UnknownKey)):
        sealer(NEW).open(PLACE, bytes(sealed))


@given(st.integers(0, OVERHEAD + 2))
def test_a_cut_value_is_noticed(length: int) -> None:
    with pytest.raises(InvalidTag):
        sealer(NEW).open(PLACE, sealer(NEW).seal(PLACE, b"abc")[:length])


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    sealed = sealer(NEW).seal(PLACE, b"880719300107")
    for place in ("account.iin|18", "account.phone|17", ""):
        with pytest.raises(InvalidTag):
            sealer(NEW).open(place, sealed)


def test_an_older_key_of_the_ring_still_opens_and_the_newest_seals() -> None:
    both = sealer(NEW, OLD)
    assert both.open(PLACE, sealer(OLD).seal(PLACE, b"x")) == b"x"
    assert sealer(NEW).open(PLACE, both.seal(PLACE, b"y")) == b"y"


def test_a_key_that_left_the_ring_is_named_in_the_error() -> None:
    sealed = sealer(OLD).seal(PLACE, b"x")
    with pytest.raises(UnknownKey, match=f"key {sealed[1:5].hex()}, which KEYRING does not hold"):
        sealer(NEW).open(PLACE, sealed)


def test_rotation_moves_a_value_to_the_newest_key_once() -> None:
    resealed = sealer(NEW, OLD).reseal(PLACE, sealer(OLD).seal(PLACE, b"x"))
    assert sealer(NEW).open(PLACE, resealed) == b"x"
    assert sealer(NEW, OLD).reseal(PLACE, resealed) is resealed


def test_texts_and_json_keep_kazakh_letters() -> None:
    one = sealer(NEW)
    assert one.open_text(PLACE, one.seal_text(PLACE, "Әлихан Қуанышұлы")) == "Әлихан Қуанышұлы"
    value = {"name": "Үміт", "pages": [1, 2], "none": None}
    assert one.open_json(PLACE, one.seal_json(PLACE, value)) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_any_json_comes_back_even_half_of_a_surrogate_pair(value: object) -> None:
    assert sealer(NEW).open_json(PLACE, sealer(NEW).seal_json(PLACE, value)) == value


@pytest.mark.parametrize("value", ["\ud83d", {"text": "a\udc00"}, float("inf"), 2**80, {"\ud800": [1]}])
def test_odd_json_comes_back(value: object) -> None:
    assert sealer(NEW).open_json(PLACE, sealer(NEW).seal_json(PLACE, value)) == value


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError):
        sealer(NEW).seal_json(PLACE, {"what": object()})


def test_the_index_finds_equal_values_of_one_field_only() -> None:
    one = sealer(NEW)
    assert one.index("iin", "880719300107") == sealer(OLD).index("iin", "880719300107")
    assert one.index("iin", "880719300107") != one.index("phone", "880719300107")
    assert one.index("iin", "880719300107") != one.index("iin", "880719300108")
    assert one.index("iin", "1") != Sealer(Keyring.of([NEW]), NEW).index("iin", "1")
    assert len(one.index("iin", "1")) == 16


def test_a_ring_is_read_from_the_setting_newest_first() -> None:
    ring = Keyring.parse(encoded(NEW, OLD))
    assert Sealer(ring, INDEX).seal(PLACE, b"")[:5] == sealer(NEW).seal(PLACE, b"")[:5]
    assert len(ring.keys) == 2


@pytest.mark.parametrize("text", ["", "abc", "not base64!", base64.b64encode(b"short").decode(), encoded(NEW) + ","])
def test_a_bad_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey, match="a key must be base64"):
        Keyring.parse(text)


def test_keys_never_show_in_a_traceback() -> None:
    assert repr(NEW)[2:-1] not in repr(Keyring.of([NEW]))
    assert base64.b64encode(NEW).decode() not in repr(Keyring.of([NEW]))
    assert parse_key(encoded(NEW)) == NEW
