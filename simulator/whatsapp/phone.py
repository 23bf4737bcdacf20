"""What a person does with WhatsApp; each action becomes the webhook that Twilio would send."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.pictures import NotAPicture, WrongDimensions, photo_sizes
from simulator.telegram.arguments import Upload
from simulator.users import User, name_on_whatsapp, phone_in
from simulator.whatsapp import reports
from simulator.whatsapp.account import LABEL, Account, Chat
from simulator.whatsapp.inbound import common, media_fields, posted
from simulator.whatsapp.media import Media
from simulator.whatsapp.messages import Message, new_sid, showing
from simulator.wire import JSON, Refused

LONGEST = 4096
ALBUM = 30
KINDS = {"photo": "image", "document": "document", "video": "video", "voice": "audio", "sticker": "sticker"}
GREETING = "Сәлеметсіз бе!"


@dataclass(frozen=True)
class Phone:
    """One person's WhatsApp."""

    account: Account
    user: User

    @property
    def label(self) -> str:
        """The bot's label in paths and records."""
        return LABEL

    @property
    def chat(self) -> Chat:
        """The chat with the sender of the account."""
        return self.account.chat_with(self.user)

    def says(self, text: str, reply_to: str | None = None) -> JSON:
        """Type a text and send it, perhaps as a reply to a message."""
        kept = text.strip()
        if not kept or len(kept) > LONGEST:
            raise Refused(f"a text has 1 to {LONGEST} characters")
        return self.send("text", kept, showing("user", "text", kept, reply_to=reply_to), self.replying(reply_to))

    def starts(self, payload: str) -> JSON:
        """Open the chat by a link and send the text it brings."""
        self.unblocks()
        return self.says(payload or GREETING)

    def presses(self, message_id: str, button: JSON) -> JSON:
        """Press a button, or choose a row of a list; old ones stay pressable for ever."""
        title, data = str(button["text"]), str(button["data"])
        template = any(each.sid == message_id and each.shown.get("template") for each in self.chat.messages)
        if button["kind"] == "list":
            tapped = {"ListId": data, "ListTitle": title}
        else:
            tapped = {"ButtonText": title, "ButtonPayload": data}
        shown = showing("user", "text", title, reply_to=message_id, data=data)
        form = {**tapped, **self.replying(message_id)}
        return {**self.send("button" if template else "interactive", title, shown, form), "label": title, "data": data}

    def shares_contact(self, wish: JSON) -> JSON:
        """Send a contact card: the own one (`own`), or somebody else's. It proves nothing."""
        own = bool(wish.get("own", True))
        name = self.user.name if own else str(wish.get("name", "Somebody"))
        number = (self.user.phone or "") if own else str(wish.get("phone", "+77010000099"))
        if not number:
            raise Refused("this person has no phone number", 409)
        card = (
            f"BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\nTEL;type=CELL;waid={number[1:]}:{number}\nEND:VCARD\n"
        )
        first, _, last = name.partition(" ")
        contact = {"phone_number": number, "first_name": first, "last_name": last or None}
        shown = showing("user", "contact", contact=contact)
        return self.attached("contacts", Upload(f"{name}.vcf", "text/vcard", card.encode()), "", shown)

    def shares_location(self, latitude: float, longitude: float, wish: JSON) -> JSON:
        """Send a place, perhaps with `label` and `address`."""
        place = {"latitude": latitude, "longitude": longitude}
        form = {"Latitude": str(latitude), "Longitude": str(longitude)}
        form |= {name.title(): str(wish[name]) for name in ("label", "address") if wish.get(name)}
        return self.send("location", "", showing("user", "location", location=place), form)

    async def sends_files(self, kind: str, uploads: Sequence[Upload], caption: str = "") -> JSON:
        """Send files, one webhook each; a photo is made anew as JPEG, a document keeps its bytes."""
        if not 1 <= len(uploads) <= ALBUM or kind not in KINDS:
            raise Refused(f"send 1 to {ALBUM} files; kind is one of {', '.join(KINDS)}")
        ready = [await as_photo(upload) if kind == "photo" else upload for upload in uploads]
        sent = [self.sends_file(kind, upload, caption if not index else "") for index, upload in enumerate(ready)]
        return {**sent[-1], "message_ids": [each["message_id"] for each in sent]}

    def sends_file(self, kind: str, upload: Upload, caption: str) -> JSON:
        """One file; the name of a document comes as its Body when there is no caption."""
        body = caption or (upload.name if kind == "document" else "")
        return self.attached(KINDS[kind], upload, body, showing("user", kind, caption))

    def attached(self, kind: str, upload: Upload, body: str, shown: JSON) -> JSON:
        """Send a message with one file."""
        self.check()
        account, sid = self.account, new_sid("MM")
        mime = upload.mime or "application/octet-stream"
        at = account.clock.now()
        media = Media(new_sid("ME"), sid, account.sid, upload.name, mime, upload.content, at)
        media.missing = account.media_trouble.missing
        account.media.keep(media)
        if shown["type"] != "contact":
            shown["file"] = media.seen(shown["type"])
        return self.send(kind, body, shown, media_fields(account, media), media)

    def send(self, kind: str, body: str, shown: JSON, form: Mapping[str, str], media: Media | None = None) -> JSON:
        """Send a message with these extra fields of its form."""
        self.check()
        sid = media.message_sid if media else new_sid("SM")
        sender = f"whatsapp:{self.user.whatsapp}"
        account = self.account
        message = Message(sid, account.sid, sender, account.sender, body, account.clock.now(), "sent", self.user.id)
        message.media, message.shown, message.on_phone = [media.sid] if media else [], shown, True
        whole = {**common(account, self.user, message, kind), **form}
        return posted(account, self.chat, message, whole, None)

    def sends_raw(self, wish: JSON) -> JSON:
        """Post any `fields` over those of a text, with any `signature`: what a stranger or a newer Twilio may send."""
        self.check()
        fields, signature = wish.get("fields") or {}, wish.get("signature")
        if not isinstance(fields, dict):
            raise Refused("fields is an object of texts")
        account, sender = self.account, f"whatsapp:{self.user.whatsapp}"
        body = str(fields.get("Body", ""))
        sid = str(fields.get("MessageSid") or new_sid("SM"))
        message = Message(sid, account.sid, sender, account.sender, body, account.clock.now(), "sent", self.user.id)
        message.shown, message.on_phone = showing("user", "text", body or str(fields.get("MessageType", "?"))), True
        form = {**common(account, self.user, message, "text"), **{name: str(value) for name, value in fields.items()}}
        return posted(account, self.chat, message, form, None if signature is None else str(signature))

    def blocks(self) -> JSON:
        """Block the sender: messages to this person fail with 63033. Nothing tells the program."""
        self.chat.blocked = True
        return {"seq": self.account.tell("blocked", self.chat)}

    def unblocks(self) -> JSON:
        """Unblock the sender."""
        self.chat.blocked = False
        return {"seq": self.account.tell("unblocked", self.chat)}

    def network(self, wish: JSON) -> JSON:
        """Lose the network (`{on: false}`): messages stay at "sent" until it is back."""
        self.chat.away = not wish.get("on", True)
        seq = self.account.tell("network", self.chat, None, away=self.chat.away)
        if not self.chat.away:
            self.account.spawn(reports.come_back(self.account, self.chat))
        return {"on": not self.chat.away, "seq": seq}

    def receipts(self, wish: JSON) -> JSON:
        """Whether this person lets others see what was read."""
        self.chat.tells_reading = bool(wish.get("on", True))
        return {"on": self.chat.tells_reading}

    def renamed(self, wish: JSON) -> JSON:
        """Take another number (which makes another business-scoped id), or hide it behind a user name."""
        phone = phone_in(wish) or self.user.phone
        fresh = {} if phone == self.user.phone else {"bsuid": f"KZ.{new_sid('')}"}
        name_on_whatsapp(self.user, {**fresh, **wish})
        self.user.phone = phone
        self.account.journal.write("user", user=self.user.seen())
        return self.user.seen()

    def replying(self, message_id: str | None) -> dict[str, str]:
        """The fields of a reply to one of the program's messages."""
        if message_id is None:
            return {}
        return {"OriginalRepliedMessageSid": message_id, "OriginalRepliedMessageSender": self.account.sender}

    def check(self) -> None:
        """Raises Refused when this person cannot write now."""
        if self.chat.blocked:
            raise Refused("this person blocked the sender: unblock first", 409)


async def as_photo(upload: Upload) -> Upload:
    """The picture as a phone sends it. Raises Refused."""
    try:
        sizes = await asyncio.to_thread(photo_sizes, upload.content)
    except (NotAPicture, WrongDimensions) as error:
        raise Refused("a phone cannot send this as a photo") from error
    return Upload("photo.jpg", "image/jpeg", sizes[-1].content)
