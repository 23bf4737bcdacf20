"""A department's new texts, read, checked, compared and printed outside of any turn: it takes seconds. S2-73."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from documents.model_form.blocks import FormError
from documents.model_form.differences import ChangedFile, differences
from documents.model_form.forms import Layer, ModelForm, ModelForms
from documents.model_form.reading import decoded
from handlers.account_files import content_of, own_file, sealed
from handlers.contract_drafting import PDF
from handlers.contract_press import NotPrinted, Press
from handlers.office import Office
from handlers.staff.kept_form import KeptForm, pack
from handlers.staff.model_form_changes import counted, word_for_word
from handlers.telling import locale_of
from locales.catalogue import Locale
from locales.text import Text, _, verbatim
from storage.database import Database
from storage.file_records import FileRecord
from storage.tasks import TaskRow

FORM: Final = "model_form"
TEXT: Final = "text/plain"
LONGEST: Final = 64 * 1024
GONE: Final = {"status": "gone"}
_NAME: Final = re.compile(r"\d\d-[a-z][a-z0-9-]*\.txt")


@dataclass(frozen=True)
class Sent:
    """What came: the files as they are, from whom in which language, and what is published now."""

    files: Sequence[tuple[FileRecord, bytes]]
    since: date
    locale: Locale
    forms: ModelForms
    version: int


async def read_new_form(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """The outcome for the dialog that waits: `status` is read, problems, same, unprintable or gone.

    With "problems" come their `lines`; with "read" what is `kept`, how many pages the draft has, what differs in
    each file, and how many contracts are not signed now.
    """
    if office.press is None or (sent := await _sent(database, office, office.press, task)) is None:
        return GONE
    texts, lines = _texts(sent)
    if not lines:
        layer = Layer(sent.since, {**sent.forms.texts(sent.since), **texts})
        found = await asyncio.to_thread(sent.forms.mistakes, layer)
        lines = [*(wrong.told for wrong in found), *_elsewhere(found, texts)]
    if lines:
        return {"status": "problems", "lines": [line.in_(sent.locale) for line in lines]}
    new = (await asyncio.to_thread(sent.forms.with_layers, layer)).in_force(sent.since)
    changed = differences(sent.forms.in_force(sent.since), new)
    if not changed:
        return {"status": "same"}
    return await _kept(database, office, office.press, _Ready(task.account_id, sent, layer, tuple(texts), new, changed))


@dataclass(frozen=True)
class _Ready:
    """Everything is right and something is different."""

    account_id: int
    sent: Sent
    layer: Layer
    names: tuple[str, ...]
    form: ModelForm
    changed: tuple[ChangedFile, ...]


async def _sent(database: Database, office: Office, press: Press, task: TaskRow) -> Sent | None:
    async with database.reading() as uow:
        account = (await uow.accounts.load([task.account_id]))[task.account_id]
        records = [await own_file(uow, account.id, id_) for id_ in task.payload["files"]]
        version = await uow.form_editions.version()
        forms = await press.forms.now(uow)
    files = []
    for record in records:
        content = await content_of(office, record) if record is not None and record.mime == TEXT else None
        if record is None or content is None:
            return None
        files.append((record, content))
    return Sent(files, date.fromisoformat(task.payload["since"]), locale_of(account), forms, version)


def _texts(sent: Sent) -> tuple[dict[str, str], list[Text]]:
    """The texts by the names of their files, and what is wrong with files as such."""
    texts: dict[str, str] = {}
    lines: list[Text] = []
    for record, content in sent.files:
        if not _NAME.fullmatch(record.name):
            lines.append(_wrong_name(record.name))
        elif len(content) > LONGEST:
            limit = LONGEST // 1024
            lines.append(
                _("{file}: the file is longer than {limit} KB. Divide it.", file=verbatim(record.name), limit=limit)
            )
        else:
            try:
                texts[record.name] = decoded(record.name, content.removeprefix(b"\xef\xbb\xbf"))
            except FormError as wrong:
                lines.append(wrong.told)
    return texts, lines


def _wrong_name(name: str) -> Text:
    return _(
        "{file}: a name has two digits, a hyphen and small Latin letters, such as {example}. Rename the file.",
        file=verbatim(name),
        example="05-payment.txt",
    )


def _elsewhere(found: Iterable[FormError], texts: Mapping[str, str]) -> list[Text]:
    if all(wrong.name in texts for wrong in found):
        return []
    return [_("Among these are files that you have not sent: they no longer fit the new text. Send them too.")]


async def _kept(database: Database, office: Office, press: Press, ready: _Ready) -> dict[str, Any]:
    try:
        draft = await press.specimen(ready.form)
    except NotPrinted:
        return {"status": "unprintable"}
    sent, texts = ready.sent, ready.layer.texts
    pdf = await sealed(office, ready.account_id, draft.pdf, PDF)
    changes = word_for_word(ready.changed).in_(sent.locale)
    kept = await pack(office, ready.account_id, KeptForm(sent.since, sent.version, texts, ready.names, pdf.id, changes))
    async with database.transaction("model form read") as uow:
        for record in (pdf, kept):
            await uow.files.add(record)
        unsigned = await uow.contracts.count_unsigned()
    files = [counted(one) for one in ready.changed]
    return {"status": "read", "kept": kept.id, "pages": draft.pages, "files": files, "unsigned": unsigned}
