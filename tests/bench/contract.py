"""What it costs to make a contract's file, and how long the event loop is held meanwhile."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import typst

from bot.program import SWITCH_EVERY_S
from documents.contract_pdf import Press
from documents.model_form.forms import FONTS, ModelForm, load_forms
from enrolment.contract_content import ContractContent
from tests.bench.load import quantile
from tests.documents.contracts import PAPERS, full

CONTRACTS, PAGES = 12, 30
MOST_S, LONGEST_HOLD_S = 0.6, 0.020
LOOKS_EVERY_S = 0.001
IDLE_S = 2.0
URL = "https://balapan.example.kz/check/{number}"
PLAIN = """#set page(paper: "a4", margin: 16mm)
#set text(font: "Noto Sans", size: 11pt)
#for number in range({pages}) [
  #if number > 0 [ #pagebreak() ]
  #grid(columns: 2, gutter: 8mm, ..range(2).map(side => [{seed} #number #side ] + lorem(250)))
]
"""


class Watch:
    """The longest time for which the event loop did nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0

    def told(self) -> float:
        """Seconds since it was asked last."""
        longest, self.longest = self.longest, 0.0
        return longest

    async def look(self) -> None:
        """Until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(LOOKS_EVERY_S)
            self.longest = max(self.longest, time.perf_counter() - before - LOOKS_EVERY_S)


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


async def measure_contract() -> None:
    """Thirty pages, each time another contract, from the content to the bytes; threads are let in as in the program."""
    sys.setswitchinterval(SWITCH_EVERY_S)
    form, watch = load_forms("unified").editions[0], Watch()
    async with Press() as press:
        papers = await filled_up_to(press, form, PAGES)
    looking = asyncio.create_task(watch.look())
    await asyncio.sleep(IDLE_S)
    held_by_nothing, taken = watch.told(), []
    async with Press() as press:
        for number in range(1, CONTRACTS + 2):
            started = time.perf_counter()
            made = await press.contract(form, contract_of(number, papers), URL.format(number=number))
            taken.append(time.perf_counter() - started)
        held_by_files = watch.told()
        pictures = await drawn(press, made.pdf)
    held_by_pictures = watch.told()
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    cold, *warm = taken
    middle, plain = quantile(warm, 0.5), plain_seconds(PAGES)
    kept = middle <= MOST_S and max(held_by_files, held_by_pictures) <= LONGEST_HOLD_S
    print(f"contract of {PAGES} pages, {len(made.pdf) / 1e3:.0f} kB, warm child: {middle:.2f} s at the median")
    print(f"  {max(warm):.2f} s at worst; {cold:.2f} s with the start of a child")
    print(f"  {PAGES} pages of plain text: {plain:.2f} s; the contract takes {middle / plain:.1f} times that")
    print(f"  a page of it as a picture: {quantile(pictures, 0.5) * 1e3:.0f} ms")
    print(
        f"  event loop held for {held_by_files * 1e3:.0f} ms by files, {held_by_pictures * 1e3:.0f} ms by pictures,"
        f" {held_by_nothing * 1e3:.0f} ms by nothing at most"
    )
    print(f"  at most {MOST_S} s and {LONGEST_HOLD_S * 1e3:.0f} ms: {'kept' if kept else 'MISSED'}")


if __name__ == "__main__":
    asyncio.run(measure_contract())
