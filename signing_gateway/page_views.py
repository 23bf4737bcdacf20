"""What the signing page shows at each moment, from the first look at the link to the end. S2-49…S2-55."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dialogs.signature_words import FOR_GOOD, refusal
from enrolment.signature_verdict import RefusedBecause
from handlers.family_joining import masked_name
from locales.catalogue import Locale
from locales.text import Text
from signing_gateway import page_words as words
from signing_gateway.document_words import CONTRACT
from signing_gateway.page_html import Html, Writer, whole_page
from signing_gateway.scenes import Scene
from signing_gateway.submissions import outcome_of
from signing_gateway.visits import is_told
from signing_gateway.way_views import FORM, sign_form, way_sections
from signing_gateway.ways import SCRIPTED, Way

TELEGRAM: Final = "telegram.js"


def unopened(scene: Scene) -> str:
    """Who, what and for whom; a look changes nothing, the button binds the link to this browser."""
    write = scene.write
    button = write.tag("button", words.OPEN, type="submit")
    form = write.tag("form", button, method="post", action=scene.localised())
    about = write.tag("p", words.OPEN_ABOUT)
    return _page(scene, _facts(scene), write.tag("p", _about(scene)), *_in_the_browser(scene), form, about)


def framed(scene: Scene) -> str:
    """Inside of Telegram in a browser, where nobody signs: the page opens in a tab of its own."""
    write = scene.write
    link = write.tag(
        "a", words.OPEN, href=scene.localised(), target="_blank", rel="noopener", class_="button", data_outside=True
    )
    return _page(scene, _facts(scene, case=False), write.tag("p", _about(scene)), link, write.tag("p", words.OWN_TAB))


def signing(scene: Scene, problem: Text | None = None) -> str:
    """The document, the box to be ticked, and the ways to sign."""
    write = scene.write
    parts = [_alert(write, problem)] if problem else []
    attention = words.ATTENTION_STAFF if scene.visit.staff else words.ATTENTION
    parts += [_facts(scene), write.tag("p", _about(scene)), write.tag("p", attention)]
    parts += [] if scene.checks else [_document(scene)]
    parts += [sign_form(scene), *way_sections(scene)]
    scripts = ["page.js"] if any(way in SCRIPTED for way in scene.ways) else []
    return _page(scene, *parts, scripts=scripts)


def moment(scene: Scene) -> str:
    """Before it is known whether the browser has the cookie: one that comes from a chat does not show it at once."""
    write = scene.write
    return _page(
        scene, write.tag("p", words.ONE_MOMENT), write.tag("a", words.GO_ON, href=again(scene), class_="button")
    )


def again(scene: Scene) -> str:
    """Where a browser shows its cookie."""
    return f"{scene.localised()}&again=1"


def said(scene: Scene, what: Text) -> str:
    """One thing to tell, and the way back to the chat."""
    return _page(scene, scene.write.tag("p", what, role="status"), *_chat(scene))


def checking(scene: Scene) -> str:
    """A signature has come: it is being judged, or waits for a service that is silent."""
    if not scene.visit.mine:
        return said(scene, words.USED)
    return said(scene, words.not_checked(checks=scene.checks) if is_told(scene.visit) else words.RECEIVED)


def refused(scene: Scene) -> str:
    """The signature that came does not count: why, as long as the page may be loaded again."""
    known = outcome_of(scene.visit.kept).result
    if not scene.visit.mine or known is None:
        return said(scene, words.USED)
    why = refusal(known)
    more = [] if RefusedBecause(known["reason"]) in FOR_GOOD else [scene.write.tag("p", words.NEXT_LINK)]
    return _page(scene, _alert(scene.write, why), *more, *_chat(scene))


def used(scene: Scene) -> str:
    """The end, as the contract stands; a browser that did not sign learns only that the link was used."""
    if not scene.visit.mine:
        return said(scene, words.USED)
    if scene.checks:
        return said(scene, words.CHECKED)
    return said(scene, scene.document.signed_by_both if scene.visit.staff else scene.document.sent)


def outcome(scene: Scene, result: Mapping[str, Any] | None, following: str | None) -> str:
    """What came of a signature that did not count, or cannot be told yet; `following` is the next link's path."""
    write = scene.write
    if result is None:
        return said(scene, words.NOT_CHANGED)
    if result["verdict"] == "pending":
        return said(scene, words.not_checked(checks=scene.checks))
    why = _alert(write, refusal(result))
    if following is None:
        return _page(scene, why, *_chat(scene))
    here = following.partition("?")[0]
    more = write.tag("form", write.tag("button", words.TRY_AGAIN, type="submit"), method="post", action=following)
    return _page(scene, why, more, *_chat(scene, plain=True), here=here)


