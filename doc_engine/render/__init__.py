"""Rendering of a .docx: a template is compiled once and rendered many times.

`Renderer` is the front end. The language of the tags is docxtpl's, and docxtpl is the reference: `verified` renders
sample data both ways and compares every part, so that a template on which the fast way differs is left to docxtpl.
"""

from .errors import RenderFailed, TemplateRejected
from .renderer import Mode, Properties, Renderer
from .verify import verified

__all__ = ["Mode", "Properties", "RenderFailed", "Renderer", "TemplateRejected", "verified"]
