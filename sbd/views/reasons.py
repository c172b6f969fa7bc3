"""Reasons in words, with every number written as the value, ruler and tables do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sbd.document import Coded, CriterionResult, PartResult
from sbd.locale import follows, knows, number, text
from sbd.views.figures import digits_apart, value_digits
from sbd.views.words import sentence

#: Units of arguments by the end of their names, longest first.
_ENDINGS = {
    "_m2": "m2",
    "_kmh": "km/h",
    "_min": "min",
    "_pct": "%",
    "_lx": "lx",
    "_m": "m",
}
#: Units of arguments whose names do not tell.
_NAMED = {
    "choice": "%",
    "day": "%",
    "minutes": "min",
    "most": "p/m/min",
    "near": "%",
    "night": "%",
    "ratio": "1",
    "kept": "%",
    "left": "%",
}
#: Shares that a sentence adds up or takes the mean of: written with a tenth of a per
#: cent, else what is printed would not give the result printed beside it.
_SUMMANDS = frozenset({"kept", "private", "route_pct", "seats_pct", "spots"})

#: Lengths of seats and numbers of the method, with the decimals they have: a width has
#: its centimetres, and these are none.
_AS_GIVEN = frozenset({"bench_m", "counted_m", "dark_lx", "edge_m", "within_m"})
#: Lengths of walks, which nobody takes to the centimetre.
_WALKS = frozenset({"run_m", "walk_m"})
#: Numbers below are left by rounding in a computer.
_NOTHING = 1e-6


def reason_text(result: CriterionResult, lang: str, told: Coded | None = None) -> str:
    """Say why a criterion has its value or none; empty where nothing is told.

    Parameters
    ----------
    result : CriterionResult
        What was found. A number that is the value of one of its parts is written
        exactly as that value; any other with the decimals of its unit.
    lang : {"nl", "fr", "en"}
        Language.
    told : Coded, optional
        Another reason than that of the result, such as that of its gate.
    """
    coded = told or result.reason
    if coded is None:
        return ""
    code = _variant(coded, lang)
    key = follows(lang, f"reason.{code}")
    args = {
        name: _shown(name, value, result.parts, lang, counted=name == key)
        for name, value in coded.args.items()
    }
    said = sentence(Coded(code=code, args=args), lang)
    if coded.args.get("estimated"):
        return f"{said} {text(lang, 'reason.light_estimated')}"
    return said


def _variant(coded: Coded, lang: str) -> str:
    """Return the code of the sentence that says best what is nothing, one or of a kind.

    Each of the three is asked in turn, so that a sentence may fit two of them.
    """
    code = coded.code
    for special in (_of_nothing, _of_one, _of_kind):
        for name, value in coded.args.items():
            found = f"{code}.{special(name, value)}"
            if knows(lang, f"reason.{found}"):
                code = found
                break
    return code


def _of_nothing(name: str, value: Any) -> str:
    return f"no_{name}" if _is_nothing(value) else ""


def _of_one(name: str, value: Any) -> str:
    alone = len(value) == 1 if isinstance(value, (list, tuple)) else value == 1
    return f"one_{name}" if alone else ""


def _of_kind(name: str, value: Any) -> str:
    """Return the one kind that is told of."""
    if name not in ("kind", "kinds"):
        return ""
    kinds = [value] if isinstance(value, str) else list(value)
    return str(kinds[0]) if len(kinds) == 1 else ""


def _is_nothing(value: Any) -> bool:
    number_like = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number_like and abs(value) < _NOTHING


def unit_of(name: str) -> str:
    """Return the unit of an argument by its name; empty where it is a count or word."""
    if name in _NAMED:
        return _NAMED[name]
    if name in _AS_GIVEN:
        return ""
    if name in _SUMMANDS:
        return "%"
    return next((u for end, u in _ENDINGS.items() if name.endswith(end)), "")


def _shown(
    name: str, value: Any, parts: Iterable[PartResult], lang: str, *, counted: bool
) -> Any:
    """Write a number of a sentence; one that its plural follows stays a number."""
    unit = unit_of(name)
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not unit or not numeric or not math.isfinite(value):
        return value
    same = (p for p in parts if p.unit == unit and _is_value(p, value))
    part = next(same, None)
    bounds: tuple[float | None, ...] = part.cuts if part is not None else ()
    digits = value_digits(float(value), unit, bounds)
    if name in _WALKS and part is None:
        digits = digits_apart(float(value), 0, (0.0,))
    if name in _SUMMANDS and not float(value).is_integer():
        digits = max(digits, 1)
    return round(value, digits) if counted else number(lang, value, digits)


def _is_value(part: PartResult, value: float) -> bool:
    return part.value is not None and math.isclose(part.value, value, abs_tol=1e-9)
