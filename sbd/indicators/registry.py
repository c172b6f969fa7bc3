"""One table of all indicators: name, unit, what each needs of a plan, its function.

Read by `sbd.assessment` (to join criteria to functions), by ``sbd inspect`` (to say
what is missing) and by the documentation tests.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, TypeVar

import geopandas as gpd
import pandas as pd

from sbd.indicators.measurement import Measurement, Reason, unknown
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan
from sbd.units import Unit

#: Modules whose indicators are registered when the table is first read.
_SUBJECTS = (
    "access",
    "barriers",
    "cameras",
    "bays",
    "clear_strip",
    "crossings",
    "crowd",
    "cycle_stands",
    "faces",
    "fire_access",
    "frontage",
    "greenery",
    "guidance",
    "illumination",
    "lighting",
    "motor_space",
    "play",
    "pockets",
    "protective_line",
    "route_widths",
    "seating",
    "services",
    "shade",
    "sightlines",
    "slopes",
    "slow_gaps",
    "surveillance",
    "thresholds",
    "vehicles",
    "turning",
    "ways_out",
    "window_light",
)


#: Tells which elements of a kind count for a need; the plan has a site.
Among = Callable[[Plan, str, gpd.GeoDataFrame], "pd.Series[bool]"]
#: What it means that a plan has none of a need's kinds (method, section 8, last
#: column): ``known``, an answer like another once all are declared; ``settles``,
#: declared none fixes the value, whatever else is missing; ``not_applicable``,
#: declared none leaves nothing to measure; ``unknown``, one must be drawn; ``any``,
#: nobody needs to say, but those present need their attributes; ``optional``, the
#: criterion stands without: a part that may be left out, or a default that is named.
Empty = Literal["known", "settles", "not_applicable", "unknown", "any", "optional"]


@dataclass(frozen=True)
class Need:
    """One thing an indicator needs of a plan.

    Parameters
    ----------
    kinds : tuple of str
        At least one of them present, or all of them declared.
    attributes : tuple of str
        Attributes that decide the value; missing ones leave an interval.
    within_m : float, optional
        Only elements so near to the site count; None for all of the plan. [m]
    among : callable, optional
        Which of these count.
    none : str
        What none of them means, see `Empty`.
    either : bool
        Whether one of the attributes is enough.
    instead : callable, optional
        Tells whether something that was not drawn stands in for the kinds.
    """

    kinds: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    within_m: float | None = None
    among: Among | None = None
    none: Empty = "known"
    either: bool = False
    instead: Callable[[Plan], bool] | None = None


@dataclass(frozen=True)
class Indicator:
    """One entry of the table.

    Parameters
    ----------
    name : str
        Id used in a checklist's ``measured_by``.
    unit : str
        Unit of the value.
    needs : tuple of Need
        What a plan must hold.
    function : callable, optional
        ``function(plan, **parameters) -> Measurement``; None while the indicator
        is defined but not measured yet.
    parameters : tuple of str
        Names of the keyword-only parameters, to be given by a checklist.
    """

    name: str
    unit: Unit
    needs: tuple[Need, ...]
    function: Callable[..., Measurement] | None = None
    parameters: tuple[str, ...] = ()

    def measure(self, plan: Plan, parameters: Mapping[str, float]) -> Measurement:
        """Measure a plan with the parameters of a checklist that the function knows."""
        if self.function is None:
            return unknown(self.unit, Reason("not_measured_yet"))
        chosen = {n: parameters[n] for n in self.parameters if n in parameters}
        return self.function(plan, **chosen)


_table: dict[str, Indicator] = {}
Function = TypeVar("Function", bound=Callable[..., Measurement])


def need(
    *kinds: str,
    attributes: tuple[str, ...] = (),
    within_m: float | None = None,
    among: Among | None = None,
    none: Empty = "known",
    either: bool = False,
    instead: Callable[[Plan], bool] | None = None,
) -> Need:
    """Describe a need as `Need` does; the kinds must be in the catalogue."""
    for kind in kinds:
        KINDS[kind]
    return Need(kinds, attributes, within_m, among, none, either, instead)


def indicator(unit: Unit, *needs: Need) -> Callable[[Function], Function]:
    """Register a function as the indicator of its own name."""

    def register(function: Function) -> Function:
        name = function.__name__
        signature = inspect.signature(function).parameters.values()
        names = tuple(p.name for p in signature if p.kind is p.KEYWORD_ONLY)
        add(Indicator(name, unit, needs, function, names))
        return function

    return register


def add(entry: Indicator) -> None:
    """Put an entry into the table.

    Raises
    ------
    ValueError
        If the name is taken.
    """
    if entry.name in _table:
        msg = f"two indicators are called {entry.name!r}"
        raise ValueError(msg)
    _table[entry.name] = entry


def indicators() -> Mapping[str, Indicator]:
    """Return the table, by name."""
    for subject in _SUBJECTS:
        import_module(f"sbd.indicators.{subject}")
    return _table
