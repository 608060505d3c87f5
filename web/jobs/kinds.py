"""The kinds of jobs: use cases that can be stopped and go on where they were."""

from collections.abc import Callable, Mapping
from typing import Any

from office import Office, batch_orders, jobs

Kind = Callable[[Office, str, Mapping[str, Any], jobs.Job], bool]

ISSUE_BATCH = "issue-batch"


def _issue_batch(office: Office, subject: str, options: Mapping[str, Any], job: jobs.Job) -> bool:
    """Issue the order `subject`; return whether all of it was tried."""
    order = batch_orders.issue(office, subject, str(options.get("override_reason", "")), job)
    return order.report is None or not order.report.stopped


KINDS: Mapping[str, Kind] = {ISSUE_BATCH: _issue_batch}
