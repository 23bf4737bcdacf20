"""Templates about a parent's own review of a kindergarten. S1-09."""

from __future__ import annotations

from bot.whatsapp.template import Template
from locales.text import _

FEEDBACK_TEMPLATES = (
    Template(
        "feedback_published",
        _("Your review of the kindergarten is published: everybody can read it now. Thank you for it."),
        (_("Open the reviews"),),
    ),
    Template(
        "feedback_declined",
        _(
            "Your review of the kindergarten is not published. The reason stands beside your review. "
            "You can write another one."
        ),
        (_("Open the reviews"),),
    ),
    Template(
        "feedback_answered",
        _("The kindergarten has answered your review. Its answer stands under the review."),
        (_("Open the reviews"),),
    ),
)
