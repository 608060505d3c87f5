"""What a document that others wrote is, and where its number and day go.

The checker's own recognition of components decides (`nd30.checking.locate`): what is numbered here is what is checked.
"""

from ..ooxml.residue import Residue, cleaned, residue
from .facts import RecognisedDocument, recognise
from .filling_in import PlaceMissing, as_transitional, blanked, filled_in

__all__ = [
    "PlaceMissing",
    "RecognisedDocument",
    "Residue",
    "as_transitional",
    "blanked",
    "cleaned",
    "filled_in",
    "recognise",
    "residue",
]
