"""Apply one child to one queue. S3-23…S3-33, A1–A5."""

from __future__ import annotations

from dialogs.add_child import AddChild
from dialogs.apply_options import (
    Children,
    InstructionLanguages,
    PreferredPreschools,
    Privileges,
    QueueTypes,
    RehabilitationTypes,
    SpecialNeeds,
    how_many_preschools,
    which_preschools,
)
from dialogs.dialog import Dialog
from dialogs.effects import Effect, SubmitApplication
from dialogs.inputs import Page
from dialogs.queries import MyApplications
from dialogs.questions import Accept, Choose, Open, Problem, Review, Upload
from dialogs.questions.choose_many import Ranked
from dialogs.questions.question import Common
from dialogs.terms import application_terms
from dialogs.welcome import Localities
from enrolment.terms import DocumentKind, QueueType
from locales.text import Text, _

NO_PRIVILEGE = "none"
SEND_PROOF = _("Send the document that proves the privilege: a photo or a PDF.")
ENDED = {"archived", "completed"}


def rehabilitated(apply: Apply) -> bool:
    """The queue wants to know the rehabilitation type."""
    return apply.facts.profile.queue_rules(apply.queue).asks_rehabilitation_type


def specially_needed(apply: Apply) -> bool:
    """The queue wants to know the special need."""
    return apply.facts.profile.queue_rules(apply.queue).asks_special_need_type


def privileges_exist(apply: Apply) -> bool:
    """The general queue of a profile that knows privileges."""
    return apply.queue is QueueType.GENERAL and bool(apply.facts.profile.privileges)


def privileged(apply: Apply) -> bool:
    """The family has a privilege, which wants proof."""
    return privileges_exist(apply) and apply.privilege != NO_PRIVILEGE


def wants(apply: Apply, kind: DocumentKind) -> bool:
    """The profile's set for this queue has the document."""
    rows = apply.facts.profile.application_documents(apply.queue, privileged=apply.queue is QueueType.GENERAL)
    return any(row.kind is kind for row in rows)


def wants_phthisiatrician(apply: Apply) -> bool:
    """A sanatorium application carries the phthisiatrician's conclusion."""
    return wants(apply, DocumentKind.PHTHISIATRICIAN_CONCLUSION)


def wants_pmpc(apply: Apply) -> bool:
    """A correctional application carries the PMPC conclusion."""
    return apply.queue is QueueType.CORRECTIONAL and wants(apply, DocumentKind.PMPC_CONCLUSION)


def not_applied_yet(apply: Apply, child: int) -> None:
    """The child stands in this queue only once (A1)."""
    for card in apply.facts[MyApplications()]:
        if card.child.id == child and card.queue is apply.queue and card.state not in ENDED:
            raise Problem(
                _(
                    "{name} has an application to this queue already: No. {number}. Choose another child or queue.",
                    name=card.child.person.first_name,
                    number=card.number,
                )
            )


class Apply(Dialog):
    """From the queue type to the sent application."""

    title = _("Application")
    queue = Choose(_("Which queue?"), QueueTypes(), Common(label=_("Queue")))
    child = Choose(
        _("Which child is it for?"),
        Children(),
        Common(label=_("Child")),
        otherwise=Open(AddChild, _("Add a child")),
        check=not_applied_yet,
    )
    rehabilitation = Choose(
        _("Which rehabilitation does the child need?"),
        RehabilitationTypes(),
        Common(when=rehabilitated, label=_("Rehabilitation")),
    )
    conclusion = Upload(
        _("Send the phthisiatrician's conclusion: a photo or a PDF."),
        Common(
            when=wants_phthisiatrician,
            label=_("Doctor's conclusion"),
            hint=_("Lay the paper flat, near a window, so that every letter can be read."),
        ),
    )
    special_need = Choose(
        _("Which special need does the child have?"),
        SpecialNeeds(),
        Common(when=specially_needed, label=_("Special need")),
    )
    pmpc_conclusion = Upload(
        _("Send the PMPC conclusion: a photo or a PDF."),
        Common(when=wants_pmpc, label=_("PMPC conclusion")),
    )
    privilege = Choose(
        _("Does the family have a privilege?"),
        Privileges(),
        Common(
            when=privileges_exist,
            label=_("Privilege"),
            hint=_("A privilege must be proved by a document. Without one, choose “No privilege”."),
        ),
    )
    proof = Upload(SEND_PROOF, Common(when=privileged, label=_("Proof of the privilege"), depends=("privilege",)))
    locality = Choose(_("In which city?"), Localities(), Common(label=_("City"), known=lambda apply: apply.me.locality))
    preschools = Ranked(
        which_preschools,
        PreferredPreschools(),
        how_many_preschools,
        Common(
            label=_("Kindergartens"),
            hint=_("Free places are counted for your child's age."),
            depends=("queue", "locality"),
        ),
    )
    language = Choose(
        _("In which language should the child be taught?"), InstructionLanguages(), Common(label=_("Language"))
    )
    consent = Accept(
        _("Do you agree to the terms, and that the data are checked?"), application_terms, Common(label=_("Terms"))
    )
    review = Review(_("Is everything right?"), _("Send"))

    def done(self) -> Effect:
        kind, proof = self.paper()
        return SubmitApplication(
            queue=self.queue,
            child=self.child,
            locality=self.locality,
            preschools=self.preschools,
            language=self.language,
            consent_version=self.consent.version,
            consent_at=self.consent.at,
            rehabilitation=self.rehabilitation if rehabilitated(self) else None,
            special_need=self.special_need if specially_needed(self) else None,
            privilege=self.privilege if privileged(self) else None,
            proof_kind=kind and kind.value,
            proof=proof,
        )

    def whom(self) -> Text:
        return Apply.child.told(self) if "child" in self.answers else super().whom()

    def paper(self) -> tuple[DocumentKind | None, tuple[Page, ...]]:
        """The one document that this application carries, by the queue and the privilege."""
        if wants_phthisiatrician(self):
            return DocumentKind.PHTHISIATRICIAN_CONCLUSION, self.conclusion
        if wants_pmpc(self):
            return DocumentKind.PMPC_CONCLUSION, self.pmpc_conclusion
        if privileged(self):
            return DocumentKind.PRIVILEGE_PROOF, self.proof
        return None, ()
