"""The control API: what a test, the launcher or the page does with the desk. All bodies and answers are JSON.

`{bot}` is `parent`, `staff`, or the number of another bot's token. Errors are `{"error": "…"}` with 400, 404 or 409.
`seq` is the number of a journal record; numbers only grow. An action answers with the `seq` of its own record, so
`messages?after=<seq>` lists exactly what came later.

People
- `POST /sim/users {name, phone?, language_code?, bot?, bsuid?, username_only?}` → the same and `id`; `GET /sim/users`.
  Phone +77010000001 gets id 7010000001 and, on WhatsApp, KZ.15027010000001. `bot` (parent, staff, whatsapp) is only
  what the phone shows first: everybody has Telegram and WhatsApp.

Actions of a phone, `POST /sim/{bot}/{user_id}/…` → `{message_id, update_id, seq}`
- `start {payload?}`; `text {text}`; `edit {message_id, text}`
- `tap {message_id, data}` (any data, also what no button carries), `tap {data}`, `tap {label, message_id?}`: exact
  label, else the newest that contains it; also buttons under the text field (only those with `tap {label, reply:
  true}`). A link answers `{url, copy, label}`.
- `contact {own: true}` or `contact {own: false, phone?, name?, user_id?}`; `location {latitude?, longitude?}`
- `file`: multipart with `kind` (photo, document, video, voice, sticker), optional `caption`, one or several `file`
  parts (several are an album; adds `message_ids`); or JSON `{kind, name, mime, size}` for made-up bytes of that size.
- `block`, `unblock`

Looking
- `GET /sim/{bot}/{user_id}/messages?after=N&wait=SECONDS&from=bot|user&contains=TEXT&kinds=…` → `{last, messages}`.
  Every record newer than N: `{seq, kind, bot, user_id, message_id, from, at, type, text, entities, buttons: [{text,
  data, url, copy, style, row}], reply_keyboard, removes_keyboard, keyboard, file: {kind, file_id, name, mime, size},
  contact, location, media_group_id, edited, deleted}`; `keyboard` is what stood under the text field then. Kinds:
  message, edited, deleted, answer (to a tap: `query, text, alert`); on demand also tap, action, blocked, unblocked.
  With `wait` it returns as soon as one record matches `from` and `contains`.
- `GET /sim/{bot}/{user_id}/chat` → `{messages, keyboard, blocked, last}`: the chat as the phone shows it now.
- `GET /sim/{bot}/files/{file_id}` → the bytes.
- `GET /sim/calls?bot=&method=&after=N` → `{last, calls}`: `{number, bot, method, arguments, at, status, applied,
  description?, message_id}`, without getUpdates. `status` 200 is success, 0 a cut connection, null still running.
- `GET /sim/state` → everything the page shows; `GET /sim/events?after=N` → the journal as server-sent events.

Faults
- `POST /sim/{bot}/faults {method, status, count, retry_after, applied, description}`: the next `count` calls fail;
  method "*" is any but getUpdates; status 0 cuts the connection; `applied` carries the call out and loses the answer.
  `{"clear": true}` takes all back.
- `POST /sim/{bot}/redeliver {update_id?}`: the same update again (default: the newest).
- `POST /sim/{bot}/hold`, `POST /sim/{bot}/release {backwards?}`: keep updates back, then let go, newest first if asked.
- `POST /sim/{bot}/limits {on}`: flood limits. `POST /sim/registry {down?, slow_seconds?}`. `POST /sim/sms {down}`.

WhatsApp: the same actions and views under `/sim/whatsapp/{user_id}/…`; message ids are Twilio's SIDs
- `text {text, reply_to?}`; `start {payload?}` (a link that brings a text); `tap {data}`, `tap {label, message_id?}`,
  `tap {message_id, data, label?, kind?}` (any data; `kind` list for a row); `contact`, `location {label?, address?}`,
  `file`, `block`, `unblock` as above; answers `{message_id, seq}`
- `raw {fields, signature?}`: a webhook with any fields and signature; `network {on}`: without it messages stay "sent";
  `receipts {on}`: whether "read" is told; `identity {phone?, bsuid?, username_only?}`: a new number makes a new `bsuid`
- `GET …/messages` (kinds also: failed, status, network, action, blocked), `GET …/chat`: records have besides `status,
  error_code, error_message, template, list_button, reply_to, window: {open, until}`; buttons `kind` (quick_reply, list,
  url, phone, copy) and `description`. A person's message is sent, delivered (the program took it), read (it answered)
  or lost.
- `GET /sim/whatsapp/files/{file_id}` → the bytes, also of deleted media.

Twilio: `/2010-04-01/Accounts/{AC}/Messages…`, `/v1/Content…`, `/v1/ContentAndApprovals`, `/v3/Indicators/Typing.json`
and `/cdn/{key}` (the place of the bytes; refuses credentials) are as at Twilio; `POST /sim/twilio/…` orders it
- `webhook {url, via?, override?}`: the program's public address, where it is really reached, `rc=3&rp=all`
- `faults {code, method?, status?, count?, retry_after?, applied?, user_id?}`: the next calls of `method` (default
  messages.create, "*" any) are refused, or, for 63xxx, accepted and failed later; status 0 cuts the connection;
  `{"clear": true}` takes all back
- `receipts {last?, order?, repeat?, overtake?, hold?}`: status callbacks up to queued, sent, delivered or read; "in
  order", "backwards" or "shuffled"; each `repeat` times; before the call is answered; held until `{hold: false}`;
  `{"clear": true}`
- `approvals {status, reason?}`: how approvals end from now on; with `name` or `sid`: of that template at once
- `media {missing?, chunked?}`: media sent from now on is not found so many times; is sent without its length
- `redeliver {message_id?, new_token?}`; `hold`; `release {backwards?}`: webhooks of messages
- `GET /sim/twilio/calls?method=&after=N` → `{last, calls: [{number, method, arguments, at, status, code, applied,
  message_id}]}`; `GET /sim/twilio/webhooks?kind=inbound|status&after=N` → `{last, webhooks: [{number, kind, message_id,
  message_status, url, token, status, problem}]}`, status 0 for no answer; `GET /sim/twilio/contents`

EDS
- `GET /sim/nca` → `{password, down, holders: [{iin, name, bin?, organisation?, kinds}]}`; `POST /sim/nca {down?,
  organisations?: [{bin, name}]}`: silence OCSP, time stamps and lists; for which kindergartens there is a head
- `GET /nca/keys/{iin}/{kind}.p12?bin=` → the key file; `GET /nca/{gost|rsa}.cer` and `.crl`; `POST /nca/ocsp`,
  `POST /nca/tsp`
- `/ncalayer` is NCALayer's WebSocket; `POST /sim/ncalayer {will}`: sign, cancel, leave, think, or an error's code
- `GET /sim/egov/{user_id}` → `{keys, shown}`, the screen of eGov Mobile; `POST …/scan {text}` (QR text or link),
  `…/sign {key?}`, `…/cancel`; `GET …/document`

Desk
- `GET /clock`, `POST /clock {now, frozen?}`, `{forward_seconds}`, `{forward: "1 working day"}` or `{real: true}` →
  `{now, frozen}`
- `GET /sim/sms?to=` → `{sms: [{to, text, at}]}`; `POST /sim/hints {lines}`; `GET /sim/families`; `POST /sim/reset`
"""

from __future__ import annotations

from aiohttp import web

from simulator import control_actions, control_desk, control_views
from simulator.world import World


def routes(world: World) -> list[web.RouteDef]:
    """All routes under `/sim`, the fixed paths before those with a bot's name."""
    return [*control_desk.routes(world), *control_views.routes(world), *control_actions.routes(world)]
