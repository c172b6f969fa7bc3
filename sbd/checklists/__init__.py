"""Checklists: prevention criteria as data."""
