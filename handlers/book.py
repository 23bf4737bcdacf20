"""The book of use cases: which function carries out an effect, and which one answers a query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from dialogs.effects import Effect
from dialogs.facts import Query
from dialogs.inputs import Fine, Refused

if TYPE_CHECKING:
    from handlers.desk import Desk

E = TypeVar("E", bound=Effect)
Q = TypeVar("Q", bound=Query[Any])
A = TypeVar("A")
Outcome = Fine | Refused

_PERFORMERS: dict[type[Effect], Callable[[Desk, Any], Awaitable[Outcome]]] = {}
_ANSWERERS: dict[type[Query[Any]], Callable[[Desk, Any], Awaitable[Any]]] = {}

Performer = Callable[["Desk", E], Awaitable[Outcome]]


def performs(effect: type[E]) -> Callable[[Performer[E]], Performer[E]]:
    """Enter the function as the one that carries out this effect."""

    def enter(function: Performer[E]) -> Performer[E]:
        _PERFORMERS[effect] = function
        return function

    return enter


def answers(query: type[Q]) -> Callable[[Callable[[Desk, Q], Awaitable[A]]], Callable[[Desk, Q], Awaitable[A]]]:
    """Enter the function as the one that answers this query."""

    def enter(function: Callable[[Desk, Q], Awaitable[A]]) -> Callable[[Desk, Q], Awaitable[A]]:
        _ANSWERERS[query] = function
        return function

    return enter


async def perform(desk: Desk, effect: Effect) -> Outcome:
    """Carry out an effect within the desk's transaction."""
    return await _PERFORMERS[type(effect)](desk, effect)


async def answer(desk: Desk, query: Query[Any]) -> Any:
    """Answer a query within the desk's transaction."""
    return await _ANSWERERS[type(query)](desk, query)
