"""When another photo is advised: where staff could not read this one, and never for taste."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from enrolment.photo_advice import Look, PhotoAdvice, advice

SHARP = Look(paper=230, range=190, ink=0.13, sharpness=0.4, evenness=0.7, plain=0.02, width=3000, height=4000)


def test_about_a_good_photo_there_is_nothing_to_advise() -> None:
    assert advice(SHARP) is None


@pytest.mark.parametrize(
    ("changed", "advised"),
    [
        ({"paper": 89}, PhotoAdvice.DARK),
        ({"paper": 90}, None),
        ({"ink": 0.0029, "range": 60}, PhotoAdvice.BLANK),
        ({"ink": 0.0029, "range": 61}, None),
        ({"ink": 0.003, "range": 60}, None),
        ({"sharpness": 0.119}, PhotoAdvice.BLURRED),
        ({"sharpness": 0.12}, None),
        ({"evenness": 0.19, "sharpness": 0.27}, PhotoAdvice.BLURRED),
        ({"evenness": 0.19, "sharpness": 0.28}, None),
        ({"evenness": 0.2, "sharpness": 0.27}, None),
        ({"width": 699}, PhotoAdvice.SMALL),
        ({"width": 700, "height": 700}, None),
        ({"width": 1000, "height": 1900, "plain": 0.25}, PhotoAdvice.SCREENSHOT),
        ({"width": 1000, "height": 1899, "plain": 0.25}, None),
        ({"width": 1000, "height": 1900, "plain": 0.24}, None),
    ],
)
def test_each_limit_is_where_it_was_measured(changed: dict[str, Any], advised: PhotoAdvice | None) -> None:
    assert advice(replace(SHARP, **changed)) is advised


def test_the_worst_is_told_first() -> None:
    assert advice(Look(20, 10, 0, 0.01, 0.05, 0.9, 300, 700)) is PhotoAdvice.DARK
    assert advice(Look(200, 10, 0, 0.01, 0.05, 0.9, 300, 700)) is PhotoAdvice.BLANK
    assert advice(Look(200, 90, 0, 0.01, 0.05, 0.9, 300, 700)) is PhotoAdvice.BLURRED
    assert advice(Look(200, 90, 0, 0.28, 0.05, 0.9, 300, 700)) is PhotoAdvice.SMALL
