"""The use cases of a records office: all that a front end may call.

A front end opens an `Office` with who acts, calls the functions of the modules listed here, and words what they return
or raise. Modules are loaded when they are first asked for, so that a command line starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import jobs, json_shapes, settings, unit_lookup, user_files, worklist
    from .export import dossier, package_orders, printing, rendition
    from .integrity import replicas, restore, verification
    from .issue import (
        batch,
        batch_orders,
        batch_report,
        confirmed_figures,
        cycle_check,
        drafting,
        drafts,
        form_entries,
        planning,
        register_view,
        registers,
        relations,
        signed_copies,
        single_documents,
        word_drafts,
    )
    from .office import Office, OfficeExists, OfficeNotFound, create, find, now
    from .records import case_files, disposal, file_plan, transfer
    from .search import autocomplete, finding, related, result_export, saved_searches, unit_names

_OPENING = ("Office", "OfficeExists", "OfficeNotFound", "create", "find", "now")
_MODULES = {
    "": ("jobs", "json_shapes", "settings", "unit_lookup", "user_files", "worklist"),
    "export": ("dossier", "package_orders", "printing", "rendition"),
    "integrity": ("replicas", "restore", "verification"),
    "issue": (
        "batch",
        "batch_orders",
        "batch_report",
        "confirmed_figures",
        "cycle_check",
        "drafting",
        "drafts",
        "form_entries",
        "planning",
        "register_view",
        "registers",
        "relations",
        "signed_copies",
        "single_documents",
        "word_drafts",
    ),
    "records": ("case_files", "disposal", "file_plan", "transfer"),
    "search": ("autocomplete", "finding", "related", "result_export", "saved_searches", "unit_names"),
}

__all__ = [
    "Office",
    "OfficeExists",
    "OfficeNotFound",
    "autocomplete",
    "batch",
    "batch_orders",
    "batch_report",
    "case_files",
    "confirmed_figures",
    "create",
    "cycle_check",
    "disposal",
    "dossier",
    "drafting",
    "drafts",
    "file_plan",
    "find",
    "finding",
    "form_entries",
    "jobs",
    "json_shapes",
    "now",
    "package_orders",
    "planning",
    "printing",
    "register_view",
    "registers",
    "related",
    "relations",
    "rendition",
    "replicas",
    "restore",
    "result_export",
    "saved_searches",
    "settings",
    "signed_copies",
    "single_documents",
    "transfer",
    "unit_lookup",
    "unit_names",
    "user_files",
    "verification",
    "word_drafts",
    "worklist",
]


def __getattr__(name: str) -> Any:
    if name in _OPENING:
        return getattr(import_module(".office", __name__), name)
    for package, modules in _MODULES.items():
        if name in modules:
            return import_module(f".{package}.{name}" if package else f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
