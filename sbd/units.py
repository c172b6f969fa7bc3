"""The closed set of units, as written in files; screens translate and space them."""

from __future__ import annotations

from typing import Literal, get_args

Unit = Literal[
    "%",
    "m",
    "km/h",
    "min",
    "lx",
    "m/100m2",
    "n/100m",
    "m2",
    "p/m/min",
    "1",
]
UNITS: tuple[Unit, ...] = get_args(Unit)

#: Lengths are compared with this tolerance in favour of the design. [m]
LENGTH_TOLERANCE_M = 0.01
#: The same for sources that were reprojected. [m]
REPROJECTED_TOLERANCE_M = 0.02


def tolerance_for(unit: str, length_tolerance: float) -> float:
    """Return the comparison tolerance of a unit: only plain lengths have one.

    Parameters
    ----------
    unit : str
        Unit of the value compared.
    length_tolerance : float
        Tolerance of lengths in the plan at hand. [m]

    Returns
    -------
    float
        The tolerance, in the unit given.
    """
    return length_tolerance if unit == "m" else 0.0
