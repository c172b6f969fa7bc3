"""Which column of an export of field answers holds what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from sbd.locale import LANGS
from sbd.reviews.field_words import (
    discipline_label,
    note_label,
    point_label,
    rater_label,
)

#: What the names of the questions for a remark and a place end in.
NOTE, POINT = "_note", "_point"
#: A name as KoboToolbox and ODK write it: after a group, before a part of a point.
_NAMED = re.compile(
    r"(?:^|[/.:-])_?(?P<letter>[a-z])_(?P<number>\d\d)(?P<what>_note|_point)?"
    r"(?:_\d{3}|\.\d+)?(?:[_.:-](?P<part>[a-z]+))?"
)
_PARTS = ("latitude", "longitude", "altitude", "accuracy", "precision")
_LABELLED = re.compile(r"(?:^|[/:-])\s*(?P<id>[a-z]-\d\d)\. ")
_PART = re.compile(r"[_.:-](?P<part>[a-z]+)$")
#: Stands in labels where the id of a criterion does.
_ID = "x-00"


@dataclass
class Columns:
    """The columns of a table, by what they hold; each may come several times.

    An export of several versions of a form has a question once for each.
    """

    discipline: list[int] = field(default_factory=list)
    rater: list[int] = field(default_factory=list)
    answers: dict[str, list[int]] = field(default_factory=dict)
    notes: dict[str, list[int]] = field(default_factory=dict)
    points: dict[str, list[int]] = field(default_factory=dict)
    latitudes: dict[str, list[int]] = field(default_factory=dict)
    longitudes: dict[str, list[int]] = field(default_factory=dict)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Ids of the criteria that have a column, in the order of the table."""
        first: dict[str, int] = {}
        kinds = (self.answers, self.notes, self.points, self.latitudes, self.longitudes)
        for columns in kinds:
            for criterion, places in columns.items():
                first[criterion] = min(places[0], first.get(criterion, places[0]))
        return tuple(sorted(first, key=lambda c: (first[c], c)))


def question_name(criterion: str) -> str:
    """Return the name of a criterion's question, legal in a form: ``s_04``."""
    return criterion.lower().replace("-", "_")


def find_columns(header: Sequence[str]) -> Columns:
    """Find out what the columns of an export hold; those of no use are passed over.

    Parameters
    ----------
    header : sequence of str
        First row: names of questions or what they say in a language, with or without
        the names of groups.

    Returns
    -------
    Columns
        Places count from 0.
    """
    found = Columns()
    for place, name in enumerate(header):
        said = plain(name)
        if _ends(said, "discipline", discipline_label):
            found.discipline.append(place)
        elif _ends(said, "rater", rater_label):
            found.rater.append(place)
        else:
            _sort_in(found, place, said)
    return found


def plain(said: str) -> str:
    """Return a text in small letters, with plain spaces and apostrophes."""
    even = unicodedata.normalize("NFC", said).replace("’", "'")
    return " ".join(even.casefold().split())


def _sort_in(found: Columns, place: int, said: str) -> None:
    told = _of_name(said) or _of_label(said)
    if told is None:
        return
    criterion, what, part = told
    kinds = {
        ("", ""): found.answers,
        ("note", ""): found.notes,
        ("point", ""): found.points,
        ("point", "latitude"): found.latitudes,
        ("point", "longitude"): found.longitudes,
    }
    if (what, part) in kinds:
        kinds[what, part].setdefault(criterion, []).append(place)


def _of_name(said: str) -> tuple[str, str, str] | None:
    for match in _NAMED.finditer(said):
        part = match["part"] or ""
        if match.end() == len(said) and (not part or part in _PARTS):
            criterion = f"{match['letter'].upper()}-{match['number']}"
            return criterion, (match["what"] or "").lstrip("_"), part
    return None


def _of_label(said: str) -> tuple[str, str, str] | None:
    ending = _PART.search(said)
    part = ending["part"] if ending and ending["part"] in _PARTS else ""
    for what, pattern in _patterns():
        match = pattern.search(said)
        if match:
            return match["id"].upper(), what, part if what == "point" else ""
    match = _LABELLED.search(said)
    return (match["id"].upper(), "", "") if match else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how remarks and places are called in each language."""
    found = []
    for what, label in (("note", note_label), ("point", point_label)):
        for lang in LANGS:
            words = re.escape(plain(label(_ID, lang)))
            given = words.replace(re.escape(_ID), r"(?P<id>[a-z]-\d\d)")
            found.append((what, re.compile(given)))
    return tuple(found)


def _ends(said: str, name: str, label: Callable[[str], str]) -> bool:
    last = re.split(r"[/.:-]", said)[-1]
    return last == name or any(said.endswith(plain(label(lang))) for lang in LANGS)
