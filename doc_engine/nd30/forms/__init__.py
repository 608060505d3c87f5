"""Documents of all 29 types and the three kinds of copies, by the decree's own forms (Phụ lục III), from plain data.

outlines.py        the form of each type as an outline with tags: head, title, body, foot
text.py            plain paragraphs → parts, chapters, articles, clauses, by how they begin; the sentences of each form
filling.py         plain data → what the outline's tags ask for: symbol, signature, punctuation
plain.schema.json  the plain data, each field with its meaning in Vietnamese
"""

from .filling import fill, sample, schema
from .outlines import outline

__all__ = ["fill", "outline", "sample", "schema"]
