"""The catalogue is read from what spreadsheets really write, and every problem is told at once."""

from __future__ import annotations

import pytest

from documents.preschool_rows import COLUMNS, MAY_BE_MISSING
from documents.quarantine import Quarantine
from documents.spreadsheet import MAX_BYTES, Read, read_catalogue
from documents.tables import MAX_ROWS
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from tests.documents.children import acting, answering
from tests.documents.files import archive
from tests.documents.sheets import as_csv, as_xlsx, bomb_xlsx, row

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("S1-07")]
LOCALITIES = ("almaty", "astana", "karaganda")
OTHER_BIN = "200141000004"
ODD = "This cannot stand in a contract: Λ👍. Leave it out, or write it in Kazakh, Russian or Latin letters."

BALAPAN = Preschool(
    bin="150140000002",
    name_kk="№ 12 «Балапан» балабақшасы",
    name_ru="Детский сад № 12 «Балапан»",
    locality="almaty",
    address_kk="Тәуелсіздік көшесі, 1 үй",
    address_ru="ул. Тауелсиздик, д. 1",
    ownership="state",
    queue_types=(QueueType.GENERAL, QueueType.SANATORIUM),
    languages=(InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN),
    contract_channel="electronic",
    lat=43.238,
    lon=76.889,
    fee=None,
    groups=(Group("Ботақан", 2, 3, 25),),
    phone="+77000000012",
    head="Серикова Анна Ивановна",
    iban="KZ456010000000000001",
)


class Reader:
    """Reads a catalogue as an administrator sends it."""

    def __init__(self, quarantine: Quarantine) -> None:
        self._quarantine = quarantine

    async def __call__(self, content: str | bytes) -> Read:
        content = content.encode() if isinstance(content, str) else content
        return await read_catalogue(content, localities=LOCALITIES, quarantine=self._quarantine)


@pytest.fixture
def reads(quarantine: Quarantine) -> Reader:
    return Reader(quarantine)


def places(read: Read) -> list[tuple[int, str | None]]:
    return [(problem.row_number, problem.column) for problem in read.problems]


async def test_a_csv_file_is_read_as_it_stands(reads: Reader) -> None:
    read = await reads(as_csv(row()))
    assert read.preschools == (BALAPAN,)
    assert read.clean


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
async def test_encodings_and_separators_of_spreadsheet_programs(reads: Reader, encoding: str, separator: str) -> None:
    assert (await reads(as_csv(row(), separator=separator).encode(encoding))).preschools == (BALAPAN,)


async def test_a_file_in_windows_letters_is_read(reads: Reader) -> None:
    russian = row(name_kk="Балапан", address_kk="Абай, 1", group="Ромашка")
    read = await reads(as_csv(russian, separator=";").encode("cp1251"))
    assert [one.name_ru for one in read.preschools] == ["Детский сад № 12 «Балапан»"]


async def test_kazakh_letters_that_were_lost_are_noticed(reads: Reader) -> None:
    lost = as_csv(row(group="Ромашка"), separator=";").encode("cp1251", "replace")
    assert places(await reads(lost)) == [(2, "name_kk"), (2, "address_kk")]


async def test_a_workbook_with_numbers_is_read_like_text(reads: Reader) -> None:
    numbers = row(bin=150140000002, lat=43.238, lon=76.889, min_age=2, max_age=3.0, places=25, fee=None)
    assert (await reads(as_xlsx(numbers))).preschools == (BALAPAN,)


async def test_rows_of_one_preschool_are_its_groups_and_blank_rows_do_not_count(reads: Reader) -> None:
    text = as_csv(
        row(languages="kk"), {}, row(group="Күншуақ", languages="ru", min_age="1,5", max_age="2", places="10")
    )
    (one,) = (await reads(text)).preschools
    assert one.groups == (Group("Ботақан", 2, 3, 25), Group("Күншуақ", 1.5, 2, 10))
    assert one.languages == (InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN)


async def test_columns_may_come_in_any_order(reads: Reader) -> None:
    assert (await reads(as_csv(row(), columns=reversed(COLUMNS)))).preschools == (BALAPAN,)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("bin", "", "The cell is empty."),
        ("bin", "15014000000", "A BIN has 12 digits, and here are 11. Leading zeros count."),
        ("bin", "15014000000x", "A BIN has only digits, and here is “x”."),
        ("bin", "150140000003", "The control digit of this BIN does not fit: at least one digit is mistyped."),
        ("bin", "151340000002", "This is not the BIN of an organisation."),
        ("name_ru", "", "The cell is empty."),
        ("locality", "paris", "“paris” is not known. Possible: almaty, astana, karaganda."),
        ("lat", "north", "“north” is not a number."),
        ("lat", "76.9", "76.9 is not between 40 and 56."),
        ("lon", "", "A place on the map needs both lat and lon."),
        ("lat", "", "A place on the map needs both lat and lon."),
        ("ownership", "public", "“public” is not known. Possible: private, state."),
        ("queue_types", "general;special", "“special” is not known. Possible: correctional, general, sanatorium."),
        ("queue_types", ";", "The cell is empty."),
        ("languages", "kz", "“kz” is not known. Possible: en, kk, ru."),
        ("min_age", "-1", "-1 is not between 0 and 7."),
        ("max_age", "2", "The upper age must be above the lower one."),
        ("max_age", "nan", "nan is not between 0 and 8."),
        ("group", "", "The cell is empty."),
        ("places", "2.5", "2.5 is not a whole number."),
        ("places", "many", "“many” is not a number."),
        ("contract_channel", "fax", "“fax” is not known. Possible: both, electronic, paper."),
        ("fee", "free", "“free” is not a number."),
        ("phone", "12", "“12” is not a phone number. Write it like +7 (700) 000-00-00."),
        ("iban", "KZ456010000000000002", "“KZ456010000000000002” is not an account number (IBAN) of a known bank."),
        ("iban", "KZ869980000000000001x", "“KZ869980000000000001x” is not an account number (IBAN) of a known bank."),
        ("fee", "=1+1", "This is a formula. Write its value instead."),
        ("name_kk", "@SUM(A1)", "This is a formula. Write its value instead."),
        *((column, "Мектеп «Λogos» 👍", ODD) for column in ("name_kk", "name_ru", "address_kk", "head", "group")),
        ("ownership", "p" * 60, "“" + "p" * 40 + "…” is not known. Possible: private, state."),
    ],
)
async def test_a_cell_that_will_not_do_is_told_with_its_place(reads: Reader, column: str, cell: str, told: str) -> None:
    read = await reads(as_csv(row(**{column: cell})))
    assert [(one.row_number, one.column, str(one.text)) for one in read.problems] == [(2, column, told)]
    assert read.preschools == ()


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("8 700 000 00 12", "+77000000012"), ("+7 7272 67 00 00", "+77272670000"), ("", None)],
)
async def test_a_phone_may_be_a_fixed_line_or_nobodys(reads: Reader, phone: str, kept: str | None) -> None:
    (one,) = (await reads(as_csv(row(phone=phone)))).preschools
    assert one.phone == kept


