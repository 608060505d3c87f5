"""The screen “Soạn văn bản”.

Forms being filled in, drafts, and what may be done with one.
"""
