"""What the screens share.

The frame, errors, paging, pictures of pages, forms from a schema.
"""
