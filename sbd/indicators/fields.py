"""Values over all of a place, to be looked at as a picture over the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import signature

import numpy as np
from numpy.typing import NDArray

from sbd.indicators.grid import Grid
from sbd.plans.plan import Plan
from sbd.units import Unit

#: Where each field is made: module and function of `sbd.indicators`.
FIELDS: dict[str, str] = {
    "eyes": "surveillance:eyes_field",
    "light": "illumination:light_field",
    "shade": "shade:shade_field",
    "walking": "ways_out:walking_field",
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


def make_field(name: str, plan: Plan, parameters: Mapping[str, float]) -> Field | None:
    """Make a field of a plan with the parameters of a checklist that it knows.

    Parameters
    ----------
    name : str
        Key of `FIELDS`.
    plan : Plan
        With a site.
    parameters : mapping of str to float
        Others are left out.

    Returns
    -------
    Field or None
        None where the plan has nothing to show.
    """
    maker = field_maker(name)
    known = signature(maker).parameters
    return maker(plan, **{n: v for n, v in parameters.items() if n in known})


def field_maker(name: str) -> Callable[..., Field | None]:
    """Return the function that makes a field: ``function(plan, **parameters)``."""
    module, function = FIELDS[name].split(":")
    made: Callable[..., Field | None] = getattr(
        import_module(f"sbd.indicators.{module}"), function
    )
    return made
