"""Why a signature or a key does not count, in words that say what to do. S1-27, S2-25, S2-53, S2-77, N30–N33, C3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from enrolment.signature_verdict import RefusedBecause as Why
from locales.text import Text, _

ONCE_MORE = _("The signature arrived damaged. Sign once more.")
OTHER_KIND = _("This is no key of the National Certification Authority. Use your EDS from egov.kz.")
SOMEBODY_ELSES = _("The IIN in the EDS is not the IIN of this account. Use your own EDS.")
OWN_KEY = _("This key belongs to an organisation. Sign with your own EDS, issued to you as a person.")
NOT_YOURS = _("This key may not sign for the kindergarten. Use the EDS that was issued for it.")
NOT_CHECKED = _(
    "The service that checks the EDS does not answer for now. I will check it myself and write to you. "
    "Your term is kept."
)
KEY_WAITS = _(
    "The service that checks the EDS does not answer for now. I will check it myself and write to you. "
    "The time to sign runs on meanwhile."
)
"""Of a key that is only checked: the terms stop at the receipt of a signature (C8a), not before."""
WHY: Mapping[Why, Text] = {
    Why.MALFORMED: ONCE_MORE,
    Why.TOO_LARGE: ONCE_MORE,
    Why.NO_SIGNER: ONCE_MORE,
    Why.SEVERAL_SIGNERS: _("Several people have signed this. It needs your signature alone: sign once more."),
    Why.OTHER_DOCUMENT: _("Another document was signed. Sign the one that the signing page shows."),
    Why.NO_CERTIFICATE: ONCE_MORE,
    Why.WEAK_ALGORITHM: _("This key is of an old kind that counts no more. Get a new EDS on egov.kz."),
    Why.BAD_ATTRIBUTES: ONCE_MORE,
    Why.CERTIFICATE_NOT_NAMED: _(
        "The program with which this was signed leaves out what the law asks for. Sign on the signing page itself."
    ),
    Why.BROKEN_SIGNATURE: ONCE_MORE,
    Why.UNTRUSTED_ISSUER: OTHER_KIND,
    Why.AUTHENTICATION_KEY: _(
        "You chose the key for logging in: its file begins with AUTH. Choose the key for signing: RSA or GOST."
    ),
    Why.NOT_A_PERSON: OWN_KEY,
    Why.ORGANISATION: OWN_KEY,
    Why.OTHER_IIN: SOMEBODY_ELSES,
    Why.OTHER_BIN: NOT_YOURS,
    Why.NOT_ENTITLED: NOT_YOURS,
    Why.NOT_YET_VALID: _("The EDS is not valid yet: a new one may begin the next day. Sign then."),
    Why.EXPIRED: _("The EDS is not valid any more. Renew it on egov.kz."),
    Why.REVOKED: _("The EDS was revoked. Get a new one."),
    Why.BAD_TIME_STAMP: ONCE_MORE,
    Why.ABSURD_TIME: _(
        "The date on the device where this was signed is wrong by far. Set it right and sign once more."
    ),
    Why.USED_BEFORE: _("This signature was used before. Sign once more."),
    Why.TERM_OVER: _("The term to sign has ended: a signature counts no more. Open the contract and see what is next."),
    Why.MOVED_ON: _("The contract has moved on: this does not count any more. Open it and see what is next."),
}
FOR_GOOD = frozenset({Why.TERM_OVER, Why.MOVED_ON})
"""After these no other signature helps."""


def refusal(result: Mapping[str, Any]) -> Text:
    """What a refused verdict says to the person who signed."""
    reason = Why(result["reason"])
    if reason is Why.NOT_YET_VALID and "from" in result:
        return _not_yet(result)
    if reason is Why.EXPIRED and "to" in result:
        return _("The term of your EDS is over: {to}. Renew it on egov.kz.", to=_day(result, "to"))
    return WHY[reason]


def _not_yet(result: Mapping[str, Any]) -> Text:
    """A key that was renewed today often starts the next day (S2-77)."""
    return _(
        "Your EDS begins to work later: {since}. A new key often starts the next day; come back then.",
        since=_day(result, "from"),
    )


def _day(result: Mapping[str, Any], name: str) -> object:
    return datetime.fromisoformat(result[name])
