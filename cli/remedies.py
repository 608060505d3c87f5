"""The command line's words for what a person can do about an error."""

from dataclasses import replace

from doc_engine import remedies
from doc_engine.errors import Problem
from doc_engine.remedies import RemedyAction

WORDS = {
    RemedyAction.CREATE_OFFICE: "vanthu init THƯ_MỤC",
    RemedyAction.CHOOSE_OFFICE: "--office THƯ_MỤC",
    RemedyAction.VERIFY: "vanthu verify",
    RemedyAction.REBUILD: "vanthu rebuild",
    RemedyAction.ADD_REPLICA: "vanthu replica add THƯ_MỤC",
    RemedyAction.SYNC_REPLICA: "vanthu replica sync",
    RemedyAction.REPAIR_FROM_REPLICA: "vanthu replica repair",
    RemedyAction.RESTORE_ELSEWHERE: "vanthu restore",
    RemedyAction.VERIFY_LEDGER: "vanthu audit verify",
    RemedyAction.ACCEPT_LEDGER: "vanthu audit accept --reason",
    RemedyAction.BLANK_WORKBOOK: "vanthu workbook new",
    RemedyAction.HIDDEN_CELLS: "--hidden read hoặc --hidden skip",
    RemedyAction.CONVERT_TEXT: "--convert",
    RemedyAction.BLANK_FORM: "vanthu template show MẪU --form TỆP",
    RemedyAction.TEXT_FORM: "--form TỆP.yaml",
    RemedyAction.SEARCH: "vanthu search TỪ_KHÓA",
    RemedyAction.SEARCH_UNIT: "vanthu search --commune TÊN --year NĂM",
    RemedyAction.LIST_UNITS: "vanthu units TÊN",
    RemedyAction.UNITS_FORM: "vanthu units --form TỆP.xlsx",
    RemedyAction.LIST_NUMBERS: "vanthu register list",
    RemedyAction.LIST_PENDING_NUMBERS: "vanthu register list --missing",
    RemedyAction.VOID_NUMBER: "vanthu register void",
    RemedyAction.LIST_DRAFTS: "vanthu document list",
    RemedyAction.DRAFT_STEPS: "vanthu document submit, approve, return, issue",
    RemedyAction.CHANGE_DATA: "vanthu document change {} --data TỆP",
    RemedyAction.TAKE_DOCX: "vanthu document change {} --docx",
    RemedyAction.DROP_EDIT: "vanthu document change {} --data TỆP --force",
    RemedyAction.RETURN_DRAFT: "vanthu document return {} --reason LÝ_DO",
    RemedyAction.CLEAN_DOCX: "ghi thêm --clean",
    RemedyAction.CORRECT_FACT: "--type, --symbol, --subject, --day, --signer, --title",
    RemedyAction.GIVE_REASON: "ghi thêm --reason",
    RemedyAction.OVERWRITE: "ghi thêm --force",
    RemedyAction.OVERRIDE: "ghi thêm --despite",
    RemedyAction.LIST_CASE_FILES: "vanthu casefile list --year {}",
    RemedyAction.SHOW_CASE_FILE: "vanthu casefile show",
    RemedyAction.OPEN_CASE_FILE: "vanthu casefile open",
    RemedyAction.FILL_CASE_FILE: "vanthu casefile add",
    RemedyAction.CLOSE_CASE_FILE: "vanthu casefile close",
    RemedyAction.NAME_TYPE: "--type",
    RemedyAction.NAME_AGENCY: "ghi thêm --agency",
    RemedyAction.GIVE_PERIOD: "ghi --retention",
    RemedyAction.RELEASE_HOLD: "vanthu retention release",
    RemedyAction.NAME_DECIDER: "ghi --by",
}


def worded_problem(problem: Problem) -> Problem:
    """A problem as a person at the command line reads it."""
    return replace(problem, reason=worded(problem.reason), remedy=worded(problem.remedy))


def worded(text: str) -> str:
    """A text of the office as a person at the command line reads it."""
    return remedies.worded(text, WORDS)
