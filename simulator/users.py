"""The people who hold the phones: Telegram users of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.wire import JSON, Refused

FIRST_ID_WITHOUT_PHONE = 6_000_000_001
LANGUAGES = ("kk", "ru", "en")


@dataclass
class User:
    """One Telegram user with one phone; `bot` is the chat that their phone shows first."""

    id: int
    name: str
    phone: str | None
    language_code: str
    bot: str = "parent"

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
        }


class Users:
    """Everybody who holds a phone; the id follows from the phone so that a demo goes on after a restart."""

    def __init__(self) -> None:
        self._users: dict[int, User] = {}
        self._next_free = FIRST_ID_WITHOUT_PHONE

    def __iter__(self) -> Iterator[User]:
        return iter(self._users.values())

    def add(self, wish: JSON) -> User:
        """A new user from `{name, phone?, language_code?, bot?}`. Raises Refused when a field makes no sense."""
        name, phone = str(wish.get("name") or "").strip(), str(wish.get("phone") or "").strip() or None
        if not name:
            raise Refused("give a name")
        if phone is not None and not (phone.startswith("+") and phone[1:].isdecimal() and 8 <= len(phone) <= 16):
            raise Refused("give the phone as +77010000001")
        user = User(self._new_id(phone), name, phone, str(wish.get("language_code") or "ru"))
        user.bot = str(wish.get("bot") or "parent")
        self._users[user.id] = user
        return user

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
