"""The desk: the office as web pages.

A door into `office`, as the command line is; no rule of the domain lives here.
"""
