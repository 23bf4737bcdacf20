"""The ways in which somebody may sign on the page, and which of them suit a device."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How a signature is made; the names are those of the setting SIGNING_WAYS."""

    EGOV_MOBILE = "egov_mobile"
    NCALAYER = "ncalayer"
    KEY = "key"
    FILE = "file"


ON_A_COMPUTER: Final = (Way.EGOV_MOBILE, Way.NCALAYER, Way.KEY, Way.FILE)
ON_A_PHONE: Final = (Way.EGOV_MOBILE, Way.KEY, Way.FILE)
"""NCALayer is a program for computers."""
SCRIPTED: Final = frozenset({Way.NCALAYER, Way.KEY})
"""Those that the page's own script carries out."""
_PHONE: Final = re.compile(r"Android|iPhone|iPad|iPod|Mobile", re.ASCII)


def on_a_phone(user_agent: str) -> bool:
    """Whether the browser is one of a phone or a tablet."""
    return _PHONE.search(user_agent) is not None


def ways_for(user_agent: str, switched_on: Collection[Way]) -> list[Way]:
    """The ways for this device, the fitting one first."""
    order = ON_A_PHONE if on_a_phone(user_agent) else ON_A_COMPUTER
    return [way for way in order if way in switched_on]
