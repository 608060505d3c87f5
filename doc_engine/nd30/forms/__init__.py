"""Documents of all 29 types and the three kinds of copies, from plain data.

By the decree's own forms (Phụ lục III).

outlines.py        the form of each type as an outline with tags: head, title, body, foot
text.py            plain paragraphs → parts, chapters, articles, clauses, by how they begin; the sentences of each form
filling.py         plain data → values for the outline's tags: symbol, signature, punctuation
plain.schema.json  the plain data, each field with its meaning in Vietnamese
"""

from .filling import fill, sample, schema, subject_of
from .outlines import outline

__all__ = ["fill", "outline", "sample", "schema", "subject_of"]
