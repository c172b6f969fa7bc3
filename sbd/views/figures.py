"""How many decimals a number is shown with: one rule per unit, for every place.

Headlines, sentences, labels on drawings, rulers and tables all ask here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

#: Decimals shown per unit, before a bound asks for more.
_DIGITS = {
    "%": 0,
    "m": 2,
    "km/h": 0,
    "min": 1,
    "m/100m2": 1,
    "n/100m": 1,
    "m2": 0,
    "p/m/min": 0,
    "1": 2,
}
#: Lengths from this one on are shown in whole metres, and so are distances, which are
#: lengths all of whose bounds lie there. [m]
_WHOLE_METRES = 20.0
#: Bounds of every unit: what is little is not nothing, what is most is not all.
_ENDS = {"%": (0.0, 100.0)}
#: Room for floating-point noise when a number stands on a bound.
_NOISE = 1e-9


def value_digits(value: float, unit: str, bounds: Iterable[float | None] = ()) -> int:
    """Return the decimals that show a value, on the same side of every bound as it is.

    Parameters
    ----------
    value : float
        A finite number, in `unit`.
    unit : str
        Unit, which decides the decimals.
    bounds : iterable of float, optional
        Cut-offs that rounding must not cross.
    """
    known = [b for b in bounds if b is not None]
    start = _DIGITS.get(unit, 2)
    if unit == "lx":
        start = 2 - sum(abs(value) >= bound for bound in (1.0, 10.0))
    far = unit == "m" and max(abs(value), min(known, default=0.0)) >= _WHOLE_METRES
    if far or value == 0 or (unit == "1" and float(value).is_integer()):
        start = 0
    return digits_apart(value, start, (*known, *_ENDS.get(unit, (0.0,))))


def digits_apart(value: float, start: int, bounds: Iterable[float | None]) -> int:
    """Return so many decimals, or more, that rounding crosses none of the bounds."""
    known = [b for b in bounds if b is not None]
    return next(
        (
            d
            for d in range(start, start + 4)
            if all(_side(round(value, d), b) == _side(value, b) for b in known)
        ),
        start,
    )


def cut_digits(cuts: list[float], unit: str) -> int:
    """Return the decimals that cut-offs need, and those usual for their unit."""
    needed = max(
        next((d for d in range(4) if math.isclose(round(c, d), c)), 4) for c in cuts
    )
    fine = unit == "m" and max(cuts) < _WHOLE_METRES
    return max(needed, 2) if fine else needed


def _side(value: float, bound: float) -> int:
    """Return -1, 0 or 1 for below, on or above a bound."""
    if math.isclose(value, bound, abs_tol=_NOISE):
        return 0
    return 1 if value > bound else -1
