"""What is typed in a cell, as a checklist's plain data would have it."""

from __future__ import annotations

import datetime
import re
from typing import Any

from sbd.checklists.excel_layout import Column
from sbd.checklists.yaml_source import CONTROL, Plain
from sbd.workbooks import Formula

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")
_BETWEEN = re.compile(r"[,;\n]")
_ERROR = re.compile(r"#(REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!)")
#: How spreadsheets in our languages write true and false.
_TRUE = ("true", "yes", "1", "waar", "ja", "vrai", "oui", "x")
_FALSE = ("false", "no", "0", "onwaar", "nee", "neen", "faux", "non")


def unusable(value: Any) -> str | None:
    """Return what is wrong with a cell whatever its column, or None."""
    if isinstance(value, Formula):
        return "holds a formula; write its result in its place"
    if isinstance(value, str) and _ERROR.fullmatch(value.strip()):
        return "holds an error of the spreadsheet; write the value"
    if isinstance(value, str) and CONTROL.search(_even(value)):
        return "holds a control character; remove it"
    return None


def plain_value(value: Any, column: Column, words: tuple[str, ...]) -> Plain:
    """Return a cell as plain data; what cannot be converted stays as it was typed.

    Parameters
    ----------
    value : object
        Text, number, true or false, or date; not None.
    column : Column
        Says what is meant.
    words : tuple of str
        The words allowed, where there are such.
    """
    said = _said(value)
    if column.kind in ("number", "integer"):
        return _number(said)
    if column.kind == "flag":
        return _flag(said)
    if column.kind == "list":
        parts = (part.strip() for part in _BETWEEN.split(said))
        return [_word(part, words) for part in parts if part]
    return _word(said, words)


def _said(value: Any) -> str:
    """Return what a cell shows, as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return _even(str(value)).strip()


def _even(text: str) -> str:
    """Return a text with one sort of line break, as YAML has them."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _number(said: str) -> Plain:
    if not _NUMBER.fullmatch(said):
        return said
    number = float(said.replace(",", "."))
    return int(number) if number.is_integer() else number


def _flag(said: str) -> Plain:
    low = said.casefold()
    return True if low in _TRUE else False if low in _FALSE else said


def _word(said: str, words: tuple[str, ...]) -> str:
    """Return a word as the list has it, where only capitals or spaces differ."""
    low = re.sub(r"[ -]+", "_", said.casefold())
    return next((w for w in words if w.casefold() in (low, said.casefold())), said)
