"""Values over all of a place, to be looked at as a picture over the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from sbd.indicators.grid import Grid
from sbd.units import Unit

#: Where each field is made: module and function of `sbd.indicators`.
FIELDS: dict[str, str] = {
    "light": "illumination:light_field",
}


@dataclass(frozen=True, eq=False)
class Field:
    """One value per cell.

    Parameters
    ----------
    name : str
        Key of `FIELDS`, and of its words in the catalogues.
    grid : Grid
        The cells.
    values : (rows, columns) float array
        In `unit`; NaN where there is nothing to say, inf where nothing is reached.
    unit : str
        Unit of the values.
    """

    name: str
    grid: Grid
    values: NDArray[np.float64]
    unit: Unit


def field_maker(name: str) -> Callable[..., Field | None]:
    """Return the function that makes a field: ``function(plan, **parameters)``."""
    module, function = FIELDS[name].split(":")
    made: Callable[..., Field | None] = getattr(
        import_module(f"sbd.indicators.{module}"), function
    )
    return made
