"""The aiogram library, imported in a quarter of its time: models that this program never uses are not built.

On import aiogram builds all of its 450 models, which takes longer than everything else at the start together. Here they
are left as declared; `built` completes the few that are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel

__all__ = ["AiohttpSession", "Bot", "Response", "TelegramAPIServer", "built", "exceptions", "methods", "types"]

Model = TypeVar("Model", bound=BaseModel)
_REBUILD = "model_rebuild"


@contextmanager
def _unbuilt() -> Iterator[None]:
    def leave_it(cls: type[Any], /, **_options: Any) -> None:
        """In place of BaseModel.model_rebuild while aiogram is imported."""

    original = BaseModel.__dict__[_REBUILD]
    setattr(BaseModel, _REBUILD, classmethod(leave_it))
    try:
        yield
    finally:
        setattr(BaseModel, _REBUILD, original)


with _unbuilt():
    from aiogram import Bot, exceptions, methods, types
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.methods.base import Response

_NAMES: dict[str, Any] = {name: getattr(types, name) for name in types.__all__}


def built(model: type[Model]) -> type[Model]:
    """The model, ready for use."""
    model.model_rebuild(_types_namespace=_NAMES)
    return model


for _model in (types.ResponseParameters, types.User, types.Message, types.File):
    built(_model)
