"""What a table is: columns with a heading, a unit and a kind, and rows of values.

Numbers keep their full value and know the decimals they are shown with; what is not
known is an empty cell, never a zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from sbd.checklists.model import Checklist
from sbd.locale import knows, text
from sbd.views.figures import digits_apart
from sbd.views.words import labelled, title_of

#: What stands in a column: ``criterion`` an id, ``code`` a word for programs,
#: ``words`` a code in the words of a language, ``text`` what people or files wrote.
Kind = Literal[
    "criterion",
    "code",
    "words",
    "text",
    "number",
    "level",
    "share",
    "count",
    "date",
    "bool",
]
T = TypeVar("T")

#: Characters that no table can hold: controls, halves of characters, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Decimals of a score, a gain, a level, a degree and a plain ratio.
SCORE_DIGITS, LEVEL_DIGITS, DEGREE_DIGITS, RATIO_DIGITS = 1, 2, 7, 2


@dataclass(frozen=True)
class Figure:
    """A number with its full value, and the decimals it is shown with."""

    value: float
    digits: int


Cell = str | int | Figure | date | None  # of what is int, true and false too


@dataclass(frozen=True)
class Column:
    """A column.

    Parameters
    ----------
    key : str
        Its name for programs; a column of words ends in its language: ``title_nl``.
    heading : str
        Its name for people; in two languages on two lines.
    kind : str
        What stands in it.
    unit : str
        Unit of all its numbers, as written; empty where there is none, or where each
        row has its own.
    about : str
        What it means, where the heading does not say it all.
    detail : bool
        Whether most readers can do without it.
    """

    key: str
    heading: str
    kind: Kind
    unit: str = ""
    about: str = ""
    detail: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns.

    Parameters
    ----------
    name : str
        Its name for programs.
    title : str
        Its name for people; two languages are joined.
    columns : tuple of Column
        In their order.
    rows : tuple of tuple
        As many cells as there are columns: text, `Figure`, int, bool, date, or None.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, key: str) -> int:
        """Return the place of a column, from 0.

        Raises
        ------
        KeyError
            If there is none of that key.
        """
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)


@dataclass(frozen=True)
class Field(Generic[T]):
    """How a column is made of records.

    Parameters
    ----------
    key : str
        Key of the column; its heading is ``tables.col.KEY``, with or without
        ``_words``, unless `heading` says another key, and its explanation
        ``tables.about.KEY`` where there is one.
    kind : str
        Kind of the column; ``words`` gives a column per language.
    take : callable
        Of a record and a language, the cell.
    unit : str
        Key of the unit.
    detail : bool
        Whether most readers can do without it.
    heading : str
        Key of a heading that other views use too.
    of : str
        Name that stands before the heading, such as a variant's.
    """

    key: str
    kind: Kind
    take: Callable[[T, str], Cell]
    unit: str = ""
    detail: bool = False
    heading: str = ""
    of: str = ""


def build(
    name: str, fields: Sequence[Field[T]], records: Iterable[T], langs: Sequence[str]
) -> Table:
    """Return a table of records.

    Parameters
    ----------
    name : str
        Its name; the title is ``tables.sheet.NAME``.
    fields : sequence of Field
        The columns.
    records : iterable
        One per row.
    langs : sequence of str
        One language, or two: then words stand twice and numbers once.

    Returns
    -------
    Table
        With texts that every format can hold.
    """
    made = [(f, lang) for f in fields for lang in _langs_of(f, langs)]
    columns = tuple(_column(f, lang, langs) for f, lang in made)
    rows = tuple(
        tuple(_fit(f.take(record, lang)) for f, lang in made) for record in records
    )
    title = " · ".join(_each(langs, f"tables.sheet.{name}"))
    return Table(name, title, columns, rows)


def figure(value: float | None, digits: int) -> Figure | None:
    """Return a number to be shown with so many decimals; an empty cell for none."""
    if value is None or not math.isfinite(value):
        return None
    return Figure(float(value), digits)


def level(value: float | None) -> Figure | None:
    """Return an exact level, with the decimals that keep it on its side of a bound."""
    if value is None:
        return None
    return figure(value, digits_apart(value, LEVEL_DIGITS, (1.0, 2.0, 3.0, 4.0)))


def shown_level(value: float | None) -> Figure | None:
    """Return a level as shown: whole, or with its half."""
    if value is None:
        return None
    return figure(value, 0 if float(value).is_integer() else 1)


def quartile(value: float) -> Figure | None:
    """Return a level between answers, with the decimals it needs: 1, 1.5, 1.25."""
    digits = next((d for d in (0, 1) if round(value, d) == value), LEVEL_DIGITS)
    return figure(value, digits)


def criterion_fields(
    checklist: Checklist, of: Callable[[T], str | None]
) -> Iterator[Field[T]]:
    """Yield the columns that say which criterion a record is about."""
    yield Field(
        "criterion", "criterion", lambda r, _: of(r), heading="actions.criterion"
    )
    yield Field(
        "title",
        "words",
        lambda r, g: title_of(checklist, found, g) if (found := of(r)) else None,
        heading="actions.title",
    )


def coded_fields(
    key: str,
    code: Callable[[T], str | None],
    words: str | Callable[[T, str], Cell],
    heading: str = "",
) -> Iterator[Field[T]]:
    """Yield a column of codes, for programs, and one of what they mean.

    Parameters
    ----------
    key : str
        Key of the column of codes; the other ends in ``_words``.
    code : callable
        Of a record, its code.
    words : str or callable
        The family of the codes' words, or of a record and a language the words.
    heading : str
        Key of a heading that other views use too.
    """
    take = (lambda r, g: named(words, code(r), g)) if isinstance(words, str) else words
    yield Field(key, "code", lambda r, _: code(r), detail=True, heading=heading)
    yield Field(f"{key}_words", "words", take, heading=heading)


def named(family: str, code: str | None, lang: str) -> str | None:
    """Return the words of a code of a family; the code itself where it has none."""
    if code is None:
        return None
    key = f"{family}.{code}"
    return text(lang, key) if knows(lang, key) else code


def _langs_of(field: Field[T], langs: Sequence[str]) -> Sequence[str]:
    return langs if field.kind == "words" else langs[:1]


def _column(field: Field[T], lang: str, langs: Sequence[str]) -> Column:
    own = (lang,) if field.kind == "words" else langs
    about = f"tables.about.{field.key}"
    return Column(
        key=f"{field.key}_{lang}" if field.kind == "words" else field.key,
        heading="\n".join(dict.fromkeys(_heading(field, own_lang) for own_lang in own)),
        kind=field.kind,
        unit=" / ".join(
            _each(langs, f"tables.unit.{field.unit}") if field.unit else ()
        ),
        about="\n".join(_each(own, about)) if knows(lang, about) else "",
        detail=field.detail,
    )


def _each(langs: Sequence[str], key: str) -> tuple[str, ...]:
    """Return the words of a key in each language, equal ones once."""
    return tuple(dict.fromkeys(text(lang, key) for lang in langs))


def _heading(field: Field[T], lang: str) -> str:
    """Return the heading of a column, with a capital: not all words have one."""
    key = field.heading or f"tables.col.{field.key}"
    if not knows(lang, key):
        key = key.removesuffix("_words")
    words = text(lang, key)
    if field.kind == "code" and field.detail:
        words = text(lang, "tables.code_of", name=words)
    capital = words[:1].upper() + words[1:]
    return labelled(str(_fit(field.of)), capital, lang) if field.of else capital


def _fit(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("", lines) or None
