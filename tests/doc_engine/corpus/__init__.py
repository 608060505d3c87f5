"""Documents with planted defects, and right ones, for measuring the checker.

paper.py      a document as a value: its lines, each with a role and formatting
papers.py     right documents
writing.py    a paper as .docx, in the ways in which real documents are laid out
defects.py    ways of breaking a right paper, each with the rule that must report it
official.py   the official forms of Phụ lục III
"""
