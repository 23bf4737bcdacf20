"""What is said around eGov Mobile, in the app and on the page."""

from __future__ import annotations

from locales.text import Text, _

CHECK = _("Check of your EDS")
PAGES, VOUCHER = _("Pages"), _("Voucher")
DONE = _("The signature has come. Go back to the page.")
ANOTHER = _("This document was signed already. Look at the page that showed the code.")
OVER = _("This code is over. Take a new one from the page.")
NOT_OURS = _("What came cannot be read as a signature of this document. Take a new code from the page.")
KEY_SENT = _("This is the key itself, not a signature. I have not kept it. Never send your key to anybody.")

SCAN_STEPS = (
    _("Open eGov Mobile on your phone and choose “eGov QR”."),
    _("Point the camera at this code."),
    _("Look at the document there and sign it. This page goes on by itself."),
)
CONFIRM_STEP = _("Confirm the check there. This page goes on by itself.")
BUSINESS_STEP = _("Open eGov Business on your phone and choose “eGov QR”.")
CODE = _("QR code for eGov Mobile")
OPEN_APP = _("Open eGov Mobile")
OPEN_BUSINESS = _("Open eGov Business")
OPEN_DIRECTLY = _("The app does not open? Try this link")
ON_THIS_DEVICE = _("The app is on this device? Open it here")
SIGN_THERE = _("Sign in the app, then come back to this page: it goes on by itself.")
CONFIRM_THERE = _("Confirm the check in the app, then come back to this page: it goes on by itself.")
WAITING, WAITING_FOR_CHECK = _("Waiting for your signature…"), _("Waiting until you confirm…")
SIGNED, CONFIRMED = _("I have signed"), _("I have confirmed")
OTHER_WAYS = _("Choose another way")


def sign(number: str, amends: str) -> Text:
    """What is to be signed: a contract, or an additional agreement that changes the contract of the other number."""
    if amends:
        return _("Additional agreement No. {number} to contract No. {amends}", number=number, amends=amends)
    return _("Contract No. {number}", number=number)
