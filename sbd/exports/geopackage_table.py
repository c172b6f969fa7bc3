"""A table of a GeoPackage, with or without shapes, and the words of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from sbd.locale import knows, text
from sbd.views.tables import Figure, Table
from sbd.views.tables.model import Cell, Column

Topic = Literal["elements", "findings", "site", "remarks", "table"]
Shape = Literal["point", "line", "area"]

#: Shapes from the one drawn on top to the one below.
SHAPES: tuple[Shape, ...] = ("point", "line", "area")
#: Families of the words of codes, by column.
_FAMILIES = {
    "bar": "dimension",
    "state": "state",
    "role": "tables.role",
    "shape": "tables.shape",
    "discipline": "discipline",
    "phase": "phase",
}
_NUMBERS = ("number", "level", "share")


@dataclass(frozen=True, eq=False)
class Layer:
    """A table of the file, with or without shapes.

    Parameters
    ----------
    name : str
        Its name for programs.
    title, about : str
        Its name for people, and what it holds.
    frame : DataFrame
        Its rows; a GeoDataFrame where they have shapes.
    topic : str
        What it is about, which decides how it is drawn.
    shape : {"point", "line", "area"}, optional
        Shape of all its rows.
    aliases : dict of str to str
        Names of its columns for people, with units.
    words : dict
        By column of codes, the words of each code.
    hidden : frozenset of str
        Columns that stand beside others that say the same in words.
    """

    name: str
    title: str
    about: str
    frame: pd.DataFrame
    topic: Topic
    shape: Shape | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


def joined(langs: Sequence[str], key: str) -> str:
    """Return the words of a key in each language, equal ones once."""
    return " / ".join(dict.fromkeys(text(lang, key) for lang in langs))


def table_layer(table: Table, langs: Sequence[str]) -> Layer:
    """Return a table without shapes."""
    about = f"tables.content.{table.name}"
    return Layer(
        table.name,
        table.title,
        joined(langs, about),
        table_frame(table.columns, table.rows),
        "table",
        aliases={c.key: alias(c) for c in table.columns},
        words=column_words(table, langs),
        hidden=frozenset(c.key for c in table.columns if is_twice(c)),
    )


def alias(column: Column) -> str:
    """Return the name of a column for people, with its unit."""
    heading = column.heading.replace("\n", " / ")
    return f"{heading} [{column.unit}]" if column.unit else heading


def is_twice(column: Column) -> bool:
    """Tell whether a column is a code that another says in words."""
    return column.kind == "code" and column.detail


def column_words(table: Table, langs: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the words of the codes of a table, by column."""
    found = {}
    for column in table.columns:
        family = _FAMILIES.get(column.key)
        if family and column.kind == "code":
            at = table.at(column.key)
            codes = sorted({str(row[at]) for row in table.rows if row[at] is not None})
            found[column.key] = {code: code_word(family, code, langs) for code in codes}
    return found


def code_word(family: str, code: str, langs: Sequence[str]) -> str:
    """Return the words of a code of a family; the code, where it has none."""
    keys = (f"{family}.{code}", f"tables.{family}.{code}", f"tables.people.{code}")
    return next((joined(langs, key) for key in keys if knows(langs[0], key)), code)


def table_frame(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> pd.DataFrame:
    """Return rows as columns of their types: numbers, counts, yes or no, texts."""
    listed = list(rows)
    return pd.DataFrame(
        {
            column.key: _series(column.kind, [row[n] for row in listed])
            for n, column in enumerate(columns)
        }
    )


def _series(kind: str, cells: list[Cell]) -> pd.Series:
    if kind in _NUMBERS:
        values = [c.value if isinstance(c, Figure) else None for c in cells]
        return pd.Series(values, dtype="float64")
    if kind == "count":
        return pd.Series(cells, dtype="Int64")
    if kind == "bool":
        return pd.Series(cells, dtype="boolean")
    return pd.Series([_written(c) for c in cells], dtype="object")


def _written(cell: Cell) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, Figure):
        return f"{cell.value:g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shape_title(key: str, shape_name: str, langs: Sequence[str]) -> str:
    """Return the title of a layer of one shape, in each language once."""
    said = (
        text(g, "gis.layer", name=text(g, key), shape=text(g, f"gis.{shape_name}"))
        for g in langs
    )
    return " / ".join(dict.fromkeys(said))
