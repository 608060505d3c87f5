"""Actions that remedy an error, worded by each front end.

A remedy is a Vietnamese text in which an action stands as a marker, "Hãy lấy lại từ bản sao: …". A
front end puts its words in the place of the marker: a command, a button.
"""

import re
from collections.abc import Mapping
from enum import Enum

# Around a marker: noncharacters of Unicode, which no text of a document has.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_MARKER = re.compile(rf"{_BEGIN}([a-z-]+)(?::([^{_END}]*))?{_END}")


class RemedyAction(Enum):
    """An action that remedies name. Its text is the marker."""

    CREATE_OFFICE = "create-office"
    CHOOSE_OFFICE = "choose-office"
    VERIFY = "verify"
    REBUILD = "rebuild"
    ADD_REPLICA = "add-replica"
    SYNC_REPLICA = "sync-replica"
    REPAIR_FROM_REPLICA = "repair-from-replica"
    RESTORE_ELSEWHERE = "restore-elsewhere"
    VERIFY_LEDGER = "verify-ledger"
    ACCEPT_LEDGER = "accept-ledger"
    BLANK_WORKBOOK = "blank-workbook"
    HIDDEN_CELLS = "hidden-cells"
    CONVERT_TEXT = "convert-text"
    BLANK_FORM = "blank-form"
    TEXT_FORM = "text-form"
    SEARCH = "search"
    SEARCH_UNIT = "search-unit"
    LIST_UNITS = "list-units"
    UNITS_FORM = "units-form"
    LIST_NUMBERS = "list-numbers"
    LIST_PENDING_NUMBERS = "list-pending-numbers"
    VOID_NUMBER = "void-number"
    LIST_DRAFTS = "list-drafts"
    DRAFT_STEPS = "draft-steps"
    CHANGE_DATA = "change-data"  # of a draft
    TAKE_DOCX = "take-docx"  # of a draft, as its text
    DROP_EDIT = "drop-edit"  # of a draft
    RETURN_DRAFT = "return-draft"
    CLEAN_DOCX = "clean-docx"
    CORRECT_FACT = "correct-fact"
    GIVE_REASON = "give-reason"
    OVERWRITE = "overwrite"
    OVERRIDE = "override"
    LIST_CASE_FILES = "list-case-files"  # of a year
    SHOW_CASE_FILE = "show-case-file"
    OPEN_CASE_FILE = "open-case-file"
    FILL_CASE_FILE = "fill-case-file"
    CLOSE_CASE_FILE = "close-case-file"
    NAME_AGENCY = "name-agency"
    NAME_TYPE = "name-type"
    GIVE_PERIOD = "give-period"
    RELEASE_HOLD = "release-hold"
    NAME_DECIDER = "name-decider"

    def __str__(self) -> str:
        return f"{_BEGIN}{self.value}{_END}"

    def of(self, argument: str) -> str:
        """The marker with what the action is done to.

        `argument`: may be a placeholder of a message, "{year}".
        """
        return f"{_BEGIN}{self.value}:{argument}{_END}"


_BY_NAME = {action.value: action for action in RemedyAction}


def worded(text: str, words: Mapping[RemedyAction, str]) -> str:
    """Put the words of a front end in the place of the markers.

    "{}" in them is what the action is done to. What is no marker of ours stays as it is.
    """

    def put(found: re.Match[str]) -> str:
        known = found[1] in _BY_NAME
        return words[_BY_NAME[found[1]]].format(found[2] or "") if known else found[0]

    return _MARKER.sub(put, text)


def actions(text: str) -> list[RemedyAction]:
    """The actions that a remedy names, in their order: a front end may offer them."""
    return [_BY_NAME[found[1]] for found in _MARKER.finditer(text) if found[1] in _BY_NAME]
