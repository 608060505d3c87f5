"""A .docx as Word sees it: its parts, what stands on its pages, and how each piece of text really looks.

    package.py      parts of the file; changed ones are written anew, all others are copied byte for byte
    formatting.py   effective formatting: defaults, table, paragraph and character styles, numbering, direct
    numbering.py    labels that Word makes itself ("1.", "a)")
    drawing.py      lines drawn as DrawingML or VML
    story.py        paragraphs in reading order with all of the above; sections; headers
    comments.py     comments laid at paragraphs

Nothing here knows the decree.
"""
