"""Thanks and other friendly things that answer no question: a kind word back is enough."""

from __future__ import annotations

import re

from dialogs.inputs import Said, Sent, Unreadable

_CORE = frozenset(
    "рахмет рақмет рахметт спасибо спс пасибо спасибочки благодарю благодарна благодарен thanks thank thx ty "
    "ок окей ok okay жақсы жарайды мақул түсінікті хорошо понятно понял поняла ясно ладно отлично супер керемет".split()
)
_AROUND = frozenset(
    "сізге саған көп көп-көп үлкен мың вам тебе большое огромное за помощь информацию very much you a lot so all "
    "got it келісті бәрі всё все очень за это".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")
_APPROVING = frozenset("👍👌🙏❤💛💚💙🤝🙂😊☺😀😁🥰😍🤗👏💐🌹🌸🌷✅🔥💯")
_FITTINGS = frozenset("\ufe0f\u200d🏻🏼🏽🏾🏿!.,)( \n")
_MOST = 6
_FRIENDLY_THINGS = frozenset({"sticker", "animation", "dice"})


def means_thanks(text: str) -> bool:
    """Whether the words, in any language, or the emoji say thanks or that all is well, and nothing else."""
    words = [word.casefold() for word in _WORDS.findall(text)]
    if words:
        return len(words) <= _MOST and not _CORE.isdisjoint(words) and set(words) <= _CORE | _AROUND
    signs = set(text) - _FITTINGS
    return bool(signs) and signs <= _APPROVING


def friendly(sent: Sent) -> bool:
    """Whether it is thanks, or a sticker, which asks for nothing."""
    match sent:
        case Said(text):
            return means_thanks(text)
        case Unreadable(kind):
            return kind in _FRIENDLY_THINGS
    return False
