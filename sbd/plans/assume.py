"""Assumptions: named stand-ins for what a plan does not say, off by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict

from sbd.errors import PlanError
from sbd.plans import stand_ins
from sbd.plans.layer import make_layer
from sbd.plans.plan import NoteValue, Plan, Supplied


class Assumption(BaseModel):
    """One switch.

    Parameters
    ----------
    name : str
        How it is called on the command line and in reports.
    values : dict
        What it stands in with; units are in the names.
    touches : tuple of str
        Criteria it can change.
    never_decides : tuple of str
        Criteria that stay unknown where they would rest on it.
    no_gate : tuple of str
        Gates it may not decide; ``all`` for every gate.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    values: dict[str, float | str]
    touches: tuple[str, ...]
    never_decides: tuple[str, ...] = ()
    no_gate: tuple[str, ...] = ()

    def number(self, key: str) -> float:
        """Return one of the values as a number."""
        return float(self.values[key])


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Return the eleven assumptions by name, in the order they are applied."""
    text = files("sbd.plans").joinpath("assumptions.yaml").read_text("utf-8")
    found = [Assumption.model_validate(entry) for entry in yaml.safe_load(text)]
    return {assumption.name: assumption for assumption in found}


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Check names of assumptions and put them in the order they are applied.

    Parameters
    ----------
    names : sequence of str
        ``all`` stands for every one of them.

    Returns
    -------
    tuple of str
        Without repetition.

    Raises
    ------
    PlanError
        If a name does not exist; the message lists those that do.
    """
    known = assumptions()
    unknown = sorted(set(names) - set(known) - {"all"})
    if unknown:
        raise PlanError(
            "There is no assumption {names}: use all, {known}.",
            names=", ".join(unknown),
            known=", ".join(sorted(known)),
        )
    return tuple(n for n in known if "all" in names or n in names)


def assume(plan: Plan, names: Sequence[str]) -> Plan:
    """Switch assumptions on: fill what is missing, and record every value.

    Parameters
    ----------
    plan : Plan
        As it was read; ways that its note ``below_ground`` names give no ground.
    names : sequence of str
        Names of `assumptions`, or ``all``.

    Returns
    -------
    Plan
        With ``assumed`` and ``supplied``; the same plan where no name is given.

    Raises
    ------
    PlanError
        If a name does not exist.
    """
    switched = chosen(names)
    if not switched:
        return plan
    for name in switched:
        plan = _STEPS[name](plan, assumptions()[name])
    return replace(plan, assumed=tuple(sorted({*plan.assumed, *switched})))


Step = Callable[[Plan, Assumption], Plan]


def fill(plan: Plan, name: str, kind: str, attribute: str, values: pd.Series) -> Plan:
    """Fill one attribute where it is missing.

    Parameters
    ----------
    plan : Plan
        The plan.
    name : str
        The assumption.
    kind, attribute : str
        What is filled.
    values : Series
        Stand-ins by element id; elements without one stay unknown.

    Returns
    -------
    Plan
        With one `Supplied` per value filled.
    """
    if not plan.has(kind):
        return plan
    layer = plan.of(kind)
    missing = layer.index[layer[attribute].isna()]
    filled = values.reindex(missing).dropna()
    if filled.empty:
        return plan
    changed = layer.copy()
    changed.loc[filled.index, attribute] = filled
    supplied = [
        Supplied(str(i), kind, attribute, value, "assumed", name)
        for i, value in filled.items()
    ]
    return replace(
        plan,
        layers={**plan.layers, kind: changed},
        supplied=(*plan.supplied, *supplied),
    )


def add(plan: Plan, name: str, kind: str, frame: gpd.GeoDataFrame) -> Plan:
    """Add elements that an assumption draws, each recorded as ``geometry``."""
    if frame.empty:
        return plan
    new = make_layer(kind, frame)
    old = plan.of(kind)
    joined = pd.concat([old, new]) if len(old) else new
    supplied = [
        Supplied(str(i), kind, "geometry", "drawn", "assumed", name) for i in new.index
    ]
    layer = make_layer(kind, gpd.GeoDataFrame(joined, crs=plan.crs))
    return replace(
        plan,
        layers=dict(sorted({**plan.layers, kind: layer}.items())),
        supplied=(*plan.supplied, *supplied),
    )


