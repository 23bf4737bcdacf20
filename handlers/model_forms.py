"""The model form with everything that the education department has published, read anew only after a change. S2-73."""

from __future__ import annotations

import asyncio

from documents.model_form.forms import Layer, ModelForms
from storage.form_editions import PublishedEdition
from storage.uow import Uow


class PublishedForms:
    """The forms of the program's and the city's folders, and on top of them what was published."""

    def __init__(self, loaded: ModelForms) -> None:
        self._loaded = loaded
        self._known = 0, loaded

    async def now(self, uow: Uow) -> ModelForms:
        """As this transaction sees them. Raises `FormError` where folders and published texts do not fit together."""
        version = await uow.form_editions.version()
        if version != self._known[0]:
            layers = [layer_of(one) for one in await uow.form_editions.all()]
            self._known = version, await asyncio.to_thread(self._loaded.with_layers, *layers)
        return self._known[1]


def layer_of(one: PublishedEdition) -> Layer:
    """What the department published, as the forms take it."""
    return Layer(one.since, one.texts, f"published/{one.since}")
