"""The rules, one file a part of the page. Importing this package enters them all."""

from .. import looks
from . import appendix, body, capitals, citations, foot, head, letters, numbering, page

__all__ = ["appendix", "body", "capitals", "citations", "foot", "head", "letters", "looks", "numbering", "page"]
