"""The people who hold the phones: each may write by Telegram and by WhatsApp."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.wire import JSON, Refused

FIRST_ID_WITHOUT_PHONE = 6_000_000_001
LANGUAGES = ("kk", "ru", "en")


BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass
class User:
    """One person with one phone; `bot` is the chat that it shows first: parent, staff or whatsapp.

    `bsuid` is WhatsApp's business-scoped id; who is known there by a user name only shows no number.
    """

    id: int
    name: str
    phone: str | None
    language_code: str
    bot: str = "parent"
    bsuid: str | None = None
    username_only: bool = False

    @property
    def whatsapp(self) -> str:
        """How WhatsApp calls this person: `+77010000001`, or `KZ.1502…` for a user name."""
        shown = None if self.username_only else self.phone
        return shown or self.bsuid or ""

    def wire(self) -> JSON:
        """Telegram's User object."""
        first, _, last = self.name.partition(" ")
        named = {"first_name": first, "last_name": last} if last else {"first_name": first}
        return {"id": self.id, "is_bot": False, **named, "language_code": self.language_code}

    def seen(self) -> JSON:
        """What the control API tells."""
        return {
            "id": self.id,
            "name": self.name,
            "phone": self.phone,
            "language_code": self.language_code,
            "bot": self.bot,
            "bsuid": self.bsuid,
            "username_only": self.username_only,
        }


class Users:
    """Everybody who holds a phone; the id follows from the phone so that a demo goes on after a restart."""

    def __init__(self) -> None:
        self._users: dict[int, User] = {}
        self._next_free = FIRST_ID_WITHOUT_PHONE

    def __iter__(self) -> Iterator[User]:
        return iter(self._users.values())

    def add(self, wish: JSON) -> User:
        """A new user from `{name, phone?, language_code?, bot?, bsuid?, username_only?}`. Raises Refused."""
        name, phone = str(wish.get("name") or "").strip(), phone_in(wish)
        if not name:
            raise Refused("give a name")
        user = User(self._new_id(phone), name, phone, str(wish.get("language_code") or "ru"))
        user.bot = str(wish.get("bot") or "parent")
        user.bsuid = f"KZ.1502{user.id}"
        name_on_whatsapp(user, wish)
        self._users[user.id] = user
        return user

    def on_whatsapp(self, address: str) -> User | None:
        """Whom `+77010000001` or `KZ.1502…` is; of several phones with one number, the one that WhatsApp is for."""
        found = [user for user in self if address in (user.phone, user.bsuid)]
        return next((user for user in found if user.bot == "whatsapp"), found[0] if found else None)

    def get(self, user_id: int) -> User | None:
        """The user with that id, if there is one."""
        return self._users.get(user_id)

    def clear(self) -> None:
        """Take all phones off the desk."""
        self._users.clear()

    def _new_id(self, phone: str | None) -> int:
        """Beyond 32 bits, as real ids are: 77010000001 gives 7010000001."""
        wanted = int(phone[1:]) % 10**10 if phone else 0
        if wanted and wanted not in self._users:
            return wanted
        self._next_free += 1
        return self._next_free - 1


def phone_in(wish: JSON) -> str | None:
    """The number a wish gives, if any. Raises Refused."""
    phone = str(wish.get("phone") or "").strip() or None
    if phone is not None and not PHONE.fullmatch(phone):
        raise Refused("give the phone as +77010000001")
    return phone


def name_on_whatsapp(user: User, wish: JSON) -> None:
    """Give the person another `bsuid` (null for none), or hide the number (`username_only`). Raises Refused."""
    bsuid = wish.get("bsuid", user.bsuid)
    if bsuid is not None and not BSUID.fullmatch(str(bsuid)):
        raise Refused("a business-scoped id is two letters, a dot and up to 128 letters or digits")
    hidden = bool(wish.get("username_only", user.username_only))
    if hidden and bsuid is None:
        raise Refused("who shows no number has a business-scoped id")
    user.bsuid, user.username_only = bsuid, hidden
