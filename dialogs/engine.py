"""The engine: a conversation, an input and the facts give the next conversation, what to say, one effect at most."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogs.conversation import MENU, Conversation, Frame, Pending
from dialogs.dialog import Dialog
from dialogs.facts import Facts
from dialogs.inputs import (
    Acted,
    FileCame,
    FileRefused,
    Fine,
    Found,
    Located,
    Picked,
    Refused,
    Said,
    Sent,
    Started,
    Tapped,
    Unreadable,
)
from dialogs.message import EMPTY, Message, Wants
from dialogs.old_buttons import leads_to
from dialogs.page import Deed, Do, Finish, Go, PageFunction, Resume, no_file
from dialogs.progress import Progress, up_to_date
from dialogs.questions import Open, Problem, Question
from dialogs.questions.question import Act, Answer, Opened, Revisit, Show
from dialogs.questions.told import NEXT
from dialogs.questions.wait import Wait
from dialogs.remarks import CHOOSE_ONE, GLAD, NOT_EXPECTED, OUT_OF_DATE, TAKEN_UP
from dialogs.screens import Screens
from dialogs.set_aside import place_of
from dialogs.thanks import friendly, means_thanks
from dialogs.turn import Turn
from dialogs.words import Command, command
from locales.text import Text, _, before_choice


class Engine:
    """All dialogs, pages and notification actions of one bot (the parents' or the staff's).

    `alone` names the pages that depend on nothing but their name, so that a button from before may open them.
    """

    def __init__(
        self,
        dialogs: tuple[type[Dialog], ...],
        pages: Mapping[str, PageFunction],
        actions: Mapping[str, Callable[[str], Deed]],
        first: Open,
        language: Open,
    ) -> None:
        self.dialogs = {dialog.dialog_name: dialog for dialog in dialogs}
        self.pages = pages
        self.actions = actions
        self.first = first
        self.language = language
        self.alone: Collection[str] = ()
        self.by_link: Callable[[str, Facts], Open | None] = lambda _payload, _facts: None

    def turn(self, conversation: Conversation, sent: Sent, facts: Facts) -> Turn:
        """One input; raises `Needed` when a fact is missing. Pure: the same arguments give the same turn."""
        return _Taking(self, facts, sent).turn(up_to_date(conversation, self.dialogs))

    def screen(self, conversation: Conversation, facts: Facts) -> Message:
        """What is asked or shown now, as a message."""
        return Screens(self.pages, Progress(self.dialogs, facts)).screen(conversation)

    def current(self, conversation: Conversation) -> str:
        """The name of the dialog or page in front."""
        return conversation.top.dialog if conversation.top else conversation.page.page


@dataclass(frozen=True)
class _Taking:
    """One input being taken, with the facts it may use."""

    engine: Engine
    facts: Facts
    sent: Sent

    @property
    def progress(self) -> Progress:
        """How the dialogs' frames read with these facts."""
        return Progress(self.engine.dialogs, self.facts)

    @property
    def screens(self) -> Screens:
        """What stands in front with these facts."""
        return Screens(self.engine.pages, self.progress)

    def turn(self, at: Conversation) -> Turn:
        match self.sent:
            case Fine(value):
                return self.carried_out(at, value)
            case Refused(why, question):
                return self.not_carried_out(at, why, question)
            case Found():
                return self.found(at, self.sent)
            case Acted(action, subject):
                does = self.engine.actions[action](subject)
                return self.deed(at if isinstance(does, Do) else at.set_aside(), does)
            case Started(payload) if payload and (linked := self.engine.by_link(payload, self.facts)) is not None:
                return self.deed(at.set_aside(), linked)
            case Started():
                return self.start(at)
            case FileRefused(why, secret) if secret:
                return self.show(self.deed(at, self.engine.first).conversation if self.is_new(at) else at, why)
        if self.is_new(at):
            return self.deed(at, self.engine.first)
        if isinstance(self.sent, Tapped):
            return self.tapped(at, self.sent)
        return self.said(at, self.sent) if isinstance(self.sent, Said) else self.take(at, self.sent)

    def is_new(self, at: Conversation) -> bool:
        return not at.stack and not at.parked and self.facts.me.locale is None

    def start(self, at: Conversation) -> Turn:
        if self.facts.me.locale is None:
            return self.deed(replace(at, stack=()), self.engine.first)
        return self.deed(at.set_aside(), MENU)

    def tapped(self, at: Conversation, tap: Tapped) -> Turn:
        if (tap.rev, tap.key) == at.last_tap and at.rev == tap.rev + 1:
            return Turn(at, silent=True)
        if tap.rev != at.rev or tap.screen != self.engine.current(at):
            return self.old(at, tap)
        return self.picked(replace(at, last_tap=(tap.rev, tap.key)), tap.key)

    def old(self, at: Conversation, tap: Tapped) -> Turn:
        """A button from before: from the middle of a dialog it leads nowhere."""
        leads = None if at.stack else leads_to(at, tap, self.screens, self.engine.alone)
        return self.show(at, OUT_OF_DATE) if leads is None else self.show(replace(at, page=leads))

    def said(self, at: Conversation, said: Said) -> Turn:
        wanted = command(said.text)
        if wanted is not None:
            return self.commanded(at, wanted)
        meant = self.screens.meant(at, said.text)
        return self.take(at, said) if meant is None else self.picked(at, meant)

    def commanded(self, at: Conversation, wanted: Command) -> Turn:
        match wanted:
            case Command.MENU:
                return self.start(at)
            case Command.BACK:
                return self.back(at)
            case Command.CANCEL:
                return self.show(replace(at, leaving=True)) if at.stack else self.start(at)
            case Command.NEXT:
                return self.picked(at, NEXT) if NEXT in at.shown else self.keep(at)
            case Command.HELP:
                return self.deed(at.set_aside(), Go("help"))
        return self.deed(at, self.engine.language)

    def picked(self, at: Conversation, key: str) -> Turn:
        """A choice of the current screen, however it was made."""
        match key:
            case "menu":
                return self.start(at)
            case "back":
                return self.back(at)
            case "cancel":
                return self.show(replace(at, leaving=True))
            case "keep":
                return self.keep(at)
            case "stay":
                return self.show(replace(at, leaving=False))
            case "leave":
                return self.leave(at)
            case "anew" if at.leaving:
                return self.anew(at)
        return self.take(at, Picked(key))

    def take(self, at: Conversation, sent: Sent) -> Turn:
        if at.leaving:
            return self.show(at, GLAD if friendly(sent) else CHOOSE_ONE)
        return self.take_page(at, sent) if at.top is None else self.take_answer(at, sent)

    def take_page(self, at: Conversation, sent: Sent) -> Turn:
        if isinstance(sent, Picked):
            for button in self.screens.page(at).buttons:
                if button.key == sent.key:
                    does = button.does
                    return self.taken_up(at, does.index) if isinstance(does, Resume) else self.deed(at, does)
            return self.show(at, OUT_OF_DATE)
        if friendly(sent):
            return self.show(at, GLAD)
        if isinstance(sent, Said) and (leads := self.screens.page(at).typed(sent.text)) is not None:
            return self.deed(at, leads)
        if isinstance(sent, Located) and (leads := self.screens.page(at).located(sent)) is not None:
            return self.deed(at, leads)
        if isinstance(sent, FileCame) and (wanted := self.screens.page(at).filed(sent.page)) is not None:
            return self.deed(at, wanted)
        if isinstance(sent, FileRefused) and self.screens.page(at).filed is not no_file:
            return self.show(at, sent.why)
        return self.show(at, NOT_EXPECTED if isinstance(sent, FileCame | FileRefused) else CHOOSE_ONE)

    def deed(self, at: Conversation, does: Deed) -> Turn:
        match does:
            case Go():
                moved = replace(at.set_aside(), page=does)
                return self.show(moved, in_place=isinstance(self.sent, Tapped) and not at.stack)
            case Do(effect):
                return Turn(replace(at, pending=Pending("page")), effect=effect)
            case Resume(index):
                parked = at.parked[:index] + at.parked[index + 1 :]
                return self.advance(replace(at.set_aside(), stack=at.parked[index], parked=parked))
        return self.open(at, does)

    def open(self, at: Conversation, opened: Open, for_question: str | None = None) -> Turn:
        """A dialog on top; one of the same kind that was set aside is taken up again instead."""
        index = place_of(at, opened)
        if index is not None and for_question is None and not at.stack:
            return self.taken_up(at, index)
        frame = Frame(opened.dialog.dialog_name, opened.dialog.version, dict(opened.given), answers_parent=for_question)
        return self.advance(replace(at, stack=(*at.stack, frame), leaving=False))

    def taken_up(self, at: Conversation, index: int) -> Turn:
        """The dialog that was set aside, saying that this is not a new one if it keeps an answer of the person."""
        turn = self.deed(at, Resume(index))
        if not any(map(self.progress.keeps, at.parked[index])):
            return turn
        return replace(turn, messages=tuple(message.preceded(TAKEN_UP) for message in turn.messages))

    def advance(self, at: Conversation) -> Turn:
        """Fill in what is known, then ask, start the waiting work, or finish."""
        frame = at.top
        if frame is None:
            return self.show(at)
        question = self.progress.question(frame)
        if question is None:
            effect = self.progress.dialog(frame).done()
            if effect is None:
                return self.finished(at, Finish(), popped=True)
            return Turn(replace(at, pending=Pending("done")), effect=effect)
        if frame.revisiting is None and (known := question.known(self.progress.dialog(frame))) is not None:
            return self.advance(at.with_top(self.progress.answered(frame, question, known, asked=False)))
        if isinstance(question, Wait) and not question.begun(frame.view):
            return Turn(
                replace(at, pending=Pending("wait", question.name)), effect=question.start(self.progress.dialog(frame))
            )
        return self.show(at)

    def take_answer(self, at: Conversation, sent: Sent) -> Turn:
        frame = at.stack[-1]
        question = self.progress.question(frame)
        if question is None or (isinstance(question, Wait) and not question.begun(frame.view)):
            return self.advance(at)
        wants = self.screens.screen(at).wants
        if isinstance(sent, Unreadable) and friendly(sent) and wants is not Wants.FILE:
            return self.show(at, GLAD)
        thanked = isinstance(sent, Said) and means_thanks(sent.text)
        if thanked and wants is Wants.CHOICE:
            return self.show(at, GLAD)
        try:
            taken = question.take(self.progress.dialog(frame), frame.view, sent)
        except Problem as problem:
            return self.show(at, GLAD) if thanked else self.wrong(at, problem.text)
        match taken:
            case Show(view):
                viewed = at.with_top(replace(frame, view=view))
                return self.advance(viewed) if isinstance(question, Wait) else self.show(viewed)
            case Revisit(name):
                return self.show(at.with_top(replace(frame, revisiting=name, view={})))
            case Act(effect, view):
                viewed = at if view is None else at.with_top(replace(frame, view=view))
                return Turn(replace(viewed, pending=Pending("act", question.name)), effect=effect)
            case Opened(opened):
                return self.open(at, opened, question.name)
            case Answer(raw):
                return self.settle(at, question, raw)

    def settle(self, at: Conversation, question: Question[Any], raw: Any) -> Turn:
        frame = at.stack[-1]
        settle = question.common.settle
        effect = settle(self.progress.dialog(frame), question.load(raw)) if settle else None
        if effect is not None:
            return Turn(replace(at, pending=Pending("settle", question.name, raw)), effect=effect)
        return self.advance(at.with_top(self.progress.answered(frame, question, raw)))

    def back(self, at: Conversation) -> Turn:
        """One question back; from the first one out of the dialog, whose answers are kept."""
        if at.leaving:
            return self.show(replace(at, leaving=False))
        frame = at.top
        if frame is None:
            return self.deed(at, self.screens.page(at).up or MENU)
        if (before := self.progress.before(frame)) is not None:
            return self.show(at.with_top(replace(frame, revisiting=before.name, view={})))
        if frame.answers_parent is not None:
            return self.show(replace(at, stack=at.stack[:-1]))
        return self.show(at.set_aside())

    def keep(self, at: Conversation) -> Turn:
        """Go on from a revisited question with the answer it has."""
        frame = at.top
        if frame is None or frame.revisiting is None or frame.revisiting not in frame.answers:
            return self.show(at, CHOOSE_ONE)
        return self.advance(at.with_top(replace(frame, revisiting=None, view={})))

    def leave(self, at: Conversation) -> Turn:
        """Out of the dialog for good: its answers go."""
        rest = at.stack[:-1] if at.top and at.top.answers_parent else ()
        return self.show(replace(at, stack=rest, leaving=False), _("Stopped. Nothing was sent."))

    def anew(self, at: Conversation) -> Turn:
        """The same dialog from its first question, with nothing but what it was opened with."""
        return self.advance(replace(at.with_top(self.progress.anew(at.stack[-1])), leaving=False))

    def carried_out(self, at: Conversation, value: Any) -> Turn:
        pending, at = at.pending, replace(at, pending=None)
        if pending is None or pending.kind in {"done", "page"}:
            return self.finished(at, value or Finish(), popped=pending is not None and pending.kind == "done")
        frame = at.stack[-1]
        question = self.progress.dialog(frame).question(pending.question or "")
        if pending.kind == "settle":
            raw = pending.raw if value is None else value
            return self.advance(at.with_top(self.progress.answered(frame, question, raw)))
        if pending.kind == "act":
            return self.acted(at, value)
        if pending.kind == "wait" and isinstance(value, Finish):
            return self.finished(at, value, popped=True)
        if "result" in value:
            return self.advance(at.with_top(self.progress.answered(frame, question, value["result"])))
        return self.show(at.with_top(replace(frame, view=value)))

    def acted(self, at: Conversation, end: Finish | Text | None) -> Turn:
        """Something was done while a question stays: what is to be said, then the question again."""
        if not isinstance(end, Finish):
            return self.show(at, end)
        turn = self.show(at, end.remark if end.remark != EMPTY else None)
        return replace(turn, messages=(*end.notes, *turn.messages))

    def finished(self, at: Conversation, end: Finish, *, popped: bool) -> Turn:
        """The dialog or button is done: say so, hand its result to the dialog below, go on where it leads."""
        frame = at.top
        if popped and frame is not None:
            at = replace(at, stack=at.stack[:-1])
            below = at.top
            if below is not None and frame.answers_parent is not None and end.result is not None:
                question = self.progress.dialog(below).question(frame.answers_parent)
                turn = self.settle(at, question, end.result)
                return replace(turn, messages=(*end.notes, *turn.messages))
        leads = end.aside or not at.stack
        turn = self.deed(at, end.then) if end.then is not None and leads else self.advance(at)
        shown = (message.preceded(end.remark) for message in turn.messages) if end.remark != EMPTY else turn.messages
        return replace(turn, messages=(*end.notes, *shown))

    def not_carried_out(self, at: Conversation, why: Text, question: str | None) -> Turn:
        pending, at = at.pending, replace(at, pending=None)
        frame = at.top
        if frame is None or pending is None or pending.kind == "page":
            return self.show(at, why)
        if pending.kind == "act":
            return self.wrong(at, why)
        if question is None and pending.kind == "done":
            return self.wrong(at.with_top(self.progress.last_open(frame)), why)
        if question is not None and not self.progress.leads_to(frame, question):
            return self.wrong(at.with_top(self.progress.last_asked_open(frame)), why)
        revisited = question or (frame.revisiting if pending.kind == "settle" else None)
        asked = at.with_top(replace(frame, revisiting=revisited, view={}))
        if question is not None and isinstance(self.progress.dialog(frame).question(question), Wait):
            return replace(self.advance(asked), messages=(Message(why),))
        return self.wrong(asked, why)

    def found(self, at: Conversation, found: Found) -> Turn:
        """A result goes to the question that waits for it, in front or set aside; a late one changes nothing."""
        frame = at.top
        if frame is not None and frame.view.get("token") == found.token:
            return self.take_answer(replace(at, leaving=False), found)
        parked = tuple(tuple(self.progress.with_result(f, found) for f in stack) for stack in at.parked)
        stack = tuple(self.progress.with_result(f, found) for f in at.stack)
        return Turn(replace(at, parked=parked, stack=stack), silent=True)

    def wrong(self, at: Conversation, problem: Text) -> Turn:
        """The question again, saying what was wrong; for something typed or sent, that says it all."""
        message = self.screens.screen(at)
        if message.wants is Wants.CHOICE or at.leaving:
            return self.show(at, problem)
        return self.shown(at, message.with_problem(problem))

    def show(self, at: Conversation, note: Text | None = None, *, in_place: bool = False) -> Turn:
        """The current screen, a note before it if there is one."""
        message = self.screens.screen(at)
        if note is not None:
            return self.shown(at, message.preceded(note if self.facts.me.locale else before_choice(note)))
        in_place = isinstance(self.sent, Tapped) and (message.in_place or in_place)
        passing = isinstance(self.sent, Said | Tapped | Started) and not message.files
        return self.shown(at, replace(message, in_place=in_place, passing=passing))

    def shown(self, at: Conversation, message: Message) -> Turn:
        """The turn that shows this message; the buttons of older ones end here."""
        keys = tuple(choice.key for choice in message.choices)
        return Turn(replace(at, rev=at.rev + 1, shown=keys, pending=None), (message,))
