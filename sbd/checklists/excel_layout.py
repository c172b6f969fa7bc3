"""How a checklist lies in a workbook: its sheets, their columns, the words allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from sbd.checklists.lists import read_lists
from sbd.checklists.mistakes import Path
from sbd.checklists.model import (
    Bar,
    Certainty,
    Condition,
    Phase,
    Phenomenon,
    SpaceType,
    Status,
)
from sbd.units import UNITS

Kind = Literal["text", "number", "integer", "list", "flag", "date"]

#: Sheets that hold rows of criteria, by the key of the criterion they fill.
NESTED = {"parts": "measured_by", "caps": "caps", "sources": "source"}
#: The sheet with the words allowed, which is written and never read.
WORDS_SHEET = "lists"
#: Column that says to which criterion a row belongs.
OWNER = "criterion"
#: Column that says by which key indicators know a parameter.
PARAMETER = "id"


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    name : str
        In the first row.
    path : tuple of str or int
        Where its value lies in the entry that a row is.
    kind : str
        What its cells hold; a list is words with commas between them.
    words : str, optional
        Name of the list of words allowed.
    needed : bool
        Whether the sheet must have it.
    width : int
        [characters]
    about : str
        What it means.
    """

    name: str
    path: Path
    about: str
    kind: Kind = "text"
    words: str | None = None
    needed: bool = False
    width: int = 14


def allowed_words() -> dict[str, tuple[str, ...]]:
    """Return the words allowed, by the name of their list."""
    lists = read_lists()
    return {
        "bar": get_args(Bar),
        "phase": get_args(Phase),
        "phenomenon": get_args(Phenomenon),
        "status": get_args(Status),
        "certainty": get_args(Certainty),
        "space": get_args(SpaceType),
        "when": get_args(Condition),
        "discipline": tuple(lists.disciplines),
        "user_group": tuple(lists.user_groups),
        "cap": tuple(lists.caps),
        "unit": UNITS,
        "better": ("higher", "lower"),
        "basis": ("statutory", "method"),
        "flag": ("true", "false"),
        "level": ("0", "1", "2", "3", "4"),
    }


def _texts(key: str, about: str, *needed: str, width: int = 44) -> Iterator[Column]:
    """Return the columns of a text in three languages."""
    said = {"en": "English", "nl": "Dutch", "fr": "French"}
    for lang, name in said.items():
        yield Column(
            f"{key}.{lang}",
            (key, lang),
            f"{about} In {name}{'' if lang in needed else ', or empty'}.",
            needed=lang in needed,
            width=width,
        )


def _weights() -> Iterator[Column]:
    for name in ("safety", "accessibility", "liveability"):
        about = "Whole number from -3 to 3; empty is 0. Negative: only marks a tension."
        yield Column(f"weights.{name}", ("weights", name), about, "integer")


_OWNER = Column(
    OWNER,
    (),
    "Id of the criterion that this row belongs to, in every row.",
    needed=True,
)

_ALL = ("en", "nl", "fr")

CRITERIA = (
    Column("id", ("id",), "Letter, hyphen, two digits: S-01. Never used again.",
           needed=True, width=8),
    Column("bar", ("bar",), "Bar in which it is shown.", words="bar", needed=True),
    *_texts("title", "What a design should have.", *_ALL, width=30),
    *_texts("question", "What a person answers.", "en"),
    *_texts("guidance", "How it is measured or judged, what helps.", "en", width=60),
    *_weights(),
    Column("chain_phase", ("chain_phase",), "Links of the chain, commas between.",
           "list", "phase", needed=True, width=20),
    Column("phenomenon", ("phenomenon",), "What it works on, commas between.",
           "list", "phenomenon", needed=True, width=20),
    Column("discipline", ("discipline",), "Who brings the evidence.",
           words="discipline", needed=True),
    Column("user_groups", ("user_groups",), "Who gains most, commas between.",
           "list", "user_group", needed=True, width=24),
    Column("applies_to", ("applies_to",), "Types of space, commas between.",
           "list", "space", needed=True, width=24),
    Column("when", ("when",), "Condition on the plan, or empty.", words="when",
           width=26),
    Column("about", ("about",), "Kinds of elements it is about, commas between.",
           "list", width=20),
    Column("status", ("status",), "Who asks for it.", words="status", needed=True),
    Column("certainty", ("certainty",),
           "Of the bound of level 2 if measured, of the basis if judged.",
           words="certainty", needed=True),
    Column("sensitive", ("sensitive",), "true: left out of the public edition.",
           "flag", "flag"),
    Column("gate.basis", ("gate", "basis"), "Makes it a requirement; else empty.",
           words="basis"),
    Column("gate.fails_below", ("gate", "fails_below"),
           "Value below which it fails; empty: it fails at level 0.", "number"),
    Column("gate.indicator", ("gate", "indicator"), "Part whose value is looked at.",
           width=22),
    Column("tensions", ("tensions",), "Ids of its tensions, commas between.", "list"),
)  # fmt: skip

