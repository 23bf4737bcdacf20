"""Six digits by SMS that prove a typed phone: how often they are sent, how long they live, what a wrong one costs.

S3-11, S3-16, S3-18, edge 36.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from dialogs.effects import CheckCode, SendCode
from dialogs.inputs import Fine, Refused
from handlers.book import Outcome, performs
from handlers.desk import Desk
from locales.text import Text, _, joined, n_
from storage.codes import CodeCheck, CodePurpose, CodeVerdict

HOUR, DAY = 3600, 86_400


@performs(SendCode)
async def send_code(desk: Desk, effect: SendCode) -> Outcome:
    """Send a fresh code; the digits are kept as a digest only and never logged."""
    if not desk.office.able.codes:
        return Refused(joined(_("Codes cannot be sent now."), without_code(desk), separator=" "))
    what = CodePurpose(desk.account.id, effect.phone, effect.purpose)
    most = desk.office.profile.verification_code.tries
    if not await desk.uow.limits.left(_tries(desk, what), desk.now, DAY, most):
        return Refused(_locked(desk))
    too_often = await _too_often(desk, effect.phone)
    if too_often is not None:
        return Refused(too_often)
    rules = desk.office.profile.verification_code
    code = f"{secrets.randbelow(10**rules.length):0{rules.length}}"
    await desk.uow.codes.issue(what, code, timedelta(seconds=rules.lifetime_seconds), desk.present)
    message = {"to": effect.phone, "text": sms_text(code, rules.lifetime_seconds).in_(desk.locale)}
    await desk.uow.tasks.add(desk.account.id, "sms", message, desk.now)
    desk.uow.wake("tasks")
    return Fine()


@performs(CheckCode)
async def check_code(desk: Desk, effect: CheckCode) -> Outcome:
    """Whether the code is the right one; a wrong one costs one of the tries, which resending does not give back."""
    what = CodePurpose(desk.account.id, effect.phone, effect.purpose)
    most = desk.office.profile.verification_code.tries
    if not await desk.uow.limits.left(_tries(desk, what), desk.now, DAY, most):
        return Refused(_locked(desk))
    match await desk.uow.codes.check(what, effect.code, desk.now, most):
        case CodeCheck(CodeVerdict.RIGHT):
            await desk.uow.limits.reset(_tries(desk, what))
            return Fine()
        case CodeCheck(CodeVerdict.WRONG):
            return Refused(await _wrong(desk, what, most))
        case CodeCheck(CodeVerdict.EXPIRED):
            return Refused(_("This code is too old. Press “Send another code” and type the new one."))
        case CodeCheck(CodeVerdict.NONE):
            return Refused(_("There is no code to compare with. Press “Send another code” and type the new one."))
    await desk.uow.limits.hit(_tries(desk, what), desk.now, DAY, most)
    return Refused(_locked(desk))


def sms_text(code: str, lifetime_seconds: int) -> Text:
    """What the SMS says, with the lifetime in whole minutes, or in seconds where it is none."""
    minutes, seconds = divmod(lifetime_seconds, 60)
    if seconds:
        return n_(
            "Balapan code: {code}. It is good for {count} second. Tell it to nobody.",
            "Balapan code: {code}. It is good for {count} seconds. Tell it to nobody.",
            lifetime_seconds,
            code=code,
        )
    return n_(
        "Balapan code: {code}. It is good for {count} minute. Tell it to nobody.",
        "Balapan code: {code}. It is good for {count} minutes. Tell it to nobody.",
        minutes,
        code=code,
    )


async def _too_often(desk: Desk, phone: str) -> Text | None:
    """What to say when the phone, or whoever asks from this chat, has had enough codes; else this one is counted."""
    rules, limits = desk.office.profile.verification_code, desk.uow.limits
    hourly, daily, own = f"codes an hour {phone}", f"codes a day {phone}", f"codes of {desk.address.id}"
    if not await limits.left(hourly, desk.now, HOUR, rules.sends_per_hour):
        return n_(
            "I can send {count} code an hour to one number. Please wait and ask again in an hour.",
            "I can send {count} codes an hour to one number. Please wait and ask again in an hour.",
            rules.sends_per_hour,
        )
    for name in (daily, own):
        if not await limits.left(name, desk.now, DAY, rules.sends_per_day):
            return n_(
                "I can send {count} code a day. Please ask again tomorrow.",
                "I can send {count} codes a day. Please ask again tomorrow.",
                rules.sends_per_day,
            )
    await limits.hit(hourly, desk.now, HOUR, rules.sends_per_hour)
    for name in (daily, own):
        await limits.hit(name, desk.now, DAY, rules.sends_per_day)
    return None


async def _wrong(desk: Desk, what: CodePurpose, most: int) -> Text:
    await desk.uow.limits.hit(_tries(desk, what), desk.now, DAY, most)
    left = await desk.uow.limits.left(_tries(desk, what), desk.now, DAY, most)
    if not left:
        return _locked(desk)
    return n_(
        "The code is wrong. Compare it with the SMS and type it again: {count} try is left.",
        "The code is wrong. Compare it with the SMS and type it again: {count} tries are left.",
        left,
    )


def _tries(desk: Desk, what: CodePurpose) -> str:
    """Counted for the chat: its account may be deleted, and the next one is opened at once."""
    return f"wrong codes {desk.address.id} {what.phone} {what.purpose}"


def without_code(desk: Desk) -> Text:
    """What else there is to do, which depends on what the chat can prove."""
    if desk.chat.phone is not None:
        return _("Go on with the number of this chat instead, or write to support.")
    if desk.chat.shares_contact:
        return _("Share your number with the button instead, or write to support.")
    return _("Please write to support.")


def _locked(desk: Desk) -> Text:
    too_many = _("The code was wrong too many times, so no code will do for this number until tomorrow.")
    return joined(too_many, without_code(desk), separator=" ")
