"""The use cases: the one place that knows the whole way of a document. Returns data, raises domain errors."""
