"""Both Kazakh hashes give the numbers of their standards."""

from __future__ import annotations

import pytest

from signing_gateway.gost3411 import gost3411
from signing_gateway.streebog import streebog512

# RFC 6986, 10: the examples there are printed from the last byte to the first.
EXAMPLE_1 = b"012345678901234567890123456789012345678901234567890123456789012"
EXAMPLE_2 = "Се ветри, Стрибожи внуци, веютъ с моря стрелами на храбрыя плъкы Игоревы".encode("cp1251")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            EXAMPLE_1,
            "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
            "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
        ),
        (
            EXAMPLE_2,
            "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
            "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
        ),
        (
            b"",
            "8e945da209aa869f0455928529bcae4679e9873ab707b55315f56ceb98bef0a7"
            "362f715528356ee83cda5f2aac4c6ad2ba3a715c1bcd81cb8e9f90bf4c1c1a8a",
        ),
    ],
    ids=["63 bytes", "72 bytes", "empty"],
)
def test_streebog_gives_the_examples_of_rfc_6986(message: bytes, expected: str) -> None:
    assert streebog512(message).hex() == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (b"This is message, length=32 bytes", "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"),
        (
            b"Suppose the original message has length = 50 bytes",
            "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208",
        ),
        (b"", "ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d"),
    ],
    ids=["32 bytes", "50 bytes", "empty"],
)
def test_gost_34_311_with_the_test_box_gives_the_examples_of_rfc_5831(message: bytes, expected: str) -> None:
    assert gost3411(message).hex() == expected


@pytest.mark.parametrize("length", [63, 64, 65, 127, 128, 129])
def test_where_a_block_ends_makes_no_two_messages_alike(length: int) -> None:
    message = bytes(range(length))
    alike = {streebog512(one) for one in (message, message + b"\0", message + b"\1", message[:-1])}
    assert len(alike) == 4
