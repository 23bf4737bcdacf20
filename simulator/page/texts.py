"""Every text of the page; the pages' own files name them by key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from locales.catalogue import Locale
from locales.dates import say_date, say_weekday
from locales.text import Text, _

TEXTS: Mapping[str, Text] = {
    "title": _("Balapan simulator"),
    "tagline": _("Phones on your desk. Nobody is real, nothing is kept."),
    "language": _("Language"),
    "phones": _("Phones on the desk"),
    "skip": _("Skip to the phones"),
    "add_phone": _("Add a phone"),
    "name": _("Name"),
    "phone_number": _("Phone number"),
    "phone_language": _("Language of the phone"),
    "writes_to": _("Writes to"),
    "parent_bot": _("Bot for parents"),
    "staff_bot": _("Bot for staff"),
    "parent": _("parent"),
    "staff": _("staff"),
    "add": _("Add"),
    "cancel": _("Cancel"),
    "clock": _("Clock"),
    "hour_on": _("+1 hour"),
    "day_on": _("+1 day"),
    "working_day_on": _("+1 working day"),
    "set_clock": _("Set the date and time"),
    "set": _("Set"),
    "real_time": _("Back to real time"),
    "to_try": _("What to try"),
    "families": _("Families in the citizen registry"),
    "siblings": _("A mother with two children"),
    "one_child": _("A father with one child"),
    "not_the_parent": _("Timur is not the girl's parent: the registry names Alina, and knows no phone of hers"),
    "child_of": _("parent: {names}"),
    "no_phone": _("no phone in the registry"),
    "open_phone": _("Show the phone of {name}"),
    "iin": _("IIN"),
    "born": _("born {date}"),
    "copy_iin": _("Copy the IIN of {name}"),
    "copied": _("Copied"),
    "invites": _("Invite codes for staff"),
    "invite_how": _("Send a code to the bot for staff. A new code is made by this command:"),
    "copy_command": _("Copy the command"),
    "copy_code": _("Copy: {code}"),
    "trouble": _("Make trouble"),
    "registry_down": _("The citizen registry is down"),
    "sms_down": _("The SMS service is down"),
    "all_sms": _("All SMS"),
    "no_sms": _("No SMS yet"),
    "sms_to": _("SMS to {phone}"),
    "reset": _("Clear the desk"),
    "reset_sure": _("Clear all chats, SMS and added phones? The bot keeps what it knows."),
    "telegram": _("Telegram"),
    "sms": _("SMS"),
    "unread": _("{count} unread"),
    "bot": _("bot"),
    "typing": _("is typing…"),
    "chat_of": _("Chat of {name}"),
    "phone_of": _("Phone of {name}"),
    "you": _("You"),
    "start": _("Start"),
    "start_hint": _("The chat is empty. Press Start, as on a real phone."),
    "what_can": _("What can this bot do?"),
    "message": _("Message"),
    "send": _("Send"),
    "attach": _("Attach"),
    "attach_photo": _("Photos"),
    "attach_file": _("Files"),
    "sample_photo": _("Sample photo of a certificate"),
    "sample_pdf": _("Sample PDF"),
    "share_contact": _("Share my number"),
    "foreign_contact": _("Somebody else's contact"),
    "share_location": _("My location"),
    "commands": _("Commands"),
    "buttons": _("Answer buttons"),
    "block": _("Block the bot"),
    "unblock": _("Unblock the bot"),
    "put_away": _("Put the phone away"),
    "menu_of": _("More about the phone of {name}"),
    "edited": _("edited"),
    "photo": _("Photo"),
    "video": _("Video"),
    "voice": _("Voice message"),
    "sticker": _("Sticker"),
    "document": _("File"),
    "location": _("Location"),
    "open_file": _("Open {name}"),
    "opens_new_tab": _("opens in a new tab"),
    "ok": _("OK"),
    "failed": _("It did not work: {problem}"),
    "lost": _("The simulator does not answer. Waiting for it…"),
    "back": _("The simulator is here again."),
    "no_phones": _("No phone is on the desk. Choose one above."),
    "sample_title": _("Sample certificate"),
    "sample_body": _("Made up by the simulator. Not a real document."),
}


def said_in(locale: Locale) -> dict[str, object]:
    """All texts in that language, `dates` (one a month) and `weekdays` too; the page fills in what stands in braces."""
    texts: dict[str, object] = {key: text.in_(locale) for key, text in TEXTS.items()}
    dates = [_pattern(say_date(date(2345, month, 22), locale)) for month in range(1, 13)]
    weekdays = [say_weekday(date(2024, 1, day), locale) for day in range(1, 8)]
    return {**texts, "dates": dates, "weekdays": weekdays}


def _pattern(said: str) -> str:
    return said.replace("2345", "{year}").replace("22", "{day}")
