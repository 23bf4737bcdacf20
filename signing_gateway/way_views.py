"""The ways to sign as they stand on the page, each a section of its own; all of them send one form. S2-46…S2-53."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from locales.text import Text
from signing_gateway import page_words as words
from signing_gateway.page_html import Html
from signing_gateway.scenes import Scene
from signing_gateway.ways import SCRIPTED, Way

FORM: Final = "sign"


def sign_form(scene: Scene) -> Html:
    """The box (S2-50) and what the script fills in; the key file and its password have no place in it."""
    write = scene.write
    parts = [
        write.void("input", type="hidden", name="way", value=Way.FILE),
        write.void("input", type="hidden", name="cms", value=""),
    ]
    if not scene.checks:
        box = write.void("input", type="checkbox", name="read_ack", value="yes", id="read_ack", required=True)
        parts.append(write.tag("label", box, " ", scene.document.read_ack, class_="tick", for_="read_ack"))
    told = {code: text.in_(scene.locale) for code, text in words.told_in_the_browser(scene.document.not_read).items()}
    return write.tag(
        "form",
        *parts,
        id=FORM,
        method="post",
        action=scene.localised("signature"),
        enctype="multipart/form-data",
        data_document=scene.path("document"),
        data_wanted=json.dumps(_wanted(scene)),
        data_now=scene.now,
        data_locale=scene.locale,
        data_ncalayer=json.dumps(dict(scene.ncalayer)),
        data_words=json.dumps(told, ensure_ascii=False),
        data_busy=words.BUSY,
        data_busy_ncalayer=words.BUSY_NCALAYER,
    )


def way_sections(scene: Scene) -> list[Html]:
    """The fitting way first; those that need a script are shown by it."""
    write = scene.write
    heading = write.tag("h2", words.WAYS_TO_CHECK if scene.checks else words.WAYS)
    problem = write.tag("p", id="problem", role="alert", class_="problem", tabindex="-1", hidden=True)
    busy = write.tag("p", id="busy", role="status", hidden=True)
    stop = write.tag("button", words.STOP, type="button", id="stop", class_="plain", hidden=True)
    scripted = any(way in SCRIPTED for way in scene.ways)
    hint = [write.tag("noscript", write.tag("p", words.NO_SCRIPT))] if scripted else []
    return [heading, problem, busy, stop, *(_SECTIONS[way](scene) for way in scene.ways), *hint]


def _wanted(scene: Scene) -> Mapping[str, str]:
    """Who has to sign, for the page's script; it tells at once what the server would refuse."""
    expected = scene.visit.expected()
    said = {"purpose": expected.purpose.value, "iin": expected.iin, "bin": expected.bin}
    return {name: value for name, value in said.items() if value is not None}


def _send(scene: Scene) -> Text:
    if scene.checks:
        return words.CHECK_NOW
    return words.SIGN_FOR if scene.visit.staff else words.SIGN


def _section(scene: Scene, way: Way, *parts: Html) -> Html:
    write = scene.write
    return write.tag(
        "section",
        write.tag("h3", _name(scene, way), id=f"way-{way}"),
        *parts,
        class_="way",
        data_way=way,
        aria_labelledby=f"way-{way}",
        hidden=way in SCRIPTED,
    )


def _name(scene: Scene, way: Way) -> Text:
    return words.EGOV_BUSINESS_NAME if way is Way.EGOV_MOBILE and scene.visit.staff else words.NAMES[way]


def _egov(scene: Scene) -> Html:
    """Works without a script: the box goes along, and the next page has the code."""
    write = scene.write
    going = {
        "type": "submit",
        "form": FORM,
        "formaction": scene.localised("egov"),
        "formenctype": "multipart/form-data",
    }
    about = words.EGOV_ABOUT_CHECK if scene.checks else words.EGOV_ABOUT
    return _section(scene, Way.EGOV_MOBILE, write.tag("p", about), write.tag("button", _egov_button(scene), **going))


def _egov_button(scene: Scene) -> Text:
    if scene.checks:
        return words.EGOV_BUSINESS_CHECK if scene.visit.staff else words.EGOV_CHECK
    return words.EGOV_BUSINESS if scene.visit.staff else words.EGOV_BUTTON


def _ncalayer(scene: Scene) -> Html:
    write = scene.write
    button = write.tag("button", _send(scene), type="button", id="ncalayer")
    return _section(scene, Way.NCALAYER, write.tag("p", words.NCALAYER_ABOUT), button)


def _key(scene: Scene) -> Html:
    """A form that goes nowhere: its fields have no names, and the script alone reads them."""
    write = scene.write
    file = write.void("input", type="file", id="key_file", accept=".p12,.pfx")
    password = write.void("input", type="password", id="key_password", autocomplete="off")
    form = write.tag(
        "form",
        write.tag("label", words.KEY_FILE, for_="key_file"),
        file,
        write.tag("label", words.KEY_PASSWORD, for_="key_password"),
        password,
        write.tag("button", _send(scene), type="submit"),
        id="key",
    )
    return _section(scene, Way.KEY, write.tag("p", words.KEY_ABOUT), form)


def _file(scene: Scene) -> Html:
    """Works without a script."""
    write = scene.write
    document = write.tag("a", words.CHALLENGE if scene.checks else words.DOWNLOAD, href=scene.path("document"))
    steps = write.tag("ol", write.tag("li", document), *(write.tag("li", one) for one in words.FILE_STEPS))
    label = write.tag("label", words.SIGNATURE_FILE, for_="file")
    file = write.void("input", type="file", id="file", name="file", form=FORM, accept=".cms,.p7s,.sig,.p7m")
    button = write.tag("button", _send(scene), type="submit", form=FORM)
    return _section(scene, Way.FILE, steps, label, file, button)


_SECTIONS: Mapping[Way, Callable[[Scene], Html]] = {
    Way.EGOV_MOBILE: _egov,
    Way.NCALAYER: _ncalayer,
    Way.KEY: _key,
    Way.FILE: _file,
}
