"""What is measured on real pictures: bad photos are told from good ones, and good ones are left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from documents.looks import look_at
from documents.pages import upright
from enrolment.photo_advice import PhotoAdvice, advice
from tests.documents import files

SIZE = (1500, 2000)


def blurred(radius: float) -> Callable[[], Image.Image]:
    return lambda: files.paper(SIZE).filter(ImageFilter.GaussianBlur(radius))


def lit(share: float) -> Callable[[], Image.Image]:
    return lambda: ImageEnhance.Brightness(files.paper(SIZE)).enhance(share)


def moved() -> Image.Image:
    """The hand moved by a dozen pixels while the shutter was open."""
    moves = [files.paper(SIZE).transform(SIZE, Image.Transform.AFFINE, (1, 0, by, 0, 1, 0)) for by in range(12)]
    for number, one in enumerate(moves[1:], start=2):
        moves[0] = Image.blend(moves[0], one, 1 / number)
    return moves[0]


def empty() -> Image.Image:
    return files.paper(SIZE).resize((1, 1)).resize(SIZE)


def on_a_dark_table() -> Image.Image:
    """An identity card that fills a third of the photo."""
    table = Image.new("RGB", SIZE, (24, 22, 20))
    table.paste(files.paper((1000, 640)), (250, 600))
    return table


def chat() -> Image.Image:
    """The screen of a phone: a plain ground, and messages left and right."""
    screen = Image.new("RGB", (1080, 2340), (236, 229, 221))
    drawing = ImageDraw.Draw(screen)
    for number, top in enumerate(range(200, 2200, 260)):
        left = 60 if number % 2 else 320
        drawing.rounded_rectangle((left, top, left + 700, top + 200), 30, "white" if number % 2 else (220, 248, 198))
        drawing.text((left + 30, top + 60), "Сәлеметсіз бе!", "black", font_size=44)
    return screen


def receipt() -> Image.Image:
    """A photo as tall as a screen."""
    return files.paper((1000, 2200))


def told(picture: Image.Image) -> PhotoAdvice | None:
    """The advice about the picture as a phone would send it."""
    sent = Image.open(files.as_file(picture))
    return advice(look_at(upright(sent), picture.size))


@pytest.mark.parametrize(
    "good", [blurred(0), blurred(2), lit(0.5), lit(1.4), on_a_dark_table, receipt, lambda: files.paper((960, 1280))]
)
def test_a_photo_that_can_be_read_is_left_alone(good: Callable[[], Image.Image]) -> None:
    assert told(good()) is None


@pytest.mark.parametrize(
    ("bad", "advised"),
    [
        (lit(0.3), PhotoAdvice.DARK),
        (lit(0.1), PhotoAdvice.DARK),
        (empty, PhotoAdvice.BLANK),
        (blurred(3), PhotoAdvice.BLURRED),
        (moved, PhotoAdvice.BLURRED),
        (lambda: files.paper((600, 800)), PhotoAdvice.SMALL),
        (chat, PhotoAdvice.SCREENSHOT),
    ],
)
def test_one_that_cannot_is_told_from_it(bad: Callable[[], Image.Image], advised: PhotoAdvice) -> None:
    assert told(bad()) is advised
