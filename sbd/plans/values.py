"""Attribute values as people write them: numbers with units, yes and no."""

from __future__ import annotations

import math
import re

import pandas as pd

#: Metres in one unit of length. Source: the international inch of 0.0254 m.
METRES = {
    "m": 1.0,
    "dm": 0.1,
    "cm": 0.01,
    "mm": 0.001,
    "in": 0.0254,
    "ft": 0.3048,
}
_FACTORS = {
    **METRES,
    "": 1.0,
    "km/h": 1.0,
    "kmh": 1.0,
    "kph": 1.0,
    "mph": 1.609344,
    "%": 1.0,
    "°": 1.0,
    "lm": 1.0,
    "'": METRES["ft"],
    '"': METRES["in"],
}
_NUMBER = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)\s*(\D*?)\s*")
_YES = frozenset(
    {"yes", "ja", "oui", "true", "1", "y", "j", "o", "waar", "vrai", "wahr"}
)
_NO = frozenset(
    {"no", "nee", "neen", "non", "nein", "false", "0", "n", "onwaar", "faux", "falsch"}
)


def is_blank(value: object) -> bool:
    """Tell whether a cell of a table holds nothing."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return isinstance(value, str) and not value.strip()


def text_of(value: object) -> str:
    """Return a cell as text; whole numbers lose their ``.0``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def number_of(value: object) -> float | None:
    """Read a number, with its unit if it has one.

    Parameters
    ----------
    value : object
        ``1.2``, ``"1,20"``, ``"4 cm"``, ``"30 mph"``, ``"8 %"``.

    Returns
    -------
    float or None
        Lengths in metres and speeds in kilometres per hour; None where the value
        is not one finite number.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    match = _NUMBER.fullmatch(str(value))
    if match is None:
        return None
    factor = _FACTORS.get(match[2].lower())
    return None if factor is None else float(match[1].replace(",", ".")) * factor


def yes_no_of(value: object) -> str | None:
    """Read ``yes`` or ``no`` in English, Dutch, French or German; else None."""
    word = text_of(value).lower()
    if word in _YES:
        return "yes"
    return "no" if word in _NO else None
