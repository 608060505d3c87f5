"""From a template and its data to a .docx: the template is compiled once and rendered many times.

`Renderer` is the door. The language of the tags is docxtpl's, and docxtpl is the judge: `verified` renders sample data
both ways and compares every part, so that a template on which the fast way differs takes docxtpl's own way.
"""

from .errors import RenderFailed, TemplateRejected
from .renderer import Mode, Properties, Renderer
from .verify import verified

__all__ = ["Mode", "Properties", "RenderFailed", "Renderer", "TemplateRejected", "verified"]
