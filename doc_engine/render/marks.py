"""Processing instructions that stand for what a template's text cannot express.

A filter or the normal form writes them, rendering carries them through, `finishing` puts the real thing in their place.
No text can write one: `<?` in a value or in Word's text is escaped.
"""

LIST = "vanthu-list"  # the number of a list that restarts here
RUN = "vanthu-run"  # the letters of the following text's formats: "bi"; "-" for none
PICTURE = "vanthu-picture"  # the index of a picture of the document
BEGIN = b"<?vanthu-"