def _constants(kind: str, *attributes: str) -> Step:
    """Return a step that fills attributes of a kind with the assumption's values."""

    def step(plan: Plan, assumption: Assumption) -> Plan:
        for attribute in attributes:
            value = assumption.values[attribute]
            values = pd.Series(value, index=plan.of(kind).index)
            plan = fill(plan, assumption.name, kind, attribute, values)
        return plan

    return step


def _points(kind: str, attribute: str) -> Step:
    """Return a step for things drawn as points; others show their own size."""

    def step(plan: Plan, assumption: Assumption) -> Plan:
        layer = plan.of(kind)
        points = layer.index[layer.geom_type == "Point"]
        values = pd.Series(assumption.number(attribute), index=points)
        return fill(plan, assumption.name, kind, attribute, values)

    return step


def _building_heights(plan: Plan, assumption: Assumption) -> Plan:
    levels = plan.of("building")["levels"]
    heights = levels * assumption.number("metres_per_level")
    heights = heights.fillna(assumption.number("without_levels_m"))
    return fill(plan, assumption.name, "building", "height_m", heights)


def _kerb_heights(plan: Plan, assumption: Assumption) -> Plan:
    heights = plan.of("kerb")["form"].map(assumption.values).astype("float64")
    return fill(plan, assumption.name, "kerb", "height_m", heights)


def _path_widths(plan: Plan, assumption: Assumption) -> Plan:
    buried = {
        i for n in plan.notes if n.code == "below_ground" for i in _ids(n.args["ids"])
    }
    for kind in ("footway", "carriageway"):
        lines = plan.of(kind)
        lines = lines[(lines.geom_type == "LineString")]
        lines = lines[~lines.index.isin(buried)]
        if kind == "footway":
            assumed = pd.Series(assumption.number("footway_m"), index=lines.index)
        else:
            assumed = _carriageway_widths(lines, assumption)
        stated = pd.Series(dict(plan.widths), dtype="float64").reindex(lines.index)
        paved = stand_ins.pave(lines, stated.fillna(assumed), plan.of(kind))
        plan = add(plan, assumption.name, kind, paved)
    return plan


def _ids(value: NoteValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _carriageway_widths(lines: gpd.GeoDataFrame, assumption: Assumption) -> pd.Series:
    default = np.where(
        lines["oneway"] == "yes",
        assumption.number("lanes_oneway"),
        assumption.number("lanes_both_ways"),
    )
    lanes = lines["lanes"].fillna(pd.Series(default, index=lines.index))
    widths: pd.Series = lanes * assumption.number("lane_m")
    return widths


def _facade_openings(plan: Plan, assumption: Assumption) -> Plan:
    if "opening" not in plan.declared:
        step = assumption.number("window_every_m")
        plan = add(plan, assumption.name, "opening", stand_ins.windows(plan, step))
    if "entrance" not in plan.declared:
        plan = add(plan, assumption.name, "entrance", stand_ins.entrances(plan))
    return plan


def _crowd_zones(plan: Plan, assumption: Assumption) -> Plan:
    density = assumption.number("people_per_m2")
    if not plan.known("crowd_zone"):
        zones = stand_ins.crowd_zones(plan)
        plan = add(plan, assumption.name, "crowd_zone", zones)
    people = plan.of("crowd_zone").area * density
    return fill(plan, assumption.name, "crowd_zone", "people", people)


_STEPS: Mapping[str, Step] = {
    "dwelling-use": _constants("building", "use"),
    "building-heights": _building_heights,
    "path-widths": _path_widths,
    "speed-limits": _constants("carriageway", "limit_kmh"),
    "facade-openings": _facade_openings,
    "tree-crowns": _constants("tree", "crown_radius_m", "base_m", "height_m"),
    "lamp-photometry": _constants("lamp", "height_m", "lumen"),
    "bollard-size": _points("bollard", "diameter_m"),
    "bench-length": _points("bench", "length_m"),
    "kerb-heights": _kerb_heights,
    "crowd-zones": _crowd_zones,
}
