"""The texts a parent agrees to, by version; a new version is asked for anew. S3-13, S3-32."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.questions.accept import Terms
from locales.text import _, joined

DATA_POLICY = joined(
    _("Data policy"),
    _("What I keep: your phone, IIN, name and birth date; the same for your children; the documents you send."),
    _("What for: to put the child in a queue, to issue a voucher and to conclude a contract with a kindergarten."),
    _(
        "Who sees it: the doctor or the education department that checks the application, "
        "and the kindergarten you choose."
    ),
    _(
        "How it travels: what we write to each other passes through the messenger you use, and it can see that. "
        "It is Telegram; or WhatsApp of the company Meta, with the company Twilio between. Their servers are abroad."
    ),
    _("How it is kept: encrypted. Messages are erased 30 days after they were used."),
    _("Your rights: in “Profile” you can read, correct, download and delete your data at any time."),
    separator="\n",
)
APPLICATION_TERMS = joined(
    _("Terms of the application"),
    _("The service is free. The order of the queue depends only on the category and the time of the application."),
    _(
        "The data you give must be true. The education department may check them "
        "and reject an application that is false."
    ),
    _("I may ask state registries about the child's and your data to check this application."),
    _(
        "When a voucher is issued you have a limited time to answer. "
        "I will remind you, but watch the deadline yourself too."
    ),
    separator="\n",
)


def data_policy(dialog: Dialog) -> Terms:
    """The data policy of the profile's version."""
    return Terms(dialog.facts.profile.privacy.data_policy_version, DATA_POLICY)


def application_terms(dialog: Dialog) -> Terms:
    """The terms of an application of the profile's version."""
    return Terms(dialog.facts.profile.privacy.terms_version, APPLICATION_TERMS)
