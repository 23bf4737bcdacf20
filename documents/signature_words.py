"""The words of the signature sheet and of the protocol, which stand in Kazakh and Russian beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from enrolment.signature_evidence import Side
from locales.text import Text, _

TITLE = _("Card of the electronic document")
PROTOCOL = _("Protocol of the check of signatures")
DOCUMENT = _("Document")
SIDES: Mapping[Side, Text] = {
    Side.PARENT: _("Signature of the child's legal representative"),
    Side.PRESCHOOL: _("Signature of the preschool organisation"),
}
CHECKED = _("What was checked")
WARNING = _(
    "This card only informs and has no legal force: a printed or drawn card can be forged. "
    "What counts is the document itself with its signatures. Check them at the address on this card."
)
HOW = _(
    "The package holds the document, the signatures and everything by which they were judged. "
    "Any program that checks EDS signatures (CMS) can check them again without this service."
)
ALGORITHMS: Mapping[str, str] = {
    "1.2.840.113549.1.1.1": "RSA, SHA-256",
    "1.2.840.113549.1.1.11": "RSA, SHA-256",
    "1.2.398.3.10.1.1.2.3.2": "ГОСТ 34.10-2015 (512)",
    "1.2.398.3.10.1.1.1.2": "ГОСТ 34.310-2004",
}
CHECKS: Mapping[str, Text] = {
    "structure": _("The signature has the form that the rules demand, and one signer"),
    "content": _("It was made over this very document"),
    "algorithms": _("The algorithms are permitted"),
    "attributes": _("The digest of the document is right"),
    "certificate_named": _("The signature names the signer's certificate"),
    "signature": _("It was made with the key of the certificate"),
    "time": _("The time of the signature is established"),
    "key": _("The key is meant for signing"),
    "role": _("The signer had the right to sign"),
    "identity": _("The signer is who had to sign"),
    "validity": _("The certificate was in force"),
    "chain": _("The certificate was issued by a trusted certification authority"),
    "revocation": _("The certificate was not revoked"),
}
PURPOSES: Mapping[str, Text | str] = {
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.2.398.3.3.4.1.1": _("Natural person"),
    "1.2.398.3.3.4.1.2": _("Legal entity"),
    "1.2.398.3.3.4.1.2.1": _("First head of the organisation"),
    "1.2.398.3.3.4.1.2.2": _("Right to sign for the organisation"),
}
"""What a key is for, by the identifiers of the register root.gov.kz/oid (eds.md 1.4)."""
NUMBER = _("Number of the document")
FINGERPRINT = _("SHA-256 of the document")
PAGES = _("Pages")
SIZE = _("Size in bytes")
SIGNED_BY = _("Signed by")
IIN = _("IIN")
ORGANISATION = _("Organisation")
BIN = _("BIN of the organisation")
SERIAL = _("Serial number of the certificate")
ISSUER = _("Issuer")
TERM = _("In force")
POLICIES = _("Certificate policies")
USAGES = _("Use of the key")
MEANT_FOR = _("Purpose of the key")
ALGORITHM = _("Algorithm")
STAMPED = _("Time stamp")
STAMPED_BY = _("Time stamp service")
STAMP_ISSUER = _("Issuer of the time stamp service's certificate")
STAMP_SERIAL = _("Serial number of the time stamp service's certificate")
NOT_REVOKED_OCSP = _("Not revoked (OCSP)")
NOT_REVOKED_LIST = _("Not revoked (revocation list)")
TOLD_BY = _("Confirmed by")
TOLD_ISSUER = _("Issuer of the confirming service's certificate")
TOLD_SERIAL = _("Serial number of the confirming service's certificate")
RECEIVED = _("Received")
JUDGED = _("Checked")
RESULT = _("Result")
GOOD = _("Valid")
CHECK_IT = _("Check the signed document:")
