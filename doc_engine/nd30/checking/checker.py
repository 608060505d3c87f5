"""Check a document, annotate it, and repair mechanical faults."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from ...ooxml import comments
from ...ooxml.package import DocxPackage
from ...ooxml.story import Area, Story, read
from .. import lists
from . import rules  # noqa: F401  # registers every rule
from .components import Components
from .locate import locate
from .pieces import folded
from .rule import RULES, Finding, Severity

_ROUNDS = 4  # a repair can require another one: a repairable size makes two sizes differ
_TOP = 15  # pieces
_OF_ANY_PAPER = ("TR-", "CH-", "TL-")
_TRIES = 2  # of one repair at one place: another one may undo it once


@dataclass(frozen=True)
class Checked:
    """The findings in the order of the document; within a paragraph, errors first."""

    findings: tuple[Finding, ...]

    def of(self, *severities: Severity) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.rule.severity in severities)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return self.of(Severity.ERROR)


@dataclass(frozen=True)
class Fixed:
    """The result of `fix`.

    `docx`: the repairable document, or the very bytes given when nothing was repaired. `changes`: the repairs that
    helped, each "where: what". `left`: the findings left to a person.
    """

    docx: bytes
    changes: tuple[str, ...]
    left: tuple[Finding, ...]


def check(docx: bytes, file: str) -> Checked:
    """Check a document. Raises UnsafePackage or UnreadableDocument."""
    return Checked(tuple(_findings(read(DocxPackage(docx, file)))))


def annotate(docx: bytes, file: str) -> bytes:
    """Return the document with a Word comment at each finding.

    Findings on the whole document, or on a header, where Word allows no comment, are reported at the first paragraph.
    Raises UnsafePackage or UnreadableDocument.
    """
    package = DocxPackage(docx, file)
    story = read(package)
    notes = []
    for finding in _findings(story):
        rule, fault = finding.rule, finding.fault
        paragraph = fault.paragraph
        text = f"{rule.severity.value.capitalize()}: {fault.detail} {rule.remedy} [{rule.code}, {rule.clause}]"
        if paragraph is None or paragraph.area is Area.HEADER:
            paragraph, text = story.paragraphs[0], f"{finding.place}. {text}"
        notes.append((paragraph, text))
    comments.add(package, notes, "vanthu")
    return package.save() if notes else docx


def fix(docx: bytes, file: str, only: Collection[str] = ()) -> Fixed:
    """Repair page, fonts, sizes, weights, gaps, punctuation and zeros; never a word.

    `only`: codes of rules; empty: all. Content that the reader does not understand is copied unchanged. Raises
    UnsafePackage or UnreadableDocument.
    """
    package = DocxPackage(docx, file)
    changes: dict[tuple[str, int], str] = {}
    tried: Counter[tuple[str, int]] = Counter()
    for _ in range(_ROUNDS):
        wanted = [one for one in _findings(read(package)) if not only or one.rule.code in only]
        repairable = [one for one in wanted if one.fault.repair and tried[_key(one)] < _TRIES]
        if not repairable:
            break
        for finding in repairable:
            tried[_key(finding)] += 1
            repair, paragraph = finding.fault.repair, finding.fault.paragraph
            if repair is not None and repair.apply() is not False:
                changes[_key(finding)] = f"{finding.place}: {repair.describes} [{finding.rule.code}]"
                if paragraph is not None:
                    package.change(paragraph.part)
        package = DocxPackage(package.save(), file)
    left = tuple(_findings(read(package)))
    for still in map(_key, left):
        changes.pop(still, None)
    if not changes:
        return Fixed(docx, (), check(docx, file).findings)
    return Fixed(package.save(), tuple(changes.values()), left)


def _key(finding: Finding) -> tuple[str, int]:
    """The rule code and paragraph number; repairs neither add nor remove paragraphs."""
    paragraph = finding.fault.paragraph
    return finding.rule.code, paragraph.number if paragraph is not None else 0


def _is_annex(components: Components) -> bool:
    """Whether the document is a register, list or record of Phụ lục IV and V.

    These have their own forms: no number, and the form's name near the top. Only page, letters and unknown type are
    reported for them.
    """
    names = {folded(form.name.removeprefix("biên bản ")) for form in lists.FORMS}
    return components.code is None and any(piece.folded in names for piece in components.all[:_TOP])


def _findings(story: Story) -> list[Finding]:
    components = locate(story)
    parts = (components, *components.attachments)
    wanted = [one for one in RULES.values() if not _is_annex(components) or one[0].code.startswith(_OF_ANY_PAPER)]
    every = [Finding(rule, fault) for part in parts for rule, check_ in wanted for fault in check_(part)]
    found = {(one.rule.code, one.place, one.fault.detail): one for one in reversed(every)}.values()
    order = list(Severity)

    def place(finding: Finding) -> tuple[int, int, str]:
        paragraph = finding.fault.paragraph
        return (paragraph.number if paragraph is not None else 0, order.index(finding.rule.severity), finding.rule.code)

    return sorted(found, key=place)
