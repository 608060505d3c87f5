"""Spreadsheets of others, read cell by cell: .xlsx, folders of .csv, .json.

`tables` gives the sheets; `cells` reads one cell as what a form asks for.
"""
