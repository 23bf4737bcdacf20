"""What it costs to make a contract's file, and how long the event loop is held meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime

import typst

from bot.program import let_threads_in, spare_the_collector
from documents.contract_pdf import Press
from documents.model_form.forms import FONTS, ModelForm, load_forms
from enrolment.contract_content import ContractContent
from tests.bench.load import quantile, verdict
from tests.bench.together import at_once, beside_photos
from tests.bench.watch import LONGEST_HOLD_S, watching
from tests.documents.contracts import PAPERS, full

CONTRACTS, PAGES = 12, 30
MOST_S = 0.6
IDLE_S = 2.0
URL = "https://balapan.example.kz/check/{number}"
PLAIN = """#set page(paper: "a4", margin: 16mm)
#set text(font: "Noto Sans", size: 11pt)
#for number in range({pages}) [
  #if number > 0 [ #pagebreak() ]
  #grid(columns: 2, gutter: 8mm, ..range(2).map(side => [{seed} #number #side ] + lorem(250)))
]
"""


def contract_of(number: int, papers: int = len(PAPERS)) -> ContractContent:
    """A contract that no other has been like: other people, whose names and addresses are longer or shorter."""
    content = full()
    address = f"Алматы қаласы, {'Уәлиханов ' * (number % 4 + 1)}көшесі, {number} үй"
    mother = replace(content.representative, name=f"Әбдіқалықова {'Гүлнұр ' * (number % 3)}№{number}")
    return replace(
        content,
        final=True,
        number=f"0112-11.26.{number:03}",
        documents=(PAPERS * papers)[:papers],
        representative=replace(mother, residential_address=address),
        child=replace(content.child, name=f"{'Ернұр ' * (number % 5)}Жандосұлы №{number}"),
        fee=30_000 + number,
    )


async def filled_up_to(press: Press, form: ModelForm, pages: int) -> int:
    """With how many documents in its annex a contract has that many pages."""
    papers = len(PAPERS)
    while (await press.contract(form, contract_of(0, papers), URL)).pages < pages:
        papers += 4
    return papers


def plain_seconds(pages: int) -> float:
    """The same typesetter with as many pages of plain text in two columns, in this process."""
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    taken = []
    for number in range(CONTRACTS):
        source = PLAIN.format(pages=pages, seed=number)
        started = time.perf_counter()
        compiler.compile(
            source.encode(), format="pdf", pdf_standards=["a-2b"], timestamp=datetime(2026, 1, 1, tzinfo=UTC)
        )
        taken.append(time.perf_counter() - started)
    return quantile(taken, 0.5)


async def drawn(press: Press, pdf: bytes) -> list[float]:
    """Seconds for each page as a picture."""
    taken = []
    for number in range(1, PAGES + 1):
        started = time.perf_counter()
        await press.page(pdf, number)
        taken.append(time.perf_counter() - started)
    return taken


async def one_after_another(press: Press, form: ModelForm, papers: int) -> tuple[list[float], bytes]:
    """Seconds for each contract from the content to the bytes, the first with the start of a child; the last file."""
    taken, pdf = [], b""
    for number in range(1, CONTRACTS + 2):
        started = time.perf_counter()
        pdf = (await press.contract(form, contract_of(number, papers), URL.format(number=number))).pdf
        taken.append(time.perf_counter() - started)
    return taken, pdf


async def measure_contract() -> None:
    """Thirty pages, each time another contract; the collector is spared and threads are let in as in the program."""
    spare_the_collector()
    let_threads_in()
    form = load_forms("unified").editions[0]
    async with Press() as press:
        papers = await filled_up_to(press, form, PAGES)
    async with watching() as watch, Press() as press:
        await asyncio.sleep(IDLE_S)
        held = [watch.told()]
        taken, pdf = await one_after_another(press, form, papers)
        held.append(watch.told())
        pictures = await drawn(press, pdf)
        held.append(watch.told())

        async def makes(number: int) -> None:
            await press.contract(form, contract_of(CONTRACTS + 2 + number, papers), URL)

        together = await at_once(makes, watch), await beside_photos(makes, watch)
    print(f"contract of {PAGES} pages, {len(pdf) / 1e3:.0f} kB")
    print_alone(taken, pictures, held)
    for found in together:
        found.print(MOST_S)


def print_alone(taken: list[float], pictures: list[float], held: list[float]) -> None:
    """One contract after another, beside plain text and the bars."""
    cold, *warm = taken
    middle, plain = quantile(warm, 0.5), plain_seconds(PAGES)
    by_nothing, by_files, by_pictures = (f"{seconds * 1e3:.0f} ms" for seconds in held)
    kept = middle <= MOST_S and max(held[1:]) <= LONGEST_HOLD_S
    print(f"  warm child: {middle:.2f} s at the median, {max(warm):.2f} s at worst; {cold:.2f} s with the start of one")
    print(f"  {PAGES} pages of plain text: {plain:.2f} s; the contract takes {middle / plain:.1f} times that")
    print(f"  a page of it as a picture: {quantile(pictures, 0.5) * 1e3:.0f} ms")
    print(f"  event loop held for {by_files} by files, {by_pictures} by pictures, {by_nothing} by nothing at most")
    print(f"  at most {MOST_S} s and {LONGEST_HOLD_S * 1e3:.0f} ms: {verdict(kept)}")


if __name__ == "__main__":
    asyncio.run(measure_contract())
