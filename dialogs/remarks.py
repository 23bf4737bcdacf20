"""What the engine says when an input means nothing where it came."""

from __future__ import annotations

from locales.text import _

OUT_OF_DATE = _("That message is out of date. Here is what matters now.")
NOT_EXPECTED = _("I did not expect a file here and have not kept it. I will ask for it when it is needed.")
CHOOSE_ONE = _("Please choose one of the options: press it or send its number.")
TAKEN_UP = _("You began this before, and I kept your answers. To start anew, press “Cancel”.")
GLAD = _("I am always glad to help. Here is where we are.")
