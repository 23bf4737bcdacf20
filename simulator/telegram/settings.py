"""Methods about the bot itself: who it is, its commands, descriptions and menu button."""

from __future__ import annotations

import re

from simulator.bots import Bot
from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import BadRequest, NotFound
from simulator.telegram.html import utf16_length
from simulator.telegram.limits import DOWNLOAD_BYTES
from simulator.wire import JSON

COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(bot: Bot, arguments: Arguments) -> JSON:
    """getMe."""
    abilities = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**bot.wire(), **abilities, "can_connect_to_business": False, "has_main_web_app": False}


async def get_chat(bot: Bot, arguments: Arguments) -> JSON:
    """getChat."""
    return bot.writable(arguments.text("chat_id")).wire() | {"accent_color_id": 0, "max_reaction_count": 11}


async def get_file(bot: Bot, arguments: Arguments) -> JSON:
    """getFile: up to 20 MiB."""
    stored = bot.files.by_id(arguments.text("file_id"))
    if stored is None:
        raise BadRequest("invalid file_id")
    if len(stored.content) > DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    unique = f"AQAD{stored.file_id[-12:]}"
    size = len(stored.content)
    return {"file_id": stored.file_id, "file_unique_id": unique, "file_size": size, "file_path": stored.path}


async def set_my_commands(bot: Bot, arguments: Arguments) -> bool:
    """setMyCommands: at most 100, kept by scope and language."""
    commands = arguments.structure("commands", "can't parse commands JSON array")
    if not isinstance(commands, list):
        raise BadRequest("can't parse commands: expected an Array of BotCommand")
    if len(commands) > 100:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", ""))) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.settings[commands_of(arguments)] = commands
    bot.desk.journal.write("settings", bot=bot.label)
    return True


async def get_my_commands(bot: Bot, arguments: Arguments) -> list[JSON]:
    """getMyCommands."""
    return list(bot.settings.get(commands_of(arguments), []))


async def delete_my_commands(bot: Bot, arguments: Arguments) -> bool:
    """deleteMyCommands."""
    bot.settings.pop(commands_of(arguments), None)
    return True


def commands_of(arguments: Arguments) -> str:
    """Where the commands of this scope and language are kept."""
    scope = arguments.structure("scope", "can't parse BotCommandScope") or {"type": "default"}
    return f"commands/{scope.get('type')}/{scope.get('chat_id', '')}/{arguments.text('language_code')}"


async def set_my_name(bot: Bot, arguments: Arguments) -> bool:
    """setMyName: up to 64 characters."""
    return described(bot, arguments, "name", 64)


async def set_my_description(bot: Bot, arguments: Arguments) -> bool:
    """setMyDescription: up to 512 characters."""
    return described(bot, arguments, "description", 512)


async def set_my_short_description(bot: Bot, arguments: Arguments) -> bool:
    """setMyShortDescription: up to 120 characters."""
    return described(bot, arguments, "short_description", 120)


def described(bot: Bot, arguments: Arguments, name: str, limit: int) -> bool:
    """Keep one description in its language. Raises BadRequest above the limit."""
    text = arguments.text(name)
    if utf16_length(text) > limit:
        raise BadRequest(f"{name.replace('_', ' ')} is too long")
    language = arguments.text("language_code")
    bot.settings[f"{name}/{language}" if language or name != "name" else name] = text
    bot.desk.journal.write("settings", bot=bot.label)
    return True


async def set_chat_menu_button(bot: Bot, arguments: Arguments) -> bool:
    """setChatMenuButton."""
    button = arguments.structure("menu_button", "can't parse menu button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise BadRequest("can't parse menu button: wrong type")
    bot.settings[f"menu_button/{arguments.text('chat_id')}"] = button
    return True


async def get_chat_menu_button(bot: Bot, arguments: Arguments) -> JSON:
    """getChatMenuButton."""
    found: JSON = bot.settings.get(f"menu_button/{arguments.text('chat_id')}", {"type": "default"})
    return found


def downloaded(bot: Bot, path: str) -> bytes:
    """The bytes behind a file path. Raises NotFound."""
    stored = bot.files.by_path(path)
    if stored is None:
        raise NotFound()
    return stored.content
