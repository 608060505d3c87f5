"""The kinds of jobs: use cases that can be stopped and go on where they were."""

from collections.abc import Callable, Mapping
from typing import Any

from office import Office, batch_orders, jobs, package_orders

Kind = Callable[[Office, str, Mapping[str, Any], jobs.Job], bool]

ISSUE_BATCH = "issue-batch"
PACK = "pack"


def _issue_batch(office: Office, subject: str, options: Mapping[str, Any], job: jobs.Job) -> bool:
    """Issue the order `subject`; return whether all of it was tried."""
    order = batch_orders.issue(office, subject, str(options.get("override_reason", "")), job)
    return order.report is None or not order.report.stopped


def _pack(office: Office, subject: str, options: Mapping[str, Any], job: jobs.Job) -> bool:
    """Make the package `subject`."""
    package_orders.pack(office, subject, job)
    return True


KINDS: Mapping[str, Kind] = {ISSUE_BATCH: _issue_batch, PACK: _pack}
