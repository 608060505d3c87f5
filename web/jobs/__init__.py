"""Long work of the desk.

Ordered by a page, done by a process of its own, watched by whoever comes back.
"""
