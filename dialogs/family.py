"""The code by which another family lets somebody in. Edges 8 and 9."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.family_effects import JoinFamily
from dialogs.link_codes import read_link_code
from dialogs.questions import Ask
from dialogs.questions.question import Common
from locales.text import _


class EnterFamilyCode(Dialog):
    """The code that the applicant has passed on."""

    title = _("Code from a parent")
    code = Ask(
        _("Type the code that the child's parent gave you: 8 letters and digits."),
        read_link_code,
        Common(hint=_("The parent gets it on the application's card: “Family”.")),
    )

    def done(self) -> Effect:
        return JoinFamily(self.code)
