"""Exports: an assessment as a file, one format per file."""
