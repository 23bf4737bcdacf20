"""Messages as Twilio posts them, signed as its documentation says, from people who do not exist."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from bot.whatsapp.account import TwilioAccount

SID = "SM" + "a1" * 16
MEDIA_SID = "ME" + "b2" * 16
PHONE, BUSINESS_SCOPED = "+77010000001", "KZ.1502837465920183"
ACCOUNT = TwilioAccount("AC" + "0" * 31 + "1", "demo-token", "whatsapp:+77000000000", "https://balapan.example.kz")


def posted(sid: str = SID, **changed: str) -> dict[str, str]:
    """The form of a text from Aigerim; fields that are changed, added, or blank."""
    form = {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "Айгерім",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": PHONE[1:],
        "SmsStatus": "received",
        "Body": "Сәлем",
        "To": ACCOUNT.sender,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": ACCOUNT.sid,
        "ChannelMetadata": '{"type":"whatsapp","data":{"context":{"ProfileName":"Айгерім","WaId":"77010000001"}}}',
        "From": f"whatsapp:{PHONE}",
        "ApiVersion": "2010-04-01",
    }
    return form | changed


def media_url(api: str = "https://api.twilio.com", account: str = ACCOUNT.sid, place: int = 0) -> str:
    """Where Twilio says that a file is."""
    return f"{api}/2010-04-01/Accounts/{account}/Messages/MM{'c3' * 16}/Media/ME{place:032x}"


def picture_form(url: str, mime: str = "image/jpeg", kind: str = "image", **changed: str) -> dict[str, str]:
    """A message with one file."""
    told = {"MessageType": kind, "Body": "", "NumMedia": "1", "MediaUrl0": url, "MediaContentType0": mime}
    return posted(**(told | changed))


def signature(url: str, form: Mapping[str, str], token: str = ACCOUNT.token) -> str:
    """What X-Twilio-Signature holds."""
    told = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), told.encode(), hashlib.sha1)).decode()
