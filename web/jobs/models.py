"""The table of jobs: what is to be done for whom, how far it is, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from ..people.models import Person


class State(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang làm"
    STOPPED = "stopped", "đã dừng"
    DONE = "done", "xong"
    FAILED = "failed", "chưa làm được"


class Job(models.Model):
    """A job. `kind`: a key of `kinds.KINDS`; `subject`: what it is done to.

    `options`: JSON.

    A job that was running when its process ended is waiting again: every kind goes on where it was.
    """

    kind: models.CharField[str, str] = models.CharField(max_length=40)
    subject: models.CharField[str, str] = models.CharField(max_length=200, db_index=True)
    options: models.TextField[str, str] = models.TextField(default="{}")
    person: models.ForeignKey[Person, Person] = models.ForeignKey(Person, on_delete=models.PROTECT)
    address: models.CharField[str, str] = models.CharField(max_length=45)
    state: models.CharField[str, str] = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stops: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    done: models.IntegerField[int, int] = models.IntegerField(default=0)
    total: models.IntegerField[int, int] = models.IntegerField(default=0)
    item: models.CharField[str, str] = models.CharField(max_length=300, blank=True)
    reason: models.TextField[str, str] = models.TextField(blank=True)
    remedy: models.TextField[str, str] = models.TextField(blank=True)
    ordered_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    began_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    objects: ClassVar[models.Manager[Job]] = models.Manager()
    if TYPE_CHECKING:
        id: int

    @property
    def is_open(self) -> bool:
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def state_label(self) -> str:
        return "đang dừng" if self.stops and self.is_open else str(State(self.state).label)

    @property
    def seconds_left(self) -> int | None:
        """An estimate; None before anything is done."""
        if self.began_at is None or not 0 < self.done < self.total:
            return None
        spent = (timezone.now() - self.began_at).total_seconds()
        return round(spent / self.done * (self.total - self.done))

    @classmethod
    def last_of(cls, kind: str, subject: str) -> Job | None:
        return cls.objects.filter(kind=kind, subject=subject).order_by("-id").first()

    @classmethod
    def order(cls, kind: str, subject: str, options: str, person: Person, address: str) -> Job:
        """Order a job, unless the same is open already; return the open one."""
        known = cls.objects.filter(kind=kind, subject=subject, state__in=(State.WAITING, State.RUNNING)).first()
        return known or cls.objects.create(kind=kind, subject=subject, options=options, person=person, address=address)
