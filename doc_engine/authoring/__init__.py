"""Every mistake in a template that is being written, each with its paragraph.

A name that the data will not have is a mistake before there are data. Only a template without one is filled.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..data_form import shape
from ..ooxml.package import DocxPackage
from ..ooxml.story import read
from ..render import TemplateRejected
from ..render.normal_form import normal_form
from ..render.prepared import refuse_stray_tags
from ..template import Template, TemplateUnreadable
from .names import names_in, names_of
from .proposal import Proposal, propose
from .tags import TagReader
from .trial import Trial, filled
from .verdict import Mistake, Verdict

__all__ = ["Mistake", "Proposal", "Verdict", "examine", "propose"]


def examine(template: Template) -> Verdict:
    """Return every mistake in a template.

    Raises UnsafePackage or UnreadableDocument for a .docx that cannot be read.
    """
    try:
        refuse_stray_tags(template.docx, template.id)
    except TemplateRejected as error:
        return Verdict((Mistake(0, "", str(error).rstrip("."), error.remedy_text),), None)
    taken = normal_form(template.docx, template.id)
    trial = _examined(template, taken.docx)
    return Verdict(tuple(trial.mistakes), trial.mode, taken.remarks, trial.findings)


def _examined(template: Template, docx: bytes) -> Trial:
    story = read(DocxPackage(docx, template.id))
    paragraphs = [*story.paragraphs, *(one for listed in story.headers.values() for one in listed)]
    # The schema of a plain template describes what the clerk gives; the tags get data made from it.
    plain = template.manifest.plain
    try:
        names = names_in(template.sample_for_rendering) if plain else names_of(shape(template))
    except TemplateUnreadable as error:
        return Trial([Mistake(0, "", str(error).rstrip("."), error.remedy_text)])
    reader = TagReader(names)
    for paragraph in paragraphs:
        reader.paragraph(paragraph)
    mistakes = reader.finish()
    if not mistakes:
        mistakes += _unused(template, reader.used)
        trial = filled(template)
        return replace(trial, mistakes=mistakes + trial.mistakes)
    return Trial(mistakes)


def _unused(template: Template, used: set[str]) -> Iterator[Mistake]:
    """Groups of data that are required and never printed."""
    for name in template.schema.get("required", ()) if not template.manifest.plain else ():
        if name not in used:
            yield Mistake(0, "", f'trường "{name}" được đòi hỏi mà mẫu không in', "Hãy in ra, hoặc bỏ khỏi schema.")
