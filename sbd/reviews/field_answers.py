"""Ratings from what a field walk with KoboToolbox or ODK brought home.

One row is one visit of one person. All mistakes are told at once, each with its cell.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from sbd.checklists.lists import read_lists
from sbd.errors import RatingsError
from sbd.locale import LANGS
from sbd.reviews.field_columns import Columns, find_columns, plain
from sbd.reviews.field_words import answer_label
from sbd.reviews.model import (
    LONGEST_COMMENT,
    LONGEST_RATER,
    Answer,
    Discipline,
    Rating,
)
from sbd.workbooks import Formula, cell_name

#: More mistakes than this are counted, not told.
MOST_TOLD = 50
#: Longer texts are cut in messages. [characters]
_MOST_SHOWN = 40
_LEVEL = re.compile(r"([0-4])(?:\.0+)?(?!\S)")

Rows = Sequence[Sequence[Any]]


def are_field_answers(rows: Rows) -> bool:
    """Tell whether a table is an export of the form for a field walk."""
    return bool(rows) and bool(find_columns(_header(rows)).criteria)


def field_ratings(rows: Rows, file: str) -> tuple[Rating, ...]:
    """Return the ratings of an export of the form for a field walk.

    Parameters
    ----------
    rows : sequence of sequence
        The table with its header, from cell A1 on: texts, numbers, dates or
        `sbd.workbooks.Formula`.
    file : str
        Name of the file, for messages.

    Returns
    -------
    tuple of Rating
        In the order of rows, then of columns. Who gave no name is R1, R2 and so on. A
        remark or a place without a level is *don't know*.

    Raises
    ------
    RatingsError
        With all mistakes, each with its cell.
    """
    columns = find_columns(_header(rows))
    if not columns.discipline:
        raise RatingsError(
            "{file} has no column for the discipline: export the answers with all "
            "questions of the form.",
            file=file,
        )
    reader = _Reader(columns, file)
    reader.names = reader.given_names(rows)
    for number, row in enumerate(rows[1:], start=2):
        reader.read(number, row)
    if reader.mistakes:
        told = reader.mistakes[:MOST_TOLD]
        rest = len(reader.mistakes) - len(told)
        if rest:
            told.append(
                RatingsError("{file}: {n} further mistakes.", file=file, n=rest)
            )
        raise RatingsError.together(told)
    return tuple(reader.ratings)


@dataclass
class _Reader:
    """Reads row by row, keeping ratings and mistakes."""

    columns: Columns
    file: str
    ratings: list[Rating] = field(default_factory=list)
    mistakes: list[RatingsError] = field(default_factory=list)
    #: Names that people gave, which no nameless person gets.
    names: set[str] = field(default_factory=set)
    nameless: int = 0
    #: Where each person's answer on a criterion stands.
    given: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def given_names(self, rows: Rows) -> set[str]:
        """Return the names that stand in the table."""
        places = self.columns.rater
        return {_text(row[p]) for row in rows[1:] for p in places if p < len(row)}

    def read(self, number: int, row: Sequence[Any]) -> None:
        """Read one visit; a row that answers nothing is passed over."""
        before = len(self.mistakes)
        found = [
            (criterion, self._answer(number, row, criterion))
            for criterion in self.columns.criteria
        ]
        said = [(c, a) for c, a in found if a is not None]
        if not said and len(self.mistakes) == before:
            return
        discipline = self._discipline(number, row)
        rater = self._rater(number, row)
        for criterion, answer in said:
            self._keep(criterion, rater, discipline, answer)

    def _keep(
        self, criterion: str, rater: str, discipline: str | None, answer: _Said
    ) -> None:
        if discipline is None:
            return
        first = self.given.setdefault((criterion, rater, discipline), answer.cell)
        if first != answer.cell:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: {rater} answers {criterion} a second time, first "
                    "in {first}; keep one of them.",
                    file=self.file,
                    cell=answer.cell,
                    rater=_shown(rater),
                    criterion=criterion,
                    first=first,
                )
            )
            return
        lat, lon = answer.place or (None, None)
        self.ratings.append(
            Rating(
                criterion=criterion,
                rater=rater,
                discipline=cast(Discipline, discipline),
                answer=answer.level,
                comment=answer.comment,
                lat=lat,
                lon=lon,
            )
        )

    def _answer(self, number: int, row: Sequence[Any], criterion: str) -> _Said | None:
        """Return what is said of a criterion, or None where nothing is."""
        columns = self.columns
        level = self._one(number, row, columns.answers.get(criterion, []))
        comment = self._one(number, row, columns.notes.get(criterion, []))
        place = self._place(number, row, criterion)
        if level is None and comment is None and place is None:
            return None
        answer: Answer = "unknown"
        if level is not None:
            read = _answer_of(level[1])
            if read is None:
                self.mistakes.append(
                    RatingsError(
                        "{file}, {cell}: '{value}' is no answer of the form: use 0, "
                        "1, 2, 3, 4, unknown or not_applicable.",
                        file=self.file,
                        cell=level[0],
                        value=_shown(level[1]),
                    )
                )
            else:
                answer = read
        if comment is not None:
            self._check_length(comment, LONGEST_COMMENT)
        cells = [found[0] for found in (level, comment) if found is not None]
        cell = cells[0] if cells else cell_name(number, 1)
        return _Said(
            cell, answer, comment[1][:LONGEST_COMMENT] if comment else None, place
        )

    def _discipline(self, number: int, row: Sequence[Any]) -> str | None:
        found = self._one(number, row, self.columns.discipline)
        if found is None:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: the discipline is missing.",
                    file=self.file,
                    cell=cell_name(number, self.columns.discipline[0] + 1),
                )
            )
            return None
        known = _disciplines().get(plain(found[1]))
        if known is None:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: '{value}' is no discipline: use one of {known}.",
                    file=self.file,
                    cell=found[0],
                    value=_shown(found[1]),
                    known=", ".join(read_lists().disciplines),
                )
            )
        return known

    def _rater(self, number: int, row: Sequence[Any]) -> str:
        found = self._one(number, row, self.columns.rater)
        if found is not None:
            self._check_length(found, LONGEST_RATER)
            return found[1][:LONGEST_RATER]
        while True:
            self.nameless += 1
            name = f"R{self.nameless}"
            if name not in self.names:
                return name

    def _check_length(self, found: tuple[str, str], longest: int) -> None:
        if len(found[1]) > longest:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: the text has {n} characters; at most {most} are "
                    "kept: shorten it.",
                    file=self.file,
                    cell=found[0],
                    n=len(found[1]),
                    most=longest,
                )
            )

    def _place(
        self, number: int, row: Sequence[Any], criterion: str
    ) -> tuple[float, float] | None:
        """Return a latitude and a longitude. [°]"""
        columns = self.columns
        whole = self._one(number, row, columns.points.get(criterion, []))
        lat = self._one(number, row, columns.latitudes.get(criterion, []))
        lon = self._one(number, row, columns.longitudes.get(criterion, []))
        found = whole or lat or lon
        if found is None:
            return None
        if whole is not None:
            parts = _parts(whole[1])
        else:
            parts = [p[1].replace(",", ".") if p else "" for p in (lat, lon)]
        place = _coordinates(parts)
        if place is None:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: '{value}' is no place: a latitude and a "
                    "longitude in degrees are needed, such as 50.8466 4.3517.",
                    file=self.file,
                    cell=found[0],
                    value=_shown(" ".join(parts)),
                )
            )
        return place

    def _one(
        self, number: int, row: Sequence[Any], places: Iterable[int]
    ) -> tuple[str, str] | None:
        """Return the cell and text of the one column that is filled in."""
        filled: list[tuple[str, str]] = []
        for place in places:
            value = row[place] if place < len(row) else None
            cell = cell_name(number, place + 1)
            if isinstance(value, Formula):
                self.mistakes.append(
                    RatingsError(
                        "{file}, {cell}: holds a formula; put its result in its place.",
                        file=self.file,
                        cell=cell,
                    )
                )
            elif _text(value):
                filled.append((cell, _text(value)))
        if len({text for _, text in filled}) > 1:
            self.mistakes.append(
                RatingsError(
                    "{file}, {cell}: says something else than {first}, which is the "
                    "same question; keep one of them.",
                    file=self.file,
                    cell=filled[1][0],
                    first=filled[0][0],
                )
            )
        return filled[0] if filled else None


@dataclass(frozen=True)
class _Said:
    """What one person says of one criterion."""

    cell: str
    level: Answer
    comment: str | None
    place: tuple[float, float] | None


def _header(rows: Rows) -> list[str]:
    return [_text(value) for value in rows[0]]


def _text(value: Any) -> str:
    """Return a value as text, without characters that screens cannot show."""
    if value is None or isinstance(value, Formula):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    kept = (
        c
        for c in str(value)
        if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def _shown(text: str) -> str:
    return text[:_MOST_SHOWN] + ("…" if len(text) > _MOST_SHOWN else "")


def _answer_of(said: str) -> Answer | None:
    """Return the answer of its name in the form, or of what the form says."""
    level = _LEVEL.match(said)
    if level:
        return cast(Answer, int(level[1]))
    return _words().get(plain(said))


@cache
def _words() -> dict[str, Answer]:
    words: dict[str, Answer] = {}
    for answer in ("unknown", "not_applicable"):
        words[answer] = cast(Answer, answer)
        for lang in LANGS:
            words[plain(answer_label(answer, lang))] = cast(Answer, answer)
    return words


@cache
def _disciplines() -> dict[str, str]:
    """Return the ids of disciplines by id and by name in each language."""
    known = read_lists().disciplines
    named = {plain(t.in_language(x)): i for i, t in known.items() for x in LANGS}
    return named | {i: i for i in known}


def _parts(point: str) -> list[str]:
    """Return the first two numbers of a point, whatever its commas stand for."""
    comma = "." if "." not in point and len(point.split()) > 1 else " "
    return point.replace(",", comma).split()[:2]


def _coordinates(parts: Sequence[str]) -> tuple[float, float] | None:
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    inside = abs(lat) <= 90 and abs(lon) <= 180
    return (lat, lon) if math.isfinite(lat + lon) and inside else None
