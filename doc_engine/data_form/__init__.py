"""Forms for the data of one document: made from its schema, and read back.

A clerk fills them in, in Excel or as text.
"""

from .excel import FormTooDeep, blank_workbook, read_workbook
from .filled import FilledForm, put_together
from .pictures import with_pictures
from .shape import Described, Field, Kind, PlainData, Shape, fields, shape
from .text_form import DataUnreadable, blank_text, read_text

__all__ = [
    "DataUnreadable",
    "Described",
    "Field",
    "FilledForm",
    "FormTooDeep",
    "Kind",
    "PlainData",
    "Shape",
    "blank_text",
    "blank_workbook",
    "fields",
    "put_together",
    "read_text",
    "read_workbook",
    "shape",
    "with_pictures",
]
