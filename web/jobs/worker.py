"""The worker: one process that does the jobs of a desk, one after the other.

Each is done as the person who ordered it.

worker FOLDER

It ends when its standard input does: with the desk, however that ends. A job in hand then stops at its next safe place
and waits for the next worker.
"""

import json
import logging
import os
import platform
import sys
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from archive.ledger import Actor
from doc_engine.errors import VanthuError
from office import Office, jobs

_POLL = 0.5  # seconds between two looks at the table
_NOTED_EVERY = 0.3  # seconds between two notes of the progress


class Worker:
    def __init__(self, office: Office) -> None:
        self._office = office
        self.ends = threading.Event()

    def run(self) -> None:
        """Do jobs until the desk ends.

        One worker at a time: that of a desk that was killed may still be on its way to a safe place.
        """
        lock = FileLock(self._office.files.desk_worker_lock)
        while not self.ends.is_set():
            try:
                with lock.acquire(timeout=_POLL):
                    self._work()
            except Timeout:
                continue

    def _work(self) -> None:
        from .models import Job, State

        Job.objects.filter(state=State.RUNNING).update(state=State.WAITING)  # its worker is gone
        while not self.ends.is_set():
            waiting = Job.objects.filter(state=State.WAITING).select_related("person").order_by("id").first()
            if waiting is None:
                self.ends.wait(_POLL)
            else:
                self._do(waiting.id)

    def _do(self, id_: int) -> None:
        from django.utils import timezone

        from ..parts.remedies import worded
        from .kinds import KINDS
        from .models import Job, State

        job = Job.objects.select_related("person").get(pk=id_)
        Job.objects.filter(pk=id_).update(state=State.RUNNING, began_at=timezone.now(), done=0, total=0, item="")
        office = self._office.acting_as(Actor(job.person.login, platform.node(), job.address))
        work = jobs.Job(_Noting(id_))
        watching = threading.Thread(target=self._watch, args=(id_, work), daemon=True)
        watching.start()
        found: dict[str, object] = {}
        try:
            if KINDS[job.kind](office, job.subject, json.loads(job.options), work):
                found = {"state": State.DONE, "item": ""}
            else:
                found = {"state": self._stopped_state()}
        except jobs.JobStopped:
            found = {"state": self._stopped_state()}
        except VanthuError as error:
            found = {"state": State.FAILED, "reason": worded(str(error)), "remedy": worded(error.remedy_text)}
        except Exception as error:  # the next job has to be done
            logging.getLogger(__name__).exception("job %s failed", id_)
            reason = f"Lỗi ngoài dự kiến: {type(error).__name__}: {error}"
            found = {"state": State.FAILED, "reason": reason, "remedy": "Hãy báo người phụ trách máy chủ."}
        progress = work.progress
        noted = {"done": progress.done, "total": progress.total} if found["state"] != State.DONE else {}
        Job.objects.filter(pk=id_).update(ended_at=timezone.now(), **noted, **found)

    def _stopped_state(self) -> str:
        """A job that somebody stopped stays so.

        One that the desk's end stopped goes on with the next desk.
        """
        from .models import State

        return State.WAITING if self.ends.is_set() else State.STOPPED

    def _watch(self, id_: int, work: jobs.Job) -> None:
        """Stop the work when somebody asks for it, or the desk ends."""
        from .models import Job, State

        while True:
            if self.ends.wait(_POLL):
                work.stop()
                return
            state = Job.objects.filter(pk=id_).values_list("state", "stops").first()
            if state is None or state[0] != State.RUNNING:
                return
            if state[1]:
                work.stop()


class _Noting:
    """Notes the progress of a job in its row, as often as a person can read it."""

    def __init__(self, id_: int) -> None:
        self._id = id_
        self._at = 0.0

    def __call__(self, now: jobs.Progress) -> None:
        from .models import Job

        if time.monotonic() - self._at >= _NOTED_EVERY:
            self._at = time.monotonic()
            Job.objects.filter(pk=self._id).update(done=now.done, total=now.total, item=now.item[:300])


def main(folder: Path) -> int:
    from .. import serve

    office = Office(folder, Actor("ban-lam-viec", platform.node()), environment=os.environ)
    serve.configure(office, serve.Place(serve.LOOPBACK, 0, tls=False))
    worker = Worker(office)

    def wait_for_the_end() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        worker.ends.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    worker.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
