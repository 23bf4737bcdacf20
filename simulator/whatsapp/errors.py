"""What Twilio answers when a call is refused, and what it reports when a message is not delivered."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.wire import JSON

REFUSALS: Mapping[int, tuple[int, str]] = {
    11751: (400, "MMS -> Media exceeds messaging provider size limits"),
    20001: (400, "Invalid JSON"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20422: (400, "Invalid Parameter"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    20503: (503, "Service Unavailable"),
    21211: (400, "Invalid 'To' Phone Number"),
    21603: (400, "A 'From' phone number is required"),
    21604: (400, "A 'To' phone number is required"),
    21609: (400, "Invalid 'StatusCallback' URL"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21619: (400, "A text message body or media urls must be specified"),
    21620: (400, "Invalid media URL(s)"),
    21654: (400, "The ContentSid Parameter is Required"),
    21655: (400, "The ContentSid Parameter is Invalid"),
    21656: (400, "The Content Variables parameter is invalid"),
    21658: (400, "Parameter exceeded character limit"),
    21701: (400, "The Messaging Service does not exist"),
    21910: (400, "Invalid From and To pair. From and To should be of the same channel"),
    63007: (400, "Twilio could not find a Channel with the specified From address"),
}

FAILURES: Mapping[int, str] = {
    63003: "Channel could not find To address",
    63013: "Channel policy violation",
    63015: "Channel Sandbox can only send messages to phone numbers that have joined the Sandbox",
    63016: "Failed to send freeform message because you are outside the allowed window. Please use a Template.",
    63017: "Too many messages sent from this account in a given period of time",
    63018: "Rate limit exceeded for Channel",
    63019: "Media failed to download",
    63021: "Channel invalid content error",
    63024: "Invalid message recipient",
    63027: "Template does not exist for a language and locale",
    63028: "Number of parameters provided does not match the expected number of parameters",
    63032: "User's number is part of an experiment",
    63033: "Recipient blocked to receive message",
    63041: "Template paused",
}
AT_THE_CHANNEL = frozenset({63003, 63018, 63024, 63032, 63033, 63041})


class TwilioError(Exception):
    """A refused call: Twilio's code, the HTTP status, and perhaps seconds to wait."""

    def __init__(self, code: int, detail: str = "", *, status: int = 0, retry_after: int | None = None) -> None:
        known, said = REFUSALS.get(code, (400, "Bad Request"))
        self.code = code
        self.status = status or known
        self.message = f"{said}: {detail}" if detail else said
        self.retry_after = retry_after
        super().__init__(self.message)

    def wire(self) -> JSON:
        """The JSON body."""
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


def outcome(code: int) -> list[str]:
    """The statuses of a message that fails with this code: at Twilio itself, or only at WhatsApp."""
    return ["queued", "sent", "undelivered"] if code in AT_THE_CHANNEL else ["queued", "failed"]
