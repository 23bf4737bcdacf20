"""What the pictures of the tests show: a queue, weeks, waits, a town, with the longest names that occur."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from documents.drawing.day_numbers import DayNumber, numbers_picture, numbers_words
from documents.drawing.heading import Heading
from documents.drawing.issued_chart import Issued, Week, issued_picture, issued_words
from documents.drawing.map_chart import District, Site, TownMap, map_picture, map_words
from documents.drawing.place_chart import PlaceHistory, place_picture, place_words
from documents.drawing.queue_chart import CategoryRow, QueueTable, queue_picture, queue_words
from documents.drawing.sheet import Sheet
from documents.drawing.wait_chart import Wait, wait_picture, wait_words
from enrolment.distance import Point
from enrolment.estimate import CannotSay, PlaceOn, estimate, outlook
from locales.catalogue import Locale
from locales.text import Text, n_, trilingual

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 16)
PACE = (3, 4, 2, 0, 5, 3, 4, 2, 1, 3, 5, 2, 4, 3, 2, 4)
HEADING = Heading(trilingual("Almaty, general queue", "Алматы, жалпы кезек", "Алматы, общая очередь"), NOW)
NAMES = (
    trilingual("Kindergarten No. 12", "№ 12 «Балапан» балабақшасы", "Детский сад № 12 «Балапан»"),
    trilingual(
        "Nursery and kindergarten No. 105 of the city's education department",
        "Білім басқармасының № 105 «Ботақан» мемлекеттік коммуналдық қазыналық кәсіпорны",
        "Государственное коммунальное казённое предприятие «Ясли-сад № 105 «Ботақан» управления образования",
    ),
    trilingual("Mini-centre", "«Айналайын» шағын орталығы", "Мини-центр «Айналайын»"),
)
CATEGORIES = (
    trilingual("extraordinary", "кезектен тыс", "внеочередные"),
    trilingual(
        "orphans and children without parental care",
        "жетім балалар мен ата-анасының қамқорлығынсыз қалған балалар",
        "дети-сироты и дети, оставшиеся без попечения родителей",
    ),
    trilingual("in turn", "жалпы тәртіппен", "в общем порядке"),
)
ALMATY_CENTRE = Point(43.24, 76.9)


def places(*days_and_places: tuple[int, int]) -> list[PlaceOn]:
    """Places by how many days ago they were taken."""
    return [PlaceOn(TODAY - timedelta(days=ago), place) for ago, place in days_and_places]


def history(*days_and_places: tuple[int, int]) -> PlaceHistory:
    """A history with the estimate of a queue that moves on by about three a week."""
    points = places(*days_and_places)
    now = points[-1].place
    about = trilingual("No. 2026-000123", "Өтініш № 2026-000123", "Заявление № 2026-000123")
    return PlaceHistory(about, points, TODAY, estimate(now, PACE), outlook(now, PACE, NOW))


def unknown(*days_and_places: tuple[int, int], why: CannotSay = CannotSay.TOO_SHORT) -> PlaceHistory:
    """A history without an estimate."""
    return PlaceHistory(HEADING.about, places(*days_and_places), TODAY, why)


def ages(count: int = 7) -> list[Text]:
    """Ages in years from 0."""
    return [n_("{count} year", "{count} years", years) for years in range(count)]


def table() -> QueueTable:
    """Three categories of very unlike sizes."""
    counts = ([2, 14, 55, 61, 20, 7, 0], [0, 0, 3, 4, 0, 1, 0], [1210, 4540, 12355, 7861, 2420, 1170, 113])
    return QueueTable(HEADING, ages(), [CategoryRow(*row) for row in zip(CATEGORIES, counts, strict=True)])


def weeks(*issued: int, running: bool = True) -> Issued:
    """Weeks up to this one."""
    first = MONDAY - timedelta(weeks=len(issued) - 1)
    last = len(issued) - 1
    return Issued(
        HEADING,
        [Week(first + timedelta(weeks=n), count, not running or n < last) for n, count in enumerate(issued)],
    )


def waits() -> list[Wait]:
    """Days, months, and too few children to say."""
    return [Wait(CATEGORIES[0], 20, 34), Wait(CATEGORIES[1], None, 3), Wait(CATEGORIES[2], 430, 12001)]


def numbers() -> list[DayNumber]:
    """Figures of a day."""
    waiting = trilingual("Waiting", "Құжаттардың расталуын күтіп тұрған өтініштер", "Ожидают подтверждения документов")
    return [DayNumber(HEADING.about, 34211, 34198), DayNumber(waiting, 0, 52), DayNumber(NAMES[0], 1200)]


def town(count: int, here: Point | None = ALMATY_CENTRE) -> TownMap:
    """So many preschools spread over the town in a spiral, three names in turn."""
    places_free = trilingual("Free places: 3", "Бос орындар: 3", "Свободных мест: 3")
    sites = [
        Site(NAMES[n % 3], Point(43.2 + n * 37 % 41 / 400, 76.8 + n * 23 % 43 / 200), places_free if n % 2 else None)
        for n in range(count)
    ]
    outline = [Point(43.2, 76.85), Point(43.26, 76.85), Point(43.26, 76.95), Point(43.2, 76.95)]
    district = District(trilingual("Bostandyk", "Бостандық ауданы", "Бостандыкский район"), outline)
    return TownMap(HEADING.about, sites, here, [district])


def all_pictures(locale: Locale) -> dict[str, Sheet]:
    """Every kind of picture in its usual and its largest form."""
    return {
        "place": place_picture(history((265, 148), (130, 160), (60, 71), (5, 58)), locale),
        "place unknown": place_picture(unknown((0, 12345)), locale),
        "queue": queue_picture(table(), locale),
        "issued": issued_picture(weeks(275, 1165, 129, 0, 967), locale),
        "issued a year": issued_picture(weeks(*(n * 379 % 1400 for n in range(53))), locale),
        "wait": wait_picture(HEADING, waits(), locale),
        "numbers": numbers_picture(HEADING, numbers(), locale),
        "map": map_picture(town(8), locale),
        "map of 40": map_picture(town(40), locale),
    }


def all_words() -> dict[str, Text]:
    """The words of the same pictures."""
    return {
        "place": place_words(history((265, 148), (130, 160), (60, 71), (5, 58))),
        "place unknown": place_words(unknown((0, 12345))),
        "queue": queue_words(table()),
        "issued": issued_words(weeks(275, 1165, 129, 0, 967)),
        "issued a year": issued_words(weeks(*(n * 379 % 1400 for n in range(53)))),
        "wait": wait_words(HEADING, waits()),
        "numbers": numbers_words(HEADING, numbers()),
        "map": map_words(town(8)),
        "map of 40": map_words(town(40)),
    }
