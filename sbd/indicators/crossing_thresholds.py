"""Crossings as thresholds: how high their kerbs are, and whether a cane is warned.

Shared by all that ask whether one gets over a crossing on wheels or without seeing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators.carriageways import carriageways
from sbd.indicators.crossing_chords import crossing_ends
from sbd.plans.plan import Plan

#: Lowest and highest kerb that a form can stand for. [m] Source: method, 8, A-06
#: (lowered: 0 to 0.03 m); raised is more than any crossing or wheel may meet.
FORMS = {"flush": (0.0, 0.0), "lowered": (0.0, 0.03), "raised": (0.021, np.inf)}
#: Nothing is said: any height is possible. [m]
ANY = (0.0, np.inf)
#: Code of the default: a plan complete for kerbs shows none at an end.
NO_KERB = "no_kerb_is_flush"


@dataclass(frozen=True, eq=False)
class Threshold:
    """One crossing or entrance: how high, with what warning, and what is missing.

    `low` and `high` bound the step [m]; `tactile` and `public` are None where the
    plan does not say; `lacking` are (kind, attribute) pairs.
    """

    element_id: str
    kind: str
    geometry: BaseGeometry
    low: float
    high: float
    tactile: bool | None = True
    public: bool | None = True
    lacking: tuple[tuple[str, str], ...] = ()
    kerbs: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()

    def meets(self, most: float) -> bool | None:
        """Tell whether the step is at most a height and the warning is there."""
        if self.low > most or self.tactile is False:
            return False
        return True if self.high <= most and self.tactile else None


@lru_cache(maxsize=8)
def crossing_thresholds(plan: Plan, reach_m: float) -> tuple[Threshold, ...]:
    """Return the crossings of the setting, each as high as the higher of its two ends.

    Parameters
    ----------
    plan : Plan
        With a site.
    reach_m : float
        How far from a crossing's end its kerb may be drawn. [m]

    Returns
    -------
    tuple of Threshold
        In the order of their ids; the same for the same plan.
    """
    return tuple(_crossings(plan, reach_m))


def _crossings(plan: Plan, reach_m: float) -> Iterable[Threshold]:
    """Describe both ends of each crossing of the setting."""
    roads = carriageways(plan)
    for crossing_id, row in rows(plan.near("crossing", plan.setting)):
        ends = crossing_ends(roads, row["geometry"])
        found = [_end(plan, row, end, reach_m) for end in ends or (None, None)]
        yield Threshold(
            crossing_id,
            "crossing",
            row["geometry"],
            max(end.low for end in found),
            max(end.high for end in found),
            tactile=_both(found[0].tactile, found[1].tactile),
            lacking=tuple(pair for end in found for pair in end.lacking),
            kerbs=tuple(i for end in found for i in end.kerbs),
            defaults=tuple(code for end in found for code in end.defaults),
        )


def _end(
    plan: Plan, crossing: pd.Series, end: BaseGeometry | None, reach_m: float
) -> Threshold:
    """Describe one end: the crossing's own attributes, else its kerb's."""
    kerb = _nearest_kerb(plan, end, reach_m)
    low, high = _height(plan, crossing, end, kerb)
    tactile = _tactile(plan, crossing, end, kerb, reach_m)
    lacking = [("crossing" if kerb is None else "kerb", "tactile")]
    height = ("crossing", "kerb_m") if kerb is None else ("kerb", "height_m")
    assumed = np.isnan(crossing["kerb_m"]) and kerb is None and (low, high) != ANY
    return Threshold(
        "",
        "crossing",
        Point(),
        low,
        high,
        tactile=tactile,
        lacking=(
            *(lacking if tactile is None else ()),
            *((height,) if low != high else ()),
        ),
        kerbs=() if kerb is None else (str(kerb.name),),
        defaults=(NO_KERB,) if assumed else (),
    )


def _height(
    plan: Plan,
    crossing: pd.Series,
    end: BaseGeometry | None,
    kerb: pd.Series | None,
) -> tuple[float, float]:
    """Return the lowest and the highest the kerb at an end can be. [m]"""
    own = float(crossing["kerb_m"])
    if not np.isnan(own):
        return own, own
    if kerb is None:
        none_there = end is not None and "kerb" in plan.declared
        return (0.0, 0.0) if none_there else ANY
    height = float(kerb["height_m"])
    if not np.isnan(height):
        return height, height
    return FORMS.get(kerb["form"], ANY)


def _tactile(
    plan: Plan,
    crossing: pd.Series,
    end: BaseGeometry | None,
    kerb: pd.Series | None,
    reach_m: float,
) -> bool | None:
    """Tell whether an end has a tactile warning, as far as the plan says."""
    said = [crossing["tactile"], None if kerb is None else kerb["tactile"]]
    own = next((value for value in said if not pd.isna(value)), None)
    if own is not None:
        return bool(own == "yes")
    if end is None:
        return None
    tiles = plan.of("tactile")
    near = tiles[tiles.distance(end) <= reach_m + plan.tolerance_m]["type"]
    if (near == "warning").any():
        return True
    return False if "tactile" in plan.declared and not near.isna().any() else None


def _nearest_kerb(
    plan: Plan, end: BaseGeometry | None, reach_m: float
) -> pd.Series | None:
    """Return the kerb nearest to an end within reach; of equals the highest."""
    kerbs = plan.of("kerb")
    if end is None or kerbs.empty:
        return None
    away = kerbs.distance(end)
    if away.min() > reach_m + plan.tolerance_m:
        return None
    near = kerbs[away <= away.min() + plan.tolerance_m].sort_index()
    highest = [
        FORMS.get(f, ANY)[1] if np.isnan(h) else h
        for h, f in zip(near["height_m"], near["form"], strict=True)
    ]
    kerb: pd.Series = near.iloc[int(np.argmax(highest))]
    return kerb


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Both are needed: one no decides, one unknown leaves it open."""
    if one is False or other is False:
        return False
    return True if one and other else None


def rows(layer: gpd.GeoDataFrame) -> Iterable[tuple[str, pd.Series]]:
    """Yield the elements of a layer with their ids, sorted."""
    for element_id, row in layer.sort_index().iterrows():
        yield str(element_id), row
