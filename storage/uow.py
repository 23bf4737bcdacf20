"""The unit of work: one transaction with every repository that reads and writes inside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy import func, select

from storage.accounts import Accounts
from storage.addresses import Addresses
from storage.applications import Applications
from storage.bulletin import Bulletins
from storage.calendar_overrides import CalendarOverrides
from storage.catalogue import Catalogue
from storage.category_lists import CategoryLists
from storage.chat_notices import ChatNotices
from storage.children import Children
from storage.codes import Codes
from storage.connection import Connection
from storage.contents import Contents
from storage.contract_versions import ContractVersions
from storage.contracts import Contracts
from storage.conversations import Conversations
from storage.day_numbers import DayNumbers
from storage.deadlines import Deadlines
from storage.delivery_reports import DeliveryReports
from storage.distributions import Distributions
from storage.engines import Dialect
from storage.enrolment_requests import EnrolmentRequests
from storage.events import Events
from storage.family import Family
from storage.feedback import Feedbacks
from storage.feedback_answers import FeedbackAnswers
from storage.file_records import FileRecords
from storage.form_editions import FormEditions
from storage.inbox import Inbox
from storage.instance_settings import Settings
from storage.invites import Invites
from storage.limits import Limits
from storage.links import Links
from storage.notifications import Notifications
from storage.outages import Outages
from storage.outbox import Outbox
from storage.papers import Papers
from storage.places import Places
from storage.prepared_documents import PreparedDocuments
from storage.queue_counters import QueueCounters
from storage.queue_history import QueueHistory
from storage.rankings import Rankings
from storage.rates import Rates
from storage.requisites import Requisites
from storage.reviews import Reviews
from storage.run_schedules import RunSchedules
from storage.sealing import Sealer
from storage.signatures import Signatures
from storage.signings import Signings
from storage.staff import Staff
from storage.statistics import Statistics
from storage.stop_list_rests import StopListRests
from storage.support import Support
from storage.tasks import Tasks
from storage.vouchers import Vouchers
from storage.waiting_list import WaitingList
from storage.waking import CHANNEL


class Uow:
    """What one transaction can do; nothing of it is seen by others before the commit."""

    inbox = cached_property(Inbox)
    conversations = cached_property(Conversations)
    outbox = cached_property(Outbox)
    tasks = cached_property(Tasks)
    deadlines = cached_property(Deadlines)
    events = cached_property(Events)
    day_numbers = cached_property(DayNumbers)
    rates = cached_property(Rates)
    files = cached_property(FileRecords)
    reports = cached_property(DeliveryReports)
    contents = cached_property(Contents)
    notices = cached_property(ChatNotices)

    accounts = cached_property(Accounts)
    addresses = cached_property(Addresses)
    children = cached_property(Children)
    family = cached_property(Family)
    applications = cached_property(Applications)
    reviews = cached_property(Reviews)
    queue_counters = cached_property(QueueCounters)
    queue_history = cached_property(QueueHistory)
    statistics = cached_property(Statistics)
    catalogue = cached_property(Catalogue)
    places = cached_property(Places)
    bulletins = cached_property(Bulletins)
    vouchers = cached_property(Vouchers)
    distributions = cached_property(Distributions)
    schedules = cached_property(RunSchedules)
    categories = cached_property(CategoryLists)
    rankings = cached_property(Rankings)
    requests = cached_property(EnrolmentRequests)
    waiting_list = cached_property(WaitingList)
    contracts = cached_property(Contracts)
    contract_versions = cached_property(ContractVersions)
    form_editions = cached_property(FormEditions)
    signings = cached_property(Signings)
    signatures = cached_property(Signatures)
    requisites = cached_property(Requisites)
    feedback = cached_property(Feedbacks)
    feedback_answers = cached_property(FeedbackAnswers)
    rests = cached_property(StopListRests)
    calendar = cached_property(CalendarOverrides)
    outages = cached_property(Outages)
    papers = cached_property(Papers)
    prepared = cached_property(PreparedDocuments)
    notifications = cached_property(Notifications)
    staff = cached_property(Staff)
    invites = cached_property(Invites)
    support = cached_property(Support)
    limits = cached_property(Limits)
    codes = cached_property(Codes)
    links = cached_property(Links)
    settings = cached_property(Settings)

    def __init__(self, connection: Connection, sealer: Sealer, dialect: Dialect) -> None:
        self.connection = connection
        self.sealer = sealer
        self.dialect = dialect
        self.topics: set[str] = set()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is undone by an exception, which is passed on; the transaction goes on."""
        async with self.connection.savepoint():
            yield

    def wake(self, topic: str) -> None:
        """Whoever waits for the topic, in any process, is woken after the commit."""
        self.topics.add(topic)

    async def announce(self) -> None:
        """Hand the wake-ups to PostgreSQL, which delivers them with the commit."""
        if self.dialect == "postgresql":
            for topic in sorted(self.topics):
                await self.connection.execute(select(func.pg_notify(CHANNEL, topic)))

    async def release_leases(self, lease_now: float) -> None:
        """At the start on SQLite: no other process holds a lease, and the lease clock may have begun anew.

        On PostgreSQL others may be at work, and the server's clock goes on; leases there end by themselves.
        """
        if self.dialect == "postgresql":
            return
        await self.inbox.release_leases()
        await self.outbox.release_leases()
        await self.tasks.release_leases()
        await self.rates.restart(lease_now)