def lost(words_: Text) -> str:
    """Where nobody knows who reads: in every language."""
    write = Writer(Locale.KK)
    paragraphs = [write.tag("p", words_.in_(one), lang=one) for one in Locale]
    return whole_page(write, CONTRACT.title, paragraphs)


def _page(scene: Scene, *parts: Html, scripts: Sequence[str] = (), here: str = "") -> str:
    return whole_page(scene.write, scene.title, parts, here or scene.path(), *scripts, TELEGRAM)


def _in_the_browser(scene: Scene) -> list[Html]:
    """In a Mini App: the browser can do more, and the link is still free for it."""
    write = scene.write
    why = words.ON_A_COMPUTER if Way.NCALAYER in scene.ways else words.ON_A_PHONE
    link = write.tag("a", words.IN_THE_OWN_BROWSER, href=scene.localised(), data_outside=True)
    return [write.tag("p", why, " ", link, data_telegram=True, hidden=True)]


def _alert(write: Writer, what: Text) -> Html:
    return write.tag("p", what, role="alert", class_="problem")


def _about(scene: Scene) -> Text:
    if scene.checks:
        return words.CHECK_ABOUT
    return scene.document.staff_about if scene.visit.staff else scene.document.about


def _facts(scene: Scene, *, case: bool = True) -> Html:
    """Whom and what it is about; the `case` itself is shown to the browser alone that opened the link (S2-49)."""
    visit = scene.visit
    pairs: list[tuple[Text, Text | str]] = []
    if visit.staff:
        pairs += [(words.FOR_WHOM, visit.about.kindergarten), (words.BIN, visit.contract.preschool_bin)]
    else:
        iin, whose = visit.account.iin, words.WHOSE_KEY if scene.checks else words.FOR_WHOM
        pairs += [(whose, masked_name(visit.account)), (words.IIN, f"•••• •••• {iin[-4:]}" if iin else "—")]
        pairs += [(words.KINDERGARTEN, visit.about.kindergarten)]
    pairs += [(scene.document.name, f"№ {visit.contract.number}")]
    pairs += [(CONTRACT.name, f"№ {visit.about.amends}")] if visit.about.amends else []
    if case and visit.mine:
        pairs += [(words.VOUCHER, f"№ {visit.about.voucher}"), (words.CHILD, visit.about.child)]
    return scene.write.list_(pairs)


def _document(scene: Scene) -> Html:
    """Its pages as pictures, which need no script, also to be made larger; whoever knows them goes past."""
    write, count = scene.write, scene.visit.about.pages
    pictures = []
    for number in range(1, count + 1):
        named = words.page_of(number, count)
        loading = "eager" if number == 1 else "lazy"
        source = scene.path("page", f"{number}.png")
        picture = write.void("img", src=source, alt=named, loading=loading, width=1080, height=1527)
        pictures.append(write.tag("li", picture))
    pages = write.tag(
        "div",
        write.tag("ol", *pictures),
        class_="pages",
        role="group",
        tabindex="0",
        aria_label=scene.document.page_by_page,
    )
    larger = write.void("input", type="checkbox", id="larger", autocomplete="off")
    label = write.tag("label", words.LARGER, for_="larger")
    past = write.tag("p", write.tag("a", words.TO_SIGNING, href=f"#{FORM}"))
    download = write.tag("p", write.tag("a", words.DOWNLOAD, href=scene.path("document")))
    return write.tag("section", write.tag("h2", scene.document.page_by_page), past, larger, label, pages, download)


def _chat(scene: Scene, *, plain: bool = False) -> list[Html]:
    if not scene.chat:
        return []
    look = "button plain" if plain else "button"
    return [scene.write.tag("a", words.BACK, href=scene.chat, class_=look, data_chat=True)]
