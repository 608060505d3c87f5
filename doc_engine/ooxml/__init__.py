"""The parts, page content and effective formatting of a .docx, as Word reads it.

    package.py      parts of the file; changed ones are rewritten, all others are copied byte for byte
    formatting.py   effective formatting: defaults, table, paragraph and character styles, numbering, direct
    numbering.py    list labels that Word generates ("1.", "a)")
    drawing.py      lines drawn as DrawingML or VML
    story.py        paragraphs in reading order with all of the above; sections; headers
    comments.py     Word comments anchored to paragraphs
    residue.py      tracked changes, comments, hidden text: what is left from a file's making

Nothing here depends on the decree.
"""
