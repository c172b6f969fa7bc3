"""Attribute values beyond what is plausible, and values that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from sbd.plans.checks.finding import Finding, finding
from sbd.plans.checks.things import together
from sbd.plans.plan import NoteValue, Plan

#: Least and most plausible value by kind and attribute, in the attribute's unit.
#: Source: our choice, wide enough for everything usual in a street or a square.
PLAUSIBLE: dict[str, dict[str, tuple[float, float]]] = {
    "building": {"height_m": (2, 200), "levels": (0.5, 60)},
    "opening": {"floor": (-5, 60)},
    "entrance": {"step_m": (0, 0.5)},
    "exit": {"clear_m": (0.3, 100)},
    "route": {"peak_flow_pmin": (0, 2000)},
    "carriageway": {"limit_kmh": (5, 130), "v85_kmh": (5, 200), "lanes": (1, 8)},
    "footway": {"slope_pct": (-40, 40), "crossfall_pct": (-20, 20)},
    "square": {"slope_pct": (-40, 40), "crossfall_pct": (-20, 20)},
    "crossing": {"kerb_m": (0, 0.5)},
    "kerb": {"height_m": (0, 0.5)},
    "step": {"height_m": (0, 2), "n": (1, 200)},
    "ramp": {"slope_pct": (-40, 40)},
    "bollard": {"diameter_m": (0.04, 1.5), "height_m": (0.1, 2)},
    "barrier": {"diameter_m": (0.02, 3), "height_m": (0.1, 3)},
    "planter": {"diameter_m": (0.1, 6), "height_m": (0.05, 3)},
    "wall": {"diameter_m": (0.05, 3), "height_m": (0.05, 15)},
    "fence": {"diameter_m": (0.01, 1), "height_m": (0.2, 6)},
    "hedge": {"diameter_m": (0.1, 6), "height_m": (0.1, 8)},
    "kiosk": {"diameter_m": (0.5, 15), "height_m": (1, 10)},
    "bench": {"length_m": (0.3, 20), "width_m": (0.2, 3)},
    "lamp": {"diameter_m": (0.02, 1), "height_m": (0.5, 25), "lumen": (300, 60_000)},
    "tree": {
        "crown_radius_m": (0.1, 15),
        "crown_15y_radius_m": (0.3, 15),
        "base_m": (0, 15),
        "height_m": (0.5, 45),
        "trunk_diameter_m": (0.01, 3),
    },
    "shrub": {"height_m": (0.05, 8)},
    "camera": {
        "azimuth_deg": (-360, 360),
        "fov_deg": (1, 360),
        "range_m": (1, 500),
        "height_m": (1, 40),
    },
    "bin": {"diameter_m": (0.15, 3)},
    "canopy": {"base_m": (1.5, 30)},
    "crowd_zone": {"people": (0, 100_000)},
    "noise": {"lden_db": (20, 100)},
}
#: What a value may have been typed in, with the factor to the attribute's own unit.
_LENGTHS = {"cm": 0.01, "mm": 0.001}
_LIGHT = {"klm": 1000.0}
#: A wrong unit puts a value at least so many times beyond the plausible. [1]
#: Source: our choice.
FAR = 2.0


def implausible_values(plan: Plan) -> Iterator[Finding]:
    """Find values that nothing in a public space has.

    Parameters
    ----------
    plan : Plan
        A site is not needed.

    Yields
    ------
    Finding
        One per kind, attribute and slip: ``wrong_unit`` where centimetres,
        millimetres or kilolumens would be plausible, ``negative_value`` where the
        attribute has no negative values, else ``implausible_value``. ``value`` is the
        one farthest off, ``meant`` what it would be in the unit suggested.
    """
    for kind, bands in PLAUSIBLE.items():
        if not plan.has(kind):
            continue
        layer = plan.of(kind)
        for attribute, band in bands.items():
            values = layer[attribute].dropna()
            odd = values[(values < band[0]) | (values > band[1])]
            slips = np.array([_slip(v, attribute, band) for v in odd], dtype=object)
            for slip in sorted(set(slips)):
                yield _told(layer, kind, odd[slips == slip], slip, band)


def _slip(value: float, attribute: str, band: tuple[float, float]) -> str:
    """Name what is wrong with a value: the unit it may be in, or the side it is off."""
    low, high = band
    if value < 0 <= low:
        return "negative"
    units = _LENGTHS if attribute.endswith("_m") else {}
    if attribute == "lumen":
        units = _LIGHT
    far = value > FAR * high or value < low / FAR
    for unit, factor in units.items():
        if far and low <= value * factor <= high:
            return unit
    return "low" if value < low else "high"


def _told(
    layer: gpd.GeoDataFrame,
    kind: str,
    some: pd.Series[float],
    slip: str,
    band: tuple[float, float],
) -> Finding:
    value = float(some.max() if some.min() > band[1] else some.min())
    names = sorted(map(str, some.index))
    args: dict[str, NoteValue] = {
        "kind": kind,
        "attribute": str(some.name),
        "n": len(some),
        "value": value,
    }
    place = together(layer.geometry[some.index])
    factor = {**_LENGTHS, **_LIGHT}.get(slip)
    if factor is not None:
        args |= {"unit": slip, "meant": round(value * factor, 3)}
        return finding("wrong_unit", names, place, args)
    if slip == "negative":
        return finding("negative_value", names, place, args)
    args |= {"low": float(band[0]), "high": float(band[1])}
    return finding("implausible_value", names, place, args)


def contradictions(plan: Plan) -> Iterator[Finding]:
    """Find trees whose crown begins above their top.

    Yields
    ------
    Finding
        ``crown_base_above_top``, one for all trees.
    """
    if not plan.has("tree"):
        return
    trees = plan.of("tree")
    wrong = trees[trees["base_m"] > trees["height_m"]]
    if len(wrong):
        names = sorted(map(str, wrong.index))
        place = together(wrong.geometry)
        args = {"base_m": float(wrong["base_m"].max()), "n": len(wrong)}
        yield finding("crown_base_above_top", names, place, args)
