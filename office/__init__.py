"""The use cases: the only package that knows a document's whole way.

They return data and raise domain errors.
"""
