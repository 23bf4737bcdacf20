"""A family is told that its request was refused, and what follows for its voucher. E3, V7a, V12, edge 16."""

from __future__ import annotations

from dialogs import enrol_notices as notices
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.request_moves import about_request
from handlers.staff.preschool_telling import preschool_name
from handlers.telling import Occasion
from handlers.voucher_acts import Stepped
from handlers.voucher_telling import place_told, until
from locales.text import Text
from storage.enrolment_requests import EnrolmentRequest
from storage.outbox import NewOutbox


async def tell_refused(
    at: Occasion, request: EnrolmentRequest, stepped: Stepped, reason: Text, comment: str = ""
) -> list[NewOutbox]:
    """N22 where another kindergarten can be chosen; N22r where the referral named this one and has ended with it."""
    about = await about_request(at, request)
    why = notices.Refusal(await preschool_name(at, request.preschool_bin), reason, comment)
    if stepped.voucher.open:
        ends = until(at, stepped.voucher.voucher.deadline.at)
        told = notices.refused(about, request.voucher_id, why, ends)
    else:
        place = await place_told(at, stepped.application)
        assert place is not None
        told = notices.referral_refused(about, why, place)
    return await tell_family(at, request.application_id, told, subject_of(request.application_id))
