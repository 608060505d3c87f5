"""The rules, one file per part of the page. Importing this package registers them."""

from .. import looks
from . import appendix, body, capitals, citations, foot, head, letters, numbering, page

__all__ = ["appendix", "body", "capitals", "citations", "foot", "head", "letters", "looks", "numbering", "page"]