PARTS = (
    _OWNER,
    Column("indicator", ("indicator",), "Name of the measuring function.",
           needed=True, width=26),
    Column("unit", ("unit",), "Unit of the cuts.", words="unit", needed=True),
    *(
        Column(f"cut_{n}", ("cuts", n - 1),
               f"Value at which level {n} is reached; empty: it decides none.",
               "number", needed=True, width=10)
        for n in (1, 2, 3, 4)
    ),
    Column("better", ("better",), "Which way values improve.", words="better",
           needed=True),
    Column("range_low", ("range", 0), "Smallest value there can be, or empty.",
           "number", needed=True),
    Column("range_high", ("range", 1), "Largest value there can be, or empty.",
           "number", needed=True),
    Column("max_level", ("max_level",), "The most it can measure; empty is 4.",
           "integer"),
)  # fmt: skip

CAPS = (
    _OWNER,
    Column("when", ("when",), "Finding that holds the level down.", words="cap",
           needed=True, width=34),
    Column("max_level", ("max_level",), "Highest level then.", "integer", "level",
           needed=True),
)  # fmt: skip

ANCHORS = (
    _OWNER,
    Column("level", (), "0 to 4; levels may be skipped.", "integer", "level",
           needed=True, width=8),
    Column("en", ("en",), "What is seen at this level. In English.", needed=True,
           width=60),
    Column("nl", ("nl",), "In Dutch, or empty.", width=60),
    Column("fr", ("fr",), "In French, or empty.", width=60),
)  # fmt: skip

SOURCES = (
    _OWNER,
    Column("title", ("title",), "Standard, law, guide or study.", needed=True,
           width=60),
    Column("certainty", ("certainty",), "How sure it is.", words="certainty",
           needed=True),
    Column("note", ("note",), "What was read, or is to be checked.", width=60),
)  # fmt: skip

TENSIONS = (
    Column("id", ("id",), "T and two digits: T01.", needed=True, width=8),
    *_texts("pull", "What pulls against what.", *_ALL, width=50),
    Column("side_1", ("sides", 0), "Criteria on one side, commas between.", "list",
           needed=True, width=24),
    Column("side_2", ("sides", 1), "Criteria on the other side.", "list",
           needed=True, width=24),
    *_texts("way_out", "The usual way out.", *_ALL, width=50),
)  # fmt: skip

PARAMETERS = (
    Column(PARAMETER, (), "By which indicators know it.", needed=True, width=28),
    Column("name", ("name",), "What reports call it; each its own.", width=44),
    Column("value", ("value",), "The number.", "number", needed=True),
    Column("unit", ("unit",), "Its unit.", needed=True),
    Column("certainty", ("certainty",), "How sure it is.", words="certainty",
           needed=True),
    Column("source", ("source",), "What it is and where it comes from.", needed=True,
           width=70),
    Column("range_low", ("range", 0), "Smallest value to use; empty: fixed.", "number"),
    Column("range_high", ("range", 1), "Largest value to use; empty: fixed.", "number"),
)  # fmt: skip

#: The keys of the sheet about, one to a row; their values are in the second column.
ABOUT = (
    Column("id", ("id",), "Short name.", needed=True),
    Column("version", ("version",), "Three numbers; raise it with every change.",
           needed=True),
    Column("date", ("date",), "Of this version.", "date", needed=True),
    Column("provider", ("provider",), "Who answers for the content.", needed=True),
    Column("licence", ("licence",), "Terms of reuse.", needed=True),
    Column("languages", ("languages",), "en, nl, fr.", "list", needed=True),
    *_texts("title", "What it is called.", *_ALL),
    *_texts("scope", "What it is for, and what it does not replace.", "en"),
)  # fmt: skip

SHEETS: dict[str, tuple[Column, ...]] = {
    "criteria": CRITERIA,
    "parts": PARTS,
    "caps": CAPS,
    "anchors": ANCHORS,
    "sources": SOURCES,
    "tensions": TENSIONS,
    "parameters": PARAMETERS,
}
