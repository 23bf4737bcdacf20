"""Words that mean the same wherever they are typed, in every language."""

from __future__ import annotations

from enum import Enum


class Command(Enum):
    """What can be asked for at any point of a conversation."""

    MENU = "menu"
    BACK = "back"
    CANCEL = "cancel"
    NEXT = "next"
    HELP = "help"
    LANGUAGE = "language"


_WORDS = {
    Command.MENU: "0 menu /menu меню мәзір",
    Command.BACK: "back /back назад артқа вернуться",
    Command.CANCEL: "cancel /cancel отмена отменить стоп тоқтату болдырмау",
    Command.NEXT: "next /next далее дальше әрі_қарай оставить қалдыру",
    Command.HELP: "help /help помощь көмек",
    Command.LANGUAGE: "language /language язык тіл",
}
_COMMANDS = {word.replace("_", " "): command for command, words in _WORDS.items() for word in words.split()}


_YES, _NO = frozenset("yes да иә ия".split()), frozenset("no нет жоқ".split())


def agreement(text: str) -> bool | None:
    """Whether the words are a yes or a no, in any language; None for anything else."""
    word = text.strip(" .,!").casefold()
    return True if word in _YES else False if word in _NO else None


def command(text: str) -> Command | None:
    """The command that the words are, if they are one."""
    return _COMMANDS.get(" ".join(text.split()).casefold().strip(".!"))
