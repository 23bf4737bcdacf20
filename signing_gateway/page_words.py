"""What the signing page says. S2-20…S2-25, S2-46…S2-55, N30…N33."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dialogs.signature_words import KEY_WAITS, NOT_CHECKED, WHY
from locales.text import Text, _
from signing_gateway.ways import Way

LANGUAGE = _("Language")
CHECK_TITLE = _("Check of your EDS")
FOR_WHOM, WHOSE_KEY, IIN, BIN = _("Who signs"), _("Owner of the EDS"), _("IIN"), _("BIN")
KINDERGARTEN, VOUCHER, CHILD = _("Kindergarten"), _("Voucher"), _("Child")
CHECK_ABOUT = _("I only check whether your EDS works and whether it is yours. You do not sign the contract yet.")
OPEN = _("Open")
OPEN_ABOUT = _("After this press the link works in this browser only, for an hour at most.")
OWN_TAB = _("The page opens in a tab of its own, so that NCALayer and key files work.")
ON_A_COMPUTER = _("NCALayer and saved files work best in the browser.")
ON_A_PHONE = _("If something does not work here:")
IN_THE_OWN_BROWSER = _("Open in the browser")
LARGER = _("Show the pages larger")
TO_SIGNING = _("Go to the signature")
DOWNLOAD = _("Download the document (PDF)")
SIGN = _("Sign")
SIGN_FOR = _("Sign for the kindergarten")
CHECK_NOW = _("Check the EDS")
WAYS = _("How do you want to sign?")
WAYS_TO_CHECK = _("How do you want to check it?")
BUSY = _("Please wait, the EDS is being checked.")
BUSY_NCALAYER = _("NCALayer is asking you now. Its window may stand behind this one.")
STOP = _("Choose another way")
BACK = _("Back to the chat")
TRY_AGAIN = _("Try again")
ATTENTION = _("The EDS must be registered to the owner of this account.")
ATTENTION_STAFF = _("The EDS of the head is needed, or of somebody with the right to sign for the kindergarten.")

NAMES: Final[Mapping[Way, Text]] = {
    Way.EGOV_MOBILE: _("With eGov Mobile on your phone"),
    Way.NCALAYER: _("With NCALayer on this computer"),
    Way.KEY: _("With a key file"),
    Way.FILE: _("With a signature that is ready (CMS, P7S)"),
}
EGOV_BUSINESS_NAME = _("With eGov Business on your phone")
EGOV_ABOUT = _("Your key is in the app. You look at the document there and sign it.")
EGOV_ABOUT_CHECK = _("Your key is in the app. There you confirm the check; this signs no contract.")
EGOV_BUTTON = _("Sign in eGov Mobile")
EGOV_BUSINESS = _("Sign in eGov Business")
EGOV_CHECK = _("Check the key in eGov Mobile")
EGOV_BUSINESS_CHECK = _("Check the key in eGov Business")
NCALAYER_ABOUT = _(
    "Start NCALayer and press the button. If the browser asks whether this page may reach programs on this computer, "
    "allow it. NCALayer asks for your key and password itself."
)
KEY_ABOUT = _("The key file and its password stay on this device: the page signs here and sends only the signature.")
KEY_FILE = _("Key file (P12)")
KEY_PASSWORD = _("Password of the key")
FILE_STEPS = (
    _("Sign it with your EDS in any program that makes CMS or P7S files."),
    _("Choose the file with the signature and send it. Never send the key itself."),
)
CHALLENGE = _("Download the text to be signed")
SIGNATURE_FILE = _("File with the signature")
NO_SCRIPT = _("The other ways need JavaScript in this browser.")

CHECKED = _("Your EDS works. Go back to the chat: the next step waits there.")
NOT_CHANGED = _("This signature changed nothing: the link was used already. Go back to the chat.")
ELSEWHERE = _("This link was opened in another browser. Ask for a new link in the chat: press “New link”.")
NO_COOKIE = _(
    "This browser did not keep the page’s cookie. Allow cookies for this page, or take another browser. "
    "Then ask for a new link in the chat: press “New link”."
)
ONE_MOMENT = _("One moment…")
GO_ON = _("Go on")
OVER = _("The time of this link is over. Ask for a new link in the chat: press “New link”.")
NOT_YOURS = _("You may not sign this document any more. What is next stands in the chat.")
MOVED_ON = _(
    "Something has changed: there is nothing to sign with this link any more. What is next stands in the chat."
)
RECEIVED = _("The signature has come and is being checked. The time of its receipt counts.")
NOT_CHECKED_YET = _(
    "The signature has come, and the time of its receipt counts. It could not be checked just now: I will check it "
    "myself and write to you."
)
NEXT_LINK = _("The next link stands in the chat.")
USED = _("This link was used already. What is next stands in the chat.")
UNKNOWN = _("This link does not work: a newer one has replaced it, or it is not complete. Take it from the chat.")
TOO_OFTEN = _("That was too often. Wait ten minutes and try again.")
TOO_OFTEN_HERE = _("This link was asked for too often. Wait a minute and try again.")
TROUBLE = _("Something went wrong here, not with you. Nothing is lost: try again in a minute.")
NO_FILE = _("No signature has come. Choose the file with the signature and send it again.")
PDF_SENT = _(
    "This is a PDF, not a signature. Choose the file that your program made when it signed: its name ends with CMS "
    "or P7S."
)
TOO_LARGE = _("That is larger than any signature. Choose the file with the signature, not the document.")
KEY_SENT = _(
    "This is the key itself, not a signature. I have not kept it. Never send your key to anybody. "
    "Choose “With a key file” here, or the file with the signature."
)

IN_THE_BROWSER: Final[Mapping[str, Text]] = {
    "key_file_broken": _("This is no key file. Choose the P12 file from the certification centre."),
    "wrong_password": _("The password does not fit this key. Type it again."),
    "key_file_unsupported": _("This kind of key file cannot be opened here. Choose another way."),
    "signing_failed": _("The signature could not be made. Try again, or choose another way."),
    "insecure_page": _("The page was opened without protection. Open the link from the chat anew."),
    "ncalayer_absent": _("NCALayer does not answer. Start it and try again; it can be had at ncl.pki.gov.kz."),
    "ncalayer_silent": _("NCALayer is silent. Restart it and try again."),
    "ncalayer_closed": _("NCALayer was closed before it signed. Start it and try again."),
    "ncalayer_timeout": _("Nobody answered in NCALayer. Its window may be behind this one. Try again."),
    "ncalayer_cancelled": _(
        "NCALayer was closed without signing, or has no key of yours. Nothing is signed. Try again."
    ),
    "ncalayer_module_missing": _("Your NCALayer is too old. Get a new one at ncl.pki.gov.kz."),
    "ncalayer_refused_order": _(
        "NCALayer did not accept this. Get a new one at ncl.pki.gov.kz, or choose another way."
    ),
    "ncalayer_signing_failed": _("NCALayer could not sign. Check the key and its password, and try again."),
    "ncalayer_failed": _("NCALayer could not sign. Try again, or choose another way."),
    "no_key_file": _("First choose the key file."),
}


def page_of(number: int, count: int) -> Text:
    """What a picture shows."""
    return _("Page {page} of {pages}", page=number, pages=count)


def told_in_the_browser(not_read: Text) -> Mapping[str, Text]:
    """What the page's own script may have to say, by the code of the problem."""
    return {**{why.value: text for why, text in WHY.items()}, **IN_THE_BROWSER, "not_read": not_read}


def not_checked(*, checks: bool) -> Text:
    """A service is silent: the term to sign is kept for a signature, and runs on while a key is only checked (C8a)."""
    return KEY_WAITS if checks else NOT_CHECKED
