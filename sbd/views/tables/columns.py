"""The table that explains the columns of all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sbd.views.tables.model import Column, Field, Table, build, named


@dataclass(frozen=True)
class _Described:
    """A column of a table."""

    table: Table
    column: Column


def columns_table(tables: Sequence[Table], langs: tuple[str, ...]) -> Table:
    """Return one row per column of the tables given.

    Parameters
    ----------
    tables : sequence of Table
        In their order.
    langs : tuple of str
        One language or two.
    """
    rows = [_Described(t, c) for t in tables for c in t.columns]
    fields: list[Field[_Described]] = [
        Field("table", "code", lambda d, _: d.table.name),
        Field("column", "code", lambda d, _: d.column.key),
        Field("heading", "text", lambda d, _: d.column.heading.replace("\n", " / ")),
        Field("column_unit", "text", lambda d, _: d.column.unit),
        Field("column_kind", "code", lambda d, _: d.column.kind, detail=True),
        Field(
            "column_kind_words",
            "words",
            lambda d, g: named("tables.kind", d.column.kind, g),
        ),
        Field("column_about", "text", lambda d, _: d.column.about),
    ]
    return build("columns", fields, rows, langs)
