"""The shipped checklist, and how the tests read their tables of it."""

from __future__ import annotations

from sbd.checklists.read import read_checklist

CHECKLIST = read_checklist("brussels")
CRITERIA = {c.id: c for c in CHECKLIST.criteria}


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]