async def test_a_file_from_before_there_were_phones_heads_and_accounts_is_read(reads: Reader) -> None:
    columns = [column for column in COLUMNS if column not in MAY_BE_MISSING]
    (one,) = (await reads(as_csv(row(), columns=columns))).preschools
    assert (one.phone, one.head, one.iban) == (None, None, None)


async def test_what_nobody_sees_and_wide_digits_are_no_problem_and_do_not_come_along(reads: Reader) -> None:
    odd = {
        "group": "Бота\u00adқан\u200b",
        "name_ru": "Детский  сад № １２ «Балапан»\ufeff",
        "address_kk": BALAPAN.address_kk,
    }
    assert (await reads(as_csv(row(**odd)))).preschools == (BALAPAN,)


async def test_a_fee_is_read_with_its_thousands_apart(reads: Reader) -> None:
    (one,) = (await reads(as_csv(row(fee="40 000")))).preschools
    assert one.fee == 40_000


async def test_a_formula_in_a_workbook_is_refused(reads: Reader) -> None:
    assert places(await reads(as_xlsx(row(places="=20+5")))) == [(2, "places")]


async def test_all_problems_are_told_and_the_good_preschools_are_still_read(reads: Reader) -> None:
    bad = row(bin=OTHER_BIN, locality="paris", places="-3")
    read = await reads(as_csv(bad, row(), row(bin="1")))
    assert places(read) == [(2, "locality"), (2, "places"), (4, "bin")]
    assert read.preschools == (BALAPAN,)
    assert not read.clean


async def test_rows_of_one_preschool_must_agree(reads: Reader) -> None:
    read = await reads(as_csv(row(), row(group="Күншуақ", name_ru="Другой сад", fee="100")))
    assert places(read) == [(3, "name_ru"), (3, "fee")]
    assert "row 2" in str(read.problems[0].text)
    assert read.preschools == ()


async def test_a_group_stands_once_in_its_preschool(reads: Reader) -> None:
    read = await reads(as_csv(row(), row(bin=OTHER_BIN), row(group="БОТАҚАН")))
    assert places(read) == [(4, "group")]
    assert [one.bin for one in read.preschools] == [OTHER_BIN]


async def test_the_header_must_be_complete(reads: Reader) -> None:
    columns = [*(column for column in COLUMNS if column != "fee"), "notes", "bin"]
    assert places(await reads(as_csv(row(), columns=columns))) == [(1, "fee"), (1, "notes"), (1, "bin")]


async def test_a_comma_that_splits_a_cell_is_noticed(reads: Reader) -> None:
    text = as_csv(row()).replace('"Тәуелсіздік көшесі, 1 үй"', "Тәуелсіздік көшесі, 1 үй")
    assert (2, None) in places(await reads(text))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "There are no rows"),
        (b"\n\n", "There are no rows"),
        (",".join(COLUMNS).encode(), "There are no rows"),
        (b"x" * (MAX_BYTES + 1), "larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        (archive("page.jpg"), "neither a CSV nor an XLSX"),
        (as_xlsx(row())[:2000], "neither a CSV nor an XLSX"),
        (b"\xff\xfe\x00", "neither a CSV nor an XLSX"),
        (b'bin,"name\n', "neither a CSV nor an XLSX"),
        (bomb_xlsx(), "unpacks to far more"),
        (b"a\n" * (MAX_ROWS + 1), "more than 20000 rows"),
    ],
)
async def test_a_file_that_is_no_catalogue_is_refused_as_a_whole(reads: Reader, content: bytes, told: str) -> None:
    read = await reads(content)
    assert places(read) == [(0, None)]
    assert told in str(read.problems[0].text)


@pytest.mark.parametrize("said", ["{}", '{"rows": 1, "broken": "odd"}'])
async def test_an_answer_of_another_shape_is_no_catalogue(said: str) -> None:
    async with Quarantine(places=1, inspector=answering(said)) as quarantine:
        read = await read_catalogue(as_xlsx(row()), localities=LOCALITIES, quarantine=quarantine)
    assert "neither a CSV nor an XLSX" in str(read.problems[0].text)


async def test_a_workbook_that_kills_its_process_is_refused() -> None:
    async with Quarantine(places=1, inspector=acting("os._exit(3)")) as quarantine:
        read = await read_catalogue(as_xlsx(row()), localities=LOCALITIES, quarantine=quarantine)
    assert "unpacks to far more" in str(read.problems[0].text)
